"""`sixchains match` and `sixchains why-not` over the plan."""

from contextlib import nullcontext

import orjson
import pytest

from graph_api.cli.app import run
from graph_api.cli.context import Context
from graph_api.store import Graph

TEXT = "M12 高强度螺栓 盐雾试验和扭矩检测"
FIRM = ("--firm", "金鼎紧固件")


@pytest.fixture
def _plan(plan_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Context, "graph", lambda _: nullcontext(plan_graph))


@pytest.mark.usefixtures("_plan")
def test_a_match_prints_sums_ways_and_sources(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "match", TEXT, *FIRM]) == 0
    told = capfd.readouterr()
    shown = told.out.replace("\n", "")
    assert "1. 紧固件实验室｜紧固件检验检测｜运行" in told.out
    assert "路径：金鼎紧固件 —联合、牵手（规划）→" in told.out
    assert "出处：zhenhai-plan-2020#L57" in shown
    assert "理解为：检验检测" in told.err
    assert "未能理解：m12、高强度螺栓、盐雾、扭矩" in told.err


@pytest.mark.usefixtures("_plan")
def test_the_document_has_sums_that_add_up(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["match", TEXT, *FIRM, "--json", "--weights", "network=0"]) == 0
    answer = orjson.loads(capfd.readouterr().out)
    for one in answer["results"]:
        assert one["score"] == sum(reason["contribution"] for reason in one["reasons"])
        assert {r["weight"] for r in one["reasons"] if r["part"] == "network"} == {0}


@pytest.mark.usefixtures("_plan")
def test_why_not_names_the_condition_or_the_parts(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "why-not", TEXT, "中科院宁波材料所", *FIRM]) == 0
    assert "服务类型不是“检验检测”" in capfd.readouterr().out
    assert run(["--lang", "zh", "why-not", TEXT, "轴承实验室", *FIRM, "--limit", "1"]) == 0
    told = capfd.readouterr().out
    assert "轴承实验室排在第" in told
    assert "低于所列最后一家" in told


WRONG = (
    ["match"],
    ["match", "检测", "--stage", "dream"],
    ["match", "检测", "--weights", "network"],
    ["match", "检测", "--weights", "fame=1"],
    ["match", "检测", "--deadline", "soon"],
)


@pytest.mark.usefixtures("_plan")
@pytest.mark.parametrize("arguments", WRONG)
def test_what_cannot_be_asked_is_refused(arguments: list[str]) -> None:
    assert run(arguments) == 2
