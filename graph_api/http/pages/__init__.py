"""The console: pages for people, rendered on the server, that work without scripts."""

from fastapi import APIRouter, Depends

from graph_api.http.answers import known_parameters
from graph_api.http.pages import complexes, entity, home, match, questions, reference, search


def pages_router() -> APIRouter:
    """Every page. All of them take `lang`."""
    known = Depends(known_parameters)
    router = APIRouter()
    for plain in (home, search, entity, complexes, match, reference):
        router.include_router(plain.router, dependencies=[known])
    router.include_router(questions.router)  # a question knows its parameters itself
    return router
