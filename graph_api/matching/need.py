"""The need: what a firm asks for, and what of it was understood."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph_api.domain import (
    ORGANISATIONS,
    SERVICES,
    AmbiguousNameError,
    BadInputError,
    Kind,
    NotFoundError,
    Stage,
)
from graph_api.matching.dictionary import Found, content, left_over
from graph_api.matching.paths import Path
from graph_api.matching.relations import SUBJECTS
from graph_api.matching.snapshot import Snapshot
from graph_api.matching.text import normal, tokens

LONGEST_TEXT = 2000
NARROWER_SERVICE = 0.9
BROADER_SERVICE = 0.5
"""How much an offer of a part of the service that was asked for counts, and one of its whole."""

NEAR_SUBJECT = 0.6
"""How much a subject counts for its whole or its part."""

_PLACES = frozenset({Kind.ZONE, Kind.REGION})
_COMPLEX = frozenset({Kind.COMPLEX})
_SERVICE = frozenset({Kind.SERVICE})
_WHO = ORGANISATIONS | _COMPLEX


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. Each field but `text` and `stage` takes an id or an exact name or alias.

    Explicit fields win over what the text says. `firm` is the organisation that asks; a need of
    nothing but a firm asks what could serve it.
    """

    text: str = ""
    service: str | None = None
    subjects: tuple[str, ...] = ()
    stage: Stage | None = None
    region: str | None = None
    firm: str | None = None
    complex_id: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """An entity understood in a need: `text` as it was written, `how` it came to be there."""

    id: str
    name: str
    kind: Kind
    text: str
    how: Literal["stated", "text", "firm"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a need, and in `unknown` the pieces of its text that were not."""

    services: tuple[Tag, ...]
    subjects: tuple[Tag, ...]
    stage: Stage | None
    region: Tag | None
    complex: Tag | None
    firm: Tag | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need ready to be compared with offers of a snapshot.

    `text` is what the need says, without fillers and the names of who asks. `services` maps a service to how well
    an offer of it fits; `subjects` maps each subject asked for
    to the subjects that are near it and how near; `paths` leads from the firm to what is around it.
    """

    snapshot: Snapshot
    understood: Understood
    text: str
    query: Counter[str]
    services: Mapping[str, float]
    subjects: Mapping[str, Mapping[str, float]]
    paths: Mapping[str, Path]
    firm_complexes: frozenset[str]


def understand(snapshot: Snapshot, need: Need) -> NeedView:
    """What the need means in the words of the snapshot.

    Raises BadInputError for a need that says nothing or too much, NotFoundError and
    AmbiguousNameError for a stated field that fits no entity or several.
    """
    _check(need)
    found = snapshot.dictionary.find(need.text)
    stated = _stated(snapshot, need)
    firm = stated.get("firm") or _first(_tags(snapshot, found, ORGANISATIONS))
    around = snapshot.firms.get(firm.id) if firm else None
    services = _one("service", stated) or _tags(snapshot, found, _SERVICE)
    subjects = (
        tuple(_resolve(snapshot, subject, SUBJECTS, "subject") for subject in need.subjects)
        or _tags(snapshot, found, SUBJECTS)
        or tuple(
            _tag(snapshot, one, "", "firm") for one in sorted(around.subjects if around else ())
        )
    )
    understood = Understood(
        services,
        subjects,
        need.stage,
        stated.get("region"),
        stated.get("complex") or _first(_tags(snapshot, found, _COMPLEX)),
        firm,
        left_over(need.text, found),
    )
    said = content(need.text, found, [name for name in found if _names_who(snapshot, name)])
    return NeedView(
        snapshot,
        understood,
        said,
        Counter(tokens(said)),
        _service_fits(snapshot, {tag.id for tag in services}),
        {tag.id: _near(snapshot, tag.id) for tag in subjects},
        snapshot.links.nearest(firm.id) if firm else {},
        around.complexes if around else frozenset(),
    )


def _names_who(snapshot: Snapshot, name: Found) -> bool:
    """Whether the name says who asks or where, and so nothing of what is needed."""
    return all(snapshot.entities[one].kind in _WHO for one in name.ids)


def _check(need: Need) -> None:
    if len(need.text) > LONGEST_TEXT:
        raise BadInputError(
            f"The text of the need has {len(need.text)} characters: say it in {LONGEST_TEXT}"
        )
    fields = (need.service, need.subjects, need.stage, need.region, need.firm, need.complex_id)
    if not need.text.strip() and not any(fields):
        raise BadInputError(
            "The need says nothing: give a text, a service, subjects, a stage, a complex or a firm"
        )


def _stated(snapshot: Snapshot, need: Need) -> dict[str, Tag]:
    asked: tuple[tuple[str, str | None, frozenset[Kind]], ...] = (
        ("service", need.service, _SERVICE),
        ("region", need.region, _PLACES),
        ("complex", need.complex_id, _COMPLEX),
        ("firm", need.firm, ORGANISATIONS),
    )
    return {name: _resolve(snapshot, text, kinds, name) for name, text, kinds in asked if text}


def _one(name: str, stated: Mapping[str, Tag]) -> tuple[Tag, ...]:
    return (stated[name],) if name in stated else ()


def _first(tags: tuple[Tag, ...]) -> Tag | None:
    return tags[0] if tags else None


def _tag(
    snapshot: Snapshot, entity_id: str, text: str, how: Literal["stated", "text", "firm"]
) -> Tag:
    entity = snapshot.entities[entity_id]
    return Tag(entity.id, entity.name, entity.kind, text or entity.name, how)


def _tags(snapshot: Snapshot, found: Iterable[Found], kinds: Collection[Kind]) -> tuple[Tag, ...]:
    tags = {
        one: _tag(snapshot, one, name.text, "text")
        for name in found
        for one in name.ids
        if snapshot.entities[one].kind in kinds
    }
    return tuple(tags.values())


def _resolve(snapshot: Snapshot, text: str, kinds: frozenset[Kind], field: str) -> Tag:
    """The entity that a stated field means: an id, a key of a first-level service, a name or alias."""
    wanted = normal(text)
    allowed = [entity for entity in snapshot.entities.values() if entity.kind in kinds]
    by_id = [one for one in allowed if text in (one.id, *one.record_ids)]
    if not by_id and kinds == _SERVICE and text in SERVICES:
        by_id = [one for one in allowed if one.id == SERVICES[text].id]
    fitting = by_id or [
        entity
        for entity in allowed
        if wanted in map(normal, (entity.name, entity.name_en or "", *entity.aliases))
    ]
    if len(fitting) > 1:
        candidates = [
            {"id": one.id, "name": one.name, "kind": str(one.kind)}
            for one in sorted(fitting, key=lambda entity: entity.id)
        ]
        raise AmbiguousNameError(
            f"The {field} {text!r} fits {len(fitting)} entities: give the id of one", candidates
        )
    if not fitting:
        names = sorted({entity.name for entity in allowed})
        near = difflib.get_close_matches(text, names, n=3, cutoff=0.3)
        raise NotFoundError(
            f"There is no {field} {text!r}"
            + (f": did you mean {'、'.join(near)}?" if near else ": look its name up with search")
        )
    return _tag(snapshot, fitting[0].id, text, "stated")


def _service_fits(snapshot: Snapshot, asked: Collection[str]) -> dict[str, float]:
    """Every service that fits, and how well: those asked for, their parts, what they are parts of."""
    fits: dict[str, float] = {}
    for service, line in snapshot.broader.items():
        if snapshot.entities[service].kind is not Kind.SERVICE:
            continue
        if service in asked:
            fits[service] = 1.0
        elif line & frozenset(asked):
            fits[service] = NARROWER_SERVICE
        elif any(service in snapshot.broader[one] for one in asked):
            fits[service] = BROADER_SERVICE
    return fits


def _near(snapshot: Snapshot, asked: str) -> dict[str, float]:
    """The subject asked for, and what it is a part of or what is a part of it."""
    near = {
        subject: NEAR_SUBJECT
        for subject, line in snapshot.broader.items()
        if asked in line or subject in snapshot.broader[asked]
    }
    return near | {asked: 1.0}
