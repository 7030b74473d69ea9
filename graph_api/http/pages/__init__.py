"""The console: pages for people, rendered on the server, that work without scripts."""

from collections.abc import Iterator

from starlette.routing import BaseRoute

from graph_api.http.pages import complexes, entity, home, match, questions, reference, search


def page_routes() -> Iterator[BaseRoute]:
    """Every page."""
    for page in (home, search, match, entity, complexes, questions, reference):
        yield from page.router.routes
