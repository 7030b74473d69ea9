"""A load against real engines: again, killed and resumed, swept, unloaded; the graph is f(files)."""

import csv
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_api.domain import (
    BadInputError,
    Entity,
    Evidence,
    Kind,
    Modality,
    NotFoundError,
    Record,
    Rejected,
    Relation,
    RelationType,
)
from graph_api.store import Graph, counts, graph_hash, loads
from loaders.dataset import Dataset
from loaders.pipeline import Options, load, preview, unload
from loaders.registry import DATASETS, dataset_named, table_dataset
from tests.engines.servers import Engines

PLAN = DATASETS["zhenhai-plan"]
SEEDS = 20
KILLED = """
import os, signal, sys
from graph_api.settings import read_settings
from graph_api.store import open_graph
from loaders.pipeline import Options, load
from loaders.registry import DATASETS

def load_until(batches):
    written = []

    def progress(phase, done, total):
        written.append(phase)
        if written.count("write") == batches:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_graph(read_settings()) as graph:
        load(graph, DATASETS["zhenhai-plan"], options=Options(batch=40, progress=progress))

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        load_until(int(line))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Loads that are killed after as many batches as each line of standard input says."""

RACING = """
import os, sys
from pathlib import Path
from graph_api.settings import read_settings
from graph_api.store import open_graph
from loaders.pipeline import Options, load
from loaders.registry import table_dataset

def load_it():
    dataset, inputs = table_dataset(Path(sys.argv[1]))
    with open_graph(read_settings()) as graph:
        report = load(graph, dataset, inputs, Options(batch=50))
    print(report.created, report.removed, flush=True)

children = []
for _ in range(8):
    child = os.fork()
    if child == 0:
        load_it()
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))
"""
"""Eight loads of one spreadsheet at once, each a process; each prints what it created and removed."""


def dataset(name: str, *records: Record) -> Dataset:
    return Dataset(name, name, name, (), lambda: iter(records))


def zone(key: str, name: str = "园区", source: str = "test#L1") -> Entity:
    return Entity(f"test:{key}", Kind.ZONE, name, (Evidence(source),))


def part_of(one: str, other: str) -> Relation:
    return Relation(
        f"test:{one}", RelationType.PART_OF, f"test:{other}", Modality.FACT, (Evidence("test#L1"),)
    )


def test_loading_the_plan_again_writes_nothing(graph: Graph) -> None:
    first = load(graph, PLAN)
    before = graph_hash(graph)

    again = load(graph, PLAN)

    assert first.created == first.entities + first.relations
    assert first.rejected == 0
    assert (again.created, again.updated, again.removed) == (0, 0, 0)
    assert again.unchanged == first.created
    assert graph_hash(graph) == before


def test_what_is_no_longer_stated_is_swept_and_what_others_state_stays(graph: Graph) -> None:
    load(graph, dataset("one", zone("a"), zone("b"), part_of("a", "b")))
    load(graph, dataset("two", zone("b", name="别名")))

    report = load(graph, dataset("one", zone("a")))

    assert report.removed == 1
    assert sum(counts(graph)["entities"].values()) == 2
    assert sum(counts(graph)["relations"].values()) == 0


def test_the_order_of_data_sets_does_not_change_the_graph(graph: Graph) -> None:
    one = dataset("one", zone("a", "甲"), zone("b"), part_of("a", "b"))
    two = dataset("two", zone("a", "乙"), zone("c"), part_of("a", "c"))
    load(graph, one), load(graph, two)
    forward = graph_hash(graph)
    unload(graph, "one"), unload(graph, "two")

    load(graph, two), load(graph, one)

    assert graph_hash(graph) == forward


def test_a_data_set_that_is_unloaded_leaves_what_the_others_alone_give(graph: Graph) -> None:
    load(graph, dataset("two", zone("b", "乙")))
    alone = graph_hash(graph)
    load(graph, dataset("one", zone("a"), zone("b", "甲"), part_of("a", "b")))

    unload(graph, "one")

    assert graph_hash(graph) == alone
    with pytest.raises(NotFoundError, match="one"):
        unload(graph, "one")


