"""Offers as the matcher sees them: one column for each of their sides, and a view of one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Evidence, Kind, Stage, Status
from graph_api.matching.columns import (
    Floats,
    Ints,
    Lists,
    Mask,
    Texts,
)
from graph_api.matching.terms import Terms
from graph_api.matching.things import STATUSES, Things

STAGES = tuple(Stage)
NO_DAY = 0


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What offers have of one sort (services, places …): by offer, and the offers by each of them."""

    of: Lists
    having: Lists

    def offers(self, places: Ints) -> Mask:
        """Which offers have one of these."""
        return self.having.has(len(self.of), places)


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """The subjects of offers, and how near to the offer each is stated.

    `level` belongs to the items of `side.of`, `level_having` to those of `side.having`.
    """

    side: Side
    level: Floats
    level_having: Floats


@dataclass(frozen=True, slots=True, eq=False)
class TermColumns:
    """The terms of offers; NaN and `NO_DAY` where nothing is stated, days as ordinals."""

    price: Floats
    capacity: Floats
    lead_days: Floats
    since: Ints
    until: Ints
    accreditations: Side
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Offers(Sequence["OfferView"]):
    """All offers of a snapshot, as columns; the places are those of entities in `things`.

    `entity` and `link` are -1 where none is, `rule` is -1 for an offer that a source states. `rank` is
    the order by the names of provider and offer, `sources` how many sources state an offer.
    """

    things: Things
    provider: Ints
    entity: Ints
    link: Ints
    status: NDArray[np.uint8]
    rule: Ints
    rules: tuple[str, ...]
    guessed: Mask
    names: Texts
    texts: Texts
    services: Side
    subjects: Subjects
    complexes: Side
    places: Side
    stages: NDArray[np.uint8]
    terms: TermColumns
    evidence: Lists
    stated: Texts
    quotes: Texts
    by_provider: Lists
    rank: Ints
    sources: Ints

    def __len__(self) -> int:
        return len(self.provider)

    @overload
    def __getitem__(self, position: int) -> "OfferView": ...
    @overload
    def __getitem__(self, position: slice) -> "list[OfferView]": ...
    def __getitem__(self, position: int | slice) -> "OfferView | list[OfferView]":
        if isinstance(position, slice):
            return [OfferView(self, one) for one in range(*position.indices(len(self)))]
        if not 0 <= position < len(self):
            raise IndexError(position)
        return OfferView(self, int(position))


@dataclass(frozen=True)
class OfferView:
    """One thing that one provider offers, with all that the gates and the parts of the score look at.

    `position` is its place in the snapshot.
    """

    offers: Offers
    position: int

    @cached_property
    def id(self) -> str:
        """The id of its entity; for an offer that nobody wrote one of provider and rule, no entity's."""
        entity = int(self.offers.entity[self.position])
        if entity >= 0:
            return self.offers.things.ids[entity]
        services = sorted(self.services)
        return "|".join((self.provider, str(self.inferred_by), *services[:1]))

    @cached_property
    def name(self) -> str:
        """What is offered."""
        return self.offers.names[self.position]

    @cached_property
    def provider_place(self) -> int:
        """Where the provider stands among the entities."""
        return int(self.offers.provider[self.position])

    @cached_property
    def provider(self) -> str:
        """The id of the provider."""
        return self.offers.things.ids[self.provider_place]

    @cached_property
    def provider_name(self) -> str:
        """The name of the provider."""
        return self.offers.things.names[self.provider_place]

    @property
    def provider_kind(self) -> Kind:
        """The kind of the provider."""
        return self.offers.things.kind(self.provider_place)

    @property
    def provider_status(self) -> Status | None:
        """The status of the provider itself."""
        return self.offers.things.status(self.provider_place)

    @property
    def link(self) -> int:
        """The place of the OFFERS relation among the links; -1 for an offer that nobody wrote."""
        return int(self.offers.link[self.position])

    @property
    def status(self) -> Status | None:
        """The weaker of the offer's and the provider's.

        None where nothing is stated, and where a provider that runs or is being built only plans an
        offer of which no status is stated.
        """
        return STATUSES[int(self.offers.status[self.position])]

    @cached_property
    def inferred_by(self) -> str | None:
        """The rule that inferred the offer; None for one that a source states."""
        rule = int(self.offers.rule[self.position])
        return None if rule < 0 else self.offers.rules[rule]

    @property
    def guessed(self) -> bool:
        """Whether nobody wrote the offer: only what the provider is or does suggests it."""
        return bool(self.offers.guessed[self.position])

    @cached_property
    def services(self) -> frozenset[str]:
        """The ids of the services it is of."""
        return self._ids(self.offers.services)

    @cached_property
    def complexes(self) -> frozenset[str]:
        """The ids of the complexes it belongs to."""
        return self._ids(self.offers.complexes)

    @property
    def places(self) -> frozenset[str]:
        """The ids of the zones and regions it lies in."""
        return self._ids(self.offers.places)

    @property
    def subjects(self) -> dict[str, float]:
        """The ids of what it is about, and how near to the offer that is stated."""
        places = self.offers.subjects.side.of[self.position].tolist()
        ids = self.offers.things.ids
        return {ids[one]: level for one, level in zip(places, self.levels.tolist(), strict=True)}

    @property
    def levels(self) -> Floats:
        """How near each of its subjects is stated, in the order of `offers.subjects.side`."""
        begins = self.offers.subjects.side.of.begins
        return self.offers.subjects.level[begins[self.position] : begins[self.position + 1]]

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages that it, or else its provider, states."""
        held = int(self.offers.stages[self.position])
        return frozenset(stage for bit, stage in enumerate(STAGES) if held >> bit & 1)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it is stated; for one that nobody wrote, where its provider is."""
        places = self.offers.evidence[self.position].tolist()
        return tuple(Evidence(self.offers.stated[one], self.offers.quotes[one]) for one in places)

    @cached_property
    def text(self) -> str:
        """All its words."""
        return self.offers.texts[self.position]

    @property
    def terms(self) -> Terms:
        """Its price and so on."""
        terms, position = self.offers.terms, self.position
        return Terms(
            _stated(terms.price[position]),
            _stated(terms.capacity[position]),
            tuple(terms.names[one] for one in terms.accreditations.of[position].tolist()),
            _day(terms.since[position]),
            _day(terms.until[position]),
            _stated(terms.lead_days[position]),
        )

    def _ids(self, side: Side) -> frozenset[str]:
        ids = self.offers.things.ids
        return frozenset(ids[one] for one in side.of[self.position].tolist())


def _stated(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _day(ordinal: np.int32) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
