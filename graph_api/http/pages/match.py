"""The page of matching: a need, the providers that can serve it, and why."""

from typing import Annotated, Any

from fastapi import Query, Request, Response

from graph_api.domain import ORGANISATIONS, Kind, SixChainsError, Stage
from graph_api.http.context import ContextDep
from graph_api.http.pages.choices import chosen, complexes_of, suggestions
from graph_api.http.pages.language import pages
from graph_api.http.problems import problem_of
from graph_api.matching import PARTS, MatchResult, Need, match
from graph_api.store import sources as read_sources

router = pages()

OK = 200
Text = Annotated[str, Query(max_length=2_000)]


@router.get("/match")
def match_page(  # noqa: PLR0913 - the fields of the form
    context: ContextDep,
    request: Request,
    *,
    text: Text = "",
    firm: Text = "",
    service: Text = "",
    stage: Text = "",
    complex: Text = "",  # noqa: A002 - the noun of the domain
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Response:
    """The form, and once a need is given the providers with their reasons."""
    held = context.snapshots.current()
    result: MatchResult | None = None
    problem: dict[str, Any] | None = None
    status = OK
    if any(one.strip() for one in (text, firm, service, stage, complex)):
        try:
            need = Need(
                text=text.strip(),
                service=service.strip() or None,
                stage=chosen(Stage, "stage", stage),
                firm=firm.strip() or None,
                complex_id=complex or None,
            )
            result = match(held.matching, need, limit)
        except SixChainsError as error:
            found = problem_of(error)
            problem, status = found.document(request.url.path, ""), found.status
    asked = {"text": text, "firm": firm, "service": service, "stage": stage, "complex": complex}
    return context.pages.render(
        request,
        "match.html",
        status,
        active="match",
        asked=asked,
        limit=limit,
        result=result,
        problem=problem,
        parts=PARTS,
        most=sum(part.weight for part in PARTS.values()),
        entities=held.subgraph.entities,
        relations={one.id: one for one in held.subgraph.relations} if result else {},
        documents={one.id: one for one in read_sources(context.graph)},
        firms=suggestions(held, tuple(sorted(ORGANISATIONS))),
        services=suggestions(held, (Kind.SERVICE,)),
        complexes=complexes_of(held),
    )
