"""A bulk load of data sets is the graph that loading them one by one makes, or nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from graph_api.domain import BadInputError, BusyError, Entity, Kind, Source
from graph_api.settings import Settings, read_settings
from graph_api.store import (
    engine,
    entity,
    fold,
    graph_hash,
    loads,
    open_graph,
    redirects,
    sources,
    unfold,
    whole,
)
from graph_api.store.hashing import digest, hash_of
from loaders.bulk import Chosen, bulk_load, gathered
from loaders.dataset import Dataset
from loaders.identity.components import Known
from loaders.pipeline import NO_FILES, Options, load
from loaders.registry import DATASETS
from tests.conftest import EMPTY
from tests.engines.servers import Engines
from tests.loaders.test_identity_of_loads import PAIRS, data_sets, dataset, firm, works_with

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
PROGRAM = Path(sys.executable).parent / "sixchains"
NOTHING_KNOWN = Options()

PLAN = dataset(
    "plan",
    firm("plan:yg", "宁波永固五金有限公司", "永固五金"),
    firm("plan:hd", "宁波海东轴承有限公司"),
    firm("plan:hd2", "海东轴承"),
    firm("shared:1", "甲方"),
    works_with("plan:yg", "plan:hd"),
    works_with("plan:hd", "plan:hd2"),
)
PAPER = dataset(
    "paper",
    firm("paper:yg", "永固五金"),
    firm("shared:1", "甲方公司"),
    firm("shared:2", "乙方"),
    firm("plan:hd2", "海东轴承", kind=Kind.INSTITUTE),
    works_with("paper:yg", "plan:hd"),
    works_with("paper:yg", "shared:2"),
)
LATE = dataset(
    "late",
    firm("uscc:91330211144341218U", "宁波永固五金有限公司"),
    firm("late:1", "丙方"),
    firm("late:1", "丙方公司"),
    works_with("late:1", "plan:yg"),
    works_with("late:1", "nowhere:1"),
)
KNOWN = Options(known=Known(same=[("plan:hd", "plan:hd2"), ("shared:2", "late:1")]))


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    found = read_settings(data_folder=tmp_path / "data", heap_megabytes=512)
    yield found
    engine.stop(found)


def without_files(*datasets: Dataset) -> list[Chosen]:
    return [(one, NO_FILES) for one in datasets]


def hash_of_streams(chosen: Sequence[Chosen], options: Options) -> str:
    """The hash of the graph that the streams make."""
    with gathered(chosen, options) as found:
        return hash_of(sum(map(digest, (*found.entities(), *found.relations()))))


def test_it_is_the_graph_of_ordinary_loads_and_loading_again_changes_nothing(
    settings: Settings, engines: Engines
) -> None:
    sets = (PLAN, PAPER, LATE)
    ordinary = engines.graph("arcadedb-scratch")
    ordinary.write(lambda tx: tx.run(EMPTY).consume())
    expected = [load(ordinary, one, options=KNOWN) for one in sets]

    reports = bulk_load(settings, without_files(*sets), KNOWN)

    with open_graph(settings) as graph:
        assert graph_hash(graph) == graph_hash(ordinary)
        assert redirects(graph) == redirects(ordinary)
        assert entity(graph, "paper:yg").id == "uscc:91330211144341218U"
        assert {one.id for one in whole(graph).relations} == {
            "plan:hd|COLLABORATES_WITH|uscc:91330211144341218U|",
            "late:1|COLLABORATES_WITH|uscc:91330211144341218U|",
        }
        assert {one.id for one in loads(graph)} == {one.load_id for one in reports}
        assert loads(graph)[0].reasons
        for one in sets:
            again = load(graph, one, options=KNOWN)
            assert (again.created, again.updated, again.removed, again.joined) == (0, 0, 0, 0)
    assert [one.reasons for one in reports] == [one.reasons for one in expected]
    for report, before in zip(reports, expected, strict=True):
        assert report.files == before.files
        assert report.read == sum(
            (report.entities, report.relations, report.merged, report.rejected)
        )


def test_what_the_streams_give_is_in_the_order_of_ids_and_given_as_often_as_asked() -> None:
    with gathered(without_files(PLAN, PAPER, LATE), KNOWN) as found:
        for stream in (found.entities, found.relations):
            ids = [one["id"] for one in stream()]
            assert ids == sorted(set(ids))
            assert ids == [one["id"] for one in stream()]
        for one in found.entities():
            assert fold(unfold(one), one["id"]) == one
        notes = list(found.notes())
    assert len({properties["id"] for _, properties in notes}) == len(notes)


FIRM = dataset("firm", firm("both:1", "甲厂"), firm("firm:1", "乙厂"))
INSTITUTE = dataset(
    "institute",
    firm("both:1", "甲所", kind=Kind.INSTITUTE),
    firm("institute:1", "丙所"),
    works_with("institute:1", "firm:1"),
)


@pytest.mark.parametrize(
    ("sets", "reasons"),
    [
        ((FIRM, INSTITUTE), [{}, {"kind-changed": 1}]),
        ((INSTITUTE, FIRM), [{"unknown-end": 1}, {"kind-changed": 1}]),
    ],
    ids=["after", "before"],
)
def test_a_data_set_is_settled_with_those_before_it(
    sets: tuple[Dataset, Dataset], reasons: list[dict[str, int]], engines: Engines
) -> None:
    ordinary = engines.graph("arcadedb-scratch")
    ordinary.write(lambda tx: tx.run(EMPTY).consume())
    assert [load(ordinary, one).reasons for one in sets] == reasons
    with gathered(without_files(*sets), NOTHING_KNOWN) as found:
        assert [one.reasons for one in found.reports] == reasons
    assert hash_of_streams(without_files(*sets), NOTHING_KNOWN) == graph_hash(ordinary)


def test_a_source_that_several_state_is_kept_once(settings: Settings) -> None:
    def sourced(name: str) -> Dataset:
        given_by = (Source("both", f"as {name} says"), Source(name, name))
        return Dataset(name, name, name, given_by, lambda: iter([firm(f"{name}:1", name)]))

    bulk_load(settings, without_files(sourced("one"), sourced("two")), NOTHING_KNOWN)

    with open_graph(settings) as graph:
        found = {one.id: one.title for one in sources(graph)}
    assert found == {"one": "one", "two": "two", "both": "as two says"}


@trials(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_data_sets_make_the_graph_that_loading_each_twice_makes(
    engines: Engines, data: st.DataObject
) -> None:
    sets = data.draw(data_sets())
    pairs = [data.draw(PAIRS) for _ in range(3)]
    knowing = Options(known=Known(same=pairs[0], different=pairs[1], close=pairs[2]))
    graph = engines.graph("arcadedb-scratch")
    graph.write(lambda tx: tx.run(EMPTY).consume())
    for one in (*sets, *sets):
        load(graph, one, options=knowing)
    assert hash_of_streams(without_files(*sets), knowing) == graph_hash(graph)


def test_real_data_sets_give_the_hash_of_ordinary_loads(
    settings: Settings, engines: Engines
) -> None:
    registry = DATASETS["registry-zhejiang"]
    chosen = [
        (DATASETS["reference"], DATASETS["reference"].inputs_in(DATA)),
        (DATASETS["rd-keyproj"], DATASETS["rd-keyproj"].inputs_in(DATA)),
        (registry, registry.inputs_of([DATA / "registry-zhejiang" / "zhenhai.csv"])),
    ]
    ordinary = engines.graph("arcadedb-scratch")
    ordinary.write(lambda tx: tx.run(EMPTY).consume())
    for each, inputs in chosen:
        load(ordinary, each, inputs)

    reports = bulk_load(settings, chosen, NOTHING_KNOWN)

    assert [one.rejected for one in reports] == [one.rejected for one in reversed(loads(ordinary))]
    with open_graph(settings) as graph:
        assert graph_hash(graph) == graph_hash(ordinary)
        for each, inputs in chosen:
            again = load(graph, each, inputs)
            assert (again.created, again.updated, again.removed, again.joined) == (0, 0, 0, 0)


def test_a_running_engine_and_a_graph_with_something_in_it_are_refused(settings: Settings) -> None:
    def unread() -> Iterator[Entity]:
        raise AssertionError("nothing is read before it is clear that it can be written")

    chosen = [(Dataset("one", "one", "one", (), unread), NO_FILES)]
    with open_graph(settings) as graph:
        with pytest.raises(BusyError, match="stop it first: sixchains engine stop"):
            bulk_load(settings, chosen, NOTHING_KNOWN)
        load(graph, PLAN)
    engine.stop(settings)
    with pytest.raises(BadInputError, match="the graph is not empty"):
        bulk_load(settings, chosen, NOTHING_KNOWN)


def test_strict_ends_before_anything_is_written(settings: Settings) -> None:
    with pytest.raises(BadInputError, match="is rejected"):
        bulk_load(settings, without_files(PLAN, PAPER), Options(strict=True))
    assert not settings.data_folder.exists()


def test_the_command_loads_or_writes_the_files_or_says_in_a_sentence_why_not(
    tmp_path: Path,
) -> None:
    def command(*more: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, "--lang", "en", "bulk", "--from", tmp_path, "zhenhai-plan", *more],
            cwd=tmp_path,
            env={**os.environ, "SIXCHAINS_DATA_FOLDER": "data", "COLUMNS": "200", **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    server = {"SIXCHAINS_DATABASE_URL": "bolt://127.0.0.1:1"}
    refused = command(**server)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "--neo4j-admin DIR" in refused.stderr

    written = command("--neo4j-admin", "files", **server)
    assert written.returncode == 0, written.stderr
    assert written.stdout.endswith("with Neo4j stopped, run: sh files/import.sh\n")
    assert "nodes-Load.csv" in {path.name for path in (tmp_path / "files").iterdir()}
    again = command("--neo4j-admin", "files", **server)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)

    loaded = command()
    assert loaded.returncode == 0, loaded.stderr
    assert "725 created, 0 updated" in loaded.stdout
    assert "Took " in loaded.stderr
    refused = command()
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "the graph is not empty" in refused.stderr


PARENT = """
import sys, time
from pathlib import Path
from graph_api.settings import read_settings
from loaders.bulk import Gathered, bulk_load
from loaders.pipeline import NO_FILES, Options
from tests.loaders.test_bulk_load import dataset, firm

def slowly(found):
    yield from whole(found)
    print("half", flush=True)
    time.sleep(600)

whole, Gathered.entities = Gathered.entities, slowly
many = dataset("many", *(firm(f"many:{number}", f"firm {number}") for number in range(6_000)))
settings = read_settings(data_folder=Path(sys.argv[1]), heap_megabytes=512)
bulk_load(settings, [(many, NO_FILES)], Options())
"""


def test_a_load_that_was_killed_half_way_leaves_an_empty_graph(settings: Settings) -> None:
    folder = settings.data_folder
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"half\n"
        wait_for(lambda: any(folder.glob("bulk-*")))
        parent.send_signal(signal.SIGKILL)
    wait_for(lambda: not any(folder.glob("bulk-*")))

    assert not (folder / "databases").exists()
    bulk_load(settings, without_files(PLAN), NOTHING_KNOWN)
    with open_graph(settings) as graph:
        assert set(whole(graph).entities) >= {"plan:yg", "plan:hd"}


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
