"""ICKG-2025: the real triples against an independent reading of them, and made-up ones that are wrong."""

import random
from collections import Counter
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from graph_api.domain import ORGANISATIONS, Entity, Kind, Modality, RelationType
from loaders.ickg25 import DATASET, SAID, is_class, is_parent
from tests.loaders.stated import DATA, Stated, rows_of, write_rows

HEADER = "head,relation,tail,date"
DAY = "2025-03-04"


@pytest.fixture(scope="module")
def real() -> Stated:
    return Stated(DATASET, DATA)


@pytest.fixture(scope="module")
def triples() -> list[dict[str, str]]:
    return [row for name in ("train", "valid") for row in rows_of(f"ickg25/{name}.csv.gz")]


def stated(tmp_path: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Stated:
    write_rows(tmp_path / "ickg25" / "train.csv", [header, *lines], encoding=encoding)
    return Stated(DATASET, tmp_path)


# the real triples


def test_every_triple_is_a_relation_or_told_among_the_rejected(
    real: Stated, triples: list[dict[str, str]]
) -> None:
    assert real.faults() == []
    symmetric = {"合作", "合资", "竞争"}
    twice = sum(
        n - 1
        for n in Counter(
            (r["relation"], *sorted((r["head"], r["tail"])))
            if r["relation"] in symmetric
            else (r["relation"], r["head"], r["tail"])
            for r in triples
        ).values()
    )
    # the other rows that meet are 涉足行业 and 归属于行业 of one pair, and relations that names turn round
    assert 0 <= len(triples) - len(real.relations) - len(real.rejected) - twice < 400
    assert len(real.rejected) < 0.02 * len(triples)
    assert set(real.rules()) == {
        "generic-name",
        "direction-contradicted",
        "kind-does-not-fit",
        "place-name",
        "not-an-organisation",
        "not-an-industry",
        "self-relation",
        "patent-number-unreadable",
    }


@pytest.mark.parametrize("word", SAID)
def test_each_word_gives_nearly_all_of_its_relations(
    real: Stated, triples: list[dict[str, str]], word: str
) -> None:
    pairs = {(r["head"], r["tail"]) for r in triples if r["relation"] == word}
    quoted = [one for one in real.relations.values() if one.evidence[0].quote == word]
    assert 0.74 * len(pairs) <= len(quoted) <= len(pairs)
    assert {one.role for one in quoted} == {SAID[word].role}
    assert all(one.properties["reported"].startswith("2025-") for one in quoted)  # type: ignore[union-attr]
    assert not any(one.since for one in quoted)


def test_patents_are_held_and_trades_are_of_enterprises(real: Stated) -> None:
    assert 17_700 < len(real.of_kind(Kind.PATENT)) < 17_900
    assert len({one.to_id for one in real.of_type(RelationType.HOLDS)}) == len(
        real.of_kind(Kind.PATENT)
    )
    members = {real.entities[one.from_id].kind for one in real.of_type(RelationType.IN_INDUSTRY)}
    assert members == {Kind.ENTERPRISE}
    assert {one.kind for one in real.entities.values()} >= ORGANISATIONS - {
        Kind.FINANCE_PROVIDER
    } | {Kind.FUND, Kind.PRODUCT, Kind.INDUSTRY}


@pytest.mark.parametrize(
    ("parent", "child"),
    [
        ("TCL", "TCL华星"),
        ("京东", "京东健康"),
        ("中国煤炭科工集团有限公司", "天玛智控"),
        ("通威股份", "永祥股份"),
        ("美团", "美团闪购"),
        ("顺丰", "顺丰同城"),
    ],
)
def test_known_parents_control_their_firms(real: Stated, parent: str, child: str) -> None:
    assert real.between(parent, RelationType.CONTROLS, child)
    assert not real.between(child, RelationType.CONTROLS, parent)


def test_a_parent_stated_the_wrong_way_round_is_turned_by_the_names_and_inferred(
    real: Stated,
) -> None:
    (right,) = real.between("TCL", RelationType.CONTROLS, "TCL中环")
    assert (right.modality, right.properties["rule"]) == (Modality.INFERRED, "name-in-the-name")


@pytest.mark.parametrize(
    ("part", "whole"),
    [("精酿啤酒行业", "啤酒行业"), ("智能汽车行业", "汽车行业"), ("电子专用材料制造", "制造业")],
)
def test_a_class_holds_its_parts(real: Stated, part: str, whole: str) -> None:
    assert real.between(part, RelationType.PART_OF, whole)
    assert not real.between(whole, RelationType.PART_OF, part)


def test_no_organisation_bears_a_name_of_nobody(real: Stated) -> None:
    names = {one.name for one in real.entities.values() if one.kind in ORGANISATIONS}
    assert names.isdisjoint(
        {"经销商", "客户", "供应商", "科技企业", "Google Analytics认证", "其他"}
    )
    assert names >= {"腾讯", "清华大学", "宁德时代", "之江实验室"}


def test_the_kind_of_a_name_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = list(rows_of("ickg25/valid.csv.gz"))
    kinds: list[set[tuple[str, str, str]]] = []
    relations: list[dict[str, dict[str, object]]] = []
    for turn in range(2):
        random.Random(turn).shuffle(rows)  # noqa: S311 - an order, no secret
        lines = [
            ",".join(f'"{cell}"' for cell in row.values()) for row in rows if '"' not in str(row)
        ]
        found = stated(tmp_path / str(turn), *lines)
        kinds.append({(one.id, one.kind, one.name) for one in found.entities.values()})
        relations.append({key: dict(one.properties) for key, one in found.relations.items()})
    assert len(kinds[0]) > 5_000
    assert kinds[0] == kinds[1]
    assert relations[0] == relations[1]


# made-up triples


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("金峰公司,爱慕,银川公司,2025-01-01", "unknown-relation"),
        ("金峰公司,合作,金峰公司,2025-01-01", "self-relation"),
        ("金峰公司,合作,金 峰公司,2025-01-01", "self-relation"),
        (",合作,金峰公司,2025-01-01", "cell-empty"),
        ("金峰公司,,银川公司,2025-01-01", "cell-empty"),
        ("金峰公司,合作,无,2025-01-01", "generic-name"),
        ("金峰公司,合作,——,2025-01-01", "name-missing"),
        ("金峰公司,供给,美国客户,2025-01-01", "generic-name"),
        ("金峰公司,合作,某电商平台,2025-01-01", "generic-name"),
        ("金峰公司,合作,浙江省,2025-01-01", "place-name"),
        ("数字营销师认证,归属于行业,数字营销行业,2025-01-01", "not-an-organisation"),
        ("金峰公司,归属于行业,苹果概念股,2025-01-01", "not-an-industry"),
        ("金峰公司,合作,半导体行业,2025-01-01", "kind-does-not-fit"),
        ("清华大学,基于专利生产,光刻机,2025-01-01", "kind-does-not-fit"),
        ("金峰公司,持有专利,CN11223344,2025-01-01", "patent-number-unreadable"),
        ("é\u0087\u0091å³°å\u0085¬å\u008f¸,合作,银川公司,2025-01-01", "text-garbled"),
        ("锟斤拷公司,合作,银川公司,2025-01-01", "text-garbled"),
        ("金峰公司,合作,银川公司,2025-01-01,多余", ""),
        ("金峰公司,合作", ""),
    ],
)
def test_a_bad_triple_is_told_and_the_good_one_beside_it_stays(
    tmp_path: Path, line: str, rule: str
) -> None:
    found = stated(tmp_path, "青山公司,供给,绿水公司,2025-01-01", line)
    (told,) = found.rejected
    assert told.rule == rule or (not rule and told.rule)
    assert told.source == "ickg25#train:row=2"
    assert told.reason
    assert [one.type for one in found.relations.values()] == [RelationType.SUPPLIES]
    assert found.faults() == []
    assert {one.name for one in found.entities.values()} == {"青山公司", "绿水公司"}


