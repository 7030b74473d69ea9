"""The dictionary: which names of services, subjects, firms and complexes stand in a text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_api.domain import SERVICES, Entity, Kind
from graph_api.matching.relations import SUBJECTS
from graph_api.matching.text import normal
from graph_api.matching.words import FILLERS, SERVICE_WORDS

TAGGED = SUBJECTS | {Kind.SERVICE, Kind.ENTERPRISE, Kind.COMPLEX}
SHORTEST_NAME = 2
_LATIN = re.compile(r"[a-z0-9]")
_FILLER = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)))
_BETWEEN = re.compile(rf"[\W_]+|{_FILLER.pattern}")


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text: where it stands, as it is written there, and whose name it is."""

    begin: int
    end: int
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Names, as they are compared, and the ids of those who bear them; lengths from longest to shortest."""

    names: Mapping[str, tuple[str, ...]]
    lengths: tuple[int, ...]

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

    def _longest(self, text: str, begin: int) -> Found | None:
        for length in self.lengths:
            end = begin + length
            name = text[begin:end]
            if len(name) == length and name in self.names and _stands_alone(text, begin, end):
                return Found(begin, end, name, self.names[name])
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


def build_dictionary(entities: Iterable[Entity]) -> Dictionary:
    """The dictionary of the services, subjects, enterprises and complexes among the entities."""
    names: dict[str, set[str]] = {}
    present = set()
    for entity in entities:
        if entity.kind in TAGGED:
            present.add(entity.id)
            for name in (entity.name, entity.name_en or "", *entity.aliases):
                if len(name) >= SHORTEST_NAME:
                    names.setdefault(normal(name), set()).add(entity.id)
    for key, words in SERVICE_WORDS.items():
        if SERVICES[key].id in present:
            for word in words:
                names.setdefault(normal(word), {SERVICES[key].id})
    return Dictionary(
        MappingProxyType({name: tuple(sorted(ids)) for name, ids in names.items()}),
        tuple(sorted({len(name) for name in names}, reverse=True)),
    )


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether a name that begins or ends in a Latin letter or a digit is not a part of a longer word."""
    before = text[begin - 1 : begin] if _LATIN.match(text[begin]) else ""
    after = text[end : end + 1] if _LATIN.match(text[end - 1]) else ""
    return not (_LATIN.match(before) or _LATIN.match(after))
