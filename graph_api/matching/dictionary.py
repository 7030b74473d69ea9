"""The dictionary: which names of services, subjects, firms and complexes stand in a text."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import marisa_trie
import numpy as np

from graph_api.domain import ORGANISATIONS, SERVICES, Kind
from graph_api.matching.columns import Ints, Lists, Mask, grouped
from graph_api.matching.records import Records
from graph_api.matching.relations import SUBJECTS
from graph_api.matching.text import normal
from graph_api.matching.words import FILLERS, SERVICE_WORDS

TAGGED = SUBJECTS | {Kind.SERVICE, Kind.ENTERPRISE, Kind.COMPLEX}
"""The kinds whose names are looked for in a text."""

NAMED = TAGGED | ORGANISATIONS | {Kind.ZONE, Kind.REGION}
"""The kinds that a field of a need can name."""

SHORTEST_NAME = 2
_LATIN = re.compile(r"[a-z0-9]")
_FILLER = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)))
_BETWEEN = re.compile(rf"[\W_]+|{_FILLER.pattern}")
EVERYDAY = frozenset(chain.from_iterable(SERVICE_WORDS.values())) | frozenset(FILLERS)
"""Words that say nothing of a subject, even where one is called so."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text: where it stands, as it is written there, and the entities that bear it."""

    begin: int
    end: int
    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dictionary:
    """Names, as they are compared, and who bears each; `tagged` are those looked for in a text."""

    names: marisa_trie.Trie
    bearers: Lists
    tagged: Mask

    def find(self, text: str) -> tuple[Found, ...]:
        """The names in the text from left to right; where several begin, the longest."""
        there = normal(text)
        found: list[Found] = []
        place = 0
        while place < len(there):
            match = self._longest(there, place)
            if match is None:
                place += 1
            else:
                found.append(match)
                place = match.end
        return tuple(found)

    def named(self, text: str) -> Ints:
        """The entities that are called so."""
        number = self.names.get(normal(text), -1)
        return self.bearers[number] if number >= 0 else self.bearers.items[:0]

    def _longest(self, text: str, begin: int) -> Found | None:
        for name in reversed(self.names.prefixes(text[begin:])):
            end = begin + len(name)
            if not _stands_alone(text, begin, end):
                continue
            bearers = self.bearers[self.names[name]]
            places = bearers[self.tagged[bearers]]
            if len(places):
                return Found(begin, end, name, tuple(places.tolist()))
        return None


def left_over(text: str, found: Iterable[Found]) -> tuple[str, ...]:
    """What of the text stands in no name found and is more than a filler: it was not understood."""
    pieces = _BETWEEN.split(without(text, found))
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) >= SHORTEST_NAME))


def content(text: str, found: Iterable[Found], silent: Iterable[Found]) -> str:
    """The text, as it is compared, without the names in `silent` and the fillers outside all names."""
    kept = sorted(found, key=lambda name: name.begin)
    dropped = frozenset(silent)
    there = normal(text)
    pieces: list[str] = []
    end = 0
    for name in kept:
        pieces.append(_FILLER.sub(" ", there[end : name.begin]))
        pieces.append(" " if name in dropped else name.text)
        end = name.end
    return "".join((*pieces, _FILLER.sub(" ", there[end:])))


def without(text: str, found: Iterable[Found]) -> str:
    """The text, as it is compared, with these names blanked out."""
    rest = normal(text)
    for name in found:
        rest = rest[: name.begin] + " " * (name.end - name.begin) + rest[name.end :]
    return rest


def build_dictionary(records: Records) -> Dictionary:
    """The dictionary of the services, subjects, organisations, complexes and places of the records."""
    names, bearers = list[str](), array("q")
    called = set[str]()
    for place in records.of_kind(*NAMED):
        row = records.entities[place]
        for name in map(normal, filter(None, (row.name, row.name_en, *(row.aliases or ())))):
            if len(name) >= SHORTEST_NAME:
                names.append(name)
                bearers.append(place)
                if records.kinds[place] is Kind.SERVICE:
                    called.add(name)
    for key, words in SERVICE_WORDS.items():
        service = records.place.get(SERVICES[key].id)
        everyday = [word for word in map(normal, words) if word not in called]
        if service is not None:
            names += everyday
            bearers.extend([service] * len(everyday))
    trie = marisa_trie.Trie(names)
    size = len(records.entities) or 1
    numbers = np.fromiter((trie[name] for name in names), np.int64, count=len(names))
    pairs = np.unique(numbers * size + np.array(bearers, np.int64))
    tagged = np.array([kind in TAGGED for kind in records.kinds], np.bool_)
    return Dictionary(
        trie,
        grouped((pairs // size).astype(np.int32), (pairs % size).astype(np.int32), len(trie)),
        tagged,
    )


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether a name that begins or ends in a Latin letter or a digit is not a part of a longer word."""
    before = text[begin - 1 : begin] if _LATIN.match(text[begin]) else ""
    after = text[end : end + 1] if _LATIN.match(text[end - 1]) else ""
    return not (_LATIN.match(before) or _LATIN.match(after))
