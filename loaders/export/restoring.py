"""A backup back into a graph, on any engine: looked through to its end before anything is written."""

import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import (
    BadInputError,
    EnvironmentFaultError,
    Kind,
    NotFoundError,
    RelationType,
    is_id,
)
from graph_api.store import Graph, graph_hash
from graph_api.store.bulk_restore import must_be_empty, put_all
from graph_api.store.hashing import digest, hash_of
from graph_api.store.properties import Properties
from graph_api.store.schema import BOOKKEEPING
from loaders.export.manifest import (
    ENTERED,
    ENTITIES,
    FORMAT,
    JUDGEMENTS,
    MANIFEST,
    NOTES,
    OF_PEOPLE,
    RELATIONS,
    Manifest,
)

Tell = Callable[[str, int, int | None], None]

LONGEST_LINE = 256 << 20
"""An element of the graph is far below that, in bytes; a line that is longer is none of ours."""

LONGEST_MANIFEST = 16 << 20
TOLD = 10_000

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,  # of the zip library: encrypted, or packed in a way that it does not know
)


def restore(
    graph: Graph,
    source: Path,
    *,
    replace: bool = False,
    judgements: Path | None = None,
    entered: Path | None = None,
    progress: Tell | None = None,
) -> Manifest:
    """Make the graph what the backup says: entities, relations, sources, loads and redirects.

    The graph must be empty, unless it may be replaced. The backup is read to its end first, so that a
    damaged one changes nothing; when all is written the hash is compared. `judgements` and `entered`
    are where the files of what people decided and entered go, if they are in the backup. A restore
    that was killed leaves a note, and is completed by the same call.

    Raises NotFoundError where there is no such file, BadInputError for a file that is damaged or no
    backup and for a graph or a file of judgements that would be lost, EnvironmentFaultError where the
    graph does not have the hash of the backup in the end.
    """
    with _opened(source) as archive:
        manifest = _looked_through(archive, progress)
        kept = [
            (path, archive.read(name))
            for name, path in ((JUDGEMENTS, judgements), (ENTERED, entered))
            if path is not None and name in manifest.sha256
        ]
    if not replace:
        must_be_empty(graph)
        for path, content in kept:
            _must_be_the_same(path, content)
    with zipfile.ZipFile(source) as archive:
        put_all(
            graph,
            source.name,
            map(orjson.loads, _lines(archive, ENTITIES)),
            map(orjson.loads, _lines(archive, RELATIONS)),
            _notes(archive),
            progress,
        )
    made = graph_hash(graph)
    if made != manifest.hash:
        raise EnvironmentFaultError(
            f"the graph has the hash {made} and the backup {manifest.hash}; "
            "see that nothing else writes to the graph, then restore again with --replace"
        )
    for path, content in kept:
        _write_whole(path, content)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """What a backup says of itself. Raises as `restore` does; the rest of the file is not looked at."""
    with _opened(source) as archive:
        return _manifest(archive)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {source}; give the path of a backup") from error
    except OSError as error:
        raise EnvironmentFaultError(
            f"{source} cannot be read: {error.strerror or error}; give the path of a backup"
        ) from error
    except _FAULTS as error:
        raise BadInputError(
            f"{source} is no backup, or a damaged one: {error}; nothing was changed, take another copy"
        ) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as file:
        manifest = Manifest.from_json(file.read(LONGEST_MANIFEST))
    if manifest.format != FORMAT:
        raise ValueError(
            f"it has the format {manifest.format}, made by version {manifest.version}, and this "
            f"version reads the format {FORMAT}"
        )
    return manifest


def _looked_through(archive: zipfile.ZipFile, progress: Tell | None) -> Manifest:
    """The manifest, after everything in the backup was found to be as it says."""
    manifest = _manifest(archive)
    ids: set[str] = set()
    total = relations = 0
    for properties in _checked(archive, manifest, ENTITIES, progress):
        _check_entity(properties)
        ids.add(properties["id"])
        total += digest(properties)
    for properties in _checked(archive, manifest, RELATIONS, progress):
        _check_relation(properties, ids)
        relations += 1
        total += digest(properties)
    for note in _checked(archive, manifest, NOTES, None):
        if note["label"] not in BOOKKEEPING or not isinstance(note["properties"]["id"], str):
            raise ValueError(f"it has a note of the unknown kind {note['label']!r}")
    for name in OF_PEOPLE:
        kept = archive.read(name) if name in manifest.sha256 else b""
        if kept and hashlib.sha256(kept).hexdigest() != manifest.sha256[name]:
            raise ValueError(f"{name} is not what was written")
    if (len(ids), relations) != (manifest.entities, manifest.relations):
        raise ValueError("it does not have as many entities and relations as it says")
    if hash_of(total) != manifest.hash:
        raise ValueError("its content does not have the hash that it says")
    return manifest


def _checked(
    archive: zipfile.ZipFile, manifest: Manifest, name: str, progress: Tell | None
) -> Iterator[Properties]:
    """The records of a file; at the end of it, ValueError where they are not what was written."""
    sha256, last = hashlib.sha256(), ""
    for number, line in enumerate(_lines(archive, name), 1):
        sha256.update(line)
        record = orjson.loads(line)
        record_id = record.get("id", "")
        if record_id and record_id == last:
            raise ValueError(f"{record_id} is in it twice")
        last = record_id
        yield record
        if progress is not None and number % TOLD == 0:
            progress("read", number, None)
    if sha256.hexdigest() != manifest.sha256[name]:
        raise ValueError(f"{name} is not what was written")


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        while line := file.readline(LONGEST_LINE):
            yield line


def _notes(archive: zipfile.ZipFile) -> Iterator[tuple[str, Properties]]:
    for line in _lines(archive, NOTES):
        note = orjson.loads(line)
        yield note["label"], note["properties"]


def _check_entity(properties: Properties) -> None:
    if not is_id(properties["id"]):
        raise ValueError(f"{properties['id']!r} is not an id")
    Kind(properties["kind"])
    _check_values(properties)


def _check_relation(properties: Properties, ids: set[str]) -> None:
    from_id, relation_type, to_id, _ = properties["id"].split("|", 3)
    RelationType(relation_type)
    if from_id not in ids or to_id not in ids:
        raise ValueError(f"an end of {properties['id']} is not in it")
    _check_values(properties)


def _check_values(properties: Properties) -> None:
    for value in properties.values():
        items: list[Any] = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str | int | float) for item in items):
            raise ValueError(f"{properties['id']} has a value that no property can have")


def _must_be_the_same(path: Path, kept: bytes) -> None:
    """Raise BadInputError where a file of what people said would be overwritten that says something else."""
    if path.exists() and path.read_bytes() != kept:
        what = "judgements" if path.suffix == ".csv" else "entries"
        raise BadInputError(
            f"{path} holds other {what} than the backup; "
            "move it away, or say --replace to have those of the backup"
        )


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
