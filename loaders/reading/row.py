"""A row of a table as every loader meets it, and where a person finds it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_api.domain import Rejected

MAX_SHOWN = 200
"""Characters of a bad line that a report repeats."""

_UNSAFE = re.compile(r"[\s#=!:|]+")
_SUFFIXES = re.compile(r"(\.(csv|tsv|txt|jsonl|ndjson|json|xlsx|xlsm|xls|gz))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows of one table share: the file's name, its sheet ("" for text), its headers."""

    file: str
    sheet: str = ""
    columns: Mapping[str, int] | None = None
    """Header -> position, 0 for the first column; a sheet names its cells by it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: header -> text, outer white space stripped, "" for an empty cell.

    `number` is 1 for the first row under the header, a blank one counts; of JSON lines it is the
    number of the line. `line` is the line of the file or the row of the sheet.
    """

    number: int
    cells: Mapping[str, str]
    table: str
    source_id: str
    line: int = 0
    layout: Layout | None = None

    @property
    def source(self) -> str:
        """Where the row stands, as evidence names it: `chainkg#cp:row=16`, `local#企业!16`."""
        return source_of(self.source_id, self.table, self.number, self.layout)

    def get(self, column: str) -> str:
        """The text of the cell, "" where the cell or the column is absent."""
        return self.cells.get(column, "")

    def place(self, column: str) -> str:
        """Where a person finds the cell: `企业!C17`, or `cp.csv line 17, column weight`."""
        return place_of(self.layout or Layout(self.table), self.line or self.number + 1, column)


def source_of(source_id: str, table: str, number: int, layout: Layout | None) -> str:
    """The locator of a row in the form of an evidence."""
    if layout is not None and layout.sheet:
        return f"{source_id}#{table}!{number}"
    return f"{source_id}#{table}:row={number}"


def place_of(layout: Layout, line: int, column: str = "") -> str:
    """Where a person finds a cell or, without a column, a row."""
    if layout.sheet:
        position = (layout.columns or {}).get(column)
        return f"{layout.sheet}!{column_letters(position) if position is not None else ''}{line}"
    return f"{layout.file} line {line}" + (f", column {shown(column)}" if column else "")


def column_letters(position: int) -> str:
    """The letters of a column of a sheet.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def table_name(path: Path) -> str:
    """The file's name without its suffixes, as a locator can hold it."""
    return safe_name(_SUFFIXES.sub("", path.name))


def safe_name(text: str) -> str:
    """The text without white space and what parts a locator."""
    return _UNSAFE.sub("-", text.strip()).strip("-") or "table"


def shown(text: str) -> str:
    """The beginning of a text as a report can print it on one line."""
    start = text[:MAX_SHOWN].rstrip("\r\n")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in start
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """What names the rows of the table that is being read."""

    table: str
    source_id: str
    layout: Layout

    def rejected(self, number: int, line: int, rule: str, reason: str, *, value: str) -> Rejected:
        """A row that could not be read, with its place."""
        return Rejected(
            source=source_of(self.source_id, self.table, number, self.layout),
            reason=f"{place_of(self.layout, line)}: {reason}",
            value=shown(value),
            rule=rule,
        )
