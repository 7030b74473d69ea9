"""What is held in memory of the graph: the old serves until the new is there, and is swapped whole."""

import threading

import pytest

from graph_api.domain import DatabaseUnavailableError
from graph_api.http import snapshots
from graph_api.http.snapshots import Renewed, Snapshots
from graph_api.store import Graph


def test_the_old_serves_while_the_new_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE_SECONDS", 0.01)
    made, may_end = iter("12"), threading.Event()
    may_end.set()

    def make() -> tuple[str, list[str]]:
        may_end.wait()
        revision = next(made)
        return revision, [revision]

    held = Renewed("thing", make)
    assert held.revision == ""
    assert held.of("1") == ["1"]
    may_end.clear()
    assert held.of("2") == ["1"]
    assert held.revision == "1"
    may_end.set()
    held._start().join()
    assert held.of("2") == ["2"]
    assert next(made, None) is None


def test_what_cannot_be_made_leaves_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE_SECONDS", 5.0)
    answers = iter((("1", "old"), DatabaseUnavailableError("it is away")))

    def make() -> tuple[str, str]:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    held = Renewed("thing", make)
    assert (held.of("1"), held.of("2"), held.revision) == ("old", "old", "1")


def test_matching_does_not_read_the_whole_graph(
    plan_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Graph] = []
    whole = snapshots.whole
    monkeypatch.setattr(snapshots, "whole", lambda graph: (read.append(graph), whole(graph))[1])
    held = Snapshots(plan_graph).current()
    assert len(held.matching.entities) > 100
    assert not read
    assert len(held.subgraph.entities) == len(held.matching.entities)
    assert held.subgraph is held.subgraph
    assert len(read) == 1
