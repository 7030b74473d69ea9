"""Files with faults, made when they are asked for, and what reading each must give.

`BAD_FILES` is for every test of a way in: the readers, the loaders, the command line. Each has a
column `id`; `good` are the ids of its good rows, all of which must come out, in this order.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ROWS = ("甲1", "乙2", "丙3", "丁4", "戊5", "己6", "庚7", "辛8")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file with a fault. With a `rule` its lines are rejected by it, else it is refused whole.

    `says` is a part of the sentence.
    """

    title: str
    file: str
    content: Callable[[], bytes]
    says: str = ""
    rule: str = ""
    good: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.title


def line_of(key: str) -> str:
    """A good line: id, a name with a comma in quotes, an amount."""
    return f'{key},"甬江, 第{key}厂",{len(key)}.5'


BAD_LINES = {
    # title: (the line, its rule, what the reason says)
    "short": ("短,一", "row-ragged", "2 cells where the header has 3"),
    "one-cell": ("只有一格", "row-ragged", "1 cells where the header has 3"),
    "long": ("长,二,3,4", "row-ragged", "4 cells where the header has 3"),
    "nul": ("零\0,二,3", "row-nul", "NUL"),
    "nul-in-quotes": ('零,"二\0",3', "row-nul", "NUL"),
    "unclosed-quote": ('开,"没有结尾,3', "row-quotes", "quote"),
    "unclosed-at-end": ('开,二,"', "row-quotes", "quote"),
    "text-after-quote": ('引,"二"三,3', "row-quotes", "quote"),
    "bare-quotes": ('引,"三"位"一体",3', "row-quotes", "quote"),
    "long-cell": (f"长,{'万' * 140_000},3", "cell-too-long", "131,072"),
    "long-line": (f"长,{'x' * 2_200_000},3", "row-too-long", "1,048,576"),
    "two-lines-ragged": ('两,"行\n行",3,4', "row-ragged", "4 cells"),
    "two-lines-nul": ('两,"行\n\0行",3', "row-nul", "NUL"),
    "semicolons": ("分;二;3", "row-ragged", "1 cells"),
}
BAD_OBJECTS = {
    "cut-off": '{"id": "x", "name',
    "no-json": "id: x",
    "list": '["x", "y"]',
    "number": "42",
    "text": '"x"',
    "nan": '{"id": "x", "amount": NaN}',
    "infinity": '{"id": "x", "amount": -Infinity}',
    "twice": '{"id": "x", "id": "y"}',
    "empty-key": '{"id": "x", " ": "y"}',
    "lone-surrogate": '{"id": "x\\ud800"}',
    "surrogate-key": '{"id": "x", "\\udfff": "y"}',
    "nul": '{"id": "x\\u0000"}',
    "raw-control": '{"id": "x\x01"}',
    "two-objects": '{"id": "x"} {"id": "y"}',
    "single-quotes": "{'id': 'x'}",
    "trailing-comma": '{"id": "x",}',
    "deep": '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "long": '{"id": "' + "x" * 1_100_000 + '"}',
    "bare-word": '{"id": x}',
}
PLACES = {"first": 0, "middle": 4, "last": len(ROWS)}


def _lines_with(bad: str, place: int, end: str = "\n") -> str:
    lines = [line_of(key) for key in ROWS]
    lines.insert(place, bad)
    return end.join(["id,name,amount", *lines, ""])


def _text_files() -> Iterator[BadFile]:
    for title, (bad, rule, says) in BAD_LINES.items():
        for where, place in PLACES.items():
            for encoding in ENCODINGS if len(bad) < 1000 else ENCODINGS[:1]:
                text = _lines_with(bad, place)
                yield BadFile(
                    f"csv-{title}-{where}-{encoding}",
                    "bad.csv",
                    lambda text=text, encoding=encoding: text.encode(encoding),
                    says,
                    rule,
                    ROWS,
                )
        packed = _lines_with(bad, 4, "\r\n")
        yield BadFile(
            f"gz-{title}",
            "bad.csv.gz",
            lambda text=packed: gzip.compress(text.encode(), 1),
            says,
            rule,
            ROWS,
        )


def _object_files() -> Iterator[BadFile]:
    good = [json.dumps({"id": key, "name": "厂", "amount": 1.5}) for key in ROWS]
    for title, bad in BAD_OBJECTS.items():
        for where, place in PLACES.items():
            text = "\n".join([*good[:place], bad, *good[place:]])
            yield BadFile(
                f"jsonl-{title}-{where}",
                "bad.jsonl",
                text.encode,
                "line",
                "json-unreadable",
                ROWS,
            )


