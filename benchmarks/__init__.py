"""Ratios against named baselines, one command each."""
