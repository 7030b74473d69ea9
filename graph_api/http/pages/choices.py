"""What forms offer to choose from, and what was chosen."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from graph_api.domain import BadInputError, Kind
from graph_api.http.snapshots import Held
from graph_api.matching import Thing

MOST_SUGGESTED = 500
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion of a field: what it fills in, and what it says beside that."""

    value: str
    label: str


def chosen(words: type[Word], field: str, text: str) -> Word | None:
    """The word that a form sent, or None for an empty field. Raises BadInputError for no word."""
    if not text:
        return None
    if text not in set(words):
        raise BadInputError(f"{field} cannot be {text[:80]!r}: use one of {', '.join(words)}")
    return words(text)


def complexes_of(held: Held) -> list[Thing]:
    """The complexes, by name."""
    found = held.matching.entities.of_kinds((Kind.COMPLEX,))
    return sorted(found, key=lambda one: (one.name, one.id))


def suggestions(held: Held, kinds: Collection[Kind]) -> list[Choice]:
    """Names that fit a field for an entity of these kinds (any, if none is named), most of them.

    A name that several entities bear fills in the id instead.
    """
    return held.once(("suggestions", tuple(kinds)), lambda: _suggestions(held, kinds))


def _suggestions(held: Held, kinds: Collection[Kind]) -> list[Choice]:
    entities = list(held.matching.entities.of_kinds(kinds or tuple(Kind)))
    borne = Counter(one.name for one in entities)
    found = [
        Choice(one.name, one.id) if borne[one.name] == 1 else Choice(one.id, one.name)
        for one in sorted(entities, key=lambda one: (one.name, one.id))
    ]
    return found[:MOST_SUGGESTED]
