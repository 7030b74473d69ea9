"""An export of a graph: one state of it, the same from each engine, whole or not at all."""

from pathlib import Path

import pytest

from graph_api.domain import (
    BadInputError,
    BusyError,
    EnvironmentFaultError,
    Modality,
    Status,
    Subgraph,
)
from graph_api.store import Graph, graph_hash, whole, write
from graph_api.store.bulk_spool import spool
from loaders.export import FORMATS, export, formats
from loaders.export.elements import Elements
from tests.conftest import ENGINES, loaded_with_the_plan
from tests.engines.servers import Engines
from tests.store.records import relation, zone

NODES = [
    zone("b", status=Status.PLANNED, properties={"area": 1.5}),
    zone("a", "紧固件园"),
    zone("a-1"),
]
LINKS = [relation("b", "a"), relation("a-1", "a", role="核心"), relation("b", "a", role="x")]


def content(target: Path) -> dict[str, bytes]:
    files = [target] if target.is_file() else sorted(target.iterdir())
    return {file.name: file.read_bytes() for file in files}


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    "form", sorted(FORMATS.keys() - {"xlsx"})
)  # a workbook bears the time of its making
def test_each_engine_gives_the_same_bytes(form: str, engines: Engines, tmp_path: Path) -> None:
    made = {}
    for name in ENGINES:
        plan = loaded_with_the_plan(engines, name)
        (tmp_path / name).mkdir()
        written = export(plan, form, tmp_path / name / "plan")
        made[name] = content(tmp_path / name / "plan")
        assert written.entities == len(whole(plan).entities)
        assert names(tmp_path / name) == ["plan"]
    ours, theirs = (without_loads(files) for files in made.values())
    assert ours == theirs


def without_loads(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but for the account of when what was loaded."""
    return {name: data for name, data in files.items() if not name.startswith("nodes-Load")}


def test_a_part_of_the_graph_can_be_exported(graph: Graph, tmp_path: Path) -> None:
    write(graph, "one", NODES, LINKS)
    export(graph, "json", tmp_path / "graph.json")
    assert "紧固件园" in (tmp_path / "graph.json").read_text("utf-8")
    export(whole(graph), "json", tmp_path / "part.json")
    assert (tmp_path / "graph.json").read_bytes() == (tmp_path / "part.json").read_bytes()
    assert export(Subgraph({}, ()), "csv", tmp_path / "none").entities == 0


def test_what_is_read_is_sorted_and_has_the_hash_of_the_graph(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_api.store.bulk_spool.RUN_BYTES", 10)  # many small runs
    write(graph, "one", NODES, LINKS)
    read = spool(graph, tmp_path)
    assert [one["id"] for one in read.entities()] == ["test:a", "test:a-1", "test:b"]
    assert [one["id"] for one in read.relations()] == sorted(one.id for one in LINKS)
    assert read.hash == graph_hash(graph)
    assert {label for label, _ in read.notes()} <= {"Source", "Load", "Bookkeeping", "Redirect"}
    assert "schema" not in {properties["id"] for _, properties in read.notes()}


def test_reading_begins_anew_when_somebody_writes(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(graph, "one", NODES, LINKS)
    scan, late = graph.scan, [zone("late")]

    def scan_and_write(*arguments: object) -> object:
        found = scan(*arguments)  # type: ignore[arg-type]
        if late:
            write(graph, "two", [late.pop()], [])
        return found

    monkeypatch.setattr(graph, "scan", scan_and_write)
    export(graph, "jsonl", tmp_path / "made")
    assert "test:late" in (tmp_path / "made").read_text("utf-8")

    late.extend(zone(f"late-{number}") for number in range(100))
    with pytest.raises(BusyError, match="the load that writes"):
        export(graph, "jsonl", tmp_path / "other")
    assert names(tmp_path) == ["made"]


EMPTY = Subgraph({}, ())


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(BadInputError, match="'docx'; choose one of: json, jsonl"):
        export(EMPTY, "docx", Path("x"))


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("target", ["file/x", "/proc/nothing/x"])
def test_a_place_that_cannot_be_written_is_one_sentence(
    form: str, target: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(EnvironmentFaultError, match=r"cannot be written: .*; free the place or"):
        export(EMPTY, form, tmp_path / target)


def test_a_folder_is_not_overwritten_by_a_file_nor_a_strange_one_by_a_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("kept")
    with pytest.raises(EnvironmentFaultError, match="it is a folder and the format is one file"):
        export(EMPTY, "json", tmp_path / "mine")
    with pytest.raises(EnvironmentFaultError, match=r"holds notes\.txt"):
        export(EMPTY, "csv", tmp_path / "mine")
    assert content(tmp_path / "mine") == {"notes.txt": b"kept"}
    assert names(tmp_path) == ["mine"]


def test_what_was_there_stays_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    export(EMPTY, "csv", target)
    before = content(target)

    def fails(_elements: Elements, folder: Path) -> None:
        folder.mkdir()
        (folder / "entities.csv").write_text("half")
        raise OSError(28, "No space left on device")

    broken = formats.Format("", "", fails, FORMATS["csv"].names)
    monkeypatch.setattr(formats, "FORMATS", {**FORMATS, "csv": broken})
    with pytest.raises(EnvironmentFaultError, match="No space left on device"):
        export(EMPTY, "csv", target)
    assert content(target) == before
    assert names(tmp_path) == ["out"]

    monkeypatch.undo()
    part = Subgraph({one.id: one for one in NODES}, tuple(LINKS))
    export(part, "csv", target)
    assert "紧固件园" in (target / "entities.csv").read_text("utf-8-sig")
    assert names(tmp_path) == ["out"]


def test_a_plan_is_shown_as_one_in_every_table(tmp_path: Path) -> None:
    planned = Subgraph({one.id: one for one in NODES}, (relation("b", "a"),))
    assert planned.relations[0].modality is Modality.FACT
    for form in ("json", "jsonl", "graphml", "csv"):
        export(planned, form, tmp_path / form)
        assert b"planned" in b"".join(content(tmp_path / form).values())
