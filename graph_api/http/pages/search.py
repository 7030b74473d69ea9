"""The search page: words and filters, a page of results, how many of how many."""

from typing import Annotated

from fastapi import Query, Request, Response

from graph_api.domain import Chain, Kind, Status
from graph_api.http.context import ContextDep
from graph_api.http.pages.choices import chosen, complexes_of
from graph_api.http.pages.language import pages
from graph_api.store import search

router = pages()

PER_PAGE = 30
Text = Annotated[str, Query(max_length=1_000)]


@router.get("/search")
def search_page(  # noqa: PLR0913 - the fields of the form
    context: ContextDep,
    request: Request,
    *,
    q: Text = "",
    kind: Text = "",
    chain: Text = "",
    status: Text = "",
    complex: Text = "",  # noqa: A002 - the noun of the domain
    cursor: Annotated[str, Query(max_length=2_000)] = "",
) -> Response:
    """Entities whose text holds the words, best first."""
    kinds = (one,) if (one := chosen(Kind, "kind", kind)) else ()
    page = search(
        context.graph,
        q,
        kinds=kinds,
        chain=chosen(Chain, "chain", chain),
        status="unknown" if status == "unknown" else chosen(Status, "status", status),
        complex_id=complex or None,
        limit=PER_PAGE,
        after=cursor or None,
    )
    asked = {"q": q, "kind": kind, "chain": chain, "status": status, "complex": complex}
    return context.pages.render(
        request,
        "search.html",
        active="search",
        asked=asked,
        page=page,
        complexes=complexes_of(context.snapshots.current()),
        first=not cursor,
    )
