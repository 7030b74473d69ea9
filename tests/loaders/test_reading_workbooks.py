"""Workbooks: what each kind of cell gives, which sheet is read, where a cell is found."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from graph_api.domain import BadInputError, Rejected
from loaders.reading import Row, read_header, read_rows, sheet_names
from loaders.reading.cells import CellError, cell_text
from loaders.reading.container import SECTOR, container
from tests.loaders.workbook_files import (
    DATE,
    formula_cell,
    inline,
    number_cell,
    record,
    row_xml,
    saved,
    shared_texts,
    text_cell,
    with_sheet,
    xls,
    xls_stream,
    xlsx,
)


def rows_of(path: Path, **options: object) -> list[Row]:
    found = list(read_rows(path, source_id="local", **options))  # type: ignore[arg-type]
    assert all(isinstance(row, Row) for row in found)
    return [row for row in found if isinstance(row, Row)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  厂 \u3000", "厂"),
        (600373, "600373"),
        (600373.0, "600373"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (1e-7, "1e-07"),
        (999_999_999_999_999.0, "999999999999999"),
        (True, "true"),
        (False, "false"),
        (dt.date(2020, 6, 8), "2020-06-08"),
        (dt.datetime(2020, 6, 8), "2020-06-08"),  # noqa: DTZ001 - a sheet knows no zone
        (dt.datetime(2020, 6, 8, 12, 30), "2020-06-08 12:30:00"),  # noqa: DTZ001 - as above
        (dt.time(12, 30), "12:30:00"),
        (dt.timedelta(hours=36, seconds=5), "36:00:05"),
        (dt.timedelta(hours=-1), "-1:00:00"),
    ],
)
def test_a_cell_is_text(value: float, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("value", [10**15, -1e18, 9.133021114434122e17, "x\0", "x" * 131_073])
def test_a_cell_that_holds_no_value_says_why(value: float) -> None:
    with pytest.raises(CellError):
        cell_text(value)


def test_a_sheet_gives_codes_dates_and_texts(tmp_path: Path) -> None:
    path = tmp_path / "企业.xlsx"
    made = [["统一代码", "股票", "日期", "注册资本"], ["00123", 600373, dt.date(2020, 6, 8), 12.5]]
    path.write_bytes(xlsx([*made, [], [None, 1]], title="企业"))
    first, second = rows_of(path, required=("日期",))
    assert first.cells == {
        "统一代码": "00123",
        "股票": "600373",
        "日期": "2020-06-08",
        "注册资本": "12.5",
    }
    assert (first.place("日期"), second.place("股票"), second.place("无")) == (
        "企业!C2",
        "企业!B4",
        "企业!4",
    )
    assert (first.source, second.source) == ("local#企业!1", "local#企业!3")
    assert second.cells == {"统一代码": "", "股票": "1", "日期": "", "注册资本": ""}


def test_a_table_may_stand_anywhere_in_the_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["C5"], sheet["D5"], sheet["C7"] = "id", "name", 7
    path = tmp_path / "t.xlsx"
    path.write_bytes(saved(book))
    (row,) = rows_of(path)
    assert (row.place("id"), row.place("name"), row.number) == ("Sheet!C7", "Sheet!D7", 2)


def test_the_calendar_of_the_workbook_is_kept(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["日期"], [dt.date(2020, 6, 8)]):
        book.worksheets[0].append(row)
    path = tmp_path / "t.xlsx"
    path.write_bytes(saved(book))
    assert rows_of(path)[0].get("日期") == "2020-06-08"


def test_a_cell_merged_down_stands_for_each_of_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["单位", "项目"], ["甲", "a"], [None, "b"], [None, "c"], ["乙", "d"], [None, "e"]):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    path = tmp_path / "t.xlsx"
    path.write_bytes(saved(book))
    assert [row.get("单位") for row in rows_of(path)] == ["甲", "甲", "甲", "乙", ""]


def test_the_sheet_is_chosen_by_name_by_headers_or_as_the_first(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "空"
    for title, header in (("说明", "note"), ("企业", "id"), ("隐藏", "key")):
        sheet = book.create_sheet(title)
        sheet.append([header])
        sheet.append([title])
    book["隐藏"].sheet_state = "hidden"
    path = tmp_path / "t.xlsx"
    path.write_bytes(saved(book))
    assert sheet_names(path) == ("空", "说明", "企业")
    assert rows_of(path)[0].get("note") == "说明"
    assert rows_of(path, required=("id",))[0].get("id") == "企业"
    assert rows_of(path, sheet="企业")[0].get("id") == "企业"
    assert rows_of(path, sheet="隐藏")[0].get("key") == "隐藏"
    assert read_header(path, sheet="企业") == ("id",)
    with pytest.raises(BadInputError, match="no sheet 无; its sheets are 空, 说明, 企业"):
        rows_of(path, sheet="无")
    with pytest.raises(BadInputError, match="is empty"):
        rows_of(path, sheet="空")
    with pytest.raises(BadInputError, match="lacks the column key"):
        rows_of(path, required=("key",))


def test_an_old_workbook_gives_the_same(tmp_path: Path) -> None:
    header = text_cell(0, 0, 0) + text_cell(0, 1, 1) + text_cell(0, 2, 2)
    row = number_cell(1, 0, 600373) + number_cell(1, 1, 43990, DATE) + text_cell(1, 2, 3)
    result = formula_cell(2, 0, b"\0\0\0\0\0\0\xff\xff", b"\x1e\1\0")
    text = record(0x207, b"\x01\0\1" + "厂".encode("utf-16-le"))
    merged = record(0xE5, b"\1\0\1\0\2\0\1\0\1\0")
    texts = shared_texts("代码", "日期", "名称", "甬江")
    data = xls(header + row + result + text + number_cell(2, 2, 2) + merged, texts=texts)
    path = tmp_path / "t.xls"
    path.write_bytes(data)
    assert sheet_names(path) == ("表",)
    first, second = rows_of(path)
    assert first.cells == {"代码": "600373", "日期": "2020-06-08", "名称": "甬江"}
    assert second.cells == {"代码": "厂", "日期": "2020-06-08", "名称": "2"}
    assert second.place("名称") == "表!C3"


def test_a_text_that_goes_on_in_the_next_record_is_one(tmp_path: Path) -> None:
    long = "长" * 3000 + "短"
    whole = shared_texts("id", long)
    split = 4 + 8 + 7 + 3 + 2000
    first, rest = whole[4:split], whole[split:]
    texts = record(0xFC, first) + record(0x3C, b"\1" + rest)
    path = tmp_path / "t.xls"
    path.write_bytes(xls(text_cell(0, 0, 0) + text_cell(1, 0, 1), texts=texts))
    assert rows_of(path)[0].get("id") == long


def test_a_container_holds_a_stream_of_any_length(tmp_path: Path) -> None:
    cells = text_cell(0, 0, 0) + b"".join(number_cell(row, 0, row) for row in range(1, 40_000))
    stream = xls_stream(cells, texts=shared_texts("id"))
    assert len(stream) > 170 * SECTOR
    path = tmp_path / "t.xls"
    path.write_bytes(container(stream))
    assert sum(int(row.get("id")) for row in rows_of(path)) == sum(range(1, 40_000))


def test_each_bad_cell_of_a_row_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    bad = '<c r="A2" t="e"><v>#N/A</v></c>' + inline("B2", "x") + '<c r="C2"><v>1E+17</v></c>'
    path.write_bytes(with_sheet(row_xml(1, "a", "b", "c") + f'<row r="2">{bad}</row>'))
    first, second, row = read_rows(path, source_id="local")
    assert isinstance(first, Rejected)
    assert isinstance(second, Rejected)
    assert isinstance(row, Row)
    assert (first.field, first.value, first.kept) == ("a", "#N/A", "the row without this cell")
    assert first.source == second.source == row.source == "local#t!1"
    assert "表!C2:" in second.reason
    assert row.cells == {"a": "", "b": "x", "c": ""}


def test_no_copy_of_a_workbook_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    for name, data in (("t.xlsx", xlsx([["id"], [1], [2]])), ("t.xls", xls(number_cell(0, 0, 1)))):
        path = tmp_path / name
        path.write_bytes(data)
        rows = read_rows(path, source_id="local")
        next(rows, None)
        rows.close()  # type: ignore[attr-defined]
    assert list(copies.iterdir()) == []


def test_a_text_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="leave the sheet out"):
        rows_of(path, sheet="企业")
    with pytest.raises(BadInputError, match="leave the sheet out"):
        read_header(path, sheet="企业")


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match=f"{name} does not exist"):
        rows_of(tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(BadInputError, match=f"{name} is a folder"):
        rows_of(tmp_path / name)
