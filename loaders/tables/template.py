"""Empty workbooks to fill in: Chinese headers, lists to choose from, an example row, an explanation."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph_api.domain import KINDS
from loaders.tables.columns import COLUMNS
from loaders.tables.layout import EXAMPLE, Sheet, sheets_of_template
from loaders.tables.output import HEADER_FONT, save, set_text

EXPLANATION, LISTS = "说明", "词表"
ROWS = 2_000
"""Rows for which the lists are offered."""

_HEADER_FILL = PatternFill("solid", start_color="DCE6F1")
_EXAMPLE_FONT = Font(italic=True, color="808080")
_TEXT = "@"
_WIDTHS = {"name": 32, "description": 40, "evidence": 32, "id": 20}
_USUAL_WIDTH = 16
_INTRODUCTION = (
    "一行填一个对象。带 * 的列必填，其余不清楚就不填，不要猜。",
    "表头可用中文或英文，列的次序不限；表中没有的列会提示，英文小写表头的作为属性保留。",
    f"编号以“{EXAMPLE}”开头的是示例行，读入时忽略；可以删除。",
    "代码类的列（统一社会信用代码、股票代码）请设为文本格式，以免丢失数字。",
    "不要填写手机、电话、邮箱等个人联系方式，读入时不会采用。",
    "读入：sixchains load table 文件名.xlsx；先检查：加上 --dry-run。",
)


def write_template(kind: str, target: Path) -> None:
    """Write the workbook of a template: a sheet, a kind alone, or `all`.

    Raises NotFoundError for an unknown name, EnvironmentFaultError where the file cannot be written.
    """
    sheets = sheets_of_template(kind)
    book = Workbook()
    first = book.worksheets[0]
    lists = _Lists(book)
    for sheet in sheets:
        _write_sheet(book.create_sheet(sheet.zh), sheet, lists)
    first.title = EXPLANATION
    _explain(first, sheets)
    for moved in (first, lists.page):
        book.move_sheet(moved, len(book.worksheets))
    book.active = 0
    save(book, target)


class _Lists:
    """The hidden sheet with the words of the lists, a column for each."""

    def __init__(self, book: Workbook) -> None:
        self.page: Worksheet = book.create_sheet(LISTS)
        self.page.sheet_state = "hidden"
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: tuple[str, ...]) -> str:
        """Where the words stand, as a formula names it."""
        if words not in self._ranges:
            column = len(self._ranges) + 1
            for row, word in enumerate(words, 1):
                set_text(self.page.cell(row, column), word)
            letter = get_column_letter(column)
            self._ranges[words] = f"'{LISTS}'!${letter}$1:${letter}${len(words)}"
        return self._ranges[words]


def _write_sheet(page: Worksheet, sheet: Sheet, lists: _Lists) -> None:
    for position, key in enumerate(sheet.columns, 1):
        column = COLUMNS[key]
        header = page.cell(1, position)
        set_text(header, f"{column.zh}*" if _is_needed(sheet, key) else column.zh)
        header.font, header.fill = HEADER_FONT, _HEADER_FILL
        letter = get_column_letter(position)
        page.column_dimensions[letter].width = _WIDTHS.get(key, _USUAL_WIDTH)
        page.column_dimensions[letter].number_format = _TEXT
        example = page.cell(2, position)
        set_text(example, sheet.example_row.get(key, ""))
        example.font = _EXAMPLE_FONT
        words = _words(sheet, key)
        if words:
            page.add_data_validation(_choice(lists.range_of(words), letter, is_list=column.is_list))
    page.freeze_panes = "A2"


def _choice(words: str, letter: str, *, is_list: bool) -> DataValidation:
    """A list to choose from; where several may stand in a cell, other words are let through."""
    choice = DataValidation("list", formula1=words, allow_blank=True, showErrorMessage=not is_list)
    choice.errorTitle, choice.error = "请从列表中选择", "这一列只能填列表中的词"
    choice.add(f"{letter}2:{letter}{ROWS}")
    return choice


def _words(sheet: Sheet, key: str) -> tuple[str, ...]:
    if key == "kind":
        return tuple(KINDS[kind].zh for kind in sheet.kinds)
    return COLUMNS[key].words


def _is_needed(sheet: Sheet, key: str) -> bool:
    return COLUMNS[key].is_needed or (key == "kind" and sheet.default_kind is None)


def _explain(page: Worksheet, sheets: Iterable[Sheet]) -> None:
    for text in _INTRODUCTION:
        _append(page, (text,))
    for sheet in sheets:
        _append(page, ())
        _append(page, (f"工作表：{sheet.zh}", sheet.name), bold=True)
        _append(page, ("列", "英文表头", "必填", "填什么", "可选的词"), bold=True)
        for key in sheet.columns:
            column = COLUMNS[key]
            needed = "是" if _is_needed(sheet, key) else ""
            _append(page, (column.zh, key, needed, column.help, "、".join(_words(sheet, key))))
    for letter, width in zip("ABCDE", (44, 18, 8, 48, 80), strict=True):
        page.column_dimensions[letter].width = width


def _append(page: Worksheet, texts: Iterable[str], *, bold: bool = False) -> None:
    row = page.max_row + 1 if page.max_row > 1 or page.cell(1, 1).value else 1
    for position, text in enumerate(texts, 1):
        cell = page.cell(row, position)
        set_text(cell, text)
        cell.alignment = Alignment(wrap_text=position > 3, vertical="top")  # noqa: PLR2004 - long texts
        if bold:
            cell.font = HEADER_FONT
