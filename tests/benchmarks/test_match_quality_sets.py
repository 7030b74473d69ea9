"""The sets and the baselines of `benchmarks.match_quality`, on invented rows."""

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.match_quality_methods import DEPTH, bm25, listed, popularity, profiles
from benchmarks.match_quality_sets import (
    QualitySet,
    Question,
    hidden_product,
    hidden_supply,
    plan_table,
)
from graph_api.domain import RelationType
from graph_api.matching import Need, build_snapshot, match

TRIPLES = ("head", "relation", "tail", "date")
TRAIN = (
    ("青松钢管有限公司", "归属于行业", "钢管行业", "2025-01-01"),
    ("白鹭阀门有限公司", "归属于行业", "阀门行业", "2025-01-01"),
    ("红枫泵业有限公司", "归属于行业", "泵行业", "2025-01-01"),
    ("红枫泵业有限公司", "合作", "白鹭阀门有限公司", "2025-01-02"),
)
VALID = (
    ("青松钢管有限公司", "供给", "红枫泵业有限公司", "2025-09-01"),
    ("红枫泵业有限公司", "合作", "白鹭阀门有限公司", "2025-09-02"),
    ("白鹭阀门有限公司", "合作", "青松钢管有限公司", "2025-09-03"),
    ("从未见过有限公司", "供给", "红枫泵业有限公司", "2025-09-04"),
)
FIRMS = 10
CHAINKG: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = {
    "company.csv": (
        ("code", "name", "fullname", "exchange", "list_date"),
        [
            (f"60000{n}", f"甲{n}", f"甲{n}制造股份有限公司", "上海证券交易所", "2001-01-01")
            for n in range(FIRMS)
        ],
    ),
    "industry.csv": (("code", "name"), [("720902", "测试业")]),
    "product.csv": (("name",), [("测试阀",)]),
    "cp.csv": (
        ("company", "product", "rel", "weight"),
        [(f"60000{n}SH", "测试阀", "主营产品", "0.5") for n in range(FIRMS)],
    ),
    "pp.csv": (("from_product", "to_product", "rel"), [("测试阀", "测试铜", "上游材料")]),
    "ci.csv": (("company", "industry", "rel"), [("600000SH", "720902", "所属行业")]),
    "ii_code.csv": (("from_code", "to_code", "rel"), []),
    "ii_name.csv": (("industry", "upstream_industry", "rel"), []),
}


def table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


@pytest.fixture
def supply(tmp_path: Path) -> QualitySet:
    table(tmp_path / "ickg25" / "train.csv.gz", TRIPLES, TRAIN)
    table(tmp_path / "ickg25" / "valid.csv.gz", TRIPLES, VALID)
    return hidden_supply(tmp_path, 100)


@pytest.fixture
def product(tmp_path: Path) -> QualitySet:
    for name, (columns, rows) in CHAINKG.items():
        table(tmp_path / "chainkg" / name, columns, rows)
    return hidden_product(tmp_path, 100)


def test_a_firm_is_asked_for_its_new_partners_alone(supply: QualitySet) -> None:
    names = {one.id: one.name for one in supply.subgraph.entities.values()}
    asked = {
        names[str(one.need.firm)]: (
            {names[right] for right in one.relevant},
            {names[known] for known in one.known},
        )
        for one in supply.questions
    }
    steel, valves, pumps = "青松钢管有限公司", "白鹭阀门有限公司", "红枫泵业有限公司"
    assert asked == {
        pumps: ({steel}, {pumps, valves}),
        valves: ({steel}, {valves, pumps}),
        steel: ({valves}, {steel}),
    }
    assert not any(one.type is RelationType.SUPPLIES for one in supply.subgraph.relations)


def test_a_fifth_of_what_firms_make_is_hidden_and_asked_for(product: QualitySet) -> None:
    (question,) = product.questions
    made = [one for one in product.subgraph.relations if one.type is RelationType.PRODUCES]
    assert len(question.relevant) == FIRMS // 5
    assert len(question.known) == len(made) == FIRMS - FIRMS // 5
    assert not question.relevant & question.known
    assert question.words == question.need.text == "测试阀"
    texts = profiles(product.subgraph)
    assert {one for one, text in texts.items() if "测试阀" in text} == question.known


def test_the_plan_asks_every_need_that_has_an_answer() -> None:
    plan = plan_table(Path(), 1_000)
    assert len(plan.questions) == plan.of >= 30
    assert all(one.words for one in plan.questions)
    assert len(plan_table(Path(), 7).questions) == 7


def test_baselines_rank_by_their_one_measure_and_leave_out_the_known(supply: QualitySet) -> None:
    names = {one.id: one.name for one in supply.subgraph.entities.values()}
    ids = {name: one for one, name in names.items()}
    asked = Question(
        Need(text="钢管"), "钢管", frozenset({"x"}), frozenset({ids["红枫泵业有限公司"]})
    )
    by_text = bm25(profiles(supply.subgraph))(asked)
    assert [names[one] for one in by_text] == ["青松钢管有限公司"]
    by_degree = popularity(supply.subgraph)(asked)
    assert names[by_degree[0]] == "白鹭阀门有限公司"
    assert asked.known.isdisjoint(by_degree)


def test_ours_are_listed_in_the_order_of_match_without_the_known() -> None:
    result = match(build_snapshot(plan_table(Path(), 1).subgraph), Need(service="检验检测"), DEPTH)
    first, *others = [one.provider for one in result.results]
    question = Question(Need(service="检验检测"), "检验检测", frozenset({"x"}), frozenset({first}))
    assert listed(result, question) == others


def test_plain_bm25_counts_rare_words_more_and_long_profiles_less() -> None:
    def ranking(**texts: str) -> list[str]:
        return bm25(texts)(Question(Need(text="valve steel"), "valve steel", frozenset({"x"})))

    assert ranking(a="steel pipe", b="steel rod", c="valve pipe")[0] == "c"
    assert ranking(a="steel pipe of many other sizes", b="steel pipe") == ["b", "a"]
    assert ranking(a="copper", b="steel") == ["b"]
