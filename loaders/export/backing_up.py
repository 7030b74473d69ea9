"""A backup: the whole graph in one file, from which any engine can be filled again."""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from graph_api.store import Graph
from graph_api.store.bulk_spool import Spool, line_of, spool
from graph_api.version import VERSION
from loaders.export.manifest import (
    ENTERED,
    ENTITIES,
    FORMAT,
    JUDGEMENTS,
    MANIFEST,
    NOTES,
    RELATIONS,
    Manifest,
)
from loaders.export.place import put_file, working_folder

LEVEL = 4
"""Of compression: a third quicker than the default, and a twentieth larger."""

_BUFFER = 1 << 20


def backup(
    graph: Graph, target: Path, *, judgements: Path | None = None, entered: Path | None = None
) -> Manifest:
    """Write everything in the graph, at one moment, into one file: a zip of JSON lines.

    Others may read the graph and write to it meanwhile. `judgements` and `entered` are the files of
    what people decided and entered, taken along where there are any; they are read after the graph,
    so that they lack nothing of what it has. What was at the target stays until all is written.
    Raises BusyError where the graph is changed each time it is read, EnvironmentFaultError where the
    target cannot be written.
    """
    with working_folder(target) as folder:
        (folder / "read").mkdir()
        read = spool(graph, folder / "read")
        with zipfile.ZipFile(
            folder / "made", "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL
        ) as archive:
            kept = {JUDGEMENTS: judgements, ENTERED: entered}
            manifest = _fill(archive, read, f"{graph.engine} {graph.version}", kept)
            archive.writestr(MANIFEST, manifest.to_json())
        put_file(folder / "made", target)
    return manifest


def _fill(
    archive: zipfile.ZipFile, read: Spool, engine: str, kept: Mapping[str, Path | None]
) -> Manifest:
    datasets: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    sources: dict[str, str] = {}

    def entities() -> Iterator[bytes]:
        for properties in read.entities():
            datasets.update(properties.get("datasets", ()))
            yield line_of(properties)

    def notes() -> Iterator[bytes]:
        for label, properties in read.notes():
            labels[label] += 1
            if label == "Source":
                sources[properties["id"]] = properties.get("title", "")
            yield _note(label, properties)

    sha256 = {
        ENTITIES: _write(archive, ENTITIES, entities()),
        RELATIONS: _write(archive, RELATIONS, map(line_of, read.relations())),
        NOTES: _write(archive, NOTES, notes()),
    }
    for name, path in kept.items():
        if path is not None and path.exists():
            with path.open("rb") as file:
                sha256[name] = _write(archive, name, iter(file))
    return Manifest(
        format=FORMAT,
        version=VERSION,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        engine=engine,
        hash=read.hash,
        entities=read.entity_count,
        relations=read.relation_count,
        notes=dict(labels),
        datasets=dict(sorted(datasets.items())),
        sources=sources,
        sha256=sha256,
    )


def _note(label: str, properties: Mapping[str, Any]) -> bytes:
    record = {"label": label, "properties": properties}
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _write(archive: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> str:
    """Write a file of the archive; the SHA-256 of it."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as file:
        held: list[bytes] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size > _BUFFER:
                digest.update(part := b"".join(held))
                file.write(part)
                held, size = [], 0
        digest.update(part := b"".join(held))
        file.write(part)
    return digest.hexdigest()
