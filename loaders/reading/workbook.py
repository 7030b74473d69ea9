"""Workbooks, .xlsx and .xls: the rows of a sheet, its merged cells filled, its bad cells named."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from graph_api.domain import BadInputError, Rejected
from loaders.reading.binary import plain_copy
from loaders.reading.cells import CellError, CellValue, cell_text
from loaders.reading.container import MAGIC
from loaders.reading.extent import Extent, SheetFaultError
from loaders.reading.header import (
    SEARCHED,
    EmptyTableError,
    Header,
    check_required,
    header_position,
    make_header,
)
from loaders.reading.markup import xml_extent
from loaders.reading.packed import head_of
from loaders.reading.row import Layout, Origin, Row, column_letters, shown, source_of
from loaders.reading.zipped import checked_copy

KEPT = "the row without this cell"

Cells = list[CellValue]


def workbook_rows(
    path: Path, *, source_id: str, table: str, required: Collection[str], sheet: str | None
) -> Iterator[Row | Rejected]:
    """The rows under the header of a sheet, and a Rejected for each cell that holds no value.

    It is the sheet of the name, else the first that has what is required, else the first that is
    not empty. Raises BadInputError for a fault of the whole file.
    """
    with _faults(path), _opened(path) as book:
        found = book.choose(sheet, required)
        header = found.header(required)
        check_required(header.columns, required, f"{path.name}, sheet {found.name}")
        columns = {name: found.left + place for place, name in enumerate(header.columns)}
        origin = Origin(table, source_id, Layout(path.name, found.name, columns))
        yield from found.above(required, origin)
        yield from _Rows(found, header, found.header_line(required), origin).read(
            found.below(required)
        )


def workbook_header(path: Path, sheet: str | None) -> tuple[str, ...]:
    """The headers of a sheet. Raises BadInputError as reading it does."""
    with _faults(path), _opened(path) as book:
        return book.choose(sheet, ()).header(()).columns


def visible_sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets that a person sees, in their order."""
    with _faults(path), _opened(path) as book:
        return book.names


class _Sheet:
    """A sheet: `left` is the column at which its rows begin, all of them counted from 0."""

    def __init__(self, path: Path, sheet: CalamineSheet, extent: Extent) -> None:
        self.name = sheet.name
        self.errors = extent.errors
        self.merged = sheet.merged_cell_ranges or []
        self.top, self.left = sheet.start or (0, 0)
        self._where = path.name
        self._sheet = sheet
        self._first = [(line, _texts(cells)) for line, cells in islice(self.rows(), SEARCHED)]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The rows with their positions, from the first that is not empty.

        One that holds only errors may stand below all that have values.
        """
        if self._sheet.start is None or self._sheet.end is None:
            return
        yield from enumerate(islice(self._sheet.iter_rows(), self.top, None), self.top)
        (bottom, _), width = self._sheet.end, self._sheet.width
        for line in sorted({line for line, _ in self.errors if line > bottom}):
            yield line, [""] * width

    def has(self, required: Collection[str]) -> bool:
        """Whether one of the first rows can be a header with these columns."""
        place = self._place(required)
        return place is not None and set(required).issubset(self._first[place][1])

    def header(self, required: Collection[str]) -> Header:
        """The header. Raises BadInputError where there is none or it has a fault."""
        place = self._place(required)
        if place is None:
            message = (
                f"{self._where}, sheet {self.name}, is empty; it must begin with a row of headers"
            )
            raise EmptyTableError(message)
        line, texts = self._first[place]
        return make_header(
            texts,
            lambda position: (
                f"{self._where}, {self.name}!{column_letters(self.left + position)}{line + 1}"
            ),
        )

    def header_line(self, required: Collection[str]) -> int:
        """The row of the header."""
        return self._first[self._place(required) or 0][0]

    def above(self, required: Collection[str], origin: Origin) -> Iterator[Rejected]:
        """What stands above the header."""
        for line, texts in self._first[: self._place(required)]:
            if any(texts):
                yield origin.rejected(
                    0, line + 1, "above-header", "it stands above the header", value=" ".join(texts)
                )

    def below(self, required: Collection[str]) -> Iterator[tuple[int, Cells]]:
        """The rows under the header."""
        return islice(self.rows(), (self._place(required) or 0) + 1, None)

    def _place(self, required: Collection[str]) -> int | None:
        return header_position([texts for _, texts in self._first], required)


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook that is open; `extent` looks through the sheet of a name."""

    path: Path
    workbook: CalamineWorkbook
    extent: Callable[[str], Extent]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(
            sheet.name
            for sheet in self.workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        )

    def choose(self, name: str | None, required: Collection[str]) -> _Sheet:
        """The sheet to read. Raises BadInputError where there is none."""
        names = self.names
        if name is not None and name not in self.workbook.sheet_names:
            message = f"{self.path.name} has no sheet {name}; its sheets are {', '.join(names)}"
            raise BadInputError(message)
        if name is None and not names:
            raise BadInputError(f"{self.path.name} has no sheet that can be seen")
        sheets = []
        for wanted in (name,) if name is not None else names:
            sheet = self._sheet(wanted)
            if sheet.has(required):
                return sheet
            sheets.append(sheet)
        return next((sheet for sheet in sheets if sheet.has(())), sheets[0])

    def _sheet(self, name: str) -> _Sheet:
        extent = self.extent(name)
        extent.check()
        return _Sheet(self.path, self.workbook.get_sheet_by_name(name), extent)


