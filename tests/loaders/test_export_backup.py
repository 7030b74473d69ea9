"""A backup restores to the same graph on any engine, or says in one sentence why it does not."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph_api.domain import BadInputError, EnvironmentFaultError, NotFoundError, Source
from graph_api.store import (
    Graph,
    Lease,
    LoadRecord,
    entity,
    graph_hash,
    loads,
    note,
    save_load,
    save_note,
    save_sources,
    sources,
    whole,
    write,
)
from graph_api.store.bulk_restore import put_all
from graph_api.store.bulk_spool import digest
from graph_api.store.elements import Links
from loaders.export import backup, export, read_manifest, restore
from tests.engines.servers import Engines
from tests.loaders.exported_elements import odd_elements
from tests.store.records import relation, zone

NODES = [
    zone("a", "紧固件园", properties={"area": 5.0, "codes": (" x", "")}),
    zone("b"),
    zone("a-1"),
]
LINKS = [relation("b", "a"), relation("a-1", "a", role="核|心", amount=2**53 + 1)]
JUDGED = b"left,right,verdict,who,when,why\r\ntest:a,test:b,different,x,2026-01-01,\r\n"


def filled(graph: Graph) -> Graph:
    write(graph, "one", NODES, LINKS)
    write(graph, "local", NODES[:1], [])
    save_sources(graph, [Source("test", "出处")])
    save_load(
        graph, LoadRecord("l1", "one", "2026-01-01", "2026-01-02", 5, 3, 2, 0, 0, paths=("x",))
    )
    graph.write(lambda tx: tx.run("MERGE (r:Redirect {id: 'old:a', to: 'test:a'})").consume())
    save_note(graph, "kept", "value")
    return graph


def empty(graph: Graph) -> Graph:
    graph.write(lambda tx: tx.run("MATCH (n) WHERE n.id <> 'schema' DETACH DELETE n").consume())
    return graph


@pytest.fixture
def made(graph: Graph, tmp_path: Path) -> Path:
    """A backup; the graph that it was made of is there."""
    (tmp_path / "judgements.csv").write_bytes(JUDGED)
    backup(filled(graph), tmp_path / "backup.zip", judgements=tmp_path / "judgements.csv")
    return tmp_path / "backup.zip"


def test_a_backup_restores_on_the_other_engine_and_back(engines: Engines, tmp_path: Path) -> None:
    one, other = (empty(engines.graph(f"{name}-scratch")) for name in ("arcadedb", "neo4j"))
    odd = odd_elements(100)
    put_all(one, "odd values", odd.entities(), odd.relations(), odd.notes())
    first = backup(one, tmp_path / "first.zip")
    assert (first.entities, first.relations, first.notes) == (100, 99, {"Redirect": 1})
    assert first.hash == graph_hash(one) != f"{0:064x}"

    restore(other, tmp_path / "first.zip")
    second = backup(other, tmp_path / "second.zip")
    restore(empty(one), tmp_path / "second.zip")

    assert second.sha256 == first.sha256
    assert graph_hash(one) == graph_hash(other) == first.hash
    assert sum(map(digest, (*odd.nodes, *odd.links))) % 2**256 == int(first.hash, 16)


def test_everything_comes_back_and_what_was_there_is_gone(graph: Graph, made: Path) -> None:
    before, hash_before = whole(graph), graph_hash(graph)
    kept = (sources(graph), loads(graph))
    write(graph, "two", [zone("new")], [])
    save_sources(graph, [Source("new", "new")])
    save_note(graph, "new", "value")
    revision = graph.revision()

    manifest = restore(graph, made, replace=True)

    assert (whole(graph), graph_hash(graph)) == (before, hash_before)
    assert (sources(graph), loads(graph)) == kept
    assert entity(graph, "old:a").id == "test:a"
    assert (note(graph, "kept"), note(graph, "new"), note(graph, "restoring")) == ("value", "", "")
    assert graph.revision() != revision
    assert manifest == read_manifest(made)
    assert manifest.datasets == {"local": 1, "one": 3}
    assert manifest.sources == {"test": "出处"}


def test_a_graph_with_something_in_it_is_not_replaced_unasked(graph: Graph, made: Path) -> None:
    write(graph, "two", [zone("new")], [])
    before = graph_hash(graph)
    with pytest.raises(
        BadInputError, match="not empty, and a restore replaces all of it; say --re"
    ):
        restore(graph, made)
    assert graph_hash(graph) == before


def test_judgements_go_where_they_are_told(graph: Graph, made: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "judgements.csv"
    restore(empty(graph), made, judgements=target)
    assert target.read_bytes() == JUDGED

    target.write_bytes(b"other")
    with pytest.raises(BadInputError, match="holds other judgements than the backup"):
        restore(empty(graph), made, judgements=target)
    assert not whole(graph).entities
    restore(graph, made, judgements=target, replace=True)
    assert target.read_bytes() == JUDGED


def test_a_backup_without_judgements_restores(graph: Graph, tmp_path: Path) -> None:
    backup(filled(graph), tmp_path / "b.zip", judgements=tmp_path / "none.csv")
    restore(graph, tmp_path / "b.zip", replace=True, judgements=tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()


def test_a_restore_that_was_killed_is_seen_and_completed(
    graph: Graph, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = graph_hash(graph)
    lease_write = Lease.write

    def write_some(lease: Lease, work: Any) -> object:  # noqa: ANN401 - a partial of the store
        if isinstance(getattr(work, "keywords", {}).get("elements"), Links):
            raise KeyboardInterrupt
        return lease_write(lease, work)

    monkeypatch.setattr(Lease, "write", write_some)
    with pytest.raises(KeyboardInterrupt):
        restore(graph, made, replace=True)
    monkeypatch.undo()

    assert whole(graph).entities
    assert not whole(graph).relations
    for use in (
        lambda: backup(graph, tmp_path / "x"),
        lambda: export(graph, "json", tmp_path / "x"),
    ):
        with pytest.raises(BadInputError, match=r"a part of backup\.zip only"):
            use()
    restore(graph, made)
    assert graph_hash(graph) == before


def test_another_hash_in_the_end_is_an_error(
    graph: Graph, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.export.restoring.graph_hash", lambda _: "0" * 64)
    with pytest.raises(EnvironmentFaultError, match=r"has the hash 0{64} and the backup"):
        restore(empty(graph), made)


Change = Callable[[dict[str, bytes]], None]


def changed(source: Path, target: Path, change: Change, *, honest: bool) -> None:
    """The backup with other content; where `honest`, with the sums of it."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if honest:
        manifest = orjson.loads(files["manifest.json"])
        for name in manifest["sha256"]:
            manifest["sha256"][name] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = orjson.dumps(manifest)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def swap(name: str, old: bytes, new: bytes) -> Change:
    def change(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new)

    return change


