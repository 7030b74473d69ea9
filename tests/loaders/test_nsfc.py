"""Grants and calls: the real tables against an independent reading, and made-up rows that are wrong."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from graph_api.domain import Entity, Kind, RelationType
from graph_api.domain.names import normalise
from loaders.nsfc import DATASET
from tests.loaders.stated import DATA, Stated, rows_of, write_rows

GRANTS = "项目批准号,项目类别,项目名称,依托单位,金额,起止年月"
CALLS = "Unnamed: 0,项目名称,项目来源,发布时间,截止时间"
GRANT = "79912345,面上项目,磁性材料的创新管理,东海大学,48.5,2016.01-2019.12"
CALL = "1,[申报中] 2017年度东海市科技计划项目,东海市科技计划项目,2017-03-01,2017-04-15"


@pytest.fixture(scope="module")
def real() -> Stated:
    return Stated(DATASET, DATA)


@pytest.fixture(scope="module")
def grants() -> list[dict[str, str]]:
    return list(rows_of("nsfc/projects.csv.gz"))


@pytest.fixture(scope="module")
def calls() -> list[dict[str, str]]:
    return list(rows_of("nsfc/calls.csv.gz"))


def stated(
    tmp_path: Path,
    *,
    grants: tuple[str, ...] = (GRANTS, GRANT),
    calls: tuple[str, ...] = (),
    encoding: str = "utf-8",
) -> Stated:
    write_rows(tmp_path / "nsfc" / "projects.csv", grants, encoding=encoding)
    if calls:
        write_rows(tmp_path / "nsfc" / "calls.csv", calls, encoding=encoding)
    return Stated(DATASET, tmp_path)


# the real tables


def test_every_grant_is_a_project_of_its_institution(
    real: Stated, grants: list[dict[str, str]]
) -> None:
    assert real.faults() == []
    projects = real.of_kind(Kind.PROJECT)
    assert len(projects) == len(grants) == 17_926
    assert len(real.of_type(RelationType.PARTICIPATES_IN)) == len(grants)
    assert {one.role for one in real.of_type(RelationType.PARTICIPATES_IN)} == {"host"}
    hosts = Counter(normalise(real.entities[r.from_id].name) for r in real.relations.values())
    assert hosts == Counter(normalise(row["依托单位"]) for row in grants)


def test_the_amounts_are_in_yuan_and_sum_to_those_of_the_table(
    real: Stated, grants: list[dict[str, str]]
) -> None:
    total = sum(Decimal(row["金额"]) for row in grants) * 10_000
    for elements in (real.of_kind(Kind.PROJECT), real.of_type(RelationType.PARTICIPATES_IN)):
        found = sum(Decimal(str(one.properties["amount"])) for one in elements)  # type: ignore[attr-defined]
        assert found == total
        assert {one.properties["currency"] for one in elements} == {"CNY"}  # type: ignore[attr-defined]


def test_the_periods_are_whole_months(real: Stated, grants: list[dict[str, str]]) -> None:
    by_number = {row["项目批准号"]: row["起止年月"] for row in grants}
    for project in real.of_kind(Kind.PROJECT):
        period = by_number.get(project.id.removeprefix("nsfc:"))
        if period and project.until:
            assert project.since
            assert f"{project.since[:7]}-{project.until[:7]}".replace("-", ".") == period.replace(
                "-", "."
            )
            assert project.since.endswith("-01")
            assert project.until[8:] in {"28", "29", "30", "31"}
    impossible = [row for row in grants if int(row["起止年月"][-2:]) > 12]
    assert real.rules()["period-unreadable"] == len(impossible) == 10
    assert sum(project.until is None for project in real.of_kind(Kind.PROJECT)) == 10
    assert sum(project.since is None for project in real.of_kind(Kind.PROJECT)) == 0


def test_every_call_is_an_opportunity_once(real: Stated, calls: list[dict[str, str]]) -> None:
    funds = real.of_kind(Kind.FUND)
    different = {tuple(row.values())[1:] for row in calls}
    assert len(funds) == len(different) == 13_754
    assert all(fund.properties["opportunity"] is True for fund in funds)
    assert not any(re.search(r"申报中|\.\.\.", fund.name) for fund in funds)
    cut = [fund for fund in funds if fund.properties.get("title_cut")]
    assert len(cut) == len({row for row in different if row[0].endswith("...")})
    assert all(fund.name.endswith("…") for fund in cut)


def test_the_deadlines_are_days_and_those_that_cannot_be_are_told(
    real: Stated, calls: list[dict[str, str]]
) -> None:
    rules = real.rules()
    with_deadline = {tuple(row.values())[1:] for row in calls if row["截止时间"]}
    funds = [fund for fund in real.of_kind(Kind.FUND) if fund.until]
    assert len(funds) == (
        len(with_deadline) - rules["deadline-before-publication"] - rules["date-unreadable"]
    )
    assert rules["deadline-before-publication"] + rules["date-unreadable"] == 5
    assert (min(fund.until for fund in funds), max(fund.until for fund in funds)) == (  # type: ignore[type-var]
        "2011-12-31",
        "2020-10-31",
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("清华大学", Kind.UNIVERSITY),
        ("中国科学院大学", Kind.UNIVERSITY),
        ("中国科学院数学与系统科学研究院", Kind.INSTITUTE),
        ("北京图书馆", Kind.INSTITUTE),
        ("国家统计局", Kind.GOVERNMENT_BODY),
        ("深圳证券交易所", Kind.ENTERPRISE),
        ("中国企业管理协会", Kind.ASSOCIATION),
    ],
)
def test_institutions_have_the_kind_of_their_names(real: Stated, name: str, kind: Kind) -> None:
    assert real.named(name).kind is kind


def test_no_row_is_lost(
    real: Stated, grants: list[dict[str, str]], calls: list[dict[str, str]]
) -> None:
    assert real.rules() == {
        "period-unreadable": 10,
        "deadline-before-publication": 4,
        "date-unreadable": 1,
        "number-unreadable": 1,
    }
    assert all(record.kept.startswith("the ") for record in real.rejected)
    institutions = len({row["依托单位"] for row in grants})
    assert real.read == 2 * len(grants) + institutions + len(calls) + len(real.rejected)


# made-up rows


@pytest.mark.parametrize(
    ("row", "rule", "field", "keeps"),
    [
        (
            "79912345,面上项目,磁性材料,东海大学,约50,2016.01-2019.12",
            "amount-unreadable",
            "金额",
            True,
        ),
        (
            "79912345,面上项目,磁性材料,东海大学,-5,2016.01-2019.12",
            "amount-unreadable",
            "金额",
            True,
        ),
        (
            "79912345,面上项目,磁性材料,东海大学,5万鼠,2016.01-2019.12",
            "amount-unreadable",
            "金额",
            True,
        ),
        (
            "79912345,面上项目,磁性材料,东海大学,50,2016.01-2019.17",
            "period-unreadable",
            "起止年月",
            True,
        ),
        (
            "79912345,面上项目,磁性材料,东海大学,50,2019.12-2016.01",
            "period-unreadable",
            "起止年月",
            True,
        ),
        ("79912345,面上项目,磁性材料,东海大学,50,三年", "period-unreadable", "起止年月", True),
        (
            "第7号,面上项目,磁性材料,东海大学,50,2016.01-2019.12",
            "number-unreadable",
            "项目批准号",
            True,
        ),
        ("79912345,面上项目,,东海大学,50,2016.01-2019.12", "cell-empty", "项目名称", False),
        ("79912345,面上项目,磁性材料,,50,2016.01-2019.12", "cell-empty", "依托单位", False),
        ("79912345,面上项目,磁性材料,其他,50,2016.01-2019.12", "generic-name", "依托单位", False),
        (
            "79912345,面上项目,锟斤拷锟斤拷,东海大学,50,2016.01-2019.12",
            "text-garbled",
            "项目名称",
            False,
        ),
        ("79912345,面上项目,磁性材料,《》,50,2016.01-2019.12", "value-unreadable", "", False),
        ("面上项目,磁性材料,东海大学,50,2016.01-2019.12", "", "", False),
    ],
)
def test_a_bad_grant_is_told_and_the_good_one_beside_it_stays(
    tmp_path: Path,
    row: str,
    rule: str,
    field: str,
    keeps: bool,  # noqa: FBT001 - a column of the table
) -> None:
    good = "79900001,面上项目,轴承钢,西山大学,30,2016.01-2019.12"
    found = stated(tmp_path, grants=(GRANTS, row, good))
    (told,) = found.rejected
    assert told.rule == rule or not rule
    assert (told.field == field) or not rule
    assert (told.kept != "nothing") is keeps
    assert len(found.of_kind(Kind.PROJECT)) == 1 + keeps
    assert found.faults() == []
    assert "nsfc:79900001" in found.entities


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("48.5", 485_000.0, "CNY"),
        ("48,5", 485_000.0, "CNY"),
        ("1500", 15_000_000.0, "CNY"),
        ("1,500", 15_000_000.0, "CNY"),
        ("48.5万元", 485_000.0, "CNY"),
        ("485000元", 485_000.0, "CNY"),
        ("5万美元", 50_000.0, "USD"),
        ("", None, None),
        ("N/A", None, None),
    ],
)
def test_amounts_in_every_form(
    tmp_path: Path, text: str, amount: float | None, currency: str | None
) -> None:
    found = stated(
        tmp_path, grants=(GRANTS, f'79912345,面上项目,磁性材料,东海大学,"{text}",2016.01-2019.12')
    )
    assert found.rejected == []
    (project,) = found.of_kind(Kind.PROJECT)
    assert (project.properties.get("amount"), project.properties.get("currency")) == (
        amount,
        currency,
    )


@pytest.mark.parametrize(
    "text",
    ["2016.01-2019.12", "2016/01—2019/12", "2016年1月至2019年12月", "201601-201912", "2016-2019"],
)
def test_periods_in_every_form(tmp_path: Path, text: str) -> None:
    found = stated(tmp_path, grants=(GRANTS, f"79912345,面上项目,磁性材料,东海大学,50,{text}"))
    (project,) = found.of_kind(Kind.PROJECT)
    assert (project.since, project.until) == ("2016-01-01", "2019-12-31")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_years_encodings_and_orders_of_columns(tmp_path: Path, encoding: str) -> None:
    grants = ("序号,依托单位,项目名称,负责单位,项目批准号", "1,东海大学,磁性材料,物理系,U2099001")
    calls = ("截止时间,项目来源,项目名称", "2031/4/15,东海市科技计划,2031年度项目")
    found = stated(tmp_path, grants=grants, calls=calls, encoding=encoding)
    assert found.rejected == []
    assert found.entities["nsfc:U2099001"].since is None
    (fund,) = found.of_kind(Kind.FUND)
    assert (fund.name, fund.until) == ("2031年度项目", "2031-04-15")


@pytest.mark.parametrize(
    ("row", "rule", "since", "until"),
    [
        (
            "1,[申报中] 磁性材料专项,东海计划,2017-03-01,2017-02-01",
            "deadline-before-publication",
            "2017-03-01",
            None,
        ),
        (
            "1,[申报中] 磁性材料专项,东海计划,2017-3-1 0,2017-04-31",
            "date-unreadable",
            "2017-03-01",
            None,
        ),
        ("1,[申报中] 磁性材料专项,东海计划,昨天,2017-04-30", "date-unreadable", None, "2017-04-30"),
    ],
)
def test_a_bad_day_of_a_call_costs_the_day_alone(
    tmp_path: Path, row: str, rule: str, since: str | None, until: str | None
) -> None:
    found = stated(tmp_path, calls=(CALLS, row))
    (told,) = found.rejected
    assert told.rule == rule
    (fund,) = found.of_kind(Kind.FUND)
    assert (fund.since, fund.until) == (since, until)
    assert found.faults() == []


@pytest.mark.parametrize(
    ("title", "name", "cut"),
    [
        ("[申报中] 磁性材料专项", "磁性材料专项", None),
        ("磁性材料专项", "磁性材料专项", None),
        ("[第二批] 磁性材料专项", "[第二批] 磁性材料专项", None),
        (
            "[申报中] 国家自然科学基金委员会与东海公司磁性材料...",
            "国家自然科学基金委员会与东海公司磁性材料…",
            True,
        ),
        ("[申报中] 磁性材料……", "磁性材料…", True),
    ],
)
def test_titles_are_cleaned_and_cut_ones_say_so(
    tmp_path: Path,
    title: str,
    name: str,
    cut: bool | None,  # noqa: FBT001 - a column of the table
) -> None:
    found = stated(tmp_path, calls=(CALLS, f"1,{title},东海计划,2017-03-01,2017-04-15"))
    (fund,) = found.of_kind(Kind.FUND)
    assert (fund.name, fund.properties.get("title_cut")) == (name, cut)
    assert fund.evidence[0].quote == title


def test_calls_are_one_where_all_agrees(tmp_path: Path) -> None:
    found = stated(
        tmp_path,
        calls=(CALLS, CALL, CALL.replace("1,", "2,", 1), CALL.replace("2017-04-15", "2017-05-15")),
    )
    assert len(found.of_kind(Kind.FUND)) == 2


def test_a_file_alone_is_told_by_its_headers(tmp_path: Path) -> None:
    grants = write_rows(tmp_path / "2031.csv", [GRANTS, GRANT])
    calls = write_rows(tmp_path / "open-calls.csv", [CALLS, CALL])
    parts = {
        part.name: list(part.records) for part in DATASET.parts(DATASET.inputs_of([calls, grants]))
    }
    assert {len(records) for records in parts.values()} == {1, 3}
    assert [one.kind for one in parts["open-calls.csv"] if isinstance(one, Entity)] == [Kind.FUND]


CELL = st.text(st.characters(exclude_categories=["C"]), max_size=10)


@hypothesis.given(st.lists(st.tuples(*[CELL] * 6)), st.lists(st.tuples(*[CELL] * 5)))
@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_any_cells_give_records_that_a_load_takes(
    tmp_path: Path, grants: list[tuple[str, ...]], calls: list[tuple[str, ...]]
) -> None:
    def lines(rows: list[tuple[str, ...]]) -> list[str]:
        return [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]

    found = stated(tmp_path, grants=(GRANTS, *lines(grants)), calls=(CALLS, *lines(calls)))
    assert found.faults() == []
