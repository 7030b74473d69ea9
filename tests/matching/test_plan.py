"""Needs put to the plan: the table of `needs.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graph_api.domain import Stage
from graph_api.matching import Need, Snapshot, build_snapshot, match
from loaders.zhenhai_plan import records
from tests.stated import stated_by

TABLE = tomllib.loads(Path(__file__).with_name("needs.toml").read_text("utf-8"))["need"]


@pytest.fixture(scope="module")
def plan() -> Snapshot:
    return build_snapshot(stated_by(records()))


def need_of(fields: dict[str, Any]) -> Need:
    stage = fields.get("stage")
    return Need(**{**fields, "stage": Stage(stage) if stage else None})


def test_the_table_is_large_enough_and_has_needs_without_an_answer() -> None:
    assert len(TABLE) >= 20
    assert sum(case.get("none", False) for case in TABLE) >= 3


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_the_plan_answers(plan: Snapshot, case: dict[str, Any]) -> None:
    answer = match(plan, need_of(case["with"]), limit=100)
    found = {one.provider_name: one for one in answer.results}
    names = list(found)
    assert (names == []) == case.get("none", False)
    assert names[: len(case.get("first", ()))] == case.get("first", [])
    assert set(case.get("among", ())) <= set(names)
    assert not set(case.get("absent", ())) & set(names)
    assert {name: str(found[name].status) for name in case.get("status", {})} == case.get(
        "status", {}
    )
    assert all(answer.stopped_count[gate] for gate in case.get("stopped", ()))
    assert list(answer.understood.unknown) == case.get("unknown", list(answer.understood.unknown))


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_every_reason_of_the_plan_can_be_shown(plan: Snapshot, case: dict[str, Any]) -> None:
    for one in match(plan, need_of(case["with"]), limit=100).results:
        assert one.score == sum(reason.contribution for reason in one.reasons)
        assert any(reason.evidence for reason in one.reasons if reason.contribution > 0)
        assert all(node in plan.entities for node in one.path.nodes)
