"""The command line: thin commands over the same functions that the HTTP API calls."""

from graph_api.cli.app import main

__all__ = ["main"]
