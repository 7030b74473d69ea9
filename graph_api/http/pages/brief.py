"""The brief of a need: one page to print, from which a broker can pick up the telephone.

Every number on it leads to the address that gives the same number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Path, Request, Response
from fastapi.responses import HTMLResponse

from graph_api.domain import (
    ORGANISATIONS,
    Entity,
    Modality,
    NotFoundError,
    RelationType,
    Status,
)
from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import journal_of
from graph_api.http.pages.language import pages
from graph_api.http.routes.routers import plain
from graph_api.matching import GATES, PARTS, Match, MatchResult, Stopped, match
from graph_api.questions import ask, find_question
from graph_api.store import neighbours
from graph_api.store import sources as read_sources
from loaders.entered.asking import is_understood, not_understood
from loaders.entered.cases import case_of

router = pages()
api = plain("needs")

SHOWN = 3
"""Providers on the page."""

COUNTED = 100
"""Providers that are looked at for what is only planned."""

NAMED_AT_GATE = 4
"""Offers that are named for each gate that stopped some."""

COMPLEXES_ASKED = 2
SERVICES_COUNTED = 2
COUNTED_STATUSES = (
    (None, "共", "in all"),
    (Status.OPERATING, "在运行", "operating"),
    (Status.PLANNED, "拟建", "planned"),
)
RUNS = Status.OPERATING
WINDOW = "service:window"
_BEHIND: Mapping[RelationType, tuple[bool, str, str]] = {
    RelationType.OPERATES: (False, "运营单位", "runs it"),
    RelationType.PART_OF: (True, "所属单位", "it is a part of this"),
    RelationType.BUILDS: (False, "建设单位", "builds it"),
}
"""The organisations behind a provider: whether the relation leads from the provider, and what they are to it."""

NeedId = Annotated[str, Path(max_length=200, description="The id of a need")]


@dataclass(frozen=True, slots=True)
class Call:
    """An organisation to call, and why it: who it is for the provider."""

    entity: Mapping[str, Any]
    zh: str
    en: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class AtGate:
    """A gate, how many offers it stopped, and the first of them, one of each provider."""

    zh: str
    en: str
    count: int
    first: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a question gives (at least, where there are `more`), and the address that gives them."""

    zh: str
    en: str
    number: int
    more: bool
    path: str
    given: Mapping[str, str]


@router.get("/briefs/{need_id}")
def brief_page(need_id: NeedId, context: ContextDep, request: Request) -> Response:
    """The brief, from the console."""
    return brief_of(context, request, need_id)


@api.get("/briefs/{need_id}", operation_id="brief", response_class=HTMLResponse)
def brief(need_id: NeedId, context: ContextDep, request: Request) -> Response:
    """The brief of a need, entered or of a data set, as one HTML page to print."""
    return brief_of(context, request, need_id)


def brief_of(context: Context, request: Request, need_id: str) -> Response:
    """The page. Raises NotFoundError for an id of no need, and what `match` raises."""
    case = case_of(context.graph, journal_of(context), need_id)
    held = context.snapshots.current()
    result = match(held.matching, case.need, COUNTED)
    first = result.results[:SHOWN]
    of_complexes: dict[str, list[Call]] = {}
    return context.pages.render(
        request,
        "brief.html",
        case=case,
        home=f"/needs/{case.id}" if case.version else f"/entities/{case.id}",
        result=result,
        first=first,
        planned=[one for one in result.results if one.status is Status.PLANNED],
        inferred=[one for one in result.results if one.inferred],
        listed=len(result.results),
        running=[one for one in result.results if one.status is RUNS and not one.inferred],
        parts=PARTS,
        gates=gates_of(result),
        calls={one.provider: calls_of(context, one, of_complexes) for one in first},
        counts=counts_of(context, result),
        is_understood=is_understood(result.understood),
        unknown=list(not_understood(case.text, result.understood)),
        documents={one.id: one for one in read_sources(context.graph)},
        revision=held.revision,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        figures=f"/v1/needs/{case.id}/providers",
        counted=COUNTED,
    )


