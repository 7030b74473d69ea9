"""The collaboration network: who works with whom, how strongly, and from which relations that is known."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Any

import networkx as nx

from graph_api.domain import (
    KINDS,
    ORGANISATIONS,
    BadInputError,
    Chain,
    Entity,
    Kind,
    Modality,
    NotFoundError,
    Relation,
    RelationType,
    Status,
    Subgraph,
)

TYPE_WEIGHTS: Mapping[RelationType, float] = MappingProxyType(
    {
        RelationType.PARTICIPATES_IN: 1.0,
        RelationType.COLLABORATES_WITH: 1.0,
        RelationType.HOSTS: 1.0,
        RelationType.PARTNERS_IN: 1.0,
        RelationType.HOLDS: 1.0,
        RelationType.WORKS_AT: 0.5,
    }
)
"""What one shared activity counts for. HOSTS counts as taking part in the complex: the organisation
that a complex relies on works with its partners. A shared person is a weaker sign than a shared project."""

MODALITIES_COUNTED: tuple[Modality, ...] = (Modality.FACT, Modality.PLAN)
"""Counted unless the caller says otherwise: most partnerships of a plan are `plan`, and a network of
facts alone would be empty. Every row says what was counted."""

DAYS_PER_YEAR = 365.25
_NODE_KINDS = ORGANISATIONS | {Kind.PERSON}
_PLACES = frozenset({RelationType.LOCATED_IN, RelationType.PART_OF})
_COMPLEX_TIES = frozenset({RelationType.HOSTS, RelationType.PARTNERS_IN})


@dataclass(frozen=True, slots=True)
class Basis:
    """What a network was made from: every parameter, and what was counted.

    `activities` is the number of shared activities that made a tie, `undated` how many of them bear
    no date, so that neither the period nor the decay touched them.
    """

    modalities: tuple[Modality, ...]
    kinds: tuple[Kind, ...]
    chains: tuple[Chain, ...]
    region: str | None
    since: str | None
    until: str | None
    decay: float
    at: str | None
    type_weights: Mapping[RelationType, float]
    activities: int
    undated: int


@dataclass(frozen=True, slots=True)
class CollabGraph:
    """A collaboration network that does not change.

    `graph` is a frozen `networkx.Graph` of entity ids whose ties bear `weight` and `activities`, the
    sorted ids of what the two share (for a direct collaboration, the id of the relation). `complexes`
    maps a node to the complexes in which it takes part.
    """

    graph: Any
    entities: Mapping[str, Entity]
    complexes: Mapping[str, frozenset[str]]
    basis: Basis


@dataclass(frozen=True, slots=True)
class _Activity:
    """Something that several take part in, of one relation type: `when` is its last known date."""

    id: str
    weight: float
    members: tuple[str, ...]
    when: date | None


def collaboration(  # noqa: PLR0913 - the parameters of the network, all named
    subgraph: Subgraph,
    *,
    kinds: Collection[Kind] = ORGANISATIONS,
    chains: Collection[Chain] = (),
    region: str | None = None,
    since: date | None = None,
    until: date | None = None,
    modalities: Collection[Modality] = MODALITIES_COUNTED,
    type_weights: Mapping[RelationType, float] = TYPE_WEIGHTS,
    decay: float = 0.0,
    at: date | None = None,
) -> CollabGraph:
    """The network of those who share activities.

    The weight of a tie is the sum over shared activities of
    type weight x exp(-decay x age in years) / (k - 1), where k is the number of members of the activity
    (Newman 2001, doi:10.1103/PhysRevE.64.016132). An activity is a project, a complex, a platform, an
    alliance, a patent, or a person with several employers; a collaboration is one with two members.
    Where `Person` is among the `kinds`, an employment ties the person to the employer instead.

    Nodes are all entities of the `kinds` (organisations, people) on one of the `chains` (any, if none
    is named) and inside the `region`, those without ties among them; a class of organisations
    (`normative`) is none. k counts every member of the
    kinds, also those that `chains` and `region` leave out: leaving them out does not make the others
    closer. `since` and `until` keep activities of that period; one without a date is always kept, and
    its age is 0. Age is counted up to `at`, which `decay` > 0 requires.

    Raises BadInputError for a parameter out of range, NotFoundError for a region that is not there.
    """
    _check(kinds, modalities, type_weights, decay, at)
    members = {
        key: value
        for key, value in subgraph.entities.items()
        if value.kind in kinds and value.status is not Status.NORMATIVE
    }
    kept = _kept(subgraph, members, chains, region)
    activities = [
        activity
        for activity in _activities(subgraph, members, frozenset(modalities), type_weights)
        if _in_period(activity.when, since, until)
    ]
    graph = nx.Graph()
    graph.add_nodes_from(sorted(kept))
    used = undated = 0
    for activity in activities:
        pairs = [pair for pair in combinations(activity.members, 2) if kept.issuperset(pair)]
        used += bool(pairs)
        undated += bool(pairs) and activity.when is None
        weight = activity.weight * _fading(activity.when, decay, at) / (len(activity.members) - 1)
        for one, other in pairs:
            _add(graph, one, other, weight, activity.id)
    return CollabGraph(
        nx.freeze(graph),
        MappingProxyType({node: members[node] for node in sorted(kept)}),
        MappingProxyType(_complexes(subgraph, kept, frozenset(modalities))),
        Basis(
            tuple(modality for modality in Modality if modality in modalities),
            tuple(kind for kind in Kind if kind in kinds),
            tuple(chain for chain in Chain if chain in chains),
            region,
            since.isoformat() if since else None,
            until.isoformat() if until else None,
            decay,
            at.isoformat() if at else None,
            MappingProxyType(dict(type_weights)),
            used,
            undated,
        ),
    )


def _check(
    kinds: Collection[Kind],
    modalities: Collection[Modality],
    type_weights: Mapping[RelationType, float],
    decay: float,
    at: date | None,
) -> None:
    if not kinds or not _NODE_KINDS.issuperset(kinds):
        allowed = ", ".join(sorted(_NODE_KINDS))
        raise BadInputError(
            f"A collaboration network is made of organisations and people: use {allowed}"
        )
    if not modalities:
        allowed = ", ".join(Modality)
        raise BadInputError(f"No modality is counted, so there are no ties: use some of {allowed}")
    unknown = [name for name in type_weights if name not in TYPE_WEIGHTS]
    if unknown:
        allowed = ", ".join(TYPE_WEIGHTS)
        raise BadInputError(f"{unknown[0]} makes no collaboration tie: weigh only {allowed}")
    if not all(math.isfinite(weight) and weight > 0 for weight in type_weights.values()):
        raise BadInputError("The weight of a relation type is a number above 0: leave the type out")
    if not (math.isfinite(decay) and decay >= 0):
        raise BadInputError(f"The decay is a number per year and not below 0, not {decay}")
    if decay > 0 and at is None:
        raise BadInputError("Ties that fade need a day to count from: give `at`")


def _kept(
    subgraph: Subgraph,
    members: Mapping[str, Entity],
    chains: Collection[Chain],
    region: str | None,
) -> frozenset[str]:
    inside = members.keys() if region is None else _inside(subgraph, region)
    return frozenset(
        node
        for node, entity in members.items()
        if node in inside and (not chains or (entity.chain or KINDS[entity.kind].chain) in chains)
    )


def _inside(subgraph: Subgraph, region: str) -> set[str]:
    """The ids of what lies in the place, in a part of it, or says so itself."""
    if region not in subgraph.entities:
        raise NotFoundError(f"There is no region {region!r}: give the id of a Region or a Zone")
    contained: dict[str, list[str]] = {}
    for relation in subgraph.relations:
        if relation.type in _PLACES:
            contained.setdefault(relation.to_id, []).append(relation.from_id)
    for entity in subgraph.entities.values():
        if entity.region:
            contained.setdefault(entity.region, []).append(entity.id)
    found: set[str] = set()
    ahead = [region]
    while ahead:
        for inner in contained.get(ahead.pop(), ()):
            if inner not in found:
                found.add(inner)
                ahead.append(inner)
    return found


def _activities(
    subgraph: Subgraph,
    members: Mapping[str, Entity],
    modalities: frozenset[Modality],
    type_weights: Mapping[RelationType, float],
) -> Iterator[_Activity]:
    """What at least two members share, in the order of its id. HOSTS and PARTNERS_IN are one kind of tie."""
    shared: dict[tuple[str, bool], dict[str, list[Relation]]] = {}
    for relation in sorted(subgraph.relations, key=lambda relation: relation.id):
        if relation.type not in type_weights or relation.modality not in modalities:
            continue
        if relation.from_id in members and _ties_directly(relation, members):
            if relation.from_id != relation.to_id:
                pair = tuple(sorted((relation.from_id, relation.to_id)))
                yield _Activity(relation.id, type_weights[relation.type], pair, _last([relation]))
        elif relation.type is RelationType.WORKS_AT:
            if relation.to_id in members:
                shared.setdefault((relation.from_id, True), {}).setdefault(
                    relation.to_id, []
                ).append(relation)
        elif relation.from_id in members and relation.type is not RelationType.COLLABORATES_WITH:
            shared.setdefault((relation.to_id, False), {}).setdefault(relation.from_id, []).append(
                relation
            )
    for (activity, _), by_member in sorted(shared.items()):
        if len(by_member) > 1:
            relations = [relation for stated in by_member.values() for relation in stated]
            entity = subgraph.entities[activity]
            yield _Activity(
                activity,
                max(type_weights[relation.type] for relation in relations),
                tuple(sorted(by_member)),
                _last(relations) or _date(entity.until or entity.since),
            )


def _ties_directly(relation: Relation, members: Mapping[str, Entity]) -> bool:
    """Whether the relation is itself the tie: a collaboration, or an employment among people shown."""
    return relation.to_id in members and relation.type in {
        RelationType.COLLABORATES_WITH,
        RelationType.WORKS_AT,
    }


def _last(relations: Collection[Relation]) -> date | None:
    dates = [_date(relation.until or relation.since) for relation in relations]
    return max((day for day in dates if day), default=None)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_period(when: date | None, since: date | None, until: date | None) -> bool:
    if when is None:
        return True
    return (since is None or when >= since) and (until is None or when <= until)


def _fading(when: date | None, decay: float, at: date | None) -> float:
    if when is None or at is None or not decay:
        return 1.0
    return math.exp(-decay * max((at - when).days, 0) / DAYS_PER_YEAR)


def _add(graph: Any, one: str, other: str, weight: float, activity: str) -> None:  # noqa: ANN401 - networkx has no types
    known = graph.get_edge_data(one, other)
    if known is None:
        graph.add_edge(one, other, weight=weight, activities=(activity,))
    else:
        known["weight"] += weight
        known["activities"] = tuple(sorted({*known["activities"], activity}))


def _complexes(
    subgraph: Subgraph, nodes: frozenset[str], modalities: frozenset[Modality]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for relation in subgraph.relations:
        if (
            relation.type in _COMPLEX_TIES
            and relation.from_id in nodes
            and relation.modality in modalities
            and subgraph.entities[relation.to_id].kind is Kind.COMPLEX
        ):
            found.setdefault(relation.from_id, set()).add(relation.to_id)
    return {node: frozenset(complexes) for node, complexes in found.items()}
