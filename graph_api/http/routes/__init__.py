"""The API under /v1: one router per noun."""

from fastapi import APIRouter, Depends

from graph_api.http.answers import fresh, known_parameters
from graph_api.http.models import ProblemShape
from graph_api.http.routes import (
    ask,
    centrality,
    complexes,
    cypher,
    entities,
    health,
    match,
    paths,
    sources,
    views,
    words,
)

PREFIX = "/v1"
_PROBLEMS: dict[int | str, dict[str, object]] = {
    code: {"model": ProblemShape, "description": description}
    for code, description in (
        (404, "There is no such thing"),
        (409, "A name fits several entities: see `candidates`"),
        (422, "The input is not valid: see `errors`"),
        (503, "The database is not available: see the header Retry-After"),
    )
}


def api() -> APIRouter:
    """Every route under /v1. Those that read the graph answer with an entity tag of its revision."""
    checked, tagged = Depends(known_parameters), Depends(fresh)
    router = APIRouter(prefix=PREFIX, responses=_PROBLEMS)
    for reading in (entities, sources, paths, centrality, views):
        router.include_router(reading.router, dependencies=[checked, tagged])
    for asking in (ask, complexes):  # a question knows its parameters itself
        router.include_router(asking.router, dependencies=[tagged])
    for other in (match, cypher, words, health):
        router.include_router(other.router, dependencies=[checked])
    return router
