"""The process of a bulk load: `python -m graph_api.store.bulk_engine HEAP` in a data folder.

Its standard input is pairs of lines: `[what, label, ids]` and the rows, each a list of names and
values in turn; the last line is `["end", counts]`. It answers `done`, or the reason why nothing was
done. It holds the lock of the engine as long as it runs, so that neither starts beside the other.
"""

import fcntl
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import orjson

from graph_api.store.embedded import SCHEMA_FILE
from graph_api.store.schema import BOOKKEEPING, arcadedb_statements, fingerprint
from graph_api.store.state import DATABASE, LOCK_FILE, LOCK_HELD, write_private

BUFFERED = 50_000
"""Relations that are held in the JVM before they are written."""

COMMITTED = 2_000
"""Records of a transaction: without this all entities would be in memory at the end, for one."""

PREFIX = "bulk-"
DATABASES = Path("databases")


class RefusedError(Exception):
    """What was to be written breaks a rule; the message is for a person."""


def main(heap: int, answer: IO[str]) -> int:
    """Build the database in the working directory; returns the exit code."""
    with Path(LOCK_FILE).open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return LOCK_HELD
        clear(Path())
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=".") as folder:
            try:
                _build(Path(folder), heap)
            except RefusedError as error:
                answer.write(str(error))
                return 1
            answer.write("done")
    return 0


def clear(data_folder: Path) -> None:
    """Remove what a bulk load that was killed left behind. Whoever calls holds the lock."""
    for left in data_folder.glob(f"{PREFIX}*"):
        shutil.rmtree(left)


def _build(folder: Path, heap: int) -> None:
    """The new database, made in the folder and put in its place."""
    arcadedb = _library(heap)
    place = DATABASES / DATABASE
    kept = _notes_of(arcadedb, place) if place.exists() else {}
    database = arcadedb.create_database(str(folder / "new"))
    indexes = []
    for statement in arcadedb_statements():
        if "INDEX" in statement and "ON `Entity`" in statement:
            indexes.append(statement)  # made at the end: far quicker than kept up to date
        else:
            database.command("sql", statement)
    _Writer(database, kept).take(sys.stdin.buffer)
    for statement in indexes:
        database.command("sql", statement)
    database.command("sql", "ALTER DATABASE `arcadedb.txWalFlush` 1")  # as the engine has it
    database.close()
    _put(folder, place)


def _library(heap: int) -> Any:  # noqa: ANN401 - the library has no types
    arguments = (
        "-Xrs",
        f"-Xmx{heap}m",
        f"-Xmn{heap * 2 // 5}m",  # rows live for moments only: far fewer are copied
        "-XX:+UseSerialGC",
        "-Darcadedb.typeDefaultBuckets=1",  # as the engine has it
    )
    os.environ["ARCADEDB_JVM_ARGS"] = " ".join(arguments)
    import arcadedb_embedded as arcadedb  # noqa: PLC0415 - the JVM reads its arguments when it starts

    return arcadedb


def _notes_of(arcadedb: Any, place: Path) -> dict[tuple[str, str], list[Any]]:  # noqa: ANN401
    """The bookkeeping of the database that is there, by label and id; it must hold nothing else."""
    with arcadedb.open_database(str(place)) as database:
        found = database.query("opencypher", "MATCH (n:Entity) RETURN count(n) AS number")
        number = found.first().get("number")
        if number:
            raise RefusedError(
                f"the database holds {number} entities, and a bulk load needs an empty one; "
                "load the ordinary way, or choose another folder with SIXCHAINS_DATA_FOLDER"
            )
        kept = {}
        for label in BOOKKEEPING:
            query = f"MATCH (n:{label}) RETURN properties(n) AS found"
            for row in database.query("opencypher", query):
                properties = orjson.loads(row.to_json())["found"]
                flat = [part for pair in properties.items() for part in pair]
                kept[label, properties["id"]] = flat
        return kept