class _Rows:
    """Makes rows of the cells of a sheet."""

    def __init__(self, sheet: _Sheet, header: Header, header_line: int, origin: Origin) -> None:
        self._header_line = header_line
        self._left = sheet.left
        self._errors = sheet.errors
        self._faulty = {line for line, _ in sheet.errors}
        self._columns = header.columns
        self._origin = origin
        self._merged: dict[int, list[tuple[int, int]]] = {}
        self._repeated: dict[int, tuple[int, CellValue]] = {}
        for (top, left), (bottom, right) in sheet.merged:
            if left == right and bottom > top:
                self._merged.setdefault(top, []).append((left - sheet.left, bottom))

    def read(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[Row | Rejected]:
        """Each row that is not blank, after what is rejected of it. A blank one counts as well."""
        origin = self._origin
        for line, cells in rows:
            number = line - self._header_line
            if line not in self._faulty and all(cell == "" for cell in cells):
                continue
            self._fill(line, cells)
            texts, bad = self._read_cells(number, line, cells)
            yield from bad
            if any(texts.values()):
                yield Row(number, texts, origin.table, origin.source_id, line + 1, origin.layout)

    def _fill(self, line: int, cells: Cells) -> None:
        """A value that is merged down a column stands for each of its rows."""
        for position, (last, value) in tuple(self._repeated.items()):
            if line > last:
                del self._repeated[position]
            else:
                cells[position] = value
        for position, last in self._merged.get(line, ()):
            if 0 <= position < len(self._columns):
                self._repeated[position] = (last, cells[position])

    def _read_cells(
        self, number: int, line: int, cells: Cells
    ) -> tuple[dict[str, str], list[Rejected]]:
        texts = dict.fromkeys(self._columns, "")
        bad = []
        for position, cell in enumerate(cells):
            column = self._columns[position] if position < len(self._columns) else ""
            try:
                text = self._text(line, position, cell)
                if text and not column:
                    raise CellError("cell-without-header", "its column has no header")  # noqa: TRY301
            except CellError as error:
                bad.append(self._rejected((number, line, position), column, error, cell))
            else:
                if column:
                    texts[column] = text
        return texts, bad

    def _text(self, line: int, position: int, cell: CellValue) -> str:
        if line in self._faulty:
            error = self._errors.get((line, position + self._left))
            if error is not None:
                raise CellError("cell-error", f"it shows {error}; correct its formula")
        return cell_text(cell)

    def _rejected(
        self, place: tuple[int, int, int], column: str, error: CellError, cell: CellValue
    ) -> Rejected:
        number, line, position = place
        letters = column_letters(position + self._left)
        origin = self._origin
        shows = self._errors.get((line, position + self._left), str(cell))
        return Rejected(
            source=source_of(origin.source_id, origin.table, number, origin.layout),
            reason=f"{origin.layout.sheet}!{letters}{line + 1}: {error}",
            field=column or letters,
            value=shown(shows),
            kept=KEPT,
            rule=error.rule,
        )


def _texts(cells: Cells) -> list[str]:
    """The cells of what may be a header; one that holds no value counts as empty."""
    texts = []
    for cell in cells:
        try:
            texts.append(cell_text(cell))
        except CellError:
            texts.append("")
    return texts


@contextmanager
def _opened(path: Path) -> Iterator[_Book]:
    if head_of(path, len(MAGIC)) == MAGIC:
        with plain_copy(path) as (copy, extents), load_workbook(copy) as workbook:
            looked = dict(zip(workbook.sheet_names, extents, strict=False))
            yield _Book(path, workbook, looked.__getitem__)
    else:
        with checked_copy(path) as copy, load_workbook(copy) as workbook:
            yield _Book(path, workbook, lambda name: xml_extent(copy, name))


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Say in one sentence why a workbook is not read."""
    try:
        yield
    except SheetFaultError as error:
        raise BadInputError(f"{path.name} is not read: {error}") from error
    except CalamineError as error:
        reason = " ".join(str(error).split())
        message = f"{path.name} is a damaged workbook ({reason}); open it and save it anew"
        raise BadInputError(message) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader of cells, below Exception
            raise
        message = f"{path.name} is a damaged workbook; open it and save it anew"
        raise BadInputError(message) from error
