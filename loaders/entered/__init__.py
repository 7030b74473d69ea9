"""Needs and offers that people enter: a journal, the data set that it states, and who may write to it."""
