"""What the benchmark of identity must reach on the halves that nothing was tuned on."""

from collections.abc import Callable

import pytest

from benchmarks.identity import is_merged
from benchmarks.identity_methods import ours
from benchmarks.identity_sets import Labelled, affiliations, figures, listed_firms


@pytest.mark.parametrize(
    ("labelled", "precision", "f1"),
    [
        pytest.param(listed_firms, 0.96, 0.90, id="listed firms"),
        pytest.param(affiliations, 0.90, 0.75, id="institutes"),
    ],
)
def test_names_are_found_and_what_is_joined_is_right(
    labelled: Callable[[], Labelled], precision: float, f1: float
) -> None:
    known = labelled()
    answers = ours(known, known.test)
    reached = figures(known.test, answers, lambda _: True)
    joined = figures(known.test, answers, is_merged)
    assert reached.precision >= precision
    assert reached.f1 >= f1
    assert joined.precision >= 0.98
    assert joined.answers >= 200
