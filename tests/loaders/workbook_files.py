"""Makes workbooks byte by byte: .xlsx with parts exchanged or forged, .xls from its records."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from loaders.reading.container import container

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"

Cell = str | float | bool | None


def xlsx(rows: Sequence[Sequence[object]], title: str = "表") -> bytes:
    """A workbook as a spreadsheet program would write it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts, deflated."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def forged(data: bytes, part: str, size: int, content: bytes | None = None) -> bytes:
    """The zip with another unpacked size declared for a part, and the sum of `content` if given."""
    made = bytearray(data)
    for magic, at, name_at in ((_LOCAL, 22, 30), (_CENTRAL, 24, 46)):
        place = data.find(magic)
        while place >= 0:
            if data[place + name_at :].startswith(part.encode()):
                struct.pack_into("<I", made, place + at, size)
                if content is not None:
                    struct.pack_into("<I", made, place + at - 8, zlib.crc32(content))
            place = data.find(magic, place + 4)
    return bytes(made)


def sheet_xml(body: str, before: str = "") -> bytes:
    """The XML of a sheet with this between its rows' tags."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'.encode()


def with_sheet(body: str, before: str = "", texts: bytes | None = None) -> bytes:
    """A workbook whose only sheet, called 表, has this XML, and these shared texts if given."""
    parts = parts_of(xlsx([["id"]])) | {SHEET: sheet_xml(body, before)}
    return zipped(parts if texts is None else parts | {TEXTS: texts})


def inline(reference: str, text: str) -> str:
    """A cell with its text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row_xml(number: int, *texts: str) -> str:
    """A row of cells with their texts."""
    cells = "".join(inline(f"{chr(65 + at)}{number}", text) for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


_BOF_BOOK, _BOF_SHEET = struct.pack("<HH12x", 0x600, 5), struct.pack("<HH12x", 0x600, 16)
_ERROR_CODES = {"#N/A": 0x2A, "#DIV/0!": 0x07, "#REF!": 0x17}
GENERAL, DATE = 0, 1


def xls(cells: bytes, *, title: str = "表", texts: bytes = b"", extra: bytes = b"") -> bytes:
    """An .xls whose only sheet has these records; `extra` are records of the workbook."""
    return container(xls_stream(cells, title=title, texts=texts, extra=extra))


def xls_stream(cells: bytes, *, title: str = "表", texts: bytes = b"", extra: bytes = b"") -> bytes:
    formats = b"".join(record(0xE0, struct.pack("<HHH14x", 0, code, 0)) for code in (0, 14))
    before = record(0x809, _BOF_BOOK) + record(0x42, struct.pack("<H", 1200)) + extra + formats
    name = title.encode("utf-16-le")
    listed = 4 + 8 + len(name)
    offset = len(before) + listed + len(texts) + 4
    sheet = struct.pack("<IBBBB", offset, 0, 0, len(title), 1) + name
    globals_ = before + record(0x85, sheet) + texts + record(0x0A)
    return globals_ + record(0x809, _BOF_SHEET) + cells + record(0x0A)


def shared_texts(*texts: str) -> bytes:
    """The record of shared texts."""
    made = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + made)


def number_cell(row: int, column: int, value: float, form: int = GENERAL) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, form, value))


def text_cell(row: int, column: int, position: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, GENERAL, position))


def label_cell(row: int, column: int, text: str) -> bytes:
    data = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, GENERAL, len(text), 1) + data)


def error_cell(row: int, column: int, error: str) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, GENERAL, _ERROR_CODES[error], 1))


def formula_cell(row: int, column: int, result: bytes, expression: bytes = b"") -> bytes:
    head = struct.pack("<HHH8sHIH", row, column, GENERAL, result, 0, 0, len(expression))
    return record(0x06, head + expression)
