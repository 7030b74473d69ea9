"""The relations of the records, looked up by type and end while a snapshot is built."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph_api.domain import Kind, RelationType
from graph_api.matching.records import CODES, Link, Records

_T = RelationType
_IN_COMPLEX = (_T.HOSTS, _T.PARTNERS_IN, _T.SUPPORTS, _T.CORE_OF, _T.PART_OF)
_THROUGH = (_T.PARTNERS_IN, _T.OPERATES, _T.PART_OF, _T.SUPPORTS)
SUBJECTS = frozenset({Kind.TECHNOLOGY, Kind.PRODUCT, Kind.INDUSTRY})
"""The kinds that a need or an offer can be about."""

_PLACES = frozenset({Kind.ZONE, Kind.REGION})

Ends = dict[RelationType, tuple[dict[int, int], list[Link]]]
"""The relations of a type in the order of one of their ends, and where those of each end begin."""


@dataclass(frozen=True, slots=True)
class Relations:
    """The records and their relations by type and start, and by type and end.

    `joined` are the entities that can belong to a complex: most of a large graph cannot.
    """

    records: Records
    starting: Ends
    ending: Ends
    joined: frozenset[int]
    _places: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def targets(self, place: int, *types: RelationType) -> list[int]:
        """Where relations of the types lead from the entity."""
        found: list[int] = []
        for name in types:
            first, links = self.starting[name]
            if place in first:
                found.extend(link.end for link in _at(links, _START, place, first[place]))
        return found

    def sources(self, place: int, *types: RelationType) -> list[int]:
        """Where relations of the types that lead to the entity come from."""
        found: list[int] = []
        for name in types:
            first, links = self.ending[name]
            if place in first:
                found.extend(link.start for link in _at(links, _END, place, first[place]))
        return found

    def starts(self, place: int, name: RelationType) -> bool:
        """Whether any relation of the type starts at the entity."""
        return place in self.starting[name][0]

    def of_kinds(self, places: Iterable[int], kinds: Iterable[Kind]) -> frozenset[int]:
        """Those of the places whose entity is of one of the kinds."""
        allowed = frozenset(kinds)
        kind = self.records.kinds
        return frozenset(one for one in places if kind[one] in allowed)

    def complexes(self, place: int) -> frozenset[int]:
        """The complexes to which something belongs: itself, or through a platform it runs or is part of."""
        if place not in self.joined:
            return _NOTHING
        near = {place, *self.targets(place, *_THROUGH)}
        found = {
            one
            for member in near
            for one in (
                member,
                *self.targets(member, *_IN_COMPLEX),
                *self.sources(member, _T.BUILDS),
            )
        }
        return self.of_kinds(found, (Kind.COMPLEX,))

    def places(self, place: int) -> frozenset[int]:
        """The zones and regions in which something lies, all the way up."""
        above = self._above(place)
        if above not in self._places:
            found: set[int] = set()
            ahead = list(above)
            while ahead:
                one = ahead.pop()
                if one not in found:
                    found.add(one)
                    ahead.extend(self._above(one))
            self._places[above] = frozenset(found)
        return self._places[above]

    def _above(self, place: int) -> frozenset[int]:
        region = self.records.place.get(self.records.entities[place].region or "")
        above = self.targets(place, _T.LOCATED_IN, _T.PART_OF)
        return self.of_kinds(above if region is None else {*above, region}, _PLACES)


def relations_of(records: Records) -> Relations:
    """The lookup of these records."""
    by_start: dict[int, list[Link]] = {}
    for link in records.links:
        by_start.setdefault(link.type, []).append(link)
    starting: Ends = {}
    ending: Ends = {}
    for name in RelationType:
        links = by_start.get(CODES[name], [])
        starting[name] = _ordered(links, _START)
        ending[name] = _ordered(sorted(links, key=lambda one: (one[2], one[0], one[3])), _END)
    joined = {link.start for name in (*_IN_COMPLEX, *_THROUGH) for link in starting[name][1]}
    joined |= {link.end for link in starting[_T.BUILDS][1]}
    joined |= set(records.of_kind(Kind.COMPLEX))
    return Relations(records, starting, ending, frozenset(joined))


_START, _END = 0, 2
"""Where a link has its ends."""

_NOTHING: frozenset[int] = frozenset()


def _ordered(links: list[Link], end: int) -> tuple[dict[int, int], list[Link]]:
    first: dict[int, int] = {}
    for position, link in enumerate(links):
        first.setdefault(link[end], position)  # type: ignore[arg-type] # both ends are places
    return first, links


def _at(links: list[Link], end: int, place: int, begin: int) -> Iterator[Link]:
    """The relations of one end, from where those of it begin."""
    for position in range(begin, len(links)):
        if links[position][end] != place:
            return
        yield links[position]