def _encoded() -> Iterator[BadFile]:
    """Bytes that are no text, at several places of several encodings."""
    good = _lines_with("壬,二,3", 8)
    utf8, gb, wide = good.encode(), good.encode("gb18030"), good.encode("utf-16")
    for title, data, bad, offsets in (
        ("utf-8", utf8, b"\xff", (0, 30, len(utf8))),
        ("gb18030", gb, b"\xff", (16, 40, len(gb))),
        ("utf-8-sig", b"\xef\xbb\xbf" + utf8, b"\x80", (3, 20, len(utf8) + 3)),
        ("utf-16", wide, b"\x00\xd8", (4, 30, len(wide))),
    ):
        for offset in offsets:
            made = data[:offset] + bad + data[offset:]
            yield BadFile(
                f"encoding-{title}-{offset}", "bad.csv", lambda made=made: made, "first bad byte"
            )
    for title, made in (
        ("cut-character", utf8[:-2] + "厂".encode()[:2]),
        ("odd-utf-16", wide[:-1]),
        ("utf-16-no-bom", good.encode("utf-16-le")),
        ("utf-32-cut", good.encode("utf-32")[:-2]),
        ("utf-32-beyond", b"\xff\xfe\0\0\xff\xff\xff\xff"),
        ("surrogates", "id\n\ud800\n".encode("utf-8", "surrogatepass") + b"\xff\xff"),
        ("latin-1", "id,name\n1,Université\n".encode("latin-1")),
        ("random", bytes(range(256)) * 8),
        ("zeros", bytes(5000)),
        ("bom-alone", b"\xef\xbb\xbf"),
        ("wide-bom-alone", b"\xff\xfe"),
    ):
        yield BadFile(f"bytes-{title}", "bad.csv", lambda made=made: made)


_HEADERS = {
    "empty": ("", "is empty"),
    "blank": (" ", "is empty"),
    "blank-lines": ("\n\n  \n\r\n", "is empty"),
    "only-commas": (",,,\n,,\n", "is empty"),
    "doubled": ("id,name,id\n1,2,3\n", "'id' stands there for a second time"),
    "doubled-but-for-spaces": ("id, name ,name\n1,2,3\n", "'name' stands there"),
    "doubled-chinese": ("id,名称,名称\n1,2,3\n", "'名称' stands there"),
    "no-first": (",id\n1,2\n", "column 1: the column has no header"),
    "no-middle": ("id,,name\n1,2,3\n", "column 2: the column has no header"),
    "nul": ("id,na\0me\n1,2\n", "NUL"),
    "unclosed": ('id,"name\n1,2\n', "the header cannot be read"),
    "long": (f"id,{'x' * 1_200_000}\n1,2\n", "the header cannot be read"),
    "text-after-quote": ('id,"na"me\n1,2\n', "the header cannot be read"),
    "lacks": ("key,name\n1,2\n", "lacks the column id"),
    "lacks-and-title": ("2020年企业名单\nkey,name\n1,2\n", "lacks the column id"),
    "data-alone": ("1,2\n3,4\n", "lacks the column id"),
    "case": ("ID,name\n1,2\n", "lacks the column id"),
    "garbled": ("id锟斤拷,name\n1,2\n", "lacks the column id"),
    "json-array": ('[{"id": 1}]', "lacks the column id"),
    "no-json-first": ('{"id": "1"}\n', "JSON lines, not delimited text"),
}
_DOCUMENTS = {
    "array": ('[\n {"id": "1"},\n {"id": "2"}\n]', "one JSON document"),
    "pretty": ('{\n "id": "1"\n}', "one JSON document"),
    "array-on-a-line": ('[{"id": "1"}, {"id": "2"}]', "one JSON document"),
    "csv": ("id,name\n1,2\n", "no JSON"),
    "empty": ("", "is empty"),
    "blank": ("\n \n", "is empty"),
    "lacks": ('{"key": "1"}\n{"name": "2"}\n', "lacks the column id"),
}


