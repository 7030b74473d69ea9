"""A first load into the embedded engine without going through the engine: several times as fast.

A process of its own (`bulk_engine`) builds a new database beside the one that is there and puts it in
its place when it is whole. So whatever happens on the way, nobody ever meets half a graph.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

import orjson

from graph_api.domain import BadInputError, BusyError, EnvironmentFaultError
from graph_api.store.bulk_engine import clear
from graph_api.store.engine import LOG_FILE, _usable
from graph_api.store.properties import Properties
from graph_api.store.state import LOCK_FILE, LOCK_HELD

ROWS = 2_000
"""Rows that are sent at a time."""

Tell = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class BulkCounts:
    """How many entities and relations a bulk load wrote."""

    entities: int
    relations: int


def bulk_write(
    data_folder: Path,
    heap: int,
    entities: Iterable[Properties],
    relations: Iterable[Properties],
    notes: Iterable[tuple[str, Properties]] = (),
    *,
    progress: Tell | None = None,
) -> BulkCounts:
    """Fill the empty database of a data folder whose engine does not run.

    The streams give the properties of each element as the graph is to hold them, each id once, and
    every end of a relation among the entities; `notes` gives label and properties of bookkeeping,
    which goes before what is there of the same id. `heap` is that of the JVM in megabytes.

    Raises BusyError where the engine runs, BadInputError for a database that is not empty and for
    elements that break these rules, EnvironmentFaultError where the folder cannot be written or the
    process ends. In each case, and where this process is killed, the folder is as it was before.
    """
    data_folder = _usable(data_folder)
    command = [sys.executable, "-P", "-m", "graph_api.store.bulk_engine", str(heap)]
    with (data_folder / LOG_FILE).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=data_folder,
            start_new_session=True,  # Ctrl-C is for us, who then end it
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
    feed = _Feed(process, progress)
    try:
        revision = {"id": "revision", "value": token_hex(8)}
        for label, properties in (*notes, ("Bookkeeping", revision)):
            feed.put("note", label, (properties["id"],), properties)
        feed.flush()
        for properties in entities:
            feed.put("entity", properties["kind"], (properties["id"],), properties)
        feed.flush()
        for properties in relations:
            from_id, relation_type, to_id, _ = properties["id"].split("|", 3)
            feed.put("relation", relation_type, (from_id, to_id), properties)
        feed.flush()
        return feed.finish(data_folder)
    except BrokenPipeError:
        return feed.finish(data_folder)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
        if process.returncode < 0:
            _clear(data_folder)


def _clear(data_folder: Path) -> None:
    """Remove what the process left when it was killed, unless another one is at work by now."""
    with (data_folder / LOCK_FILE).open("w", encoding="utf-8") as lock, suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        clear(data_folder)


@dataclass(slots=True)
class _Feed:
    """Rows on their way to the process, by label."""

    process: subprocess.Popen[bytes]
    progress: Tell | None
    counts: dict[str, int] = field(default_factory=lambda: {"note": 0, "entity": 0, "relation": 0})
    _waiting: dict[tuple[str, str], list[tuple[tuple[str, ...], list[Any]]]] = field(
        default_factory=dict
    )

    def put(self, what: str, label: str, ids: tuple[str, ...], properties: Properties) -> None:
        """Send a row, with others of its label when there are enough."""
        rows = self._waiting.setdefault((what, label), [])
        rows.append((ids, [part for pair in properties.items() for part in pair]))
        if len(rows) == ROWS:
            self._send(what, label, rows)

    def flush(self) -> None:
        """Send all rows that wait."""
        for (what, label), rows in self._waiting.items():
            self._send(what, label, rows)
        self._waiting.clear()

    def finish(self, data_folder: Path) -> BulkCounts:
        """Say that this was all, and wait until it is in its place."""
        if self.progress is not None:
            self.progress("index", 0, None)
        with suppress(BrokenPipeError):
            self._pipe().write(orjson.dumps(["end", self.counts], option=orjson.OPT_APPEND_NEWLINE))
            self._pipe().flush()
        answer = self.process.stdout.read() if self.process.stdout else b""
        code = self.process.wait()
        if code == LOCK_HELD:
            raise BusyError(
                f"the embedded engine serves {data_folder}; stop it first: sixchains engine stop"
            )
        if code != 0 or answer.strip() != b"done":
            reason = answer.decode("utf-8", "replace").strip()
            if reason:
                raise BadInputError(reason)
            raise EnvironmentFaultError(
                f"the bulk load ended with code {code} and left {data_folder} as it was; "
                f"read {data_folder / LOG_FILE}, then try again"
            )
        return BulkCounts(self.counts["entity"], self.counts["relation"])

    def _send(self, what: str, label: str, rows: list[tuple[tuple[str, ...], list[Any]]]) -> None:
        if not rows:
            return
        ids = list(zip(*(ids for ids, _ in rows), strict=True))
        pipe = self._pipe()
        pipe.write(orjson.dumps([what, label, ids], option=orjson.OPT_APPEND_NEWLINE))
        pipe.write(orjson.dumps([flat for _, flat in rows], option=orjson.OPT_APPEND_NEWLINE))
        self.counts[what] += len(rows)
        rows.clear()
        if self.progress is not None:
            self.progress("write", sum(self.counts.values()), None)

    def _pipe(self) -> IO[bytes]:
        assert self.process.stdin is not None  # noqa: S101 - for mypy: it was asked for
        return self.process.stdin
