"""The gates: each stops what it should, says why, and what is not stated is no "no"."""

from dataclasses import replace
from datetime import date

import pytest

from graph_api.domain import Stage, Subgraph, Value
from graph_api.matching import GATES, Need, Snapshot, build_snapshot, explain_pair, match

STOPS = {
    "own": (Need("紧固件", firm="中心检测公司"), "t:inspector"),
    "service": (Need("紧固件", service="finance"), "t:inspector"),
    "complex": (Need("紧固件检测", complex_id="磁性综合体"), "t:inspector"),
    "stage": (Need("永磁材料", stage=Stage.RESEARCH), "t:pilot-line"),
    "region": (Need("轴承检测", region="初创园"), "t:planned-lab"),
    "status": (Need("紧固件检测"), "t:closed-lab"),
    "budget": (Need("轴承检测", budget=299.0), "t:planned-lab"),
    "capacity": (Need("专利导航"), "t:magnet-lab"),
    "accreditation": (Need("轴承检测", accreditations=("CMA",)), "t:planned-lab"),
    "deadline": (
        Need("轴承检测", deadline="2026-03-10", as_of=date(2026, 3, 1)),
        "t:planned-lab",
    ),
}
TERMS: dict[str, dict[str, Value]] = {
    "t:test-bearings": {"price_min": 300.0, "accreditations": ("CNAS",), "lead_days": 10},
    "t:map-patents": {"capacity": 0},
}


def test_every_gate_has_its_case() -> None:
    assert list(STOPS) == [gate.name for gate in GATES]


@pytest.fixture(scope="module")
def on_terms(district: Subgraph) -> Snapshot:
    changed = {
        one: replace(district.entities[one], properties=properties)
        for one, properties in TERMS.items()
    }
    return build_snapshot(Subgraph(district.entities | changed, district.relations))


UNSTATED = (
    (Need("轴承检测", budget=1.0), "价格未说明", True),
    (Need("轴承检测", budget=1.0), "余量未说明", True),
    (Need("轴承检测", deadline="2026-03-02", as_of=date(2026, 3, 1)), "所需时间未说明", True),
    (Need("轴承检测", accreditations=("CNAS",)), "未说明具备资质“CNAS”", False),
)


@pytest.mark.parametrize(("need", "words", "passes"), UNSTATED)
def test_what_is_not_stated_is_said_and_only_an_accreditation_is_needed(
    snap: Snapshot, need: Need, words: str, *, passes: bool
) -> None:
    told = explain_pair(snap, need, "t:planned-lab")
    assert (told.match is not None) == passes
    assert words in told.sentence_zh


ON_TERMS = (
    Need("轴承检测", budget=300.0),
    Need("轴承检测", accreditations=("cnas",)),
    Need("轴承检测", deadline="2026-03-11", as_of=date(2026, 3, 1)),
    Need("轴承检测", deadline="2026-03-02"),
)


@pytest.mark.parametrize("need", ON_TERMS)
def test_what_is_just_within_the_terms_passes(on_terms: Snapshot, need: Need) -> None:
    assert "轴承实验室" in {one.provider_name for one in match(on_terms, need).results}


def test_an_accreditation_that_others_are_stated_in_place_of_is_not_called_unstated(
    on_terms: Snapshot,
) -> None:
    told = explain_pair(on_terms, Need("轴承检测", accreditations=("CMA",)), "t:planned-lab")
    assert told.stopped[0].zh == "所列资质为“CNAS”，没有“CMA”"


@pytest.mark.parametrize("gate", STOPS)
def test_a_gate_stops_and_says_why(on_terms: Snapshot, gate: str) -> None:
    snap = on_terms
    need, provider = STOPS[gate]
    told = explain_pair(snap, need, provider)
    assert told.match is None
    assert gate in {stop.gate for stop in told.stopped}
    assert "未列入" in told.sentence_zh
