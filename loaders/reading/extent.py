"""How far the cells of a sheet reach, and which of them hold errors, known before they are read.

The library that reads cells lays a sheet out as a full rectangle and repeats each shared text in each
of its cells, so two cells far apart, or one long text shared by many, would take all memory. And it
shows an error such as #N/A as an empty cell.
"""

from dataclasses import dataclass, field

MAX_CELLS = 4_000_000
"""Cells of the rectangle that holds all cells of a sheet."""
MAX_TEXT = 100 << 20
"""Characters of all shared texts of a sheet, each counted as often as it stands there."""
MAX_ROWS, MAX_COLUMNS = 1 << 20, 1 << 14
NOT_CALCULATED = "no value: its formula was never calculated"


class SheetFaultError(Exception):
    """Why a workbook is not read, in words that follow the name of the file."""


@dataclass(slots=True)
class Extent:
    """The rectangle of a sheet's cells, its errors by (row, column), the length of its shared texts.

    Rows and columns are counted from 0.
    """

    sheet: str
    top: int = MAX_ROWS
    left: int = MAX_COLUMNS
    bottom: int = -1
    right: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    text: int = 0

    def take(self, row: int, column: int) -> None:
        """Widen the rectangle to a cell. Raises SheetFaultError for one outside of any sheet."""
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise SheetFaultError(f"the sheet {self.sheet} has a cell outside of any sheet")
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    def share(self, position: int, lengths: list[int]) -> None:
        """Count a shared text. Raises SheetFaultError where it is unknown or all are too long."""
        if position >= len(lengths):
            message = (
                f"a cell of the sheet {self.sheet} names a text that the workbook does not hold"
            )
            raise SheetFaultError(message)
        self.text += lengths[position]
        if self.text > MAX_TEXT:
            message = f"the sheet {self.sheet} holds over {MAX_TEXT:,} characters of text"
            raise SheetFaultError(message)

    def check(self) -> None:
        """Raises SheetFaultError where the rectangle is too large to be laid out."""
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        if self.bottom >= self.top and cells > MAX_CELLS:
            message = (
                f"the sheet {self.sheet} spans {cells:,} cells, over the limit of {MAX_CELLS:,}; "
                f"delete what stands far from the table, or save the sheet as CSV"
            )
            raise SheetFaultError(message)
