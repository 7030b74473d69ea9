"""The whole graph in pages, each a statement of its own: no statement grows with the graph.

The embedded engine stops a statement after a time, however much of it was already taken; a page stays
far below that. Pages are ranges of ids of entities; a relation belongs to the page of its start.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import neo4j

from graph_api.store.graph import Graph

PAGE = 20_000
"""Entities of a page: half a second on the embedded engine."""

LAST = "\uffff"
"""Behind every id, for ids are ASCII."""

_BOUND = "MATCH (n:Entity) WHERE n.id > $after RETURN n.id AS id ORDER BY n.id SKIP $skip LIMIT 1"

T = TypeVar("T")


def read_pages(
    graph: Graph, query: str, values: Mapping[str, Any], *, page: int = PAGE
) -> Iterator[list[Any]]:
    """The rows of each page of a query of ours that collects them: `RETURN collect([…]) AS found`.

    Three times as quick as rows that come one by one, which cost the driver more than the engine;
    the memory is that of one page.
    """
    return scan_pages(graph, query, values, lambda rows: list(next(rows)["found"]), page=page)


def scan_pages(
    graph: Graph,
    query: str,
    values: Mapping[str, Any],
    consume: Callable[[Iterator[neo4j.Record]], T],
    *,
    page: int = PAGE,
) -> Iterator[T]:
    """What `consume` makes of the rows of each page of a query of ours, page after page.

    The query takes the entities of a page with `n.id > $after AND n.id <= $upto`.
    """
    after = ""
    while True:
        rows = graph.read(_BOUND, {"after": after, "skip": page - 1}).rows
        upto = str(rows[0]["id"]) if rows else LAST
        yield graph.scan(query, {**values, "after": after, "upto": upto}, consume)
        if not rows:
            return
        after = upto
