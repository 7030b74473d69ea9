"""The snapshot that is read from a database."""

import tomllib
from pathlib import Path

from graph_api.domain import Stage
from graph_api.matching import Need, build_snapshot, match, snapshot
from graph_api.store import Graph
from loaders.registry import DATASETS
from tests.stated import stated_by

PLAN = DATASETS["zhenhai-plan"]
TABLE = tomllib.loads(Path(__file__).with_name("needs.toml").read_text("utf-8"))["need"]


def test_the_database_gives_the_answers_that_the_records_give(plan_graph: Graph) -> None:
    of_records = build_snapshot(stated_by(PLAN.records()))
    of_graph = snapshot(plan_graph)
    assert of_graph.revision == plan_graph.revision()
    for case in TABLE:
        stage = case["with"].get("stage")
        need = Need(**{**case["with"], "stage": Stage(stage) if stage else None})
        assert match(of_graph, need, 100) == match(of_records, need, 100)


def test_an_empty_database_gives_an_empty_answer(graph: Graph) -> None:
    assert match(snapshot(graph), Need("紧固件检测")).results == ()
