"""Rows of the templates are entered with the names of the graph, each once, whole or not at all."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph_api.domain import BadInputError, Kind, Stage, Status
from graph_api.store import Graph, entity, save_note
from loaders.entered.fields import NeedFields, OfferFields
from loaders.entered.journal import Journal
from loaders.entered.settle import NOTE, settle
from loaders.entered.sheets import Taken, enter_file
from loaders.identity.components import Known
from loaders.tables import write_template
from tests.loaders.entered.made_up import BEARINGS, OWNER, PROVIDER, STEWARD, load_surroundings

GOOD = {
    "名称": "轴承寿命试验",
    "提出单位": "青禾轴承厂",
    "服务": "检验检测",
    "产品": "轴承；某某保持架",
    "阶段": "中试熟化",
    "金额": "1,000",
    "结束日期": "2027-01-31",
}


@pytest.fixture
def journal(graph: Graph, tmp_path: Path) -> Journal:
    save_note(graph, NOTE, "")
    load_surroundings(graph)
    return Journal(tmp_path)


def filled(path: Path, template: str, *rows: dict[str, str]) -> Path:
    """The template of a sheet with these rows below its example."""
    write_template(template, path)
    book = load_workbook(path)
    page = book.worksheets[0]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in page[1]}
    for number, row in enumerate(rows, 3):
        for name, text in row.items():
            page.cell(number, columns[name], text)
    book.save(path)
    return path


def taken(graph: Graph, journal: Journal, path: Path) -> Taken:
    return enter_file(graph, journal, STEWARD, path)


def test_a_row_names_what_the_graph_has(graph: Graph, journal: Journal, tmp_path: Path) -> None:
    path = filled(tmp_path / "needs.xlsx", "needs", GOOD)
    done = taken(graph, journal, path)
    assert (len(done.entered), done.faults) == (1, [])
    fields = done.entered[0].standing.fields
    assert isinstance(fields, NeedFields)
    assert (fields.holder.id, fields.budget, fields.deadline) == (OWNER.id, 1000, "2027-01-31")
    assert [one.id for one in fields.subjects] == [BEARINGS.id]
    assert fields.text == "轴承寿命试验 某某保持架"  # a subject that the graph lacks stays a word
    assert fields.stages == (Stage.PILOT,)
    settle(graph, journal, Known())
    assert entity(graph, done.entered[0].standing.id).kind is Kind.NEED


def test_a_file_can_be_mended_and_given_again(
    graph: Graph, journal: Journal, tmp_path: Path
) -> None:
    bad = {**GOOD, "名称": "别的", "提出单位": "没有的厂"}
    first = taken(graph, journal, filled(tmp_path / "needs.xlsx", "needs", GOOD, bad))
    assert (len(first.entered), len(first.faults)) == (1, 1)
    assert "需求" in first.faults[0]
    assert "没有的厂" in first.faults[0]
    good = {**bad, "提出单位": "青禾轴承厂"}
    again = taken(graph, journal, filled(tmp_path / "needs.xlsx", "needs", GOOD, good))
    assert (len(again.entered), len(again.repeated), again.faults) == (1, 1, [])
    assert len(journal.entries()) == 2


def test_an_offer_keeps_its_status(graph: Graph, journal: Journal, tmp_path: Path) -> None:
    row = {
        "名称": "寿命试验台",
        "提供单位": "东塘检测站",
        "服务": "检验检测",
        "状态": "拟建",
        "说明": "两台",
    }
    (done,) = taken(graph, journal, filled(tmp_path / "o.xlsx", "offers", row)).entered
    fields = done.standing.fields
    assert isinstance(fields, OfferFields)
    assert (fields.holder.id, fields.status, fields.title) == (
        PROVIDER.id,
        Status.PLANNED,
        "寿命试验台",
    )
    assert fields.text == "两台"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"提出单位": ""}, "name one owner, not 0"),
        ({"提出单位": "青禾轴承厂；东塘检测站"}, "name one owner, not 2"),
        ({"服务": "飞行"}, "飞行"),
        ({"阶段": "飞行"}, "飞行"),
        ({"金额": "很多"}, "no amount"),
        ({"币种": "USD"}, "is in USD"),
        ({"结束日期": "明天"}, "明天"),
        ({"名称": ""}, "text of a Need"),
    ],
)
def test_a_row_with_a_fault_is_named_and_not_entered(
    graph: Graph, journal: Journal, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    row = {**GOOD, "产品": "", **change}
    done = taken(graph, journal, filled(tmp_path / "n.xlsx", "needs", row))
    assert (done.entered, len(done.faults)) == ([], 1)
    assert said in done.faults[0]
    assert journal.entries() == ()


def test_a_file_of_something_else_is_one_sentence(
    graph: Graph, journal: Journal, tmp_path: Path
) -> None:
    path = filled(tmp_path / "p.xlsx", "people", {"名称": "某某"})
    with pytest.raises(BadInputError, match="has no sheet 需求"):
        taken(graph, journal, path)
