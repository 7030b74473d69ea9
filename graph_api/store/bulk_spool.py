"""All of the graph as a stream: read once, at one revision, and kept in files that are sorted by id.

Sorted, so that what is written from it is the same whatever the engine and the order of loading; in
files, so that memory does not grow with the graph.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import BadInputError, BusyError
from graph_api.store.bookkeeping import SETTLED, note
from graph_api.store.graph import Graph
from graph_api.store.hashing import digest, hash_of
from graph_api.store.pages import scan_pages
from graph_api.store.properties import Properties
from graph_api.store.schema import BOOKKEEPING

ATTEMPTS = 3
RUN_BYTES = 16 << 20
"""What is held in memory before it is sorted and put into a file."""

UNFINISHED = "restoring"
"""The name of the note that stands while a restore writes, and after one that was killed."""

NOT_CARRIED = frozenset({"schema", "lease", "revision", SETTLED, UNFINISHED})
"""Notes of bookkeeping that belong to one database and not to the graph in it."""

_PAGE = "MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto "
_ENTITIES = f"{_PAGE}RETURN properties(n) AS found"
_RELATIONS = f"{_PAGE}MATCH (n)-[r]->(:Entity) RETURN properties(r) AS found"
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
    Raises BusyError where that happens each time, BadInputError where a restore was killed and half
    of the graph is there, OSError where the folder cannot be written.
    """
    half = note(graph, UNFINISHED)
    if half:
        raise BadInputError(
            f"the graph holds a part of {half} only, whose restore did not end; restore it again first"
        )
    for attempt in range(ATTEMPTS):
        place = folder / str(attempt)
        place.mkdir()
        before = graph.revision()
        page = _Page(place / "page")
        entities, first = _keep(place, "entities", page, scan_pages(graph, _ENTITIES, {}, page))
        relations, second = _keep(place, "relations", page, scan_pages(graph, _RELATIONS, {}, page))
        for label in BOOKKEEPING:
            _keep(place, label, page, [graph.scan(_NOTES.format(label), {}, page)])
        if graph.revision() == before:
            return Spool(place, entities, relations, hash_of(first + second))
    raise BusyError(
        "the graph was changed each time it was read; try again when the load that writes is done"
    )


def line_of(properties: Mapping[str, Any]) -> bytes:
    """The properties as a line of JSON that begins with the id, so that lines sort as ids do."""
    rest = {name: value for name, value in sorted(properties.items()) if name != "id"}
    return orjson.dumps({"id": properties["id"], **rest}, option=orjson.OPT_APPEND_NEWLINE)


class _Page:
    """The records of a page as lines of a file.

    A scan runs in a thread of its own, and what many threads allocate and leave to others is not
    given back to the system: in memory, pages of 15 MB came to 600 MB.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, records: Iterator[Mapping[str, Any]]) -> int:
        """Take the records; the sum of their digests. A read that the driver begins anew begins anew."""
        total = 0
        with self._path.open("wb") as file:
            for record in records:
                file.write(line_of(record["found"]))
                total += digest(record["found"])
        return total

    def lines(self) -> list[bytes]:
        """What was taken last."""
        return self._path.read_bytes().splitlines(keepends=True)


def _keep(folder: Path, name: str, page: _Page, totals: Iterable[int]) -> tuple[int, int]:
    """Put page after page into files; how many elements there are, and the sum of their digests."""
    runs = _Runs(folder, name)
    count = total = 0
    for part in totals:
        total += part
        lines = page.lines()
        count += len(lines)
        runs.add(lines)
    runs.flush()
    return count, total


class _Runs:
    """Lines that come in any order, written as files each of which is sorted."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path: Callable[[int], Path] = lambda number: folder / f"{name}-{number}"
        self._lines: list[bytes] = []
        self._size = self._number = 0

    def add(self, lines: list[bytes]) -> None:
        """Take some lines more."""
        self._lines += lines
        self._size += sum(map(len, lines))
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
