"""Whatever a table holds comes back cell by cell; whatever bytes come, only BadInputError is raised."""

import csv
import gzip
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis.strategies as st
from hypothesis import example, given, settings

from graph_api.domain import BadInputError
from loaders.reading import Row, looks_garbled, read_header, read_rows, sheet_names
from loaders.reading.container import MAGIC, container
from tests.loaders.workbook_files import (
    SHEET,
    number_cell,
    parts_of,
    shared_texts,
    text_cell,
    xls_stream,
    xlsx,
    zipped,
)

NAMES = ("t.csv", "t.csv.gz", "t.jsonl", "t.xlsx", "t.xls", "t")
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
SHEET_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="_"), max_size=12
)
FORMS = (
    {"lineterminator": "\r\n"},  # csv quotes no end of line but its own
    {"lineterminator": "\n", "quoting": csv.QUOTE_ALL},
    {"lineterminator": "\r", "quoting": csv.QUOTE_ALL},
)
HEADER = st.lists(
    TEXT.map(str.strip).filter(lambda text: text and not set(text) & set(",;\t=\n\r\ufeff")),
    min_size=2,
    max_size=5,
    unique=True,
)


@st.composite
def tables(draw: st.DrawFn, text: st.SearchStrategy[str] = TEXT) -> list[list[str]]:
    header = draw(HEADER)
    width = len(header)
    rows = draw(st.lists(st.lists(text, min_size=width, max_size=width), max_size=6))
    return [header, *rows]


def read_back(path: Path) -> list[list[str]]:
    return [
        list(row.cells.values()) for row in read_rows(path, source_id="x") if isinstance(row, Row)
    ]


def stripped(table: list[list[str]]) -> list[list[str]]:
    rows = [[cell.strip() for cell in row] for row in table[1:]]
    return [row for row in rows if any(row)]


@given(
    table=tables(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    form=st.sampled_from(FORMS),
    packed=st.booleans(),
)
def test_a_csv_reads_back_cell_by_cell(
    table: list[list[str]], encoding: str, form: dict[str, Any], *, packed: bool
) -> None:
    file = io.StringIO()
    csv.writer(file, **form).writerows(table)
    data = file.getvalue().encode(encoding)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(gzip.compress(data) if packed else data)
        assert read_header(path) == tuple(table[0])
        assert read_back(path) == stripped(table)


@given(table=tables())
def test_json_lines_read_back_cell_by_cell(table: list[list[str]]) -> None:
    lines = [json.dumps(dict(zip(table[0], row, strict=True))) for row in table[1:]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.jsonl"
        path.write_text("\n".join([*lines, '{"last": 1}']), encoding="utf-8")
        assert read_back(path) == [*stripped(table), ["1"]]


@settings(max_examples=50)
@given(table=tables(SHEET_TEXT))
def test_a_sheet_reads_back_cell_by_cell(table: list[list[str]]) -> None:
    plain = [[f"c{position}" for position, _ in enumerate(table[0])], *table[1:]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        path.write_bytes(xlsx([[f" {cell}" for cell in row] for row in plain]))
        assert read_back(path) == stripped(plain)


def check(name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        for read in (
            lambda: list(read_rows(path, source_id="x")),
            lambda: read_header(path),
            lambda: sheet_names(path),
        ):
            message = ""
            try:
                read()
            except BadInputError as error:
                message = str(error)
            assert not message or name in message
            assert len(message.splitlines()) <= 1


STARTS = (b"", b"\x1f\x8b\x08\0", b"PK\3\4", MAGIC, b"\xef\xbb\xbf", b"\xff\xfe", b'{"', b"a,b\n")


@settings(max_examples=400)
@given(name=st.sampled_from(NAMES), start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
@example(name="t.csv", start=b"", rest=b'a,b\n"')
@example(name="t.csv", start=b"", rest=b"\r\r\n\x0b")
def test_random_bytes_raise_nothing_but_bad_input(name: str, start: bytes, rest: bytes) -> None:
    check(name, start + rest)


def changed(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for place, value in changes:
        made[place % len(made)] = value
    return bytes(made)


CHANGES = st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=6)
GOOD_XLSX = xlsx([["id", "日"], ["x", 1.5], ["y", None]])
GOOD_XLS = xls_stream(
    text_cell(0, 0, 0) + number_cell(1, 0, 5), texts=shared_texts("id", "厂", "name")
)
TABLE = 'id,名\n1,厂\n2,"x, y"\n'


@settings(max_examples=150)
@given(changes=CHANGES)
def test_a_changed_file_raises_nothing_but_bad_input(changes: list[tuple[int, int]]) -> None:
    parts = parts_of(GOOD_XLSX)
    check("t.xlsx", changed(GOOD_XLSX, changes))
    check("t.xlsx", zipped(parts | {SHEET: changed(parts[SHEET], changes)}))
    check("t.xls", changed(container(GOOD_XLS), changes))
    check("t.csv.gz", changed(gzip.compress(TABLE.encode()), changes))
    check("t.csv", changed(TABLE.encode("gb18030"), changes))
    check("t.jsonl", changed(b'{"id": "1", "x": [1, {"y": null}]}\n' * 3, changes))


@settings(max_examples=150)
@given(changes=CHANGES)
def test_a_changed_stream_raises_nothing_but_bad_input(changes: list[tuple[int, int]]) -> None:
    check("t.xls", container(changed(GOOD_XLS, changes)))


@given(TEXT)
def test_any_text_is_garbled_or_not(text: str) -> None:
    assert looks_garbled(text) in (True, False)
    assert not looks_garbled("".join(char for char in text if char.isascii()))
