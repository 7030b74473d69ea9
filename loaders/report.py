"""What a load did, and the file that names each record it could not take."""

import csv
from dataclasses import dataclass
from pathlib import Path

from graph_api.domain import EnvironmentFaultError, Rejected

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. read = entities + relations + merged + rejected.

    `created`, `updated`, `unchanged` and `removed` count entities and relations of the graph.
    """

    load_id: str
    dataset: str
    started: str
    ended: str
    read: int
    entities: int
    relations: int
    merged: int
    rejected: tuple[Rejected, ...]
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    dry_run: bool = False


def write_rejections(report: LoadReport, folder: Path) -> Path | None:
    """Write `<load>.csv` with a line for each rejected record; None where there is none.

    Raises EnvironmentFaultError where the folder cannot be written.
    """
    if not report.rejected:
        return None
    target = folder / f"{report.load_id}.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("source", "field", "value", "reason", "kept"))
            rows.writerows(
                map(inert, (item.source, item.field, item.value, item.reason, item.kept))
                for item in report.rejected
            )
    except OSError as error:
        message = f"the report {target} cannot be written: {error.strerror}; free the folder or choose another"
        raise EnvironmentFaultError(message) from error
    return target


def inert(cell: str) -> str:
    """The cell as spreadsheets show it and never run it: a leading = + - @ gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
