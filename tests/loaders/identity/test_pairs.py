"""Pairs of organisations that could be one."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ORGANISATIONS, Kind
from loaders.identity.compare import Band
from loaders.identity.pairs import Named, Pair, find_pairs

PLAN = Path(__file__).parents[3] / "loaders" / "zhenhai_plan" / "entities.csv"
FIRM = Kind.ENTERPRISE
BACKGROUND = [
    Named(f"uscc:{number:03}", FIRM, (f"{place}{brand}{trade}有限公司",))
    for number, (place, brand, trade) in enumerate(
        (place, brand, trade)
        for place in ("宁波", "杭州", "温州")
        for brand in ("德昌", "海川", "明远", "华泰", "金桥", "立本")
        for trade in ("机械", "轴承", "贸易", "软件")
    )
]


def named(record_id: str, *names: str, kind: Kind = FIRM, region: str | None = None) -> Named:
    return Named(record_id, kind, names, region)


def pairs(*records: Named) -> dict[tuple[str, str], Pair]:
    return {(pair.left, pair.right): pair for pair in find_pairs([*BACKGROUND, *records])}


def band(*records: Named) -> Band:
    """What becomes of the first two records among the others."""
    left, right = sorted(record.record_id for record in records[:2])
    found = pairs(*records).get((left, right))
    return found.band if found else Band.APART


def test_a_short_name_of_a_joint_stock_company_is_joined_with_it() -> None:
    found = pairs(named("a:1", "恒鑫重工"), named("stock:1", "恒鑫重工股份有限公司"))
    pair = found["a:1", "stock:1"]
    assert pair.band is Band.MERGE
    assert pair.score == pytest.approx(1.0)
    assert pair.why.startswith("恒鑫重工 / 恒鑫重工股份有限公司: units +0.40, pairs +0.15")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (named("a:1", "宁波市恒鑫厂"), named("b:1", "宁波恒鑫厂"), Band.MERGE),
        (named("a:1", "宁波市恒鑫厂"), named("a:2", "宁波恒鑫厂"), Band.REVIEW),
        (named("uscc:A", "宁波市恒鑫厂"), named("uscc:B", "宁波恒鑫厂"), Band.APART),
        (named("a:1", "恒鑫重工"), named("b:1", "宁波恒鑫重工有限公司"), Band.REVIEW),
        (named("a:1", "宁波恒鑫厂"), named("b:1", "宁波恒鑫厂"), Band.APART),
        (named("a:1", "宁波恒鑫轴承厂"), named("b:1", "宁波恒鑫轴承厂北仑分厂"), Band.APART),
        (
            named("a:1", "宁波市恒鑫厂", region="gbt2260:330211"),
            named("b:1", "宁波恒鑫厂", region="gbt2260:330200"),
            Band.MERGE,
        ),
        (
            named("a:1", "宁波市恒鑫厂", region="gbt2260:330211"),
            named("b:1", "宁波恒鑫厂", region="gbt2260:330206"),
            Band.APART,
        ),
        (
            named("a:1", "宁波市恒鑫厂", region="gbt2260:331000"),
            named("b:1", "宁波恒鑫厂", region="gbt2260:331100"),
            Band.APART,
        ),
        (named("a:1", "恒鑫股份"), named("b:1", "宁波恒鑫机械有限公司"), Band.APART),
        (named("a:1", "Foo Bar"), named("b:1", "Foo Bar (UK) Ltd"), Band.REVIEW),
        (
            named("a:1", "中科院虚构材料研究所", kind=Kind.INSTITUTE),
            named("b:1", "中国科学院虚构材料研究所", kind=Kind.INSTITUTE),
            Band.MERGE,
        ),
        (
            named("a:1", "恒鑫重工", kind=Kind.INSTITUTE),
            named("b:1", "恒鑫重工股份有限公司"),
            Band.APART,
        ),
        (
            named("a:1", "宁波市恒鑫厂", kind=Kind.PERSON),
            named("b:1", "宁波恒鑫厂", kind=Kind.PERSON),
            Band.APART,
        ),
    ],
)
def test_what_becomes_of_two_records(one: Named, other: Named, expected: Band) -> None:
    assert band(one, other) is expected


def test_an_exact_name_makes_no_pair() -> None:
    assert pairs(named("a:1", "恒鑫厂"), named("b:1", "「恒鑫」厂")) == {}


def test_two_that_are_as_near_are_shown_and_not_joined() -> None:
    one, other = named("b:1", "恒鑫技术股份有限公司"), named("stock:1", "恒鑫科技股份有限公司")
    assert band(named("a:1", "恒鑫"), one) is Band.MERGE
    found = pairs(named("a:1", "恒鑫"), one, other)
    assert {pair.band for pair in found.values()} == {Band.REVIEW}
    assert {("a:1", "b:1"), ("a:1", "stock:1")} <= set(found)


def test_a_short_name_of_many_means_none_of_them() -> None:
    others = [named(f"b:{one}", f"恒鑫{one}有限公司") for one in "甲乙丙丁"]
    assert pairs(named("a:1", "恒鑫"), *others) == {}
    assert len(pairs(named("a:1", "恒鑫"), *others[:2])) == 2


def test_a_record_with_an_official_name_is_compared_by_it() -> None:
    official = named("stock:1", "德昌股份", "绍兴德昌电机股份有限公司")
    assert not any("stock:1" in ids for ids in pairs(official))
    assert pairs(named("a:1", "绍兴德昌电机"), official)["a:1", "stock:1"].band is Band.MERGE


def test_two_of_one_strong_scheme_are_no_pair_by_a_name_that_others_share() -> None:
    records = [
        named("uscc:A", "宁波市恒鑫厂"),
        named("a:1", "宁波市恒鑫厂"),
        named("uscc:B", "宁波恒鑫厂"),
    ]
    assert set(pairs(*records)) == {("a:1", "uscc:B")}


def test_two_are_joined_only_where_each_is_the_nearest_of_the_other() -> None:
    texts = ("baz grault corge", "baz grault corge thud baz", "baz grault corge thud baz fred")
    records = [
        named(f"{dataset}:1", text, kind=Kind.INSTITUTE)
        for dataset, text in zip("acd", texts, strict=True)
    ]
    found = {(pair.left, pair.right): pair.band for pair in find_pairs(records)}
    assert found == {("a:1", "c:1"): Band.REVIEW, ("c:1", "d:1"): Band.MERGE}


def test_all_names_of_a_record_count_wherever_they_come_from() -> None:
    first, second = named("a:1", "宁波市恒鑫厂"), named("a:1", "甲乙丙丁")
    for records in ([first, second], [second, first]):
        assert ("a:1", "b:1") in pairs(*records, named("b:1", "宁波恒鑫厂"))


def test_progress_counts_the_names_of_all_kinds() -> None:
    records = [named(f"a:{number}", f"甲{number}厂") for number in range(3)]
    seen: list[tuple[int, int]] = []
    list(find_pairs(records, progress=lambda done, total: seen.append((done, total))))
    assert seen == [(3, 3)]


def test_persons_products_and_patents_are_never_paired() -> None:
    for kind in set(Kind) - ORGANISATIONS:
        records = [named("a:1", "宁波市恒鑫厂", kind=kind), named("b:1", "宁波恒鑫厂", kind=kind)]
        assert list(find_pairs(records)) == [], kind


def test_the_organisations_of_the_plan_make_no_pair() -> None:
    with PLAN.open(encoding="utf-8", newline="") as file:
        plan = [
            named(f"zhenhai-plan:{row['key']}", row["name"], *aliases(row), kind=Kind(row["kind"]))
            for row in csv.DictReader(file)
        ]
    assert list(find_pairs([*BACKGROUND, *plan])) == []


def aliases(row: dict[str, str]) -> list[str]:
    return [alias for alias in row["aliases"].split("|") if alias]


def test_progress_ends_with_all() -> None:
    seen: list[tuple[int, int]] = []
    records = [named("a:1", "恒鑫"), named("a:2", "甲乙大学", kind=Kind.UNIVERSITY), *BACKGROUND]
    list(find_pairs(records, progress=lambda done, total: seen.append((done, total))))
    assert seen[-1][0] == seen[-1][1] > 0


def test_no_record_makes_no_pair() -> None:
    assert list(find_pairs([])) == []


NAME = st.text("宁波恒鑫重工轴承厂", min_size=1, max_size=5)
RECORD = st.builds(
    Named,
    record_id=st.sampled_from(["a:1", "a:2", "b:1", "b:2", "stock:1", "stock:2", "uscc:9"]),
    kind=st.sampled_from([FIRM, Kind.INSTITUTE]),
    names=st.lists(
        st.builds(str.__add__, NAME, st.sampled_from(["", "有限公司", "股份有限公司", "厂"])),
        min_size=1,
        max_size=2,
    ).map(tuple),
    region=st.sampled_from([None, "gbt2260:330211", "gbt2260:330206"]),
)


@given(st.lists(RECORD, max_size=12), st.randoms(use_true_random=False))
def test_pairs_are_a_function_of_the_set_of_records(
    records: list[Named], order: random.Random
) -> None:
    shuffled = order.sample(records, len(records)) + records[:2]
    found = list(find_pairs(records))
    assert list(find_pairs(shuffled)) == found
    kinds = {(record.record_id, record.kind) for record in records}
    for pair in found:
        assert pair.left < pair.right
        assert pair.band in {Band.MERGE, Band.REVIEW}
        assert any({(pair.left, kind), (pair.right, kind)} <= kinds for kind in ORGANISATIONS)
