"""The journal: every accepted write, one line of JSON each, in the order in which they were accepted.

Nothing in it is ever changed. A line counts once it ends: what a writer that died left of one is cut
off by the next, and was never accepted.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import BadInputError, EnvironmentFaultError, Kind
from loaders.alone import alone
from loaders.entered.fields import Fields, fields_of, plain_of

JOURNAL_FILE = "entered.jsonl"


class Action(StrEnum):
    """What an entry does with its record."""

    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted write. `number` counts from 1, `at` is ISO 8601 in UTC.

    `fields` are all fields of the record after a create or a change. `key` and `request` are the
    idempotency key that was sent and the digest of what was asked with it, "" where there was none.
    """

    number: int
    at: str
    who: str
    role: str
    action: Action
    id: str
    kind: Kind
    fields: Fields | None = None
    key: str = ""
    request: str = ""


Entries = tuple[Entry, ...]


class Journal:
    """The journal of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL_FILE

    def entries(self) -> Entries:
        """All entries; () where nothing was entered yet.

        Raises BadInputError that names the line that is no entry, EnvironmentFaultError where the
        file cannot be read.
        """
        return read_entries(self.path)

    def add(self, decide: Callable[[Entries], Entry]) -> Entry:
        """Add the entry that `decide` makes of those there are; it is on the disk when this returns.

        No other writer comes between. An entry that is there already is given back and not added.
        Raises what `decide` raises, and EnvironmentFaultError where the file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with alone(self.path.parent):
                entries = self.entries()
                entry = decide(entries)
                if entry.number > len(entries):
                    _append(self.path, line_of(entry))
        except OSError as error:
            message = f"{self.path} cannot be written: {error.strerror}; nothing was entered, free the folder"
            raise EnvironmentFaultError(message) from error
        return entry


def read_entries(path: Path) -> Entries:
    """The entries of a file; () where there is none. Raises as `Journal.entries` does."""
    try:
        state = path.stat()
        return _kept(path, state.st_mtime_ns, state.st_size, state.st_ino)
    except FileNotFoundError:
        return ()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}; give it back its rights"
        raise EnvironmentFaultError(message) from error


def line_of(entry: Entry) -> bytes:
    """The line of an entry."""
    fields = None if entry.fields is None else plain_of(entry.fields)
    record = {
        "number": entry.number,
        "at": entry.at,
        "who": entry.who,
        "role": entry.role,
        "action": entry.action,
        "id": entry.id,
        "kind": entry.kind,
        "fields": fields,
        "key": entry.key,
        "request": entry.request,
    }
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def mark_of(entries: Entries) -> str:
    """A text by which two journals of so many entries can be told apart; "" for none."""
    if not entries:
        return ""
    return f"{len(entries)} {blake2b(line_of(entries[-1]), digest_size=12).hexdigest()}"


@lru_cache(maxsize=4)
def _kept(path: Path, _changed: int, _size: int, _node: int) -> Entries:
    """The entries of a file in the state that the other arguments tell."""
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    return tuple(_entry(line, number, path) for number, line in enumerate(lines, 1))


def _entry(line: bytes, number: int, path: Path) -> Entry:
    try:
        given: Mapping[str, Any] = orjson.loads(line)
        kind, action, fields = Kind(given["kind"]), Action(given["action"]), given["fields"]
        if given["number"] != number or (fields is None) != (action in _WITHOUT_FIELDS):
            raise ValueError("its number or its fields do not fit")  # noqa: TRY301 - one message for all
        return Entry(
            number=number,
            at=str(given["at"]),
            who=str(given["who"]),
            role=str(given["role"]),
            action=action,
            id=str(given["id"]),
            kind=kind,
            fields=None if fields is None else fields_of(kind, fields),
            key=str(given["key"]),
            request=str(given["request"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path.name} line {number} is not entry {number}: {error}; put the file of a backup back"
        raise BadInputError(message) from error


_WITHOUT_FIELDS = (Action.DELETE, Action.RESTORE)


def _append(path: Path, line: bytes) -> None:
    """Write the line behind the last whole one and see it to the disk; all of it or nothing."""
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = _end_of_lines(handle)
        os.ftruncate(handle, end)
        try:
            done = 0
            while done < len(line):
                done += os.pwrite(handle, line[done:], end + done)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def _end_of_lines(handle: int) -> int:
    """Where the last whole line ends."""
    size = os.fstat(handle).st_size
    while size:
        start = max(0, size - 65_536)
        found = os.pread(handle, size - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        size = start
    return 0


def _sync_folder(folder: Path) -> None:
    """See the name of a new file to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
