"""Workbooks with faults, .xlsx and .xls, and what reading each must give."""

import struct
from collections.abc import Callable, Iterator

from loaders.reading.container import MAGIC, container
from tests.loaders.bad_files import ROWS, BadFile
from tests.loaders.workbook_files import (
    SHEET,
    error_cell,
    forged,
    formula_cell,
    inline,
    label_cell,
    number_cell,
    parts_of,
    record,
    row_xml,
    shared_texts,
    sheet_xml,
    text_cell,
    with_sheet,
    xls,
    xls_stream,
    xlsx,
    zipped,
)

GOOD = xlsx([["id", "name"], *([key, f"第{key}厂"] for key in ROWS)])
PARTS = parts_of(GOOD)
BOOK, REFERENCES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
HEADER = row_xml(1, "id", "name")

Content = bytes | Callable[[], bytes]


def _refused(title: str, content: Content, says: str = "", file: str = "bad.xlsx") -> BadFile:
    made = content if callable(content) else lambda: content
    return BadFile(f"{file.rpartition('.')[2]}-{title}", file, made, says)


def _broken_parts() -> Iterator[BadFile]:
    """Each part that is read: cut off, absent, no XML, bytes of no text."""
    for part in (BOOK, REFERENCES, SHEET):
        whole = PARTS[part]
        name = part.rpartition("/")[2]
        for title, made in (
            ("cut", whole[: len(whole) // 2]),
            ("empty", b""),
            ("no-xml", b"id,name\n1,2\n"),
            ("zeros", bytes(500)),
            ("bad-bytes", whole.replace(b"<", b"<\xff", 3)),
            ("two-roots", whole + whole),
            ("lone-surrogate", whole.replace(b">", b">&#xD800;", 2)),
            ("unknown-entity", whole.replace(b">", b">&bomb;", 2)),
        ):
            yield _refused(f"{title}-{name}", zipped(PARTS | {part: made}))
        without = {key: value for key, value in PARTS.items() if key != part}
        yield _refused(f"without-{name}", zipped(without))
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    remote = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    for title, before in (("laughs", laughs), ("remote", remote)):
        content = with_sheet(HEADER + row_xml(2, "&b;"), before)
        yield _refused(title, content, "document type")


def _forged_zips() -> Iterator[BadFile]:
    sheet = PARTS[SHEET]
    size, half = len(sheet), len(sheet) // 2
    yield _refused("declares-terabytes", forged(GOOD, SHEET, 0xFFFFFFF0), "over the limit")
    yield _refused("declares-more", forged(GOOD, SHEET, size + 10))
    yield _refused("declares-less", forged(GOOD, SHEET, size - 10))
    yield _refused("declares-half", forged(GOOD, SHEET, half, sheet[:half]), "broken XML")
    yield _refused("declares-nothing", forged(GOOD, SHEET, 0, b""))
    yield _refused("bomb", lambda: _with_zeros(SHEET), "times its size")
    yield _refused("bomb-elsewhere", lambda: _with_zeros("xl/a.bin"), "times its size")
    yield _refused("bomb-declared-small", lambda: forged(_with_zeros(SHEET), SHEET, 1000))
    yield _refused("large", lambda: _with_zeros("xl/a.bin", 101), "over the limit")
    twice = zipped(PARTS | {SHEET.replace("1", "9"): sheet}).replace(b"sheet9", b"sheet1")
    yield _refused("twice", twice, "holds the part")
    many = {f"a{number}": b"" for number in range(10_001)}
    yield _refused("many-parts", lambda: zipped(PARTS | many), "parts")
    for keep in (4, 30, len(GOOD) // 2, len(GOOD) - 30, len(GOOD) - 1):
        yield _refused(f"cut-{keep}", GOOD[:keep])
    yield _refused("zeros-inside", GOOD[:200] + bytes(200) + GOOD[400:])
    locked = GOOD.replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")
    yield _refused("locked", locked, "password")
    odd = GOOD.replace(b"PK\1\2\x14\3\x14\0\0\0\x08", b"PK\1\2\x14\3\x14\0\0\0\x63")
    yield _refused("packed-oddly", odd, "packed in a way")
    yield _refused("zip-of-nothing", zipped({}), "no .xlsx workbook")
    for title, name in (("docx", "word/a.xml"), ("ods", "content.xml"), ("b", "xl/workbook.bin")):
        for file in ("bad.xlsx", "bad.csv", "bad.xls"):
            yield _refused(f"of-{title}", zipped({name: b"<x/>"}), "no .xlsx workbook", file)
    yield _refused("of-workbook", GOOD, "is a workbook, not delimited text", "bad.csv")
    yield _refused("of-workbook", GOOD, "is a workbook, not JSON lines", "bad.jsonl")


def _with_zeros(part: str, megabytes: int = 64) -> bytes:
    return zipped(PARTS | {part: bytes(megabytes << 20)})


def _wide_sheets() -> Iterator[BadFile]:
    """Sheets that would fill all memory, cells that stand nowhere, texts that are nowhere."""
    far = f'<row r="1048576">{inline("XFD1048576", "x")}</row>'
    yield _refused("far-cells", with_sheet(HEADER + far), "spans")
    beyond = '<row r="9"><c r="ZZZ9"><v>1</v></c></row>'
    yield _refused("far-column", with_sheet(HEADER + beyond), "outside of any sheet")
    for reference in ("A0", "A1048577", "A99999999999", "1A", "a2", "здесь", "", "$A$2", "A-1"):
        body = f'{HEADER}<row r="2">{inline(reference, "x")}</row>'
        yield _refused(f"reference-{reference}", with_sheet(body))
    texts = sheet_xml("").replace(b"sheetData", b"sst")
    long = texts.replace(b"<sst>", b"<sst><si><t>" + b"x" * 30_000 + b"</t></si>")
    rows = "".join(_shared_row(number, "0") for number in range(2, 4000))
    yield _refused("shared-bomb", with_sheet(HEADER + rows, texts=long), "characters of text")
    for value in ("7", "-1", "x", "99999999999999999999"):
        yield _refused(f"shared-{value}", with_sheet(HEADER + _shared_row(2, value), texts=texts))
    book = PARTS[BOOK]
    for title, made in (
        ("no-sheets", book.replace(b"<sheet ", b"<other ")),
        ("all-hidden", book.replace(b'state="visible"', b'state="hidden"')),
        ("unknown-reference", book.replace(b"rId1", b"rId9")),
        ("no-reference", book.replace(b'r:id="rId1"', b"")),
    ):
        yield _refused(title, zipped(PARTS | {BOOK: made}))


def _shared_row(number: int, text: str) -> str:
    return f'<row r="{number}"><c r="A{number}" t="s"><v>{text}</v></c></row>'


def _bad_headers() -> Iterator[BadFile]:
    for title, header, says in (
        ("empty", "", "is empty"),
        ("blank", row_xml(3, "", " "), "is empty"),
        ("doubled", row_xml(1, "id", "name", "name"), "表!C1: the header 'name'"),
        ("missing", row_xml(1, "id", "", "name"), "表!B1: the column has no header"),
        ("lacks", row_xml(2, "key", "name"), "lacks the column id"),
    ):
        yield _refused(f"header-{title}", with_sheet(header), says)
    merged = HEADER.replace("</row>", inline("D1", "x") + "</row>")
    yield _refused("header-merged", with_sheet(merged), "表!C1: the column has no header")
    wrong = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="e"><v>#REF!</v>'
    body = f"{wrong}</c>{inline('C1', 'x')}</row>"
    yield _refused("header-error", with_sheet(body), "表!B1: the column has no header")


def _bad_cells() -> Iterator[BadFile]:
    """Cells that hold no value: each is told with its place, and its row is kept without it."""
    errors = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
    cells = [
        (error, f'<c r="B4" t="e"><v>{error}</v></c>', "cell-error", f"表!B4: it shows {error}")
        for error in errors
    ]
    cells += [
        ("formula", '<c r="B4"><f>A1+1</f></c>', "cell-error", "表!B4: it shows no value"),
        ("long-code", '<c r="B4"><v>91330211144341218</v></c>', "number-too-long", "15 digits"),
        ("exponent", '<c r="B4"><v>9.1E+17</v></c>', "number-too-long", "15 digits"),
        ("long-text", inline("B4", "x" * 140_000), "cell-too-long", "131,072"),
        ("no-header", inline("C4", "x"), "cell-without-header", "表!C4: its column has no header"),
    ]
    for title, cell, rule, says in cells:
        body = row_xml(2, "1", "x") + row_xml(3, "2", "y") + row_xml(5, "4", "z")
        row = f'<row r="4">{inline("A4", "3")}{cell}</row>'
        yield BadFile(
            f"cell-{title}",
            "bad.xlsx",
            lambda body=body, row=row: with_sheet(
                HEADER + body.replace('<row r="5"', row + '<row r="5"')
            ),
            says,
            rule,
            ("1", "2", "3", "4"),
        )
    new = '<row r="2"><c r="A2" t="e"><v>#SPILL!</v></c></row>'
    yield _refused("new-error", with_sheet(HEADER + new), "#SPILL!")
    title = row_xml(1, "2020年企业名单") + row_xml(2, "") + row_xml(3, "id") + row_xml(4, "1")
    yield BadFile("above", "bad.xlsx", lambda: with_sheet(title), "表!1", "above-header", ("1",))
    alone = HEADER + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>' + row_xml(3, "1")
    yield BadFile("error-alone", "bad.xlsx", lambda: with_sheet(alone), "A2", "cell-error", ("1",))
    below = HEADER + row_xml(2, "1") + '<row r="9"><c r="A9"><f>1+1</f></c></row>'
    yield BadFile("error-below", "bad.xlsx", lambda: with_sheet(below), "A9", "cell-error", ("1",))


def _old_workbooks() -> Iterator[BadFile]:
    texts = shared_texts("id", "name", "x")
    header = text_cell(0, 0, 0) + text_cell(0, 1, 1)
    good = header + number_cell(1, 0, 1) + text_cell(1, 1, 2)
    for title, cell, says in (
        ("na", error_cell(2, 1, "#N/A"), "表!B3: it shows #N/A"),
        ("ref", error_cell(2, 1, "#REF!"), "#REF!"),
        ("formula", formula_cell(2, 1, b"\2\0\x07\0\0\0\xff\xff", b"\x1e\1\0"), "#DIV/0!"),
    ):
        made = xls(good + number_cell(2, 0, 2) + cell, texts=texts)
        yield BadFile(
            f"old-{title}", "bad.xls", lambda made=made: made, says, "cell-error", ("1", "2")
        )
    long = xls(good + number_cell(2, 0, 2) + number_cell(2, 1, 9e16), texts=texts)
    yield BadFile("old-long", "bad.xls", lambda: long, "15 digits", "number-too-long", ("1", "2"))
    stream = xls_stream(good, texts=texts)
    broken = {
        "far": (xls(good + number_cell(65535, 65535, 1), texts=texts), "outside of any sheet"),
        "tall": (xls(good + number_cell(65535, 255, 1), texts=texts), "spans"),
        "unknown-text": (xls(header + text_cell(1, 0, 9), texts=texts), "does not hold"),
        "short-cell": (xls(header + record(0x203, b"\1\0\0\0"), texts=texts), "cut off"),
        "short-formula": (xls(header + record(0x06, bytes(8)), texts=texts), "cut off"),
        "short-merge": (xls(good + record(0xE5, b"\xff\0"), texts=texts), "merged"),
        "short-texts": (xls(good, texts=record(0xFC, bytes(3))), "broken"),
        "texts-cut": (xls(good, texts=texts[:20]), ""),
        "long-texts": (
            xls(good, texts=record(0xFC, struct.pack("<IIHB", 9, 9, 9000, 0))),
            "broken",
        ),
        "locked": (xls(good, texts=texts, extra=record(0x2F, bytes(54))), "password"),
        "no-end": (container(stream[:-4]), ""),
        "no-sheet": (container(stream.replace(record(0x0A), b"", 1)), ""),
        "cut-record": (container(stream[:-200]), ""),
        "no-records": (container(b"id,name"), ""),
        "zeros": (container(bytes(9000)), ""),
        "doubled": (xls(header + text_cell(0, 2, 1), texts=texts), "表!C1"),
        "lacks": (xls(label_cell(0, 0, "名") + number_cell(1, 0, 1)), "lacks the column id"),
        "blank": (xls(b""), "is empty"),
        "magic-alone": (MAGIC, "damaged"),
        "magic-and-junk": (MAGIC + bytes(range(256)) * 40, "damaged"),
    }
    for title, (made, says) in broken.items():
        yield _refused(title, made, says, "bad.xls")
    whole = xls(good, texts=texts)
    for keep in (9, 100, 511, 4096, 5000, 9000, len(whole) - 4096):
        yield _refused(f"cut-{keep}", whole[:keep], "", "bad.xls")
    name = "Workbook".encode("utf-16-le")
    for title, other in (("word", "WordDocu"), ("locked-xlsx", "Encrypte")):
        made = whole.replace(name, other.encode("utf-16-le"))
        yield _refused(title, made, "no workbook", "bad.xls")
    yield _refused("as-csv", whole, "is a workbook", "bad.csv")


BAD_WORKBOOKS = (
    *_broken_parts(),
    *_forged_zips(),
    *_wide_sheets(),
    *_bad_headers(),
    *_bad_cells(),
    *_old_workbooks(),
)
