"""The need: what a firm asks for, and what of it was understood."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from rapidfuzz import process

from graph_api.domain import (
    ORGANISATIONS,
    SERVICES,
    AmbiguousNameError,
    BadInputError,
    Kind,
    NotFoundError,
    Stage,
)
from graph_api.matching.dictionary import EVERYDAY, Found, content, left_over
from graph_api.matching.near import Near, near_subjects, service_fits
from graph_api.matching.paths import Reach
from graph_api.matching.relations import SUBJECTS
from graph_api.matching.snapshot import Snapshot
from graph_api.matching.terms import day
from graph_api.matching.text import tokens
from graph_api.matching.things import Thing, Things

LONGEST_TEXT = 2000
MOST_SUBJECTS = 50
"""Subjects of a firm that are asked for where it asks for nothing itself."""

MOST_SHOWN = 20
"""Candidates of a name that several bear, which an error lists."""

How: TypeAlias = Literal["stated", "text", "firm"]
_PLACES = frozenset({Kind.ZONE, Kind.REGION})
_COMPLEX = frozenset({Kind.COMPLEX})
_SERVICE = frozenset({Kind.SERVICE})
_WHO = ORGANISATIONS | _COMPLEX


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for.

    `service`, `subjects`, `region`, `firm` and `complex_id` take an id or an exact name or alias, and
    win over what the text says. `firm` is the organisation that asks; a need of nothing but a firm
    asks what could serve it. `budget` is the most it pays in CNY yuan, `deadline` the ISO date by
    which it must have it, counted from `as_of`; `accreditations` are what a provider must hold. `id`
    is that of the saved need, if it is one.
    """

    text: str = ""
    service: str | None = None
    subjects: tuple[str, ...] = ()
    stage: Stage | None = None
    region: str | None = None
    firm: str | None = None
    complex_id: str | None = None
    budget: float | None = None
    deadline: str | None = None
    accreditations: tuple[str, ...] = ()
    as_of: date | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """An entity understood in a need: `text` as it was written, `how` it came to be there."""

    id: str
    name: str
    kind: Kind
    text: str
    how: How


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a need, and in `unknown` the pieces of its text that were not."""

    services: tuple[Tag, ...]
    subjects: tuple[Tag, ...]
    stage: Stage | None
    region: Tag | None
    complex: Tag | None
    firm: Tag | None
    budget: float | None
    deadline: date | None
    accreditations: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One subject that is asked for: all that bear the name it was asked by, and what is near them."""

    name: str
    places: tuple[int, ...]
    how: How
    near: Near


@dataclass(frozen=True, slots=True, eq=False)
class NeedView:
    """A need ready to be compared with the offers of a snapshot.

    `text` is what the need says, without fillers and the names of who asks. `services` maps the place
    of a service to how well an offer of it fits; `reach` is what is around the firm; `as_of` is the
    day from which a deadline is counted. `is_of_firm` says that nothing but the firm was given.
    `clarity` is the share of the letters of the text that were understood, 1 where there is no text.
    """

    snapshot: Snapshot
    understood: Understood
    text: str
    query: Counter[str]
    services: Mapping[int, float]
    subjects: tuple[Asked, ...]
    reach: Reach | None
    firm: int | None
    firm_complexes: frozenset[int]
    region: int | None
    complex: int | None
    as_of: date | None
    is_of_firm: bool
    clarity: float


def understand(snapshot: Snapshot, need: Need) -> NeedView:
    """What the need means in the words of the snapshot.

    Raises BadInputError for a need that says nothing or too much, NotFoundError and
    AmbiguousNameError for a stated field that fits no entity or several.
    """
    deadline = _check(need)
    things = snapshot.entities
    found = snapshot.dictionary.find(need.text)
    stated = _stated(snapshot, need)
    firm = stated.get("firm", _first(_named(snapshot, found, ORGANISATIONS)))
    complex_ = stated.get("complex", _first(_named(snapshot, found, _COMPLEX)))
    region = stated.get("region")
    service_tags = _services(snapshot, need, found, stated)
    said = content(need.text, found, [name for name in found if _names_who(snapshot, name)])
    query = Counter(tokens(said))
    asking = firm if service_tags or not query else None
    subjects, subject_tags = _subjects(snapshot, need, found, asking)
    understood = Understood(
        tuple(tag for _, tag in service_tags),
        subject_tags,
        need.stage,
        _tag(things.at(region), need.region, "stated") if region is not None else None,
        _who(things, complex_, need.complex_id),
        _who(things, firm, need.firm),
        need.budget,
        deadline,
        need.accreditations,
        left_over(need.text, found),
    )
    return NeedView(
        snapshot,
        understood,
        said,
        query,
        service_fits(snapshot.hierarchy, [place for place, _ in service_tags]),
        subjects,
        snapshot.links.reach(firm) if firm is not None else None,
        firm,
        snapshot.firms.complexes.get(firm, frozenset()) if firm is not None else frozenset(),
        region,
        complex_,
        need.as_of,
        firm is not None and not (query or service_tags or need.subjects),
        _clarity(need.text, understood.unknown),
    )


def _clarity(text: str, unknown: Iterable[str]) -> float:
    letters = sum(map(str.isalnum, text))
    lost = sum(map(str.isalnum, "".join(unknown)))
    return max(0.0, 1 - lost / letters) if letters else 1.0


