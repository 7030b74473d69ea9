"""Needs put to the plan: the table of `needs.toml`."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from graph_api.domain import Stage
from graph_api.matching import GATES, MatchResult, Need, Snapshot, build_snapshot, match
from loaders.zhenhai_plan import records
from tests.stated import stated_by

TABLE = tomllib.loads(Path(__file__).with_name("needs.toml").read_text("utf-8"))["need"]
ANSWERED = [case for case in TABLE if "supported" in case]
UNANSWERED = [case for case in TABLE if "none" in case]
NAMED = ("supported", "first", "among", "absent")
SHARE_FIRST = 0.95


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    return build_snapshot(stated_by(records()))


@pytest.fixture(scope="module")
def answers(plan: Snapshot) -> dict[str, MatchResult]:
    return {case["why"]: match(plan, need_of(case["with"]), limit=100) for case in TABLE}


def need_of(fields: dict[str, Any]) -> Need:
    stage = fields.get("stage")
    subjects = tuple(fields.get("subjects", ()))
    return Need(**{**fields, "subjects": subjects, "stage": Stage(stage) if stage else None})


def why(case: dict[str, Any]) -> str:
    return str(case["why"])


def marked(cases: list[dict[str, Any]]) -> list[Any]:
    """The cases, those that are known to be answered wrongly marked with what is amiss."""
    return [
        pytest.param(case, marks=pytest.mark.xfail(reason=case["amiss"], strict=True))
        if "amiss" in case
        else case
        for case in cases
    ]


def names(answer: MatchResult) -> list[str]:
    return [one.provider_name for one in answer.results]


def test_the_table_is_large_enough_and_has_needs_without_an_answer() -> None:
    assert len(TABLE) >= 40
    assert len(UNANSWERED) >= 8
    assert len(TABLE) == len(ANSWERED) + len(UNANSWERED) == len(set(map(why, TABLE)))


@pytest.mark.parametrize("case", TABLE, ids=why)
def test_each_need_names_its_lines_and_providers_of_the_plan(
    plan: Snapshot, case: dict[str, Any]
) -> None:
    assert re.search(r"\bL[1-8]?\d\b", case["why"])
    known = {entity.name for entity in plan.entities.values()}
    named = {name for field in NAMED for name in case.get(field, ())}
    named |= {name for providers in case.get("stopped", {}).values() for name in providers}
    assert named | set(case.get("status", ())) <= known
    assert set(case.get("stopped", ())) <= {gate.name for gate in GATES}


def test_a_supported_provider_comes_first(answers: dict[str, MatchResult]) -> None:
    wrong = {
        why(case): names(answers[why(case)])[:3]
        for case in ANSWERED
        if not set(names(answers[why(case)])[:1]) & set(case["supported"])
    }
    assert len(wrong) <= (1 - SHARE_FIRST) * len(ANSWERED), wrong


@pytest.mark.parametrize("case", marked(ANSWERED), ids=why)
def test_every_supported_provider_is_listed_and_one_of_them_first(
    answers: dict[str, MatchResult], case: dict[str, Any]
) -> None:
    found = names(answers[why(case)])
    assert set(found[:1]) & set(case["supported"])
    assert set(case["supported"]) | set(case.get("among", ())) <= set(found)
    assert not set(case.get("absent", ())) & set(found)
    assert found[: len(case.get("first", ()))] == case.get("first", [])


@pytest.mark.parametrize("case", marked(UNANSWERED), ids=why)
def test_nobody_is_listed_where_the_plan_names_nobody_and_the_reason_is_given(
    answers: dict[str, MatchResult], case: dict[str, Any]
) -> None:
    answer = answers[why(case)]
    assert names(answer) == []
    assert case.get("stopped") or case.get("unknown")


@pytest.mark.parametrize("case", TABLE, ids=why)
def test_what_was_stopped_or_not_understood_is_named(
    answers: dict[str, MatchResult], case: dict[str, Any]
) -> None:
    answer = answers[why(case)]
    for gate, providers in case.get("stopped", {}).items():
        stopped = [stop.provider_name for stop in answer.stopped if stop.gate == gate]
        assert set(providers) <= set(stopped)
        assert answer.stopped_count[gate] >= len(providers)
    assert set(case.get("unknown", ())) <= set(answer.understood.unknown)


@pytest.mark.parametrize("case", [case for case in ANSWERED if "status" in case], ids=why)
def test_nothing_is_shown_as_more_real_than_the_plan_says(
    answers: dict[str, MatchResult], case: dict[str, Any]
) -> None:
    shown = {one.provider_name: str(one.status) for one in answers[why(case)].results}
    assert {name: shown[name] for name in case["status"]} == case["status"]


def test_every_reason_of_the_plan_can_be_shown(
    plan: Snapshot, answers: dict[str, MatchResult]
) -> None:
    for one in (one for answer in answers.values() for one in answer.results):
        assert one.score == sum(reason.contribution for reason in one.reasons)
        assert any(reason.evidence for reason in one.reasons if reason.contribution > 0)
        assert all(node in plan.entities for node in one.path.nodes)
