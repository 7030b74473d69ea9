"""The console: pages for people, rendered on the server, that work without scripts."""

from collections.abc import Iterator

from starlette.routing import BaseRoute

from graph_api.http.pages import (
    brief,
    complexes,
    entity,
    home,
    loads,
    match,
    needs,
    offers,
    questions,
    reference,
    review,
    search,
    watch,
)


def page_routes() -> Iterator[BaseRoute]:
    """Every page, and the one that stands under /v1."""
    for page in (
        home,
        search,
        match,
        needs,
        offers,
        brief,
        watch,
        entity,
        complexes,
        questions,
        loads,
        review,
        reference,
    ):
        yield from page.router.routes
    yield from brief.api.routes
