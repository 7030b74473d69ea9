"""Loaders: one module for each data set, and the pipeline that brings what they state into the graph."""