@pytest.mark.parametrize("date", ["2025-13-45", "昨天", "2025", "2025-02"])
def test_a_date_that_cannot_be_read_costs_the_date_alone(tmp_path: Path, date: str) -> None:
    found = stated(tmp_path, f"青山公司,供给,绿水公司,{date}")
    (told,) = found.rejected
    assert (told.rule, told.field, told.value) == ("date-unreadable", "date", date)
    (relation,) = found.relations.values()
    assert "reported" not in relation.properties


@pytest.mark.parametrize(
    ("header", "line", "encoding"),
    [
        ("head,relation,tail", "青山公司,供给,绿水公司", "utf-8"),
        ("tail,date,relation,head", f"绿水公司,{DAY},供给,青山公司", "utf-8-sig"),
        ("id,head,relation,tail,date,score", f"7,青山公司,供给,绿水公司,{DAY},0.9", "gb18030"),
        (HEADER, "青山公司,供给,绿水公司,2025/3/4", "utf-8"),
        (HEADER, "青山公司,供给,绿水公司,", "utf-8"),
    ],
)
def test_other_layouts_say_the_same(tmp_path: Path, header: str, line: str, encoding: str) -> None:
    found = stated(tmp_path, line, header=header, encoding=encoding)
    assert found.rejected == []
    (relation,) = found.relations.values()
    assert found.between("青山公司", RelationType.SUPPLIES, "绿水公司") == [relation]
    assert relation.properties.get("reported") in {DAY, None}
    assert ("reported" in relation.properties) == ("3" in line)


