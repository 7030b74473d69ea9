"""Offers as the matcher sees them: one column for each of their sides, and a view of one at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Evidence, Kind, Stage, Status
from graph_api.matching.columns import Floats, Ints, Lists, Mask, Texts, ints, lists_of, turned
from graph_api.matching.drafts import (
    SUBJECT_OF_COMPLEX,
    SUBJECT_OF_OFFER,
    SUBJECT_OF_PROJECT,
    SUBJECT_OF_PROVIDER,
    Draft,
)
from graph_api.matching.terms import Terms
from graph_api.matching.things import STATUS_CODES, STATUSES, Things

LEVELS = (SUBJECT_OF_COMPLEX, SUBJECT_OF_PROJECT, SUBJECT_OF_PROVIDER, SUBJECT_OF_OFFER)
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


@dataclass(frozen=True, slots=True)
class OfferView:
    """One thing that one provider offers, with all that the gates and the parts of the score look at.

    `position` is its place in the snapshot.
    """

    offers: Offers
    position: int

    @property
    def id(self) -> str:
        """The id of its entity; for an offer that nobody wrote one of provider and rule, no entity's."""
        entity = int(self.offers.entity[self.position])
        if entity >= 0:
            return self.offers.things.ids[entity]
        services = sorted(self.services)
        return "|".join((self.provider, str(self.inferred_by), *services[:1]))

    @property
    def name(self) -> str:
        """What is offered."""
        return self.offers.names[self.position]

    @property
    def provider_place(self) -> int:
        """Where the provider stands among the entities."""
        return int(self.offers.provider[self.position])

    @property
    def provider(self) -> str:
        """The id of the provider."""
        return self.offers.things.ids[self.provider_place]

    @property
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

    @property
    def inferred_by(self) -> str | None:
        """The rule that inferred the offer; None for one that a source states."""
        rule = int(self.offers.rule[self.position])
        return None if rule < 0 else self.offers.rules[rule]

    @property
    def guessed(self) -> bool:
        """Whether nobody wrote the offer: only what the provider is or does suggests it."""
        return bool(self.offers.guessed[self.position])

    @property
    def services(self) -> frozenset[str]:
        """The ids of the services it is of."""
        return self._ids(self.offers.services)

    @property
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

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it is stated; for one that nobody wrote, where its provider is."""
        places = self.offers.evidence[self.position].tolist()
        return tuple(Evidence(self.offers.stated[one], self.offers.quotes[one]) for one in places)

    @property
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


def offers_of(things: Things, drafts: Sequence[Draft], links: Sequence[int]) -> Offers:
    """The columns of these drafts; `links` are the places of their OFFERS relations, -1 for none."""
    size = len(things)
    rules = tuple(sorted({draft.rule for draft in drafts if draft.rule}))
    evidence = [one for draft in drafts for one in draft.evidence]
    provider = ints(draft.provider for draft in drafts)
    return Offers(
        things=things,
        provider=provider,
        entity=ints(-1 if draft.offer is None else draft.offer for draft in drafts),
        link=ints(links),
        status=np.array([STATUS_CODES[draft.status] for draft in drafts], np.uint8),
        rule=ints(rules.index(draft.rule) if draft.rule else -1 for draft in drafts),
        rules=rules,
        guessed=np.array([draft.offer is None for draft in drafts], np.bool_),
        names=Texts(draft.name for draft in drafts),
        texts=Texts(f"{draft.text} {draft.told}" for draft in drafts),
        services=_side((sorted(draft.services) for draft in drafts), size),
        subjects=_subjects(drafts, size),
        complexes=_side((sorted(draft.complexes) for draft in drafts), size),
        places=_side((sorted(draft.places) for draft in drafts), size),
        stages=np.array(
            [sum(1 << STAGES.index(one) for one in draft.stages) for draft in drafts], np.uint8
        ),
        terms=_terms([draft.terms for draft in drafts]),
        evidence=_runs([len(draft.evidence) for draft in drafts]),
        stated=Texts(one.source for one in evidence),
        quotes=Texts(one.quote for one in evidence),
        by_provider=turned(lists_of([one] for one in provider.tolist()), size)[0],
        rank=_rank(things, drafts),
        sources=ints(len({one.source for one in draft.evidence}) for draft in drafts),
    )


def _rank(things: Things, drafts: Sequence[Draft]) -> Ints:
    keys = [
        (things.names[one.provider], one.name, one.provider, -1 if one.offer is None else one.offer)
        for one in drafts
    ]
    rank = np.zeros(len(keys), np.int32)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys), dtype=np.int32)
    return rank


def _side(lists: Iterable[Sequence[int]], size: int) -> Side:
    of = lists_of(lists)
    return Side(of, turned(of, size)[0])


def _subjects(drafts: Sequence[Draft], size: int) -> Subjects:
    of = lists_of(tuple(draft.subjects) for draft in drafts)
    having, order = turned(of, size)
    level = np.array([one for draft in drafts for one in draft.subjects.values()], np.float64)
    return Subjects(Side(of, having), level, level[order])


def _terms(terms: Sequence[Terms]) -> TermColumns:
    names = tuple(sorted({name for one in terms for name in one.accreditations}))
    number = {name: place for place, name in enumerate(names)}
    return TermColumns(
        np.array([_number(one.price) for one in terms], np.float64),
        np.array([_number(one.capacity) for one in terms], np.float64),
        np.array([_number(one.lead_days) for one in terms], np.float64),
        ints(_ordinal(one.since) for one in terms),
        ints(_ordinal(one.until) for one in terms),
        _side(([number[name] for name in one.accreditations] for one in terms), len(names)),
        names,
    )


def _runs(lengths: Sequence[int]) -> Lists:
    """Lists of these lengths whose items are 0, 1, 2 …: the places in columns that stand beside."""
    begins = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(np.array(lengths, np.int64), out=begins[1:])
    return Lists(begins, np.arange(begins[-1], dtype=np.int32))


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _ordinal(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()


def _stated(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _day(ordinal: np.int32) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