def drop_line(name: str, line: int) -> Change:
    def change(files: dict[str, bytes]) -> None:
        lines = files[name].splitlines(keepends=True)
        files[name] = b"".join(lines[:line] + lines[line + 1 :])

    return change


def double(files: dict[str, bytes]) -> None:
    first = files["entities.jsonl"].splitlines(keepends=True)[0]
    files["entities.jsonl"] = first + files["entities.jsonl"]


CONTENT: dict[str, tuple[Change, str | None]] = {
    "no manifest": (lambda files: files.pop("manifest.json") and None, "manifest.json"),
    "a manifest that is none": (lambda files: files.update({"manifest.json": b"[]"}), "manifest"),
    "no relations": (lambda files: files.pop("relations.jsonl") and None, "relations.jsonl"),
    "a later format": (swap("manifest.json", b'"format": 1', b'"format": 2'), "reads the format 1"),
    "another value": (swap("entities.jsonl", "紧固件园".encode(), b"x"), "hash"),
    "another type": (swap("entities.jsonl", b"5.0", b"5"), "hash"),
    "one entity less": (drop_line("entities.jsonl", 1), "an end of|entities and relations"),
    "one relation less": (drop_line("relations.jsonl", 0), "entities and relations"),
    "one entity twice": (double, "twice"),
    "half a line": (lambda files: files.update({"notes.jsonl": files["notes.jsonl"][:-9]}), None),
    "an unknown kind": (swap("entities.jsonl", b'"Zone"', b'"Moon"'), "Moon"),
    "an id that is none": (swap("entities.jsonl", b"test:a-1", b"te st:a-1"), "not an id"),
    "an unknown type": (swap("relations.jsonl", b"PART_OF", b"EATS"), "EATS"),
    "an unknown note": (swap("notes.jsonl", b'"Load"', b'"X) DELETE (n"'), "unknown kind"),
    "a nested value": (
        swap("entities.jsonl", b'"area":5.0', b'"area":{"a":1}'),
        "no property can have",
    ),
}


WITHOUT_SUMS = ("no manifest", "a manifest that is none", "no relations")
ON_ONE_ENGINE = pytest.mark.parametrize("engine_name", ["arcadedb"])
"""The file is refused before the graph is looked at."""


@ON_ONE_ENGINE
@pytest.mark.parametrize("name", CONTENT)
def test_a_backup_with_other_content_changes_nothing(
    name: str, graph: Graph, made: Path, tmp_path: Path
) -> None:
    change, reason = CONTENT[name]
    changed(made, tmp_path / "bad.zip", change, honest=False)
    assert_refused(graph, tmp_path / "bad.zip")
    if name not in WITHOUT_SUMS:
        changed(made, tmp_path / "bad.zip", change, honest=True)
        assert_refused(graph, tmp_path / "bad.zip", reason)


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "a text": lambda _: b"left,right\r\n",
    "cut off": lambda whole_file: whole_file[: len(whole_file) // 2],
    "its end is gone": lambda whole_file: whole_file[:-30],
    "a byte changed": lambda whole_file: (
        whole_file[:90] + bytes([whole_file[90] ^ 1]) + whole_file[91:]
    ),
}


@ON_ONE_ENGINE
@pytest.mark.parametrize("name", BYTES)
def test_a_damaged_file_changes_nothing(
    name: str, graph: Graph, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.zip").write_bytes(BYTES[name](made.read_bytes()))
    assert_refused(graph, tmp_path / "bad.zip")


def assert_refused(graph: Graph, source: Path, reason: str | None = None) -> None:
    before = graph_hash(graph)
    with pytest.raises(BadInputError, match=reason) as raised:
        restore(graph, source, replace=True)
    message = str(raised.value)
    assert re.fullmatch(r"\S+ is no backup, or a damaged one: .*; nothing was changed, .*", message)
    assert "\n" not in message
    assert graph_hash(graph) == before


def test_what_is_no_file_is_named(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="there is no file"):
        restore(graph, tmp_path / "none.zip")
    with pytest.raises(EnvironmentFaultError, match="cannot be read: Is a directory"):
        restore(graph, tmp_path)
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        backup(graph, Path("/proc/nothing/x"))