def _services(
    snapshot: Snapshot, need: Need, found: Iterable[Found], stated: Mapping[str, int]
) -> list[tuple[int, Tag]]:
    things = snapshot.entities
    if "service" in stated:
        place = stated["service"]
        return [(place, _tag(things.at(place), need.service, "stated"))]
    return [
        (place, _tag(things.at(place), text, "text"))
        for place, text in _named(snapshot, found, _SERVICE).items()
    ]


def _subjects(
    snapshot: Snapshot, need: Need, found: Iterable[Found], firm: int | None
) -> tuple[tuple[Asked, ...], tuple[Tag, ...]]:
    """The subjects that are stated, else those that the text names, else those of the firm.

    A firm whose text names neither a service nor a subject is not given: what it asks for is not known,
    and its trade is no answer. A name that several subjects bear asks for any of them.
    """
    things = snapshot.entities
    how: How = "stated"
    groups: dict[tuple[int, ...], str] = {}
    for text in need.subjects:
        groups[_resolve(snapshot, text, SUBJECTS, "subject"),] = text
    if not groups:
        how = "text"
        for name in found:
            places = tuple(place for place in name.places if things.kind(place) in SUBJECTS)
            if places and name.text not in EVERYDAY:
                groups.setdefault(places, name.text)
    if not groups and firm is not None:
        how = "firm"
        own = snapshot.firms.subjects[firm][:MOST_SUBJECTS].tolist()
        groups = {(place,): things.names[place] for place in own}
    asked = tuple(
        Asked(text, places, how, near_subjects(snapshot.hierarchy, places))
        for places, text in groups.items()
    )
    tags = {place: _tag(things.at(place), one.name, how) for one in asked for place in one.places}
    return asked, tuple(tags.values())


def _names_who(snapshot: Snapshot, name: Found) -> bool:
    """Whether the name says who asks or where, and so nothing of what is needed."""
    return all(snapshot.entities.kind(place) in _WHO for place in name.places)


def _check(need: Need) -> date | None:
    if len(need.text) > LONGEST_TEXT:
        raise BadInputError(
            f"The text of the need has {len(need.text)} characters: say it in {LONGEST_TEXT}"
        )
    fields = (need.service, need.subjects, need.stage, need.region, need.firm, need.complex_id)
    if not need.text.strip() and not any(fields):
        raise BadInputError(
            "The need says nothing: give a text, a service, subjects, a stage, a complex or a firm"
        )
    if need.budget is not None and not need.budget >= 0:
        raise BadInputError(f"The budget is {need.budget}: give yuan, 0 or more")
    deadline = day(need.deadline)
    if need.deadline and deadline is None:
        raise BadInputError(
            f"The deadline {need.deadline[:40]!r} is no date: write it as 2026-12-31"
        )
    return deadline


def _stated(snapshot: Snapshot, need: Need) -> dict[str, int]:
    asked: tuple[tuple[str, str | None, frozenset[Kind]], ...] = (
        ("service", need.service, _SERVICE),
        ("region", need.region, _PLACES),
        ("complex", need.complex_id, _COMPLEX),
        ("firm", need.firm, ORGANISATIONS),
    )
    return {name: _resolve(snapshot, text, kinds, name) for name, text, kinds in asked if text}


def _first(named: Iterable[int]) -> int | None:
    return next(iter(named), None)


def _who(things: Things, place: int | None, stated: str | None) -> Tag | None:
    if place is None:
        return None
    return _tag(things.at(place), stated, "stated" if stated else "text")


def _tag(thing: Thing, text: str | None, how: How) -> Tag:
    return Tag(thing.id, thing.name, thing.kind, text or thing.name, how)


def _named(snapshot: Snapshot, found: Iterable[Found], kinds: Collection[Kind]) -> dict[int, str]:
    """The entities of the kinds that are named, each with the text that names it."""
    return {
        place: name.text
        for name in found
        for place in name.places
        if snapshot.entities.kind(place) in kinds
    }


def _resolve(snapshot: Snapshot, text: str, kinds: frozenset[Kind], field: str) -> int:
    """The entity that a stated field means: an id, a key of a first-level service, a name or alias."""
    things = snapshot.entities
    place = things.place(text)
    if place < 0 and kinds == _SERVICE and text in SERVICES:
        place = things.place(SERVICES[text].id)
    if place >= 0 and things.kind(place) in kinds:
        return place
    fitting = [one for one in snapshot.dictionary.named(text).tolist() if things.kind(one) in kinds]
    if len(fitting) > 1:
        candidates = [
            {"id": one.id, "name": one.name, "kind": str(one.kind)}
            for one in map(things.at, fitting[:MOST_SHOWN])
        ]
        raise AmbiguousNameError(
            f"The {field} {text!r} fits {len(fitting)} entities: give the id of one", candidates
        )
    if not fitting:
        near = _alike(snapshot, text, kinds)
        raise NotFoundError(
            f"There is no {field} {text!r}"
            + (f": did you mean {'、'.join(near)}?" if near else ": look its name up with search")
        )
    return int(fitting[0])


def _alike(snapshot: Snapshot, text: str, kinds: frozenset[Kind]) -> list[str]:
    """Up to three names of entities of the kinds that are most like the text."""
    things = snapshot.entities
    allowed = np.flatnonzero(things.are(np.arange(len(things), dtype=np.int32), *kinds))
    names = sorted({things.names[int(place)] for place in allowed})
    return [name for name, _, _ in process.extract(text, names, limit=3, score_cutoff=30)]
