"""The arithmetic of `benchmarks.match_quality`, against figures worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.match_quality_figures import (
    calibration_error,
    difference,
    gini,
    ndcg,
    recall,
    reciprocal_rank,
)

SECOND = 1 / math.log2(3)


@pytest.mark.parametrize(
    ("ranking", "relevant", "gain", "reciprocal", "found"),
    [
        ("abc", "a", 1.0, 1.0, 1.0),
        ("bac", "a", SECOND, 0.5, 1.0),
        ("bca", "a", 0.5, 1 / 3, 1.0),
        ("bcd", "a", 0.0, 0.0, 0.0),
        ("", "a", 0.0, 0.0, 0.0),
        ("ab", "ab", 1.0, 1.0, 1.0),
        ("axb", "abc", (1 + 0.5) / (1 + SECOND + 0.5), 1.0, 2 / 3),
    ],
)
def test_figures_of_a_ranking(
    ranking: str, relevant: str, gain: float, reciprocal: float, found: float
) -> None:
    assert ndcg(ranking, relevant) == pytest.approx(gain)
    assert reciprocal_rank(ranking, relevant) == pytest.approx(reciprocal)
    assert recall(ranking, relevant) == pytest.approx(found)


def test_what_stands_below_the_depth_does_not_count() -> None:
    ranking = [str(number) for number in range(20)]
    assert ndcg(ranking, {"10"}) == 0
    assert ndcg(ranking, {"9"}) == pytest.approx(1 / math.log2(11))
    assert recall(ranking, {"1", "15"}, depth=10) == 0.5
    assert reciprocal_rank(ranking, {"19"}) == pytest.approx(1 / 20)


def test_more_relevant_ones_than_places_can_still_be_perfect() -> None:
    ranking = [str(number) for number in range(12)]
    assert ndcg(ranking, set(ranking)) == pytest.approx(1)


@pytest.mark.parametrize("figure", [ndcg, reciprocal_rank, recall])
@pytest.mark.parametrize(("ranking", "relevant"), [("ab", ""), ("aba", "a")])
def test_a_ranking_that_cannot_be_judged_is_refused(
    figure: object, ranking: str, relevant: str
) -> None:
    with pytest.raises(ValueError, match=r"relevant|twice"):
        figure(ranking, relevant)  # type: ignore[operator]


def test_a_difference_that_every_need_shows_is_no_noise() -> None:
    found = difference([0.5] * 30, [0.3] * 30)
    assert (found.mean, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))
    assert found.is_ahead
    assert not found.is_behind


def test_the_interval_is_that_of_the_paired_differences() -> None:
    random = np.random.default_rng(1)
    base = random.normal(0, 10, 400)
    gaps = random.normal(0.1, 1, 400)
    found = difference(list(base + gaps), list(base))
    error = 1.96 * gaps.std() / 20
    assert found.mean == pytest.approx(gaps.mean())
    assert found.low == pytest.approx(gaps.mean() - error, abs=0.02)
    assert found.high == pytest.approx(gaps.mean() + error, abs=0.02)


def test_one_method_against_the_other_is_the_reverse() -> None:
    one, other = [0.1, 0.9, 0.4, 0.4], [0.3, 0.2, 0.1, 0.4]
    there, back = difference(one, other), difference(other, one)
    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low))
    assert there == difference(one, other)


@pytest.mark.parametrize(("one", "other"), [([], []), ([1.0], [1.0, 2.0])])
def test_figures_of_other_needs_are_no_pairs(one: list[float], other: list[float]) -> None:
    with pytest.raises(ValueError, match="paired"):
        difference(one, other)


@pytest.mark.parametrize(
    ("claimed", "was_right", "error"),
    [
        ([], [], 0.0),
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [True, False], 0.5),
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),
        ([0.05, 0.95], [True, False], 0.95),
        ([0.22, 0.28], [False, True], 0.25),
        ([1.4], [True], 0.0),
    ],
)
def test_what_is_claimed_against_what_is_so(
    claimed: list[float], was_right: list[bool], error: float
) -> None:
    assert calibration_error(claimed, was_right) == pytest.approx(error)


def test_claims_without_truths_are_refused() -> None:
    with pytest.raises(ValueError, match="paired"):
        calibration_error([0.1], [])


@pytest.mark.parametrize(
    ("counts", "unequal"),
    [
        ([], 0.0),
        ([0, 0], 0.0),
        ([3, 3, 3], 0.0),
        ([0, 0, 0, 8], 0.75),
        ([1, 3], 0.25),
    ],
)
def test_places_spread_over_providers(counts: list[int], unequal: float) -> None:
    assert gini(counts) == pytest.approx(unequal)


@given(st.permutations("abcdefgh"), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_a_relevant_one_further_up_never_lowers_a_figure(
    ranking: list[str], relevant: set[str]
) -> None:
    sorted_best = sorted(ranking, key=lambda one: one not in relevant)
    for figure in (ndcg, reciprocal_rank, recall):
        assert 0 <= figure(ranking, relevant) <= figure(sorted_best, relevant) <= 1 + 1e-9