def test_strict_stops_before_anything_is_written(graph: Graph) -> None:
    bad = dataset("bad", zone("a"), Rejected("test#L9", "no amount"))
    with pytest.raises(BadInputError, match="test#L9"):
        load(graph, bad, options=Options(strict=True))
    assert not counts(graph)["entities"]


def test_a_load_is_on_the_books(graph: Graph) -> None:
    report = load(graph, dataset("one", zone("a"), Rejected("test#L9", "no amount")))

    newest = loads(graph)[0]

    assert (newest.id, newest.dataset) == (report.load_id, "one")
    assert (newest.read, newest.entities, newest.rejected) == (2, 1, 1)


def test_a_preview_reports_the_same_and_needs_no_database() -> None:
    report = preview(dataset("one", zone("a"), Rejected("test#L9", "no amount", value="=1+1")))
    assert report.dry_run
    assert (report.read, report.entities, report.rejected) == (2, 1, 1)


def test_each_rejected_record_stands_in_the_report_and_runs_nowhere(tmp_path: Path) -> None:
    bad = Rejected("test#L9", "no amount", "capital", "=cmd()", rule="amount-missing")

    report = preview(dataset("one", bad), options=Options(reports=tmp_path / "reports"))

    assert report.rejections is not None
    assert report.reasons == {"amount-missing": 1}
    with report.rejections.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "file": "one",
        "source": "test#L9",
        "field": "capital",
        "value": "'=cmd()",
        "rule": "amount-missing",
        "reason": "no amount",
        "kept": "nothing",
    }


def test_an_unknown_data_set_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="zhenhai-plan"):
        dataset_named("moon")


def test_a_load_killed_at_any_point_and_run_again_ends_at_the_same_hash(
    engines: Engines, graph: Graph, engine_name: str
) -> None:
    load(graph, PLAN)
    whole = graph_hash(graph)
    partial = set()
    chance = random.Random(1)  # noqa: S311 - a seeded choice, not a secret
    with killed_loads(engines.variables(f"{engine_name}-scratch")) as kill_after:
        for _ in range(SEEDS):
            unload(graph, PLAN.name)
            batches = chance.randrange(1, 14)
            assert kill_after(batches) == -signal.SIGKILL
            partial.add(graph_hash(graph))
            load(graph, PLAN)
            assert graph_hash(graph) == whole, f"killed after {batches} batches"
    assert len(partial - {whole}) > 1, "the kills did not come at different points of the load"


@contextmanager
def killed_loads(variables: dict[str, str]) -> Iterator[Callable[[int], int]]:
    """A function that runs a load in a process of its own, kills it after some batches, and tells how it ended."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as loads_killed:

        def kill_after(batches: int) -> int:
            assert loads_killed.stdin is not None
            assert loads_killed.stdout is not None
            loads_killed.stdin.write(f"{batches}\n")
            loads_killed.stdin.flush()
            return int(loads_killed.stdout.readline())

        yield kill_after


def test_eight_loads_of_one_file_at_once_are_one_load(
    engines: Engines, graph: Graph, engine_name: str, tmp_path: Path
) -> None:
    firms = tmp_path / "企业.csv"
    rows = "".join(f"第{number}紧固件厂,企业\n" for number in range(400))
    firms.write_text(f"名称,类型\n{rows}", "utf-8")
    dataset, inputs = table_dataset(firms)
    load(graph, dataset, inputs)
    alone = graph_hash(graph)
    unload(graph, dataset.name)

    raced = subprocess.run(
        [sys.executable, "-c", RACING, firms],
        env={**os.environ, **engines.variables(f"{engine_name}-scratch")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert sorted(raced.stdout.splitlines()) == ["0 0"] * 7 + ["400 0"]
    assert graph_hash(graph) == alone
    assert counts(graph)["entities"] == {"Enterprise": 400}
