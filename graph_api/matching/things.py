"""The entities of a snapshot as columns: ids, names, kinds and statuses, and nothing else of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Chain, Kind, Status
from graph_api.matching.columns import Ints, Mask, Texts
from graph_api.matching.records import CODES, KINDS, Records

STATUSES: tuple[Status | None, ...] = (
    Status.OPERATING,
    Status.BUILDING,
    Status.PLANNED,
    None,
    Status.CLOSED,
    Status.NORMATIVE,
)
"""From the most real to the least; a status is held as its place in this."""

CHAINS: tuple[Chain | None, ...] = (None, *Chain)

STATUS_CODES: Mapping[Status | None, int] = MappingProxyType(
    {status: code for code, status in enumerate(STATUSES)}
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a snapshot knows of an entity."""

    id: str
    name: str
    kind: Kind
    status: Status | None
    chain: Chain | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Things(Mapping[str, Thing]):
    """The entities in the order of their ids; by id, also by that of a record merged into one.

    `merged` leads from such an id to the place of the entity.
    """

    ids: Texts
    names: Texts
    kinds: NDArray[np.uint8]
    statuses: NDArray[np.uint8]
    chains: NDArray[np.uint8]
    merged: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __contains__(self, entity_id: object) -> bool:
        return isinstance(entity_id, str) and self.place(entity_id) >= 0

    def __getitem__(self, entity_id: str) -> Thing:
        place = self.place(entity_id)
        if place < 0:
            raise KeyError(entity_id)
        return self.at(place)

    def place(self, entity_id: str) -> int:
        """Where the entity stands; -1 for an id that there is not."""
        place = self.ids.find(entity_id)
        return self.merged.get(entity_id, -1) if place < 0 else place

    def at(self, place: int) -> Thing:
        """The entity at this place."""
        chain = CHAINS[int(self.chains[place])]
        return Thing(
            self.ids[place], self.names[place], self.kind(place), self.status(place), chain
        )

    def kind(self, place: int) -> Kind:
        """The kind of the entity at this place."""
        return KINDS[int(self.kinds[place])]

    def status(self, place: int) -> Status | None:
        """What is stated of how real it is."""
        return STATUSES[int(self.statuses[place])]

    def of_kinds(self, kinds: Collection[Kind]) -> Iterator[Thing]:
        """The entities of these kinds, in the order of their ids."""
        every = np.arange(len(self), dtype=np.int32)
        return (self.at(int(place)) for place in np.flatnonzero(self.are(every, *kinds)))

    def are(self, places: Ints, *kinds: Kind) -> Mask:
        """Which of the entities at these places are of one of the kinds."""
        return np.isin(self.kinds[places], [CODES[kind] for kind in kinds])


def things_of(records: Records) -> Things:
    """The entities of these records."""
    rows = records.entities
    by_text = {str(status or ""): code for status, code in STATUS_CODES.items()}
    chains = {str(chain or ""): code for code, chain in enumerate(CHAINS)}
    return Things(
        Texts(row.id for row in rows),
        Texts(row.name for row in rows),
        np.fromiter((CODES[row.kind] for row in rows), np.uint8, count=len(rows)),
        np.fromiter((by_text[row.status or ""] for row in rows), np.uint8, count=len(rows)),
        np.fromiter((chains[row.chain or ""] for row in rows), np.uint8, count=len(rows)),
        MappingProxyType(
            {merged: place for merged, place in records.place.items() if rows[place].id != merged}
        ),
    )
