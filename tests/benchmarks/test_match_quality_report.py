"""What `benchmarks.match_quality` says beside its figures."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from benchmarks.match_quality import (
    Ranked,
    claims,
    counted,
    coverage,
    exposure,
    main,
    planned,
    ranked,
    shown,
    weights_in,
)
from benchmarks.match_quality_figures import Difference
from benchmarks.match_quality_sets import Question
from graph_api.domain import Status
from graph_api.matching import PARTS, MatchResult, Need

MOST = sum(part.weight for part in PARTS.values())


def question(text: str, relevant: str = "a", known: str = "") -> Question:
    return Question(Need(text=text), text, frozenset(relevant), frozenset(known))


def result(*unknown: str, **scores: int) -> MatchResult:
    told = SimpleNamespace(
        understood=SimpleNamespace(unknown=unknown),
        results=[
            SimpleNamespace(
                provider=name, score=score, status=Status.PLANNED if score < 5 else None
            )
            for name, score in scores.items()
        ],
    )
    return cast("MatchResult", told)


@pytest.mark.parametrize(
    ("unknown", "share"), [((), 1.0), (("盐雾",), 2 / 3), (("盐雾", "试验检测"), 0.0)]
)
def test_letters_that_were_not_understood(unknown: tuple[str, ...], share: float) -> None:
    assert coverage([result(*unknown)], [question("盐雾，试验检测")]) == pytest.approx(share)


def test_a_need_of_fields_alone_is_understood() -> None:
    assert coverage([result()], [question("")]) == 1


def test_scores_are_claimed_as_shares_and_the_known_are_left_out() -> None:
    found = result(k=MOST, a=MOST, b=0)
    assert claims([found], [question("x", "a", known="k")]) == 0
    assert claims([found], [question("x", "a")]) == pytest.approx(1 / 3)


def test_first_results_that_are_planned() -> None:
    assert planned([result(a=1, b=9), result(a=9, b=1), result()]) == 0.5


def test_only_the_first_ten_places_count_as_exposure() -> None:
    rankings = [[str(number) for number in range(12)]]
    assert exposure(rankings, {str(number): "" for number in range(10)}) == 0
    assert exposure(rankings, {str(number): "" for number in range(20)}) == pytest.approx(0.5)


def test_the_halves_of_the_needs_are_every_second_one() -> None:
    asked = [question("x", one) for one in "abcd"]
    both = ranked([["a"], ["x"], ["c"], ["x"]], asked)
    assert both.part(0) == Ranked([["a"], ["c"]], {one: [1.0, 1.0] for one in both.figures})
    assert both.part(1).figures["MRR"] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.1, 0.3, "yes"), (-0.1, 0.3, "no"), (-0.3, -0.1, "behind")]
)
def test_a_difference_within_the_noise_is_not_said_to_be_ahead(
    low: float, high: float, verdict: str
) -> None:
    assert shown(Difference((low + high) / 2, low, high)).split()[-1] == verdict


def test_a_part_that_gives_nobody_listed_a_point_changes_no_ranking() -> None:
    given = [
        SimpleNamespace(part="text", contribution=3),
        SimpleNamespace(part="service", contribution=0),
    ]
    listed = [SimpleNamespace(results=[SimpleNamespace(reasons=given)])]
    assert counted(cast("list[MatchResult]", listed)) == {"text", "network"}


def test_weights_are_read_as_they_are_written() -> None:
    assert weights_in("network=200,subject=0") == {"network": 200, "subject": 0}


def test_a_set_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["match_quality", "--set", "moon", "--from", str(Path())])
    with pytest.raises(SystemExit):
        main()
    assert "moon" in capsys.readouterr().err
