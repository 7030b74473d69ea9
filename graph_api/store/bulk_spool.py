"""All of the graph as a stream: read once, at one revision, and kept in files that are sorted by id.

Sorted, so that what is written from it is the same whatever the engine and the order of loading; in
files, so that memory does not grow with the graph.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import BusyError
from graph_api.store.graph import Graph
from graph_api.store.properties import Properties
from graph_api.store.schema import BOOKKEEPING

ATTEMPTS = 3
RUN_BYTES = 16 << 20
"""What is held in memory before it is sorted and put into a file."""

NOT_CARRIED = frozenset({"schema", "lease", "writer"})
"""Notes of bookkeeping that belong to one database and not to the graph in it."""

MODULUS = 1 << 256
_NOT_HASHED = frozenset({"statements", "text"})
_ENTITIES = "MATCH (n:Entity) RETURN properties(n) AS found"
_RELATIONS = "MATCH (:Entity)-[r]->(:Entity) RETURN properties(r) AS found"
_NOTES = "MATCH (n:{}) RETURN properties(n) AS found"


@dataclass(frozen=True, slots=True)
class Spool:
    """Properties of everything in the graph, as often as they are asked for, each kind sorted by id.

    `hash` is the canonical hash of what is in it.
    """

    folder: Path
    entity_count: int
    relation_count: int
    hash: str

    def entities(self) -> Iterator[Properties]:
        """The properties of each entity."""
        return _merged(self.folder, "entities")

    def relations(self) -> Iterator[Properties]:
        """The properties of each relation; its type and ends are in its id."""
        return _merged(self.folder, "relations")

    def notes(self) -> Iterator[tuple[str, Properties]]:
        """Label and properties of each node of bookkeeping that goes with the graph."""
        for label in BOOKKEEPING:
            for properties in _merged(self.folder, label):
                if label != "Bookkeeping" or properties["id"] not in NOT_CARRIED:
                    yield label, properties


def spool(graph: Graph, folder: Path) -> Spool:
    """Read the whole graph into files in `folder`, which is empty and the caller's to remove.

    What is read is one state of the graph: reading begins anew where somebody wrote meanwhile.
    Raises BusyError where that happens each time, OSError where the folder cannot be written.
    """
    for attempt in range(ATTEMPTS):
        place = folder / str(attempt)
        place.mkdir()
        before = graph.revision()
        entities, first = _read(graph, place, "entities", _ENTITIES)
        relations, second = _read(graph, place, "relations", _RELATIONS)
        for label in BOOKKEEPING:
            _read(graph, place, label, _NOTES.format(label))
        if graph.revision() == before:
            return Spool(place, entities, relations, f"{(first + second) % MODULUS:064x}")
    raise BusyError(
        "the graph was changed each time it was read; try again when the load that writes is done"
    )


def digest(properties: Mapping[str, Any]) -> int:
    """What an element adds to the canonical hash of the graph (`graph_hash`)."""
    seen = {name: value for name, value in properties.items() if name not in _NOT_HASHED}
    text = orjson.dumps(seen, option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.sha256(text).digest())


def line_of(properties: Mapping[str, Any]) -> bytes:
    """The properties as a line of JSON that begins with the id, so that lines sort as ids do."""
    rest = {name: value for name, value in sorted(properties.items()) if name != "id"}
    return orjson.dumps({"id": properties["id"], **rest}, option=orjson.OPT_APPEND_NEWLINE)


def _read(graph: Graph, folder: Path, name: str, query: str) -> tuple[int, int]:
    """Spool what the query finds; how many there are, and the sum of their digests."""

    def consume(records: Iterator[Mapping[str, Any]]) -> tuple[int, int]:
        for older in folder.glob(f"{name}-*"):  # a read that the driver began anew
            older.unlink()
        count = total = 0
        write = _Runs(folder, name)
        for record in records:
            count += 1
            total += digest(record["found"])
            write(line_of(record["found"]))
        write.flush()
        return count, total

    return graph.scan(query, {}, consume)


class _Runs:
    """Lines that come in any order, written as files each of which is sorted."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path: Callable[[int], Path] = lambda number: folder / f"{name}-{number}"
        self._lines: list[bytes] = []
        self._size = self._number = 0

    def __call__(self, line: bytes) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size > RUN_BYTES:
            self.flush()

    def flush(self) -> None:
        """Put what is held into a file."""
        self._lines.sort()
        self._path(self._number).write_bytes(b"".join(self._lines))
        self._lines.clear()
        self._size = 0
        self._number += 1


def _merged(folder: Path, name: str) -> Iterator[Properties]:
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in folder.glob(f"{name}-*")]
        yield from map(orjson.loads, heapq.merge(*files))
