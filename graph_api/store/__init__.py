"""The store: the only code that speaks to a database."""

from graph_api.store.bookkeeping import (
    SETTLED,
    LoadRecord,
    loads,
    note,
    save_load,
    save_note,
    save_sources,
    sources,
)
from graph_api.store.columns import EntityRow, RelationRow, entity_rows, relation_rows
from graph_api.store.elements import LINKS, NODES, Elements
from graph_api.store.fold import fold, unfold
from graph_api.store.graph import Graph, open_graph
from graph_api.store.lease import Lease, hold
from graph_api.store.lookup import entity, resolve
from graph_api.store.pages import read_pages, scan_pages
from graph_api.store.paths import RankedPath, paths
from graph_api.store.properties import (
    Properties,
    entity_of,
    relation_of,
    stated_of_entity,
    stated_of_relation,
)
from graph_api.store.redirects import Moved, element_of, move, redirects, save_redirects
from graph_api.store.search import SearchPage, search
from graph_api.store.values import Answer
from graph_api.store.whole import counts, graph_hash, neighbours, whole
from graph_api.store.writer import (
    Batch,
    WriteCounts,
    clear,
    put,
    restated,
    sweep,
    take_back,
    unload,
    write,
)

__all__ = [
    "LINKS",
    "NODES",
    "SETTLED",
    "Answer",
    "Batch",
    "Elements",
    "EntityRow",
    "Graph",
    "Lease",
    "LoadRecord",
    "Moved",
    "Properties",
    "RankedPath",
    "RelationRow",
    "SearchPage",
    "WriteCounts",
    "clear",
    "counts",
    "element_of",
    "entity",
    "entity_of",
    "entity_rows",
    "fold",
    "graph_hash",
    "hold",
    "loads",
    "move",
    "neighbours",
    "note",
    "open_graph",
    "paths",
    "put",
    "read_pages",
    "redirects",
    "relation_of",
    "relation_rows",
    "resolve",
    "restated",
    "save_load",
    "save_note",
    "save_redirects",
    "save_sources",
    "scan_pages",
    "search",
    "sources",
    "stated_of_entity",
    "stated_of_relation",
    "sweep",
    "take_back",
    "unfold",
    "unload",
    "whole",
    "write",
]
