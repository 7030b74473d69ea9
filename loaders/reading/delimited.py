"""Delimited text: CSV, and what spreadsheets write with tabs or semicolons between the cells."""

import csv
from collections.abc import Collection, Iterator
from itertools import chain, islice
from pathlib import Path

from graph_api.domain import BadInputError, Rejected
from loaders.reading.header import SEARCHED, EmptyTableError, Header, check_required, make_header
from loaders.reading.lines import text_lines
from loaders.reading.records import RecordReader, TextRecord
from loaders.reading.row import Layout, Origin, Row

_ANNOUNCED = "sep="
_MARKS = (",", "\t", ";")


def delimited_rows(
    path: Path, *, source_id: str, table: str, required: Collection[str]
) -> Iterator[Row | Rejected]:
    """The rows under the header, and a Rejected for each record that is none.

    Raises BadInputError for a fault of the whole file.
    """
    reader = _reader(path, required)
    header, above = _find_header(path, reader, required)
    check_required(header.columns, required, path.name)
    origin = Origin(table, source_id, Layout(path.name))
    for record in above:
        yield origin.rejected(
            0, record.line, "above-header", "it stands above the header", value=record.lines[0]
        )
    yield from _rows(header, reader, origin)


def delimited_header(path: Path) -> tuple[str, ...]:
    """The headers of the file. Raises BadInputError as reading it does."""
    return _find_header(path, _reader(path, ()), ())[0].columns


def _rows(header: Header, reader: RecordReader, origin: Origin) -> Iterator[Row | Rejected]:
    columns, strip = header.columns, str.strip
    for number, record in enumerate(reader, 1):
        rejected = _rejected(header, record, number, origin)
        if rejected is not None:
            reader.give_up(record)
            yield rejected
            continue
        row = dict(zip(columns, map(strip, record.cells), strict=False))
        if any(row.values()):
            yield Row(number, row, origin.table, origin.source_id, record.line, origin.layout)


def _rejected(header: Header, record: TextRecord, number: int, origin: Origin) -> Rejected | None:
    """Why the record is no row; None where it is one, or blank."""
    fault = record.fault
    value = record.lines[0]
    if fault is not None:
        return origin.rejected(number, record.line, fault.rule, fault.reason, value=value)
    if len(record.cells) == header.width == len(header.columns):
        return None
    reason = header.fault_in(record.cells) if any(map(str.strip, record.cells)) else None
    if reason is None:
        return None
    return origin.rejected(number, record.line, "row-ragged", reason, value=value)


def _find_header(
    path: Path, reader: RecordReader, required: Collection[str]
) -> tuple[Header, list[TextRecord]]:
    """The header, and the records above it, where a title stands there."""
    above: list[TextRecord] = []
    for _ in range(SEARCHED):
        record = reader.read()
        if record is None:
            break
        names = {cell.strip() for cell in record.cells}
        if record.fault is not None:
            reader.give_up(record)
        elif names != {""} and names and names.issuperset(required):
            return _header(path, record), above
        if record.fault is not None or any(names):
            above.append(record)
    if not above:
        raise EmptyTableError(f"{path.name} is empty; it must begin with a line of headers")
    return _header(path, above[0]), []


def _header(path: Path, record: TextRecord) -> Header:
    where = f"{path.name} line {record.line}"
    if record.fault is not None:
        raise BadInputError(f"{where}: the header cannot be read: {record.fault.reason}")
    return make_header(record.cells, lambda position: f"{where}, column {position + 1}")


def _reader(path: Path, required: Collection[str]) -> RecordReader:
    """The records of the file, with the delimiter that its first lines show."""
    lines = text_lines(path)
    first = list(islice(lines, SEARCHED))
    start = first[0].strip("\r\n") if first else ""
    if start.lower().startswith(_ANNOUNCED) and len(start) == len(_ANNOUNCED) + 1:
        return RecordReader(chain(first[1:], lines), start[-1], line=1)
    return RecordReader(chain(first, lines), _delimiter(first, required))


def _delimiter(lines: list[str], required: Collection[str]) -> str:
    """The mark that gives the columns that are required, else the first that parts the first line."""
    filled = [line for line in lines if line.strip()]
    for mark in _MARKS if required else ():
        if any(_split(line, mark).issuperset(required) for line in filled):
            return mark
    return next(
        (mark for mark in _MARKS for line in filled[:1] if len(_split(line, mark)) > 1), ","
    )


def _split(line: str, mark: str) -> set[str]:
    try:
        return {cell.strip() for cell in next(csv.reader([line], delimiter=mark), ())}
    except csv.Error:
        return set()
