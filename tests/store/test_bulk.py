"""A bulk load makes the graph that the ordinary way makes, or leaves the folder as it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from graph_api.domain import BadInputError, BusyError, EnvironmentFaultError, Kind, Source
from graph_api.settings import Settings, read_settings
from graph_api.store import (
    engine,
    entity,
    graph_hash,
    neighbours,
    note,
    open_graph,
    save_note,
    save_sources,
    search,
    sources,
    whole,
    write,
)
from graph_api.store.bulk import BulkCounts, bulk_write
from graph_api.store.hashing import digest, hash_of
from graph_api.store.properties import Properties
from tests.loaders.exported_elements import Made, link, node, odd_elements
from tests.store.records import entity as made_entity
from tests.store.records import relation, zone

ROOT = Path(__file__).parents[2]
SMALL = Made([node(zone("a", "镇海紧固件园")), node(zone("b"))], [link(relation("b", "a"))])


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    found = read_settings(data_folder=tmp_path / "data", heap_megabytes=512)
    yield found
    engine.stop(found)


def fill(settings: Settings, made: Made = SMALL) -> BulkCounts:
    return bulk_write(settings.data_folder, 512, made.nodes, made.links, made.others)


def left(settings: Settings) -> list[str]:
    return [path.name for path in settings.data_folder.glob("bulk-*")]


def test_it_is_the_graph_of_the_ordinary_way(settings: Settings) -> None:
    odd = odd_elements(300)
    extra = Made([*odd.nodes, node(zone("z", "镇海紧固件园"))], odd.links, odd.others)

    assert fill(settings, extra) == BulkCounts(301, 299)

    with open_graph(settings) as graph:
        expected = sum(map(digest, (*extra.nodes, *extra.links)))
        assert graph_hash(graph) == hash_of(expected)
        assert [one.id for one in search(graph, "紧固件").entities] == ["test:z"]
        assert entity(graph, "old:0").id == "test:0"
        assert neighbours(graph, "test:5")[1] == 2, "from both ends"
        before = whole(graph)
        write(graph, "new", [zone("new", "海天新区")], [])
        assert [one.id for one in search(graph, "海天").entities] == ["test:new"]
        with pytest.raises(BadInputError, match="is a Enterprise in the graph"):
            write(graph, "new", [made_entity("1", Kind.ZONE, "another kind")], [])
        assert len(whole(graph).entities) == len(before.entities) + 1
    engine.stop(settings)
    with open_graph(settings) as graph:
        assert len(whole(graph).relations) == 299, "after another start as well"


def test_an_empty_database_keeps_its_notes_and_one_that_is_not_is_refused(
    settings: Settings,
) -> None:
    with open_graph(settings) as graph:
        save_sources(graph, [Source("kept", "kept"), Source("other", "before")])
        save_note(graph, "kept", "value")
        revision = graph.revision()
        with pytest.raises(BusyError, match="stop it first: sixchains engine stop"):
            fill(settings)
    engine.stop(settings)

    given = {"id": "other", "title": "given"}
    fill(settings, Made(SMALL.nodes, SMALL.links, [("Source", given)]))
    with pytest.raises(BadInputError, match="holds 2 entities, and a bulk load needs an empty one"):
        fill(settings)

    assert left(settings) == []
    with open_graph(settings) as graph:
        assert {one.id: one.title for one in sources(graph)} == {"kept": "kept", "other": "given"}
        assert note(graph, "kept") == "value"
        assert graph.revision() != revision
        assert len(whole(graph).entities) == 2


WRONG = {
    "an end is missing": (Made(SMALL.nodes[:1], SMALL.links), "the end test:b, which is none of"),
    "an entity comes twice": (Made([*SMALL.nodes, SMALL.nodes[0]]), "test:a comes twice"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_rule_is_refused_and_leaves_nothing(name: str, settings: Settings) -> None:
    made, reason = WRONG[name]
    with pytest.raises(BadInputError, match=reason):
        fill(settings, made)
    assert left(settings) == []
    assert not (settings.data_folder / "databases").exists()


def test_a_fault_of_the_stream_leaves_nothing(settings: Settings) -> None:
    def fails() -> Iterator[Properties]:
        yield from SMALL.nodes
        raise ValueError("the reader failed")

    with pytest.raises(ValueError, match="the reader failed"):
        bulk_write(settings.data_folder, 512, fails(), [])
    assert left(settings) == []
    assert not (settings.data_folder / "databases").exists()


def test_a_process_that_dies_is_one_sentence_and_leaves_nothing(settings: Settings) -> None:
    def kills() -> Iterator[Properties]:
        yield from odd_elements(3_000).nodes
        wait_for(lambda: bool(left(settings)))
        (child,) = (
            one for one in psutil.Process().children() if "bulk_engine" in str(one.cmdline())
        )
        child.kill()

    with pytest.raises(EnvironmentFaultError, match=r"ended with code -9 and left .* as it was"):
        bulk_write(settings.data_folder, 512, kills(), [])
    assert left(settings) == []
    fill(settings)
    with open_graph(settings) as graph:
        assert len(whole(graph).entities) == 2


PARENT = """
import sys, time
from pathlib import Path
from graph_api.store.bulk import bulk_write
from tests.loaders.exported_elements import odd_elements

def stream():
    yield from odd_elements(3_000).nodes
    print("half", flush=True)
    time.sleep(600)

bulk_write(Path(sys.argv[1]), 512, stream(), [])
"""


def test_half_a_load_of_a_process_that_was_killed_is_never_seen(settings: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, settings.data_folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"half\n"
        wait_for(lambda: bool(left(settings)))
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not left(settings))

    with open_graph(settings) as graph:
        assert whole(graph).entities == {}
    engine.stop(settings)
    fill(settings)
    with open_graph(settings) as graph:
        assert len(whole(graph).relations) == 1


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_folder_that_cannot_be_made_is_one_sentence() -> None:
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        bulk_write(Path("/dev/null/x"), 512, [], [])