class _Writer:
    """Takes rows and writes them by the library's batch importer."""

    def __init__(self, database: Any, kept: dict[tuple[str, str], list[Any]]) -> None:  # noqa: ANN401
        import jpype  # noqa: PLC0415 - after the library, which starts the JVM

        java = jpype.JClass
        self._rid = java("com.arcadedb.database.RID")
        self._to_string = java("java.util.Arrays").toString
        # One text crosses into the JVM for thousands of rows, and values arrive as Bolt brings them:
        # whole numbers as Long, others as Double, lists as ArrayList.
        numbers = java("com.google.gson.ToNumberPolicy").LONG_OR_DOUBLE
        self._json = (
            java("com.google.gson.GsonBuilder")().setObjectToNumberStrategy(numbers).create()
        )
        self._rows = jpype.JArray(jpype.JObject, 2).class_
        builder = database.get_java_database().batch()
        builder = builder.withBatchSize(BUFFERED).withCommitEvery(COMMITTED)
        self._batch = builder.withWAL(False).build()  # noqa: FBT003 - Java's
        self._rids: dict[str, str] = {}
        self._kept = kept
        self._counts = {"note": 0, "entity": 0, "relation": 0}

    def take(self, lines: IO[bytes]) -> None:
        """Write all that comes. Raises RefusedError where it ends before its end."""
        for line in lines:
            what, *rest = orjson.loads(line)
            if what == "end":
                self._end(rest[0])
                return
            label, ids = rest
            rows = self._json.fromJson(next(lines).decode(), self._rows)
            self._counts[what] += len(rows)
            if what == "relation":
                self._relations(label, ids, rows)
            else:
                made = self._nodes(label, rows)
                if what == "entity":
                    self._know(ids[0], made)
                else:
                    for note_id in ids[0]:
                        self._kept.pop((label, note_id), None)
        raise RefusedError("the data ended half way; run the same command again")

    def _nodes(self, label: str, rows: Any) -> list[str]:  # noqa: ANN401
        return str(self._to_string(self._batch.createVertices(label, rows)))[1:-1].split(", ")

    def _know(self, ids: Sequence[str], rids: Sequence[str]) -> None:
        for element_id, rid in zip(ids, rids, strict=True):
            if self._rids.setdefault(element_id, rid) != rid:
                raise RefusedError(f"{element_id} comes twice; give each entity once")

    def _relations(self, label: str, ids: Sequence[Sequence[str]], rows: Any) -> None:  # noqa: ANN401
        new_edge, rid, rids = self._batch.newEdge, self._rid, self._rids
        try:
            for from_id, to_id, row in zip(*ids, rows, strict=True):
                new_edge(rid(rids[from_id]), label, rid(rids[to_id]), row)
        except KeyError as error:
            raise RefusedError(
                f"a relation {label} has the end {error.args[0]}, which is none of the entities; "
                "give every end as an entity"
            ) from error

    def _end(self, counts: dict[str, int]) -> None:
        if counts != self._counts:
            raise RefusedError(f"{counts} were sent and {self._counts} arrived; try again")
        for (label, _), flat in self._kept.items():
            self._nodes(label, self._json.fromJson(orjson.dumps([flat]).decode(), self._rows))
        self._batch.close()


def _put(folder: Path, place: Path) -> None:
    """Put the finished database in its place, after all of it has reached the disk."""
    for file in (folder / "new").iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        place.rename(folder / "old")
    (folder / "new").rename(place)
    write_private(Path(SCHEMA_FILE), fingerprint())


if __name__ == "__main__":
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as channel:
        os.dup2(2, 1)  # what the JVM prints goes to the log
        try:
            exit_code = main(int(sys.argv[1]), channel)
        except Exception:  # noqa: BLE001 - whatever it was, the log has it and the process must end
            traceback.print_exc()
            exit_code = 1
    os._exit(exit_code)  # threads of the JVM would keep the process