def _whole_texts() -> Iterator[BadFile]:
    for title, (text, says) in _HEADERS.items():
        yield BadFile(f"header-{title}", "bad.csv", text.encode, says)
        yield BadFile(
            f"header-{title}-gz", "bad.csv.gz", lambda text=text: gzip.compress(text.encode()), says
        )
    for title, (text, says) in _DOCUMENTS.items():
        yield BadFile(f"document-{title}", "bad.jsonl", text.encode, says)


def _packed() -> Iterator[BadFile]:
    data = gzip.compress(_lines_with("壬,二,3", 8).encode())
    for keep in (2, 5, 10, 11, 40, len(data) - 9, len(data) - 8, len(data) - 1):
        yield BadFile(f"gz-cut-{keep}", "bad.csv.gz", lambda keep=keep: data[:keep])
    for title, made in (
        ("junk-after", data + b"junk"),
        ("wrong-sum", data[:-8] + b"\1\2\3\4" + data[-4:]),
        ("wrong-size", data[:-4] + b"\1\2\3\4"),
        ("wrong-method", data[:2] + b"\7" + data[3:]),
        ("broken-body", data[:30] + bytes(20) + data[50:]),
        ("second-cut", data + data[:20]),
    ):
        yield BadFile(f"gz-{title}", "bad.csv.gz", lambda made=made: made)
    yield BadFile("gz-text", "bad.csv.gz", lambda: b"id,name\n1,2\n", "is not gzip")
    yield BadFile("gz-empty", "bad.csv.gz", bytes, "is not gzip")
    yield BadFile("gz-of-nothing", "bad.csv.gz", lambda: gzip.compress(b""), "is empty")
    yield BadFile("gz-of-gz", "bad.csv.gz", lambda: gzip.compress(gzip.compress(b"id\n1\n")))
    yield BadFile("gz-bomb", "bad.csv.gz", _bomb, "times its size")
    yield BadFile("gz-bomb-unnamed", "bad.csv", _bomb, "times its size")
    yield BadFile("gz-bomb-of-lines", "bad.jsonl.gz", _bomb, "times its size")


def _bomb() -> bytes:
    """170 kB that unpack to 170 MB: one member, again and again."""
    return gzip.compress(b"id,name\n") + gzip.compress(b"1,2\n" * (1 << 22)) * 10


_STARTS = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "png": b"\x89PNG\r\n\x1a\n\0\0",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "gif": b"GIF89a\1\0\1\0",
    "rar": b"Rar!\x1a\x07\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "zstd": b"\x28\xb5\x2f\xfd\4\0",
    "xz": b"\xfd7zXZ\0\0",
    "bzip2": b"BZh91AY&SY",
    "parquet": b"PAR1\x15\4",
    "sqlite": b"SQLite format 3\0",
    "elf": b"\x7fELF\2\1",
    "html": b"<!DOCTYPE html><table><tr><td>id</td></tr></table>",
    "html-table": b"\r\n<table><tr><td>id</td></tr></table>",
    "xml": b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>',
    "rtf": b"{\\rtf1 id}",
}


def _misnamed() -> Iterator[BadFile]:
    for title, start in _STARTS.items():
        for file in ("bad.csv", "bad.xlsx", "bad.xls", "bad.jsonl", "bad"):
            yield BadFile(f"{title}-as-{file}", file, lambda start=start: start, "are read from")
    text = _lines_with("壬,二,3", 8).encode()
    lines = b'{"id": "1"}\n'
    for file in ("bad.xlsx", "bad.xls", "bad.xlsm", "BAD.XLSX"):
        yield BadFile(f"csv-as-{file}", file, lambda: text, "not a workbook as its name says")
        yield BadFile(f"jsonl-as-{file}", file, lambda: lines, "not a workbook as its name says")
        yield BadFile(f"gz-as-{file}", file, lambda: gzip.compress(text), "not a workbook")
        yield BadFile(f"nothing-as-{file}", file, bytes, "not a workbook")
    yield BadFile("csv-as-jsonl", "bad.jsonl", lambda: text, "not JSON lines")
    yield BadFile("jsonl-as-csv", "bad.csv", lambda: lines, "not delimited text")
    yield BadFile("csv-as-gz", "bad.csv.gz", lambda: text, "is not gzip")
    yield BadFile("jsonl-as-gz", "bad.jsonl.gz", lambda: lines, "is not gzip")


BAD_FILES = (
    *_text_files(),
    *_object_files(),
    *_encoded(),
    *_whole_texts(),
    *_packed(),
    *_misnamed(),
)