def test_a_file_alone_is_told_by_its_headers(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "news-2026.csv", [HEADER, f"青山公司,供给,绿水公司,{DAY}"])
    (part,) = DATASET.parts(DATASET.inputs_of([file]))
    assert sum(isinstance(record, Entity) for record in part.records) == 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # acts more often than it is called an industry
        (["远航汽车,投资,青山公司", "青山公司,归属于行业,远航汽车"], Kind.ENTERPRISE),
        (["青山公司,归属于行业,远航汽车", "绿水公司,供给,远航汽车"] * 2, Kind.ENTERPRISE),
        # an industry that once has got among the parties
        (
            ["青山公司,涉足行业,远航汽车", "绿水公司,涉足行业,远航汽车", "绿水公司,供给,远航汽车"],
            Kind.INDUSTRY,
        ),
        # in an industry and else only a link of a chain
        (["远航汽车,归属于行业,家电行业", "远航汽车,上游于,家电行业"], Kind.PRODUCT),
        # made by a firm
        (["青山公司,基于专利生产,远航汽车"], Kind.PRODUCT),
        # a link that is no activity, and a class
        (["远航汽车,上游于,家电行业"], Kind.PRODUCT),
        (["家电行业,包含,远航汽车"], Kind.INDUSTRY),
        (["远航汽车,归属于行业,家电行业"], Kind.ENTERPRISE),
    ],
)
def test_a_name_has_one_kind_by_what_is_said_of_it_most(
    tmp_path: Path, lines: list[str], expected: Kind
) -> None:
    for order in (lines, lines[::-1]):
        found = stated(tmp_path, *(f"{line},{DAY}" for line in dict.fromkeys(order)))
        assert found.named("远航汽车").kind is expected
        assert found.faults() == []


def test_a_fund_that_only_invests_is_a_fund_and_one_that_does_more_a_firm(tmp_path: Path) -> None:
    found = stated(
        tmp_path,
        "东海产业投资基金,投资,青山公司,2025-01-01",
        "西海产业投资基金,投资,青山公司,2025-01-01",
        "西海产业投资基金,合作,青山公司,2025-01-01",
    )
    assert found.named("青山公司").kind is Kind.ENTERPRISE
    kinds = {one.name: one.kind for one in found.entities.values()}
    assert kinds["东海产业投资基金"] is Kind.FUND
    assert kinds["西海产业投资基金"] is Kind.ENTERPRISE


def test_what_is_in_an_industry_and_no_enterprise_is_told_apart(tmp_path: Path) -> None:
    found = stated(
        tmp_path,
        "青山公司,涉足行业,家电行业,2025-01-01",
        "东海研究院,涉足行业,家电行业,2025-01-01",
        "空气机,归属于行业,家电行业,2025-01-01",
        "空气机,上游于,厨电行业,2025-01-01",
    )
    assert found.between("青山公司", RelationType.IN_INDUSTRY, "家电行业")
    (serves,) = found.between("东海研究院", RelationType.SERVES, "家电行业")
    assert serves.properties["rule"] == "active-in-industry"
    (part,) = found.between("空气机", RelationType.PART_OF, "家电行业")
    assert part.modality is Modality.FACT


