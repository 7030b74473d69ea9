"""What is common to the workbooks that are written: cells that stay text, and saving."""

import contextlib
import os
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font

from graph_api.domain import EnvironmentFaultError

HEADER_FONT = Font(bold=True)


def set_text(cell: Cell | MergedCell, text: str) -> None:
    """Put a text into a cell as text, be it `=1+1`: it is shown and never run."""
    if text and isinstance(cell, Cell):
        cell.value = text
        cell.data_type = "s"


def save(book: Workbook, target: Path) -> None:
    """Write the workbook whole or not at all. Raises EnvironmentFaultError where it cannot be written."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        book.save(part)
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        message = f"{target} cannot be written: {error.strerror}; choose another folder"
        raise EnvironmentFaultError(message) from error