def gates_of(result: MatchResult) -> list[AtGate]:
    """The gates that stopped offers, in their order."""
    found: list[AtGate] = []
    for gate in GATES:
        count = result.stopped_count.get(gate.name, 0)
        if count:
            one_each = {
                one.provider: one for one in reversed(result.stopped) if one.gate == gate.name
            }
            first = tuple(reversed(one_each.values()))[:NAMED_AT_GATE]
            found.append(AtGate(gate.zh, gate.en, count, first))
    return found


def calls_of(context: Context, one: Match, of_complexes: dict[str, list[Call]]) -> list[Call]:
    """Whom to call about a provider: itself, who runs, builds or holds it, who hosts its complex, its window.

    Organisations and windows, never a person. `of_complexes` keeps what was found of complexes.
    """
    graph = context.graph
    around, _ = neighbours(graph, one.provider, types=tuple(_BEHIND))
    provider = around.entities[one.provider]
    found: list[Call] = []
    if provider.kind in ORGANISATIONS:
        found.append(Call(_node(provider), "提供方", "the provider"))
    for link in sorted(around.relations, key=lambda link: list(_BEHIND).index(link.type)):
        outgoing, zh, en = _BEHIND[link.type]
        start, end = (link.from_id, link.to_id) if outgoing else (link.to_id, link.from_id)
        other = around.entities[end]
        if start == provider.id and other.kind in ORGANISATIONS:
            planned = link.modality is Modality.PLAN
            found.append(Call(_node(other), f"规划{zh}" if planned else zh, en, planned=planned))
    for complex_id in one.complexes[:COMPLEXES_ASKED]:
        if complex_id not in of_complexes:
            of_complexes[complex_id] = _calls_of_complex(context, complex_id)
        found += of_complexes[complex_id]
    first = {call.entity["id"]: call for call in reversed(found)}
    return [call for call in found if first[call.entity["id"]] is call]


def _calls_of_complex(context: Context, complex_id: str) -> list[Call]:
    """The organisations that host a complex, and its service window."""
    hosts, _ = neighbours(context.graph, complex_id, types=(RelationType.HOSTS,))
    name = hosts.entities[complex_id].name
    found = [
        Call(_node(hosts.entities[link.from_id]), f"{name}依托单位", f"host of {name}")
        for link in hosts.relations
        if link.to_id == complex_id
    ]
    windows = _windows(context, complex_id)
    return found + [Call(row, f"{name}服务窗口", f"window of {name}") for row in windows]


def counts_of(context: Context, result: MatchResult) -> dict[str, list[Count]]:
    """How many offers of each service that was understood the whole graph has, in all and by status."""
    found: dict[str, list[Count]] = {}
    for tag in result.understood.services[:SERVICES_COUNTED]:
        for status, zh, en in COUNTED_STATUSES:
            given = {"service": tag.id} | ({"status": str(status)} if status else {})
            rows, more = _rows(context, "providers_of_service", given)
            address = {**given, "limit": str(COUNTED)}
            count = Count(zh, en, len(rows), more, "/questions/providers-of-service", address)
            found.setdefault(tag.name, []).append(count)
    return found


def _windows(context: Context, complex_id: str) -> Iterable[Mapping[str, Any]]:
    given = {"service": WINDOW, "complex": complex_id}
    try:
        rows, _ = _rows(context, "providers_of_service", given)
    except NotFoundError:  # no data set that is loaded has the service
        return []
    nodes = {row["provider"]["id"]: row["provider"] for row in rows}
    return list(nodes.values())[:1]


def _rows(
    context: Context, name: str, given: Mapping[str, str]
) -> tuple[list[Mapping[str, Any]], bool]:
    question = find_question(context.questions, name)
    asked = {**given, "limit": COUNTED}
    seconds = context.settings.question_seconds
    answer = ask(context.graph, question, asked, seconds=seconds)
    return list(answer.rows), answer.truncated


def _node(entity: Entity) -> dict[str, Any]:
    status = str(entity.status) if entity.status else None
    return {"id": entity.id, "kind": str(entity.kind), "name": entity.name, "status": status}
