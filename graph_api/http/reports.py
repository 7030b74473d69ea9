"""The loads that were made, and the rows that each of them rejected, read from its report.

A report lies in the data folder of the machine that loaded. Its name is an id of a load: an id that comes
from outside is looked up in the graph first, and never becomes a part of a path before that.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

from graph_api.domain import EnvironmentFaultError, NotFoundError
from graph_api.store import Graph, LoadRecord, loads
from loaders.report import FORMULA

REPORTS = "reports"
_ID = re.compile(r"\w[\w.-]*", re.ASCII)
_FILE = re.compile(r"(.*): (\d+) = (\d+) \+ (\d+) \+ (\d+) \+ (\d+)", re.DOTALL)
_REASON = re.compile(r"(.*): (\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileOfLoad:
    """What came of one file: read = entities + relations + merged + rejected, all of them records."""

    name: str
    read: int
    entities: int
    relations: int
    merged: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One record that a load could not take: where it stands, what is wrong there, what was kept."""

    file: str
    source: str
    field: str
    value: str
    rule: str
    reason: str
    kept: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a report: of a rule, with these words in any cell, and which of those."""

    offset: int
    limit: int
    rule: str = ""
    words: str = ""

    @property
    def all(self) -> bool:
        """Whether every row is wanted."""
        return not self.rule and not self.words.strip()

    def fits(self, cells: list[str]) -> bool:
        """Whether a line of a report is of the rule and has the words, upper and lower case alike."""
        if self.rule and self.rule != cells[_RULE]:
            return False
        return self.words.strip().casefold() in "\n".join(cells).casefold()


@dataclass(frozen=True, slots=True)
class RejectedPage:
    """Rows of a report, and how many fit in all."""

    total: int
    rows: tuple[RejectedRow, ...]


CELLS = tuple(field.name for field in fields(RejectedRow))
_RULE = CELLS.index("rule")


def found_load(graph: Graph, load_id: str) -> LoadRecord:
    """The load of this id. Raises NotFoundError."""
    for one in loads(graph):
        if one.id == load_id:
            return one
    raise NotFoundError(
        f"no load has the id {load_id[:200]!r}; see the loads there are: sixchains loads"
    )


def files_of(record: LoadRecord) -> list[FileOfLoad]:
    """The files of a load with their counts."""
    found = filter(None, map(_FILE.fullmatch, record.files))
    return [FileOfLoad(one[1], *map(int, one.groups()[1:])) for one in found]


def reasons_of(record: LoadRecord) -> dict[str, int]:
    """How many records each rule rejected, the most frequent first."""
    found = filter(None, map(_REASON.fullmatch, record.reasons))
    return {one[1]: int(one[2]) for one in found}


def report_of(folder: Path, record: LoadRecord) -> Path:
    """The report of a load in a data folder. Raises NotFoundError where there is none."""
    if not record.rejected:
        raise NotFoundError(f"the load {record.id} rejected nothing, so it has no report")
    path = folder / REPORTS / f"{record.id}.csv"
    if not _ID.fullmatch(record.id) or not path.is_file():
        raise NotFoundError(
            f"the report of the load {record.id} is not on this machine: it was written elsewhere or "
            f"taken away; load {record.dataset} again here to have a new one"
        )
    return path


def rejected_page(folder: Path, record: LoadRecord, wanted: Wanted) -> RejectedPage:
    """The wanted rows of the report of a load, in the order of the report.

    The report is read as it is shown, never whole into memory. Raises NotFoundError where there is no
    report, EnvironmentFaultError for one that cannot be read.
    """
    if not record.rejected:
        return RejectedPage(0, ())
    lines = _lines(report_of(folder, record))
    end = wanted.offset + wanted.limit
    if wanted.all:
        found = islice(lines, wanted.offset, end)
        return RejectedPage(record.rejected, tuple(map(_row, found)))
    shown: list[RejectedRow] = []
    total = 0
    for cells in filter(wanted.fits, lines):
        if wanted.offset <= total < end:
            shown.append(_row(cells))
        total += 1
    return RejectedPage(total, tuple(shown))


def _lines(path: Path) -> Iterator[list[str]]:
    """The lines of a report after its header, cell by cell."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            if tuple(next(reader, ())) != CELLS:
                raise ValueError("its header is not that of a report")  # noqa: TRY301 - told as the rest
            for cells in reader:
                if len(cells) != len(CELLS):
                    raise ValueError(f"line {reader.line_num} is damaged")  # noqa: TRY301 - as above
                yield cells
    except (OSError, ValueError, csv.Error) as error:
        fault = error.strerror if isinstance(error, OSError) else error
        raise EnvironmentFaultError(
            f"the report {path.name} cannot be read: {fault}; load the data set again to have a new one"
        ) from error


def _row(cells: list[str]) -> RejectedRow:
    """A line as it was before it was written so that no spreadsheet runs it."""
    return RejectedRow(*map(_as_met, cells))


def _as_met(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
