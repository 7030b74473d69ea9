"""The home page: what is loaded, what the complexes have and lack, the six lanes, the questions."""

from collections import Counter
from typing import Any

from fastapi import Request, Response

from graph_api.domain import CHAINS, STATUSES, Chain
from graph_api.http.context import Context, ContextDep
from graph_api.http.pages.language import pages
from graph_api.http.pages.standing import coverage_of_all, gaps_of_all
from graph_api.http.snapshots import Held
from graph_api.questions import Question
from graph_api.questions.labels import GROUPS
from graph_api.store import loads
from graph_api.store import sources as read_sources

router = pages()

SHORTCUTS = ("providers_of_service", "pilot_ladder", "entitlements", "bridges")
"""Questions that stand beside the first form: a broker's, a planner's two, a researcher's."""


@router.get("/")
def home(context: ContextDep, request: Request) -> Response:
    """What is loaded, the complexes, the six-lane view and the questions; or what to do when empty."""
    held = context.snapshots.current()
    if not held.subgraph.entities:
        return context.pages.render(request, "empty.html", active="home")
    return context.pages.render(
        request,
        "home.html",
        active="home",
        totals=totals_of(held),
        loads=newest_loads(context),
        sources=read_sources(context.graph),
        coverage=coverage_of_all(context, held),
        gaps=gaps_of_all(context, held),
        groups=grouped(context.questions),
        shortcuts=[context.questions[one] for one in SHORTCUTS if one in context.questions],
        engine=f"{context.graph.engine} {context.graph.version}",
    )


def totals_of(held: Held) -> dict[str, Any]:
    """How many of each chain and status, and in all."""
    entities = held.subgraph.entities.values()
    chains = Counter(entity.chain for entity in entities)
    statuses = Counter(entity.status for entity in entities)
    return {
        "entities": len(held.subgraph.entities),
        "relations": len(held.subgraph.relations),
        "chains": {chain: chains[chain] for chain in CHAINS},
        "most": max((chains[chain] for chain in Chain), default=0),
        "no_chain": chains[None],
        "statuses": {status: statuses[status] for status in STATUSES if statuses[status]},
        "no_status": statuses[None],
    }


def newest_loads(context: Context) -> list[Any]:
    """The newest load of each data set."""
    newest: dict[str, Any] = {}
    for load in loads(context.graph):
        newest.setdefault(load.dataset, load)
    return list(newest.values())


def grouped(known: dict[str, Question]) -> dict[str, list[Question]]:
    """The questions by group, in their order."""
    order = list(GROUPS)
    groups: dict[str, list[Question]] = {}
    for question in sorted(
        known.values(),
        key=lambda one: order.index(one.group) if one.group in GROUPS else len(order),
    ):
        groups.setdefault(question.group, []).append(question)
    return groups
