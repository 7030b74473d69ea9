"""The store: the only code that speaks to a database."""

from graph_api.store.bookkeeping import LoadRecord, loads, save_load, save_sources, sources
from graph_api.store.graph import Graph, open_graph
from graph_api.store.lookup import entity, resolve
from graph_api.store.paths import RankedPath, paths
from graph_api.store.search import SearchPage, search
from graph_api.store.values import Answer
from graph_api.store.whole import counts, graph_hash, neighbours, whole
from graph_api.store.writer import WriteCounts, sweep, unload, write

__all__ = [
    "Answer",
    "Graph",
    "LoadRecord",
    "RankedPath",
    "SearchPage",
    "WriteCounts",
    "counts",
    "entity",
    "graph_hash",
    "loads",
    "neighbours",
    "open_graph",
    "paths",
    "resolve",
    "save_load",
    "save_sources",
    "search",
    "sources",
    "sweep",
    "unload",
    "whole",
    "write",
]
