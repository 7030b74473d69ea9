"""Which reader a file needs, told by what it holds and not by its name alone."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

from graph_api.domain import BadInputError, Rejected
from loaders.reading.container import MAGIC
from loaders.reading.delimited import delimited_header, delimited_rows
from loaders.reading.jsonlines import json_header, json_rows
from loaders.reading.packed import GZIP, file_faults, head_of, unpacked
from loaders.reading.row import Row, safe_name, table_name
from loaders.reading.workbook import visible_sheets, workbook_header, workbook_rows
from loaders.reading.zipped import zip_parts


class Form(StrEnum):
    """A form that can be read."""

    DELIMITED = "delimited text"
    JSON_LINES = "JSON lines"
    WORKBOOK = "a workbook"


_SUFFIXES = {
    ".csv": Form.DELIMITED,
    ".tsv": Form.DELIMITED,
    ".txt": Form.DELIMITED,
    ".jsonl": Form.JSON_LINES,
    ".ndjson": Form.JSON_LINES,
    ".json": Form.JSON_LINES,
    ".xlsx": Form.WORKBOOK,
    ".xlsm": Form.WORKBOOK,
    ".xls": Form.WORKBOOK,
}
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_WORKBOOK_PART = "xl/workbook.xml"
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf")


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
    `required` are headers that must be there; `sheet` is one of a workbook. Text is streamed, packed
    or not. Raises BadInputError, when the first row is asked for, for a fault of the whole file.
    """
    name = safe_name(table) if table else table_name(path)
    form = form_of(path)
    if form is Form.WORKBOOK:
        yield from workbook_rows(
            path, source_id=source_id, table=name, required=required, sheet=sheet
        )
        return
    _check_no_sheet(path, sheet)
    read = json_rows if form is Form.JSON_LINES else delimited_rows
    yield from read(path, source_id=source_id, table=name, required=required)


def read_header(path: Path, *, sheet: str | None = None) -> tuple[str, ...]:
    """The headers alone. Raises BadInputError as `read_rows` does."""
    form = form_of(path)
    if form is Form.WORKBOOK:
        return workbook_header(path, sheet)
    _check_no_sheet(path, sheet)
    return json_header(path) if form is Form.JSON_LINES else delimited_header(path)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The names of the visible sheets of a workbook, in their order; none for a text."""
    return visible_sheets(path) if form_of(path) is Form.WORKBOOK else ()


def form_of(path: Path) -> Form:
    """The form of the file by its bytes. Raises BadInputError where its name says another."""
    head = head_of(path)
    if path.suffix.lower() == ".gz" and not head.startswith(GZIP):
        message = f"{path.name} is not gzip, as its name says; rename it or pack it again"
        raise BadInputError(message)
    if head.startswith(GZIP):
        with file_faults(path), unpacked(path) as file:
            head = file.read(4096)
    announced = _announced(path)
    found = _found(path, head, announced)
    if announced is not None and found is not announced:
        message = (
            f"{path.name} is {found}, not {announced} as its name says; rename it or save it anew"
        )
        raise BadInputError(message)
    return found


def _announced(path: Path) -> Form | None:
    """The form that the name says; None where it says none."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _SUFFIXES.get(suffixes[-1]) if suffixes else None


def _found(path: Path, head: bytes, announced: Form | None) -> Form:
    """The form that the bytes show. Raises BadInputError for one that is not read."""
    other = next((title for magic, title in _OTHERS if head.startswith(magic)), None)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        other = "a page or an XML document"
    if head.startswith((_ZIP, _EMPTY_ZIP, MAGIC)):
        if path.suffix.lower() == ".gz":
            other = "a packed workbook: unpack it first"
        elif head.startswith(MAGIC) or _WORKBOOK_PART in zip_parts(path):
            return Form.WORKBOOK
        else:
            other = "a zip archive that holds no .xlsx workbook"
    if other is not None:
        message = f"{path.name} is {other}; tables are read from CSV, JSON lines, .xlsx and .xls"
        raise BadInputError(message)
    return _text_form(head, announced)


def _text_form(head: bytes, announced: Form | None) -> Form:
    """JSON lines where the first line is an object, or where the name says so and nothing else."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b'{"') or (start.startswith(b"{") and announced is Form.JSON_LINES):
        return Form.JSON_LINES
    return announced if announced is Form.JSON_LINES else Form.DELIMITED


def _check_no_sheet(path: Path, sheet: str | None) -> None:
    if sheet is not None:
        raise BadInputError(f"{path.name} is a text and has no sheet {sheet}; leave the sheet out")
