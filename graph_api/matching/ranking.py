"""Retrieve, gate, score, rank: which offers answer a need, in which order, and which were stopped."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.matching.columns import Ints
from graph_api.matching.compare import Comparison, compare
from graph_api.matching.gates import GATES, PASSED, Stopped, first_stops, stopped
from graph_api.matching.need import NeedView
from graph_api.matching.offers import Offers, OfferView
from graph_api.matching.score import Reason, Scores, Weights, reasons, scores

MOST_RETRIEVED = 500
"""Offers that are ranked one against the other, and as many that are listed as stopped at most."""

MOST_STOPPED = 50
"""Stopped offers that are listed; all are counted."""

MOST_HALTED = 2_000
"""Of more stopped offers those nearest to the need are ranked to find the ones that are listed."""

_MOST_SOURCES = 1_023
_LOWEST = 1_000
"""No score is below minus this: the network alone takes points."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The answer to a need before it is put in words.

    `groups` are the offers by provider, best first, each as columns of `scored`; `total` counts all
    providers found. `halted` are the best of the offers that a gate stopped, `gates` the gate of each,
    `stopped_count` how many each gate stopped.
    """

    found: Comparison
    weights: Weights
    scored: Scores
    standing: NDArray[np.int64]
    groups: tuple[tuple[int, ...], ...]
    total: int
    halted: Ints
    gates: "NDArray[np.int8]"
    stopped_count: dict[str, int]

    def offer(self, column: int) -> OfferView:
        """The offer of a column of the scores."""
        return self.found.need.snapshot.offers[int(self.scored.offers[column])]

    def score(self, column: int) -> int:
        """The points of a column of the scores."""
        return int(self.scored.totals[column])

    def reasons(self, column: int) -> tuple[Reason, ...]:
        """The reasons for the score of a column."""
        return reasons(self.found, self.offer(column), self.scored, column, self.weights)

    def stops(self) -> tuple[Stopped, ...]:
        """The first stopped offers, by the names of provider and offer."""
        return self._stops(self.halted[:MOST_STOPPED])

    def stops_of(self, provider: int) -> tuple[Stopped, ...]:
        """The stopped offers of one provider; of one that was not found those that would be."""
        own = self.found.need.snapshot.offers.by_provider[provider]
        halted = own[self.gates[own] < PASSED]
        found = halted[self.found.found[halted]]
        return self._stops(found if self.found.found[own].any() else halted)

    def _stops(self, places: Ints) -> tuple[Stopped, ...]:
        need = self.found.need
        offers = need.snapshot.offers
        ordered = places[np.argsort(offers.rank[places])]
        return tuple(
            stopped(need, offers[int(place)], GATES[self.gates[place]]) for place in ordered
        )


def rank(need: NeedView, weights: Weights) -> Ranking:
    """All that is found for a need: the best offers scored and grouped, the others stopped."""
    found = compare(need)
    gates = first_stops(need)
    passing = np.flatnonzero(found.found & (gates == PASSED)).astype(np.int32)
    halted = np.flatnonzero(found.found & (gates < PASSED)).astype(np.int32)
    counts = np.bincount(gates[halted], minlength=PASSED)
    scored = scores(found, passing, weights)
    standing = _standing(need.snapshot.offers, scored)
    chosen = _best(standing, MOST_RETRIEVED)
    best = Scores(passing[chosen], scored.values[:, chosen], scored.points[:, chosen])
    groups: dict[int, list[int]] = {}
    providers = need.snapshot.offers.provider
    for column, provider in enumerate(providers[best.offers].tolist()):
        groups.setdefault(provider, []).append(column)
    return Ranking(
        found,
        weights,
        best,
        standing[chosen],
        tuple(tuple(group) for group in groups.values()),
        len(np.unique(providers[passing])),
        _halted(found, halted, weights),
        gates,
        {gate.name: int(count) for gate, count in zip(GATES, counts, strict=True)},
    )


def place_of(ranking: Ranking, provider: int) -> int | None:
    """At which place, from 0, the provider stands among all that were found; None if it is not."""
    found, offers = ranking.found, ranking.found.need.snapshot.offers
    passing = np.flatnonzero(found.found & (ranking.gates == PASSED)).astype(np.int32)
    standing = _standing(offers, scores(found, passing, ranking.weights))
    best = np.full(len(offers.by_provider), -1, np.int64)
    np.maximum.at(best, offers.provider[passing], standing)
    return int((best > best[provider]).sum()) if best[provider] >= 0 else None


def group_of(ranking: Ranking, provider: int) -> Ranking:
    """The same ranking of nothing but the offers of one provider."""
    found, offers = ranking.found, ranking.found.need.snapshot.offers
    own = offers.by_provider[provider]
    passing = own[found.found[own] & (ranking.gates[own] == PASSED)]
    scored = scores(found, passing, ranking.weights)
    standing = _standing(offers, scored)
    order = np.argsort(-standing)
    return Ranking(
        found,
        ranking.weights,
        Scores(passing[order], scored.values[:, order], scored.points[:, order]),
        standing[order],
        (tuple(range(len(order))),),
        1,
        ranking.halted,
        ranking.gates,
        ranking.stopped_count,
    )


def _standing(offers: Offers, scored: Scores) -> NDArray[np.int64]:
    """One number by which offers are ranked, all different, the highest first.

    Offers that somebody wrote come before those that nobody did; then score, status, the number of
    sources, and the names of provider and offer decide.
    """
    places = scored.offers
    standing = (~offers.guessed[places]).astype(np.int64)
    standing = standing << 14 | (scored.totals + _LOWEST)
    standing = standing << 3 | (7 - offers.status[places].astype(np.int64))
    standing = standing << 10 | np.minimum(offers.sources[places], _MOST_SOURCES)
    return standing << 32 | (len(offers) - offers.rank[places].astype(np.int64))


def _best(standing: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The places of the highest, in order."""
    if len(standing) > most:
        kept = np.argpartition(-standing, most)[:most]
        return kept[np.argsort(-standing[kept])]
    return np.argsort(-standing)


def _halted(found: Comparison, halted: Ints, weights: Weights) -> Ints:
    """The stopped offers that would have stood first."""
    if len(halted) > MOST_HALTED:
        near = found.text[halted] + found.service[halted] + found.about[halted]
        halted = np.sort(halted[np.argsort(-near, kind="stable")[:MOST_HALTED]])
    standing = _standing(found.need.snapshot.offers, scores(found, halted, weights))
    return halted[_best(standing, MOST_STOPPED)]
