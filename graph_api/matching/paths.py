"""The ways from a firm to those around it through what they share, and how close these make them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Kind, Modality
from graph_api.matching.columns import Floats, Ints, Lists, Texts, grouped
from graph_api.matching.records import CODES, JOINING, TYPES, Records

LONGEST_PATH = 4
"""Relations from the firm to the provider; what is further is not near."""

SMALLEST_CLOSENESS = 0.15
"""A way that would be less than this is not followed: it is through what very many share."""

MOST_FOLLOWED = 500
"""Entities from which the search goes on, the closest first: a firm that knows everybody is no exception."""

_PASSING_NOTHING = frozenset({Kind.REGION, Kind.SERVICE, Kind.OFFER, Kind.NEED, Kind.POLICY})
"""Kinds through which everything is linked to everything: a path through them says nothing."""


_ALMOST = 1 - 1e-9
"""The closeness of a direct relation where a logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Path:
    """Ids and names of the nodes along a path, and ids of the relations between them and how each is meant.

    `closeness` is 0 to 1.
    """

    nodes: tuple[str, ...]
    names: tuple[str, ...]
    relations: tuple[str, ...]
    modalities: tuple[Modality, ...]
    closeness: float


@dataclass(frozen=True, slots=True)
class Way:
    """Places of the entities along a path and of the links between them; `closeness` is 0 to 1."""

    entities: tuple[int, ...]
    links: tuple[int, ...]
    closeness: float


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What is reached best in so many relations: from which entity and over which link."""

    entities: Ints
    before: Ints
    links: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What is near an entity.

    `closeness` is that of the best way to each entity, 0 where there is none; `missed` is the logarithm
    of Π (1 − closeness) over all shortest ways to it; `distance` in how many relations it is first
    reached, 0 for what is not.
    """

    start: int
    steps: tuple[Step, ...]
    closeness: Floats
    missed: Floats
    distance: NDArray[np.uint8]

    def together(self, places: Ints) -> Floats:
        """How close each entity is by all shortest ways taken together: each way adds to it."""
        direct = self.closeness[places] >= 1.0
        return np.where(direct, 1.0, -np.expm1(self.missed[places]))

    def way(self, place: int) -> Way | None:
        """The best way to the entity; None where there is none."""
        if not self.closeness[place]:
            return None
        entities, links = [place], list[int]()
        for step in reversed(self.steps):
            position = int(np.searchsorted(step.entities, entities[-1]))
            if position == len(step.entities) or step.entities[position] != entities[-1]:
                continue
            entities.append(int(step.before[position]))
            links.append(int(step.links[position]))
        return Way(
            tuple(reversed(entities)),
            tuple(reversed(links)),
            round(float(self.closeness[place]), 4),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """All links by their places, and for each entity the links that paths may follow.

    `next` holds the entities at the other end, `over` the link to each; `passing` is by how much a
    way through an entity is damped.
    """

    start: Ints
    type: NDArray[np.uint8]
    end: Ints
    modality: NDArray[np.uint8]
    roles: dict[int, str]
    next: Lists
    over: Ints
    passing: Floats

    def reach(self, place: int) -> Reach:
        """What is within `LONGEST_PATH` relations of the entity.

        Closeness is 1 for a direct relation, divided by 1 + log10(degree) for each entity between, so
        that a path through what many share counts less. Of equals the shorter is taken, then the one
        over the entities and links that stand first.
        """
        size = len(self.passing)
        best, found, missed = np.zeros(size), np.zeros(size), np.zeros(size)
        through = np.empty(size, np.int64)
        distance = np.zeros(size, np.uint8)
        steps: list[Step] = []
        ahead, value = np.array([place], np.int32), np.ones(1)
        for number in range(1, LONGEST_PATH + 1):
            owners, at = self.next.spread(ahead)
            there, closeness = self.next.items[at], value[owners]
            np.maximum.at(found, there, closeness)
            found[place] = 0.0
            better = np.unique(there[found[there] > best[there]])
            if not len(better):
                break
            chosen = np.flatnonzero(closeness == found[there])[::-1]
            through[there[chosen]] = chosen
            steps.append(
                Step(better, ahead[owners[through[better]]], self.over[at[through[better]]])
            )
            fresh = (distance[there] == 0) & (there != place)
            np.add.at(missed, there[fresh], np.log1p(-np.minimum(closeness[fresh], _ALMOST)))
            distance[there[fresh]] = number
            best[better] = found[better]
            found[there] = 0.0
            ahead, value = self._onward(better, best)
        return Reach(place, tuple(steps), best, missed, distance)

    def _onward(self, reached: Ints, best: Floats) -> tuple[Ints, Floats]:
        """From where the search goes on, and how close what is next to each will be."""
        value = best[reached] * self.passing[reached]
        ahead, value = reached[value >= SMALLEST_CLOSENESS], value[value >= SMALLEST_CLOSENESS]
        if len(ahead) > MOST_FOLLOWED:
            kept = np.sort(np.argsort(-value, kind="stable")[:MOST_FOLLOWED])
            ahead, value = ahead[kept], value[kept]
        return ahead, value


def links_of(records: Records) -> Links:
    """The links of these records."""
    links = records.links
    size = len(records.entities)
    start = np.fromiter((one.start for one in links), np.int32, count=len(links))
    end = np.fromiter((one.end for one in links), np.int32, count=len(links))
    types = np.fromiter((one.type for one in links), np.uint8, count=len(links))
    nothing = np.array([kind in _PASSING_NOTHING for kind in records.kinds], np.bool_)
    followed = np.isin(types, [CODES[name] for name in JOINING])
    followed &= ~(nothing[start] | nothing[end])
    joining = np.flatnonzero(followed).astype(np.int32)
    here = np.concatenate((start[joining], end[joining]))
    there = np.concatenate((end[joining], start[joining]))
    over = np.concatenate((joining, joining))
    order = np.lexsort((over, there))
    here, there, over = here[order], there[order], over[order]
    degrees = np.maximum(np.bincount(here, minlength=size), 1)
    return Links(
        start,
        types,
        end,
        np.fromiter((one.modality for one in links), np.uint8, count=len(links)),
        {place: one.role for place, one in enumerate(links) if one.role},
        grouped(here, there, size),
        grouped(here, over, size).items,
        1 / (1 + np.log10(degrees)),
    )


def relation_id(links: Links, place: int, ids: Texts) -> str:
    """The id of the relation at this place."""
    start, end = ids[int(links.start[place])], ids[int(links.end[place])]
    return "|".join((start, TYPES[links.type[place]], end, links.roles.get(place, "")))
