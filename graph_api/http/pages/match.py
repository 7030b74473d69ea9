"""The page of matching: a need, the providers that can serve it, and why."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query, Request, Response

from graph_api.domain import ORGANISATIONS, BadInputError, Kind, SixChainsError, Stage
from graph_api.http.context import ContextDep
from graph_api.http.pages.choices import chosen, complexes_of, suggestions
from graph_api.http.pages.language import pages
from graph_api.http.problems import problem_of
from graph_api.matching import PARTS, MatchResult, Need, match
from graph_api.store import sources as read_sources

router = pages()

OK = 200
_BETWEEN = re.compile(r"[\s、，,;；]+")
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
    region: Text = "",
    budget: Text = "",
    deadline: Text = "",
    accreditations: Text = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Response:
    """The form, and once a need is given the providers with their reasons."""
    held = context.snapshots.current()
    asked = {
        "text": text.strip(),
        "firm": firm.strip(),
        "service": service.strip(),
        "stage": stage,
        "complex": complex,
        "region": region.strip(),
        "budget": budget.strip(),
        "deadline": deadline.strip(),
        "accreditations": accreditations.strip(),
    }
    result: MatchResult | None = None
    problem: dict[str, Any] | None = None
    status = OK
    if any(asked.values()):
        try:
            result = match(held.matching, _need(asked), limit)
        except SixChainsError as error:
            found = problem_of(error)
            problem, status = found.document(request.url.path, ""), found.status
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
        entities=held.matching.entities,
        documents={one.id: one for one in read_sources(context.graph)},
        firms=suggestions(held, tuple(sorted(ORGANISATIONS))),
        services=suggestions(held, (Kind.SERVICE,)),
        regions=suggestions(held, (Kind.REGION, Kind.ZONE)),
        complexes=complexes_of(held),
    )


def _need(asked: Mapping[str, str]) -> Need:
    """The need that the form states. Raises BadInputError for a stage or a budget that is none."""
    return Need(
        text=asked["text"],
        service=asked["service"] or None,
        stage=chosen(Stage, "stage", asked["stage"]),
        region=asked["region"] or None,
        firm=asked["firm"] or None,
        complex_id=asked["complex"] or None,
        budget=_yuan(asked["budget"]),
        deadline=asked["deadline"] or None,
        accreditations=tuple(filter(None, _BETWEEN.split(asked["accreditations"]))),
        as_of=datetime.now(UTC).date(),
    )


def _yuan(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise BadInputError(f"budget cannot be {text[:40]!r}: give yuan, such as 5000") from None
