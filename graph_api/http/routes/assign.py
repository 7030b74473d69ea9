"""Assignment: many needs spread over providers that can each take only so many."""

from collections.abc import Mapping

from graph_api.domain import BadInputError, SixChainsError
from graph_api.http.context import Context, ContextDep
from graph_api.http.models_assign import AssignIn, AssignmentShape, UnassignedShape
from graph_api.http.problems import problem_of
from graph_api.http.routes.routers import plain
from graph_api.matching.assign import Candidates, Unassigned, assign, candidates
from graph_api.store import resolve

router = plain("matching")


@router.post("/assign", operation_id="assign")
def assign_needs(asked: AssignIn, context: ContextDep) -> AssignmentShape:
    """Each of up to 500 needs to one provider, none above its capacity, with the load of each provider.

    A need that cannot be understood is unassigned and has a `problem`; when that is true of every need,
    the request itself fails with the problem of the first.
    """
    capacities = _capacities(context, asked.capacities)
    held = context.snapshots.current()
    width = len(str(len(asked.needs)))
    needs = {f"{place:0{width}}": one.need() for place, one in enumerate(asked.needs)}
    found = candidates(held.matching, needs, asked.candidates, weights=asked.weights)
    if len(found.problems) == len(needs):
        raise next(iter(found.problems.values()))
    table = found.table(capacities, asked.default_capacity)
    answer = assign(table, asked.method, penalty=asked.penalty)
    unassigned = [_unassigned(one, found) for one in answer.unassigned]
    unassigned += [_problem(key, error) for key, error in found.problems.items()]
    unassigned.sort(key=lambda one: one.need)
    return AssignmentShape.of(answer, asked.default_capacity, found, unassigned)


def _capacities(context: Context, given: Mapping[str, int]) -> dict[str, int]:
    """Capacities by id. Raises what `resolve` raises, BadInputError for a provider given twice."""
    capacities: dict[str, int] = {}
    for text, capacity in given.items():
        provider = resolve(context.graph, text).id
        if provider in capacities:
            raise BadInputError(f"{provider} has two capacities: give one of them")
        capacities[provider] = capacity
    return capacities


def _unassigned(one: Unassigned, found: Candidates) -> UnassignedShape:
    return UnassignedShape(
        need=int(one.need),
        reason=one.reason,
        lost=one.best,
        zh=one.zh,
        en=one.en,
        stopped_count=dict(found.stopped.get(one.need, {})),
    )


def _problem(key: str, error: SixChainsError) -> UnassignedShape:
    document = problem_of(error).document(f"/v1/assign#/needs/{int(key)}", "")
    return UnassignedShape(
        need=int(key),
        reason="problem",
        lost=0,
        zh=error.title_zh,
        en=str(error),
        problem=document,
    )