def test_two_reports_of_one_cooperation_are_one_and_bear_the_earlier_date(tmp_path: Path) -> None:
    lines = ["青山公司,合作,绿水公司,2025-05-05", "绿水公司,合作,青山公司,2025-02-02"]
    for order in (lines, lines[::-1]):
        (relation,) = stated(tmp_path, *order).relations.values()
        assert relation.properties == {"reported": "2025-02-02"}


def test_spellings_of_one_name_are_one_and_the_same_name_in_any_order(tmp_path: Path) -> None:
    lines = ["青山（宁波）公司,合作,绿水公司,2025-05-05", "青山(宁波)公司,竞争,绿水公司,2025-02-02"]
    names = set()
    for order in (lines, lines[::-1]):
        found = stated(tmp_path, *order)
        assert len(found.entities) == 2
        names |= {one.name for one in found.entities.values()}
    assert len(names) == 2


@pytest.mark.parametrize(
    ("lines", "patents"),
    [
        # a number is one patent, whoever holds it
        (
            [
                "青山公司,持有专利,CN120123456A,2025-01-01",
                "绿水公司,持有专利,CN 120123456A,2025-02-02",
            ],
            1,
        ),
        # a title of its own on one day is held together; on another day it is another patent
        (["青山公司,持有专利,光刻机,2025-01-01", "绿水公司,持有专利,光刻机,2025-01-01"], 1),
        (["青山公司,持有专利,光刻机,2025-01-01", "绿水公司,持有专利,光刻机,2025-01-02"], 2),
        # the title of a utility model is anybody's
        (["青山公司,持有专利,一种夹具,2025-01-01", "绿水公司,持有专利,一种夹具,2025-01-01"], 2),
        (["青山公司,持有专利,光刻机,", "绿水公司,持有专利,光刻机,"], 2),
    ],
)
def test_what_makes_two_titles_one_patent(tmp_path: Path, lines: list[str], patents: int) -> None:
    found = stated(tmp_path, *lines)
    assert len(found.of_kind(Kind.PATENT)) == patents
    assert len(found.of_type(RelationType.HOLDS)) == 2


@pytest.mark.parametrize(
    ("parent", "child", "does"),
    [
        ("青山集团", "青山新材料有限公司", True),
        ("青山", "青山（宁波）科技公司", True),
        ("青山新材料有限公司", "青山集团", False),
        ("青山股份", "宁波青山控股集团有限公司", False),
        ("青山（宁波）公司", "东青山（宁波）公司分厂", False),
        ("山", "青山", False),
        ("青山集团", "青山公司", False),
    ],
)
def test_which_name_says_that_it_is_the_parent(parent: str, child: str, does: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_parent(parent, child) is does


@pytest.mark.parametrize(
    ("whole", "part", "does"),
    [
        ("啤酒行业", "精酿啤酒", True),
        ("汽车产业", "智能汽车行业", True),
        ("食品行业", "食品饮料行业", False),
        ("精酿啤酒", "啤酒行业", False),
        ("啤酒", "啤酒行业", False),
    ],
)
def test_which_name_is_the_head_word_of_the_other(whole: str, part: str, does: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_class(whole, part) is does


def test_both_directions_are_refused_unless_the_names_decide(tmp_path: Path) -> None:
    found = stated(
        tmp_path,
        "青山集团,母公司/控股,绿水公司,2025-01-01",
        "绿水公司,母公司/控股,青山集团,2025-01-01",
        "青山集团,母公司/控股,青山科技公司,2025-01-01",
        "青山科技公司,母公司/控股,青山集团,2025-01-01",
    )
    assert found.rules() == {"direction-contradicted": 2}
    (stated_right,) = found.between("青山集团", RelationType.CONTROLS, "青山科技公司")
    assert stated_right.modality is Modality.FACT
    assert len(found.relations) == 1


@hypothesis.given(
    st.lists(st.tuples(st.text(max_size=8), st.sampled_from(list(SAID)), st.text(max_size=8)))
)
@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_any_cells_give_records_that_a_load_takes(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    lines = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in rows
        if "".join(row).isprintable()
    ]
    found = stated(tmp_path, *lines, header="head,relation,tail", encoding="utf-8")
    assert found.faults() == []
