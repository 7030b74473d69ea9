"""How a router of the API is made: its prefix, what it checks, which problems it may answer with.

All of that stands in the router itself, so that its routes can be laid side by side in the application:
a tree of included routers costs more time a request than everything else outside the database.
"""

from typing import Any

from fastapi import APIRouter, Depends

from graph_api.http.answers import fresh, known_parameters
from graph_api.http.models import ProblemShape

PREFIX = "/v1"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": ProblemShape, "description": description}
    for code, description in (
        (404, "There is no such thing"),
        (409, "A name fits several entities: see `candidates`"),
        (422, "The input is not valid: see `errors`"),
        (503, "The database is not available: see the header Retry-After"),
    )
}


def reading(tag: str) -> APIRouter:
    """A router of routes that read the graph: answers bear an entity tag of its revision."""
    checks = [Depends(known_parameters), Depends(fresh)]
    return APIRouter(prefix=PREFIX, tags=[tag], dependencies=checks, responses=PROBLEMS)


def asking(tag: str) -> APIRouter:
    """A router of routes that ask a question, which knows its parameters itself."""
    return APIRouter(prefix=PREFIX, tags=[tag], dependencies=[Depends(fresh)], responses=PROBLEMS)


def plain(tag: str) -> APIRouter:
    """A router of routes whose answers are not of a revision of the graph."""
    checks = [Depends(known_parameters)]
    return APIRouter(prefix=PREFIX, tags=[tag], dependencies=checks, responses=PROBLEMS)
