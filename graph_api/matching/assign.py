"""Assignment: many needs spread over providers that can each take only so many."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from graph_api.domain import BadInputError, Kind, SixChainsError, Status
from graph_api.matching.match import Match, match
from graph_api.matching.need import Need
from graph_api.matching.score import Weights
from graph_api.matching.snapshot import Snapshot
from graph_api.matching.spreading import Problem, by_bids, by_flow

LOAD_PENALTY = 20
"""Points that the last place of a provider costs; each place before costs its share of them."""

CANDIDATES = 20
"""Providers considered for each need where nothing else is said."""

_NOTHING: Mapping[str, int] = MappingProxyType({})


class Method(StrEnum):
    """How needs are spread."""

    GREEDY = "greedy"
    FLOW = "flow"


_SPREAD: Mapping[Method, Callable[[Problem], list[int | None]]] = MappingProxyType(
    {Method.GREEDY: by_bids, Method.FLOW: by_flow}
)


@dataclass(frozen=True, slots=True)
class Table:
    """What fits what: `scores` maps a need to the providers that fit it, each with its points.

    `capacities` says how many needs a provider takes; one of which it says nothing takes
    `default_capacity`, or any number where that is None.
    """

    scores: Mapping[str, Mapping[str, int]]
    capacities: Mapping[str, int] = field(default_factory=dict)
    default_capacity: int | None = None

    def capacity(self, provider: str) -> int | None:
        """How many needs the provider takes; None for any number."""
        return self.capacities.get(provider, self.default_capacity)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A need with the provider that it is assigned to. `lost` is how much better its best one is."""

    need: str
    provider: str
    score: int
    best_provider: str
    best: int

    @property
    def lost(self) -> int:
        """Points between its best provider and this one."""
        return self.best - self.score


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A need that nobody is assigned to: `reason` is `nobody` (no provider fits) or `full`.

    `best` are the points of its best provider, 0 where there is none: so much it lost.
    """

    need: str
    reason: str
    best: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Load:
    """A provider's share: how many needs it has, how many it takes (None: any number).

    `stated` says that its capacity was given and is not the default; `wanted` counts the needs whose
    best provider it is.
    """

    provider: str
    load: int
    capacity: int | None
    stated: bool
    wanted: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """All needs, each once, assigned or not, and the load of every provider that fits one.

    `total` are the points of the assigned, `best_total` those if each need had its best provider,
    `lost` the difference; `charged` are the points that the load penalty took off.
    """

    method: Method
    penalty: int
    assigned: tuple[Assigned, ...]
    unassigned: tuple[Unassigned, ...]
    loads: tuple[Load, ...]
    total: int
    best_total: int
    charged: int

    @property
    def lost(self) -> int:
        """Points that all needs together are below their best providers."""
        return self.best_total - self.total


def assign(
    table: Table, method: Method = Method.GREEDY, *, penalty: int = LOAD_PENALTY
) -> Assignment:
    """Each need assigned to at most one provider that fits it, no provider above its capacity.

    Sought is the greatest sum of points, less what the places of the providers cost: the k-th of n
    places costs `penalty` x (k - 1) / n points (whole ones, the rest dropped), so that of providers
    which fit almost alike the one with less to do is taken. A provider has as many places as it takes
    needs, and no more than there are needs that it fits. A need that goes without counts as `penalty`
    points lost: none does while a provider that fits it has a place. `flow` finds the greatest sum;
    `greedy` one that is at most two points a need below. The answer does not depend on the order of
    the table. Raises BadInputError for negative points, capacities or penalties.
    """
    _check(table, penalty)
    needs = sorted(table.scores)
    providers = sorted({provider for scores in table.scores.values() for provider in scores})
    problem = _problem(table, needs, providers, penalty)
    taken = _SPREAD[method](problem)
    assigned = []
    unassigned = []
    for need, position in zip(needs, taken, strict=True):
        scores = table.scores[need]
        best = min(scores, key=lambda one: (-scores[one], one), default="")
        if position is None:
            unassigned.append(_left(need, scores, scores.get(best, 0)))
        else:
            provider = providers[position]
            assigned.append(Assigned(need, provider, scores[provider], best, scores[best]))
    loads = _loads(table, providers, assigned)
    return Assignment(
        method,
        penalty,
        tuple(assigned),
        tuple(unassigned),
        loads,
        sum(one.score for one in assigned),
        sum(max(scores.values(), default=0) for scores in table.scores.values()),
        sum(sum(costs[: load.load]) for costs, load in zip(problem.places, loads, strict=True)),
    )


def _check(table: Table, penalty: int) -> None:
    if penalty < 0:
        raise BadInputError(f"the load penalty is {penalty} points: give 0 or more")
    if table.default_capacity is not None and table.default_capacity < 0:
        raise BadInputError(f"the default capacity is {table.default_capacity}: give 0 or more")
    for provider, capacity in table.capacities.items():
        if capacity < 0:
            raise BadInputError(f"the capacity of {provider} is {capacity}: give 0 or more")
    for need, scores in table.scores.items():
        for provider, score in scores.items():
            if score < 0:
                raise BadInputError(f"{need} has {score} points at {provider}: give 0 or more")


def _problem(
    table: Table, needs: Collection[str], providers: Collection[str], penalty: int
) -> Problem:
    position = {provider: place for place, provider in enumerate(providers)}
    asked = dict.fromkeys(providers, 0)
    worth = []
    for need in needs:
        scores = table.scores[need]
        liked = sorted(scores, key=lambda one: (-scores[one], one))
        worth.append([(position[one], scores[one] + penalty) for one in liked])
        for one in liked:
            asked[one] += 1
    places = []
    for provider in providers:
        capacity = table.capacity(provider)
        size = asked[provider] if capacity is None else min(capacity, asked[provider])
        places.append([penalty * place // size for place in range(size)])
    return Problem(worth, places)


def _left(need: str, scores: Mapping[str, int], best: int) -> Unassigned:
    if not scores:
        return Unassigned(need, "nobody", 0, "没有符合条件的提供方", "no provider fits it")
    count = len(scores)
    zh = f"符合条件的{count}个提供方均已满额"
    en = f"the {count} providers that fit it are full" if count > 1 else "the one that fits is full"
    return Unassigned(need, "full", best, zh, en)


def _loads(
    table: Table, providers: Collection[str], assigned: Collection[Assigned]
) -> tuple[Load, ...]:
    load = dict.fromkeys(providers, 0)
    wanted = dict.fromkeys(providers, 0)
    for one in assigned:
        load[one.provider] += 1
    for scores in table.scores.values():
        if scores:
            wanted[min(scores, key=lambda one: (-scores[one], one))] += 1
    return tuple(
        Load(one, load[one], table.capacity(one), one in table.capacities, wanted[one])
        for one in providers
    )


@dataclass(frozen=True, slots=True)
class Option:
    """A provider that fits a need, with what is to be shown beside it."""

    provider: str
    provider_name: str
    provider_kind: Kind
    offer: str
    offer_name: str
    status: Status | None
    inferred: bool
    label_zh: str
    label_en: str
    score: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """The providers that fit each need. `problems` are the needs that could not be understood.

    `stopped` counts for a need that no provider fits the offers that each gate stopped.
    """

    options: Mapping[str, Mapping[str, Option]]
    problems: Mapping[str, SixChainsError] = field(default_factory=dict)
    stopped: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """The name of each provider that fits a need."""
        return {
            one.provider: one.provider_name
            for options in self.options.values()
            for one in options.values()
        }

    def table(
        self, capacities: Mapping[str, int] = _NOTHING, default_capacity: int | None = None
    ) -> Table:
        """The table of their scores, to be assigned."""
        scores = {
            need: {provider: option.score for provider, option in options.items()}
            for need, options in self.options.items()
        }
        return Table(scores, capacities, default_capacity)


def candidates(
    snapshot: Snapshot,
    needs: Mapping[str, Need],
    limit: int = CANDIDATES,
    *,
    weights: Weights | None = None,
) -> Candidates:
    """The first `limit` providers of each need, as `match` ranks them.

    A provider that only its kind suggests is a candidate where no other is: its points are not
    those of an offer that somebody states. A need that cannot be understood is a problem and has no
    options. Raises what `weights_of` raises.
    """
    options: dict[str, Mapping[str, Option]] = {}
    problems: dict[str, SixChainsError] = {}
    stopped: dict[str, Mapping[str, int]] = {}
    for key, need in needs.items():
        try:
            result = match(snapshot, need, limit, weights=weights)
        except SixChainsError as error:
            problems[key] = error
            continue
        stated = [one for one in result.results if not one.guessed]
        options[key] = {one.provider: _option(one) for one in stated or result.results}
        if not result.results:
            stopped[key] = {gate: count for gate, count in result.stopped_count.items() if count}
    return Candidates(options, problems, stopped)


def _option(found: Match) -> Option:
    return Option(
        found.provider,
        found.provider_name,
        found.provider_kind,
        found.offer,
        found.offer_name,
        found.status,
        found.inferred,
        found.label_zh,
        found.label_en,
        found.score,
    )
