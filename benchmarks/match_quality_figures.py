"""The arithmetic of `benchmarks.match_quality`: figures of a ranking, and how sure a difference is."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
SEED = 20200603
BINS = 10
CHUNK = 500
"""Resamples drawn at one time: memory stays small whatever the number of needs."""


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth`, 0 to 1, each relevant one worth 1.

    Järvelin and Kekäläinen 2002, doi:10.1145/582415.582418; discount log2(rank + 1).
    """
    _check(ranking, relevant)
    gained = sum(_discount(rank) for rank, one in enumerate(ranking[:depth], 1) if one in relevant)
    return gained / sum(_discount(rank) for rank in range(1, min(depth, len(relevant)) + 1))


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """1 divided by the rank of the first relevant one, 0 where none is in the ranking."""
    _check(ranking, relevant)
    return next((1 / rank for rank, one in enumerate(ranking, 1) if one in relevant), 0.0)


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int = 50) -> float:
    """How many of the relevant ones are among the first `depth`, 0 to 1."""
    _check(ranking, relevant)
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant)


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean difference over the same needs, and the interval that holds 95 % of its resamples."""

    mean: float
    low: float
    high: float

    @property
    def is_ahead(self) -> bool:
        """Whether the first is ahead by more than the noise."""
        return self.low > 0

    @property
    def is_behind(self) -> bool:
        """Whether the first is behind by more than the noise."""
        return self.high < 0


def difference(one: Sequence[float], other: Sequence[float]) -> Difference:
    """The paired bootstrap of one method's figures against another's, need by need.

    Needs are drawn with replacement, the same for both; the percentiles 2.5 and 97.5 of the mean
    difference (Efron and Tibshirani 1993, chapter 13). The same figures give the same interval.
    """
    if len(one) != len(other) or not one:
        raise ValueError(f"{len(one)} figures cannot be paired with {len(other)}")
    gaps = np.asarray(one, float) - np.asarray(other, float)
    random = np.random.default_rng(SEED)
    means: list[NDArray[np.float64]] = []
    for begin in range(0, RESAMPLES, CHUNK):
        size = (min(CHUNK, RESAMPLES - begin), len(gaps))
        means.append(gaps[random.integers(0, len(gaps), size)].mean(axis=1))
    low, high = np.quantile(np.concatenate(means), (0.025, 0.975))
    return Difference(float(gaps.mean()), float(low), float(high))


def calibration_error(claimed: Sequence[float], was_right: Sequence[bool]) -> float:
    """The expected calibration error over ten bins of equal width: what is claimed, 0 to 1, against what is so.

    Guo et al. 2017, arXiv:1706.04599. 0 for nothing claimed.
    """
    if len(claimed) != len(was_right):
        raise ValueError(f"{len(claimed)} claims cannot be paired with {len(was_right)} truths")
    if not claimed:
        return 0.0
    values = np.clip(np.asarray(claimed, float), 0, 1)
    truths = np.asarray(was_right, float)
    bins = np.minimum((values * BINS).astype(int), BINS - 1)
    gaps = [
        abs(values[bins == one].mean() - truths[bins == one].mean()) * (bins == one).mean()
        for one in np.unique(bins)
    ]
    return float(sum(gaps))


def gini(counts: Iterable[int]) -> float:
    """How unequally places are spread: 0 where all have as many, near 1 where one has all of them."""
    values = np.sort(np.fromiter(counts, float))
    if not values.sum():
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float(((2 * ranks - len(values) - 1) * values).sum() / (len(values) * values.sum()))


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)


def _check(ranking: Sequence[str], relevant: Collection[str]) -> None:
    if not relevant:
        raise ValueError("no provider is relevant: leave the need out")
    if len(set(ranking)) != len(ranking):
        raise ValueError("a provider stands twice in the ranking")
