"""`sixchains assign`: the needs of a table, spread over the providers of the plan."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from graph_api.cli import app
from graph_api.cli.app import run
from graph_api.domain import SERVICES, Entity, Evidence, Kind, Modality, Relation, RelationType
from graph_api.store import write
from tests.conftest import EMPTY, loaded_with_the_plan
from tests.engines.servers import Engines

HEADER = ["名称", "提出单位", "服务", "产品", "预算", "截止日期"]
ROWS = [
    ["紧固件盐雾试验", "某某没有的公司", "检验检测", "紧固件", "30万元", "2099-12-31"],
    ["轴承检测", "", "检验检测", "轴承", "", ""],
    ["专利导航", "", "", "", "", ""],
    ["说不清的事", "", "没有这种服务", "", "", ""],
]
EVIDENCE = (Evidence("t#L1"),)
TESTING = SERVICES["testing"]
ENTITIES = (
    Entity(TESTING.id, Kind.SERVICE, TESTING.zh, EVIDENCE),
    Entity("t:laboratory", Kind.LABORATORY, "某某实验室", EVIDENCE),
    Entity("t:offer", Kind.OFFER, "盐雾试验", EVIDENCE),
    Entity("t:open", Kind.NEED, "要做盐雾试验", EVIDENCE),
    Entity("t:matched", Kind.NEED, "也要盐雾试验", EVIDENCE, properties={"state": "matched"}),
)
RELATIONS = tuple(
    Relation(start, name, end, Modality.FACT, EVIDENCE)
    for start, name, end in (
        ("t:laboratory", RelationType.OFFERS, "t:offer"),
        ("t:offer", RelationType.OF_SERVICE, TESTING.id),
        ("t:open", RelationType.OF_SERVICE, TESTING.id),
        ("t:matched", RelationType.OF_SERVICE, TESTING.id),
    )
)


@pytest.fixture(autouse=True)
def _plan(engines: Engines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    loaded_with_the_plan(engines, "arcadedb")
    for name, value in engines.variables("arcadedb-plan").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(
        app, "configure_logs", lambda *_: None
    )  # one test's stderr is not the next's
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)


def csv_of_needs(folder: Path) -> str:
    lines = [",".join(row) for row in (HEADER, *ROWS)]
    path = folder / "needs.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def workbook_of_needs(folder: Path) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "需求"
    for row in (HEADER, *ROWS):
        sheet.append(row)
    book.create_sheet("别的").append(["这", "不是", "需求"])
    path = folder / "needs.xlsx"
    book.save(path)
    return str(path)


@pytest.mark.parametrize("method", ["greedy", "flow"])
@pytest.mark.parametrize("table_of", [csv_of_needs, workbook_of_needs])
def test_every_row_is_assigned_or_named_with_its_reason(
    method: str, table_of: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(table_of)
    arguments = ["assign", table_of(tmp_path), "--method", method, "--capacity", "1", "--json"]
    assert run(arguments) == 0
    said = capsys.readouterr()
    answer = json.loads(said.out)
    names = [one["name"] for one in (*answer["assigned"], *answer["unassigned"])]
    assert sorted(names) == sorted(row[0] for row in ROWS)
    assert answer["unassigned"][-1]["reason"] == "problem"
    assert "没有这种服务" in answer["unassigned"][-1]["en"]
    assert answer["default_capacity"] == 1
    assert max(one["load"] for one in answer["loads"]) == 1
    assert "某某没有的公司" in said.err  # the need is answered without its firm, and that is said


def test_people_see_a_table_of_needs_and_one_of_loads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", csv_of_needs(tmp_path)]) == 0
    said = capsys.readouterr()
    for words in ("紧固件盐雾试验", "比最佳低", "承接", "不限（默认）"):
        assert words in said.out
    assert "未分配：说不清的事" in said.err


def test_a_capacity_is_given_for_one_provider(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["assign", csv_of_needs(tmp_path), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["assigned"][0]["provider"]
    stated = f"{first['name']}=0"
    assert run(["assign", csv_of_needs(tmp_path), "--capacity-of", stated, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert first["id"] not in {one["provider"]["id"] for one in answer["assigned"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["needs.csv", "--method", "magic"], "greedy or flow"),
        (["needs.csv", "--capacity-of", "谁"], "NAME=NUMBER"),
        (["nowhere.csv"], "nowhere.csv"),
        (["empty.csv"], "empty.csv"),
        (["other.csv"], "sixchains template needs"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv_of_needs(tmp_path)
    (tmp_path / "empty.csv").write_text("名称,服务\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert run(["assign", *arguments]) in {2, 3}
    assert said in capsys.readouterr().err


def test_without_a_table_the_open_needs_of_the_graph_are_assigned(
    engines: Engines, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = engines.graph("arcadedb-scratch")
    graph.write(lambda tx: tx.run(EMPTY).consume())
    for name, value in engines.variables("arcadedb-scratch").items():
        monkeypatch.setenv(name, value)
    assert run(["assign"]) == 3
    assert "no need of the graph is open" in capsys.readouterr().err
    write(graph, "t", ENTITIES, RELATIONS)
    assert run(["assign", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["need"] for one in answer["assigned"]] == ["t:open"]
    assert answer["assigned"][0]["provider"]["id"] == "t:laboratory"
    assert answer["unassigned"] == []
