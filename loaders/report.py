"""What a load did, and the file that names each record it could not take."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph_api.domain import EnvironmentFaultError, Rejected
from graph_api.store import LoadRecord
from loaders.staging import FileCounts

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. read = entities + relations + merged + rejected, for each file and in all.

    `created`, `updated`, `unchanged` and `removed` count entities and relations of the graph;
    `joined` counts records that became one with a record of another name or data set, or ceased to
    be. `reasons` has the number of rejected records by rule, and `rejections` the file that names
    each of them, where one was written.
    """

    load_id: str
    dataset: str
    started: str
    ended: str
    read: int
    entities: int
    relations: int
    merged: int
    rejected: int
    files: tuple[FileCounts, ...] = ()
    file_hash: str = ""
    paths: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    rejections: Path | None = None
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    joined: int = 0
    dry_run: bool = False

    def record(self) -> LoadRecord:
        """The account of the load as the graph keeps it."""
        return LoadRecord(
            id=self.load_id,
            dataset=self.dataset,
            started=self.started,
            ended=self.ended,
            read=self.read,
            entities=self.entities,
            relations=self.relations,
            merged=self.merged,
            rejected=self.rejected,
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            joined=self.joined,
            file_hash=self.file_hash,
            paths=self.paths,
            reasons=tuple(f"{rule}: {count}" for rule, count in self.reasons.items()),
            files=tuple(
                f"{one.name}: {one.read} = {one.entities} + {one.relations} + {one.merged} + {one.rejected}"
                for one in self.files
            ),
        )


def write_rejections(
    rejected: Iterable[tuple[str, Rejected]], folder: Path, load_id: str
) -> Path | None:
    """Write `<load_id>.csv` with a line for each rejected record; None where there is none.

    Raises EnvironmentFaultError where the folder cannot be written.
    """
    target = folder / f"{load_id}.csv"
    file = None
    try:
        for name, item in rejected:
            if file is None:
                folder.mkdir(parents=True, exist_ok=True)
                file = target.open("w", encoding="utf-8-sig", newline="")
                rows = csv.writer(file)
                rows.writerow(("file", "source", "field", "value", "rule", "reason", "kept"))
            texts = (name, item.source, item.field, item.value, item.rule, item.reason, item.kept)
            rows.writerow(map(inert, texts))
    except OSError as error:
        message = f"the report {target} cannot be written: {error.strerror}; free the folder or choose another"
        raise EnvironmentFaultError(message) from error
    finally:
        if file is not None:
            file.close()
    return None if file is None else target


def inert(cell: str) -> str:
    """The cell as spreadsheets show it and never run it: a leading = + - @ gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
