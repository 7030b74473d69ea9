"""The console: pages for people, rendered on the server, that work without scripts."""

from collections.abc import Iterator

from starlette.routing import BaseRoute

from graph_api.http.pages import (
    complexes,
    entity,
    home,
    loads,
    match,
    questions,
    reference,
    review,
    search,
)


def page_routes() -> Iterator[BaseRoute]:
    """Every page."""
    for page in (home, search, match, entity, complexes, questions, loads, review, reference):
        yield from page.router.routes
