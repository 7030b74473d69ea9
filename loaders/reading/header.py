"""The header of a table: which columns there are, and what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from graph_api.domain import BadInputError
from loaders.reading.row import shown

SEARCHED = 10
"""Rows from the top among which the header is looked for, where a title stands above it."""


class EmptyTableError(BadInputError):
    """A file or a sheet without a header and without a row."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table. `width` counts the cells of the header, empty ones at its end too."""

    columns: tuple[str, ...]
    width: int

    def fault_in(self, cells: Sequence[str]) -> str | None:
        """Why the cells are not those of a row under this header; None where they are."""
        if len(cells) != self.width:
            return f"{len(cells)} cells where the header has {self.width}"
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            return "a cell stands to the right of the last column that has a header"
        return None


def make_header(cells: Sequence[str], place: Callable[[int], str]) -> Header:
    """The header of these cells; `place` says where the cell of a position is found.

    Raises BadInputError for a column without a header and for two of one header.
    """
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for position, name in enumerate(names):
        if not name:
            message = f"{place(position)}: the column has no header; write one or delete the column"
            raise BadInputError(message)
        if "\0" in name:
            message = f"{place(position)}: the header holds a NUL byte; is it text, and not UTF-16?"
            raise BadInputError(message)
    doubled = [name for name, count in Counter(names).items() if count > 1]
    if doubled:
        second = len(names) - 1 - names[::-1].index(doubled[0])
        message = (
            f"{place(second)}: the header {shown(doubled[0])!r} stands there for a second time; "
            f"rename one of the two columns"
        )
        raise BadInputError(message)
    return Header(tuple(names), len(cells))


def header_position(rows: Sequence[Sequence[str]], required: Collection[str]) -> int | None:
    """Which of the first rows is the header: the first that holds what is required, else the first.

    Blank rows are none. None where all are blank.
    """
    filled = [position for position, cells in enumerate(rows) if any(map(str.strip, cells))]
    for position in filled:
        if {cell.strip() for cell in rows[position]}.issuperset(required):
            return position
    return filled[0] if filled else None


def check_required(columns: Collection[str], required: Collection[str], where: str) -> None:
    """Raises BadInputError that names the columns that are missing and those there are."""
    missing = [column for column in required if column not in columns]
    if missing:
        there = ", ".join(map(shown, columns)) or "none"
        message = f"{where} lacks the column {' and the column '.join(missing)}; its columns are {there[:400]}"
        raise BadInputError(message)
