"""All names of the graph in memory: found by id, by exact name, by how they begin, by likeness."""

import heapq
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from graph_api.domain import ORGANISATIONS, Kind, Status, make_id
from graph_api.store import Graph
from graph_api.store.named import NamesOf, all_names
from loaders.identity.aliases import spelled_out
from loaders.identity.anatomy import anatomy_of, written
from loaders.identity.compare import Band, Scored
from loaders.identity.forms import identity_form
from loaders.identity.index import NameIndex
from loaders.identity.known import other_names

LONGEST = 200
"""Characters of a text that are looked at: no name is longer."""

MOST_BEGINNING = 5_000
"""Names that begin with a text, of which the shortest are shown."""

_HAN = re.compile("[\u3400-\u9fff]")
_CODE = re.compile("[0-9A-Za-z]{18}")
_STATUSES = {str(status): status for status in Status}
_BITS = {kind: np.uint64(1 << place) for place, kind in enumerate(Kind)}

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as the names know it."""

    id: str
    kind: Kind
    name: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class Alike:
    """An entity with a name like the one looked for: the score of the nearest, and what the rule says."""

    known: Known
    scored: Scored
    band: Band


class Names:
    """The names of all entities. Its answers do not depend on the order in which they were given."""

    def __init__(self, rows: Iterable[NamesOf]) -> None:
        self._known: list[Known] = []
        self._exact: dict[str, list[int]] = {}
        self._places: dict[str, int] = {}
        bearers: dict[str, list[int]] = {}
        merged: dict[str, int] = {}
        others = other_names()
        for place, row in enumerate(sorted(rows, key=lambda one: one.id)):
            status = _STATUSES.get(row.status or "")
            self._known.append(Known(row.id, Kind(row.kind), row.names[0], status))
            self._places[row.id] = place
            merged |= dict.fromkeys(row.other_ids, place)
            forms = {identity_form(name): name for name in row.names}
            forms.pop("", None)
            for form, name in forms.items():
                bearers.setdefault(_read(form, name), []).append(place)
            official = {others[row.kind, form] for form in forms if (row.kind, form) in others}
            for form in forms.keys() | official:
                self._exact.setdefault(form, []).append(place)
        self._places = merged | self._places
        self._sorted = sorted(self._exact)
        read = sorted(bearers)
        self._bearers = [tuple(dict.fromkeys(bearers[form])) for form in read]
        self._index = NameIndex.build(read)
        self._kinds = np.fromiter(map(self._bits_of, self._bearers), np.uint64, len(read))

    def __len__(self) -> int:
        return len(self._known)

    def by_id(self, text: str) -> Known | None:
        """The entity of an id, of one merged into it, or of a bare 统一社会信用代码."""
        place = self._places.get(text)
        if place is None and _CODE.fullmatch(text):
            place = self._places.get(make_id("uscc", text.upper()))
        return None if place is None else self._known[place]

    def exact(self, text: str, kinds: Collection[Kind]) -> list[Known]:
        """The entities of these kinds that bear the name, or another that is known to mean the same."""
        form = identity_form(text)
        places = set(self._exact.get(form, ()))
        for kind in kinds:
            official = other_names().get((str(kind), form))
            for place in self._exact.get(official, ()) if official else ():
                if self._known[place].kind is kind:
                    places.add(place)
        spelled = spelled_out(form)
        if spelled != form:
            places.update(self._exact.get(spelled, ()))
        found = (self._known[place] for place in sorted(places))
        return [one for one in found if one.kind in kinds]

    def alike(self, text: str, kinds: Collection[Kind], limit: int) -> list[Alike]:
        """The entities of these kinds with names most like the text, best first.

        The band is what the rule of names says of two organisations; of anything else it says that
        two names are one name or not, so that nothing but an exact name is more than worth a look.
        """
        form = identity_form(text)
        name = anatomy_of(_read(form, text))
        found = self._index.nearest(name, 2 * limit, self._allowed(kinds))
        best: dict[int, Scored] = {}
        for candidate in found:
            for place in self._bearers[candidate.position]:
                if self._known[place].kind in kinds:
                    best.setdefault(place, candidate.scored)
        ranked = sorted(best.items(), key=lambda item: (-item[1].score, item[0]))
        return [
            Alike(self._known[place], scored, self._band(place, scored, ranked))
            for place, scored in ranked[:limit]
        ]

    def beginning(self, text: str, kinds: Collection[Kind]) -> Iterator[Known]:
        """The entities of these kinds with a name that begins so, the shortest names first, each once."""
        form = identity_form(text)
        start = bisect_left(self._sorted, form)
        forms = []
        for one in islice(self._sorted, start, start + MOST_BEGINNING):
            if not one.startswith(form):
                break
            forms.append(one)
        given: set[int] = set()
        heap = [(len(one), one) for one in forms]
        heapq.heapify(heap)
        while heap:
            for place in self._exact[heapq.heappop(heap)[1]]:
                if place not in given and self._known[place].kind in kinds:
                    given.add(place)
                    yield self._known[place]

    def _allowed(self, kinds: Collection[Kind]) -> Mask | None:
        """Which names somebody of these kinds bears; None for all of them."""
        if len(kinds) == len(Kind):
            return None
        bits = np.bitwise_or.reduce([_BITS[kind] for kind in kinds], initial=np.uint64(0))
        allowed: Mask = (self._kinds & bits) != 0
        return allowed

    def _band(self, place: int, scored: Scored, ranked: list[tuple[int, Scored]]) -> Band:
        others = [other.score for one, other in ranked if one != place]
        band = scored.band(scored.score - max(others, default=0.0))
        is_judged = self._known[place].kind in ORGANISATIONS
        return Band.REVIEW if band is Band.MERGE and not is_judged else band

    def _bits_of(self, places: tuple[int, ...]) -> np.uint64:
        bits = [_BITS[self._known[place].kind] for place in places]
        return np.uint64(np.bitwise_or.reduce(bits))


def _read(form: str, name: str) -> str:
    """What the index compares: a Chinese name as it is compared exactly, any other as words."""
    return spelled_out(form) if _HAN.search(form) else written(name)


def read_names(graph: Graph) -> tuple[str, Names]:
    """The names of the graph as it is now, with its revision. Raises DatabaseUnavailableError."""
    revision = graph.revision()
    return revision, Names(all_names(graph))
