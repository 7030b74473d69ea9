"""The relations of the records, looked up by type and end while a snapshot is built."""

from bisect import bisect_left
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

Ends = dict[RelationType, tuple[list[int], list[Link]]]
"""The relations of a type in the order of one of their ends, beside that end of each."""


@dataclass(frozen=True, slots=True)
class Relations:
    """The records and their relations by type and start, and by type and end."""

    records: Records
    starting: Ends
    ending: Ends
    _places: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def links(self, place: int, *types: RelationType) -> Iterator[Link]:
        """The relations of the types that start at the entity."""
        return _at(self.starting, place, types)

    def targets(self, place: int, *types: RelationType) -> Iterator[int]:
        """Where relations of the types lead from the entity."""
        return (link.end for link in _at(self.starting, place, types))

    def sources(self, place: int, *types: RelationType) -> Iterator[int]:
        """Where relations of the types that lead to the entity come from."""
        return (link.start for link in _at(self.ending, place, types))

    def starts(self, place: int, *types: RelationType) -> bool:
        """Whether any relation of the types starts at the entity."""
        return next(self.links(place, *types), None) is not None

    def of_kinds(self, places: Iterable[int], kinds: Iterable[Kind]) -> frozenset[int]:
        """Those of the places whose entity is of one of the kinds."""
        allowed = frozenset(kinds)
        kind = self.records.kinds
        return frozenset(one for one in places if kind[one] in allowed)

    def complexes(self, place: int) -> frozenset[int]:
        """The complexes to which something belongs: itself, or through a platform it runs or is part of."""
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
        starting[name] = ([one.start for one in links], links)
        turned = sorted(links, key=lambda one: (one.end, one.start, one.role))
        ending[name] = ([one.end for one in turned], turned)
    return Relations(records, starting, ending)


def _at(ends: Ends, place: int, types: tuple[RelationType, ...]) -> Iterator[Link]:
    for name in types:
        keys, links = ends[name]
        position = bisect_left(keys, place)
        while position < len(keys) and keys[position] == place:
            yield links[position]
            position += 1
