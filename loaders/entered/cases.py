"""Needs wherever they are from: entered by people, or stated by a data set such as a spreadsheet."""

import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from graph_api.domain import (
    Entity,
    Kind,
    NotFoundError,
    RelationType,
    SixChainsError,
    scheme_of,
)
from graph_api.matching import Need, Snapshot
from graph_api.matching.saved import saved_need
from graph_api.store import Graph, entity, neighbours
from loaders.entered.asking import need_of_standing
from loaders.entered.fields import NeedFields, NeedState
from loaders.entered.journal import Journal
from loaders.entered.records import DATASET
from loaders.entered.state import Standing, standings
from loaders.entered.watching import Asked, open_needs

MOST_OTHERS = 200
"""Needs of other data sets that are listed and watched."""


@dataclass(frozen=True, slots=True)
class Case:
    """A need to be served.

    `owner` is its id and name, None where nobody states one. `version` is the entry that changed it
    last, 0 where nobody entered it; `who` and `at` say who entered it and when, or which data sets
    state it.
    """

    id: str
    title: str
    text: str
    owner: tuple[str, str] | None
    budget: float | None
    deadline: str | None
    accreditations: tuple[str, ...]
    state: NeedState
    deleted: bool
    version: int
    who: str
    at: str
    need: Need


def case_of(graph: Graph, journal: Journal, need_id: str) -> Case:
    """The need of this id. Raises NotFoundError for one that nobody entered and no data set states."""
    standing = standings(journal.entries()).get(need_id)
    if standing is not None and standing.kind is Kind.NEED:
        return case_of_standing(standing)
    found = entity(graph, need_id)
    if found.kind is not Kind.NEED:
        raise NotFoundError(f"{found.id} is a {found.kind} and no need; see the list of needs")
    return _case(graph, found)


def case_of_standing(standing: Standing) -> Case:
    """The case of a need that somebody entered. Raises ValueError for an offer."""
    fields = standing.fields
    if not isinstance(fields, NeedFields):
        raise ValueError(f"{standing.id} is no need")  # noqa: TRY004 - of a record, not of a type
    return Case(
        standing.id,
        fields.title,
        fields.text,
        (fields.holder.id, fields.holder.name),
        fields.budget,
        fields.deadline,
        fields.accreditations,
        fields.state,
        standing.deleted,
        standing.version,
        standing.created.who,
        standing.created.at,
        need_of_standing(standing),
    )


def other_needs(graph: Graph, snapshot: Snapshot, most: int = MOST_OTHERS) -> list[Entity]:
    """The needs that data sets state and nobody entered, at most so many, by their ids.

    The snapshot says which there are, so that the graph is not looked through for them.
    """
    found: list[Entity] = []
    for one in snapshot.entities.of_kinds((Kind.NEED,)):
        if len(found) == most:
            break
        if scheme_of(one.id) != DATASET:
            with suppress(NotFoundError):  # the graph has moved on since the snapshot
                found.append(entity(graph, one.id))
    return found


def watched_needs(graph: Graph, snapshot: Snapshot, journal: Journal) -> list[Asked]:
    """Every open need: those that people entered, then those of data sets."""
    return open_needs(journal) + [
        asked
        for one in other_needs(graph, snapshot)
        if _state(one) is NeedState.OPEN and (asked := _asked(graph, one)) is not None
    ]


def _asked(graph: Graph, found: Entity) -> Asked | None:
    try:
        need = saved_need(graph, found.id)
    except SixChainsError:
        return None  # it says nothing that can be asked
    told = repr(replace(need, as_of=date.min))
    return Asked(found.id, zlib.crc32(told.encode()), found.name, need)


def _case(graph: Graph, found: Entity) -> Case:
    need = saved_need(graph, found.id)
    around, _ = neighbours(graph, found.id, types=(RelationType.NEEDS,))
    owners = sorted(one.from_id for one in around.relations)
    return Case(
        found.id,
        found.name,
        need.text,
        (owners[0], around.entities[owners[0]].name) if owners else None,
        need.budget,
        need.deadline,
        need.accreditations,
        _state(found),
        deleted=False,
        version=0,
        who="、".join(found.datasets),
        at="",
        need=need,
    )


def _state(found: Entity) -> NeedState:
    """Whether somebody is still looked for: yes, unless the need says otherwise."""
    stated = found.properties.get("state")
    return NeedState(str(stated)) if stated in set(NeedState) else NeedState.OPEN
