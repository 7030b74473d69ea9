"""The API under /v1: one router per noun."""

from collections.abc import Iterator

from starlette.routing import BaseRoute

from graph_api.http.routes import (
    ask,
    assign,
    centrality,
    complexes,
    cypher,
    entities,
    health,
    loads,
    match,
    needs,
    offers,
    paths,
    reconcile,
    sources,
    views,
    watch,
    words,
)


def api_routes() -> Iterator[BaseRoute]:
    """Every route under /v1, in the order in which they are tried."""
    for noun in (
        ask,
        entities,
        match,
        needs,
        offers,
        watch,
        assign,
        reconcile,
        paths,
        complexes,
        centrality,
        sources,
        loads,
        views,
        cypher,
        words,
        health,
    ):
        yield from noun.router.routes
