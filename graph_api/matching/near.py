"""What is near a service or a subject that is asked for: its parts and wholes, its inputs and uses."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.matching.columns import Floats, Ints, Lists
from graph_api.matching.snapshot import Hierarchy

NARROWER_SERVICE = 0.9
BROADER_SERVICE = 0.5
"""How much an offer of a part of the service that was asked for counts, and one of its whole."""

NEAR_SUBJECT = 0.6
"""How much a subject counts for its whole or its part."""

INPUT, OUTPUT = 0.4, 0.2
"""How much what goes into a subject counts for it, and what it goes into; each divided by 1 + log10 of
how many subjects that one itself goes into or is made of: steel is near to everything."""

MOST_NEAR = 5_000
"""Subjects near one, the nearest first: the parts of a whole industry are no finer an answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Subjects, in the order of their places, and how near each is, 0 to 1."""

    places: Ints
    values: Floats

    def values_of(self, places: Ints) -> Floats:
        """How near each of these subjects is; 0 for one that is not there."""
        if not len(self.places):
            return np.zeros(len(places))
        at = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        return np.where(self.places[at] == places, self.values[at], 0.0)


def service_fits(hierarchy: Hierarchy, asked: Collection[int]) -> Mapping[int, float]:
    """Every service that fits, and how well: those asked for, their parts, what they are parts of."""
    fits: dict[int, float] = {}
    for one in asked:
        fits |= dict.fromkeys(_all_along(hierarchy.wholes, one), BROADER_SERVICE)
    for one in asked:
        fits |= dict.fromkeys(_all_along(hierarchy.parts, one), NARROWER_SERVICE)
    return fits | dict.fromkeys(asked, 1.0)


def near_subjects(hierarchy: Hierarchy, asked: Sequence[int]) -> Near:
    """The subjects asked for, and what is near to any of them, by the nearest way."""
    near: dict[int, float] = {}
    for one in asked:
        for neighbours, value in ((hierarchy.outputs, OUTPUT), (hierarchy.inputs, INPUT)):
            for other in neighbours[one].tolist():
                degree = len(hierarchy.inputs[other]) + len(hierarchy.outputs[other])
                near[other] = max(near.get(other, 0.0), value / (1 + math.log10(degree)))
    for one in asked:
        for way in (hierarchy.wholes, hierarchy.parts):
            near |= dict.fromkeys(_all_along(way, one), NEAR_SUBJECT)
    near |= dict.fromkeys(asked, 1.0)
    first = sorted(near.items(), key=lambda one: (-one[1], one[0]))[:MOST_NEAR]
    kept = sorted(first)
    return Near(
        np.array([place for place, _ in kept], np.int32),
        np.array([value for _, value in kept], np.float64),
    )


def wholes_and_parts(hierarchy: Hierarchy, subjects: Iterable[int]) -> Ints:
    """These subjects with all their wholes and all their parts."""
    found = set(subjects)
    for one in tuple(found):
        found |= _all_along(hierarchy.wholes, one) | _all_along(hierarchy.parts, one)
    return np.array(sorted(found), np.int32)


def _all_along(lists: Lists, begin: int) -> set[int]:
    """Everything that is reached from one by going on and on, without itself."""
    found: set[int] = set()
    ahead = [begin]
    while ahead and len(found) < MOST_NEAR:
        for other in lists[ahead.pop()].tolist():
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found - {begin}
