"""The HTTP API and the console: thin routes over the same functions that the command line calls."""

from graph_api.http.app import create_app
from graph_api.http.serve import serve

__all__ = ["create_app", "serve"]
