"""Text tables: what a good file gives, in which encodings, and where each cell is found."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from graph_api.domain import Rejected
from loaders.reading import Row, looks_garbled, read_header, read_rows, sheet_names
from loaders.reading.encoding import first_bad_byte


def rows_of(path: Path, **options: object) -> list[Row]:
    found = list(read_rows(path, source_id="local", **options))  # type: ignore[arg-type]
    assert all(isinstance(row, Row) for row in found)
    return [row for row in found if isinstance(row, Row)]


def file_of(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32", "utf-16-be-bom"]
)
@pytest.mark.parametrize("name", ["厂.csv", "厂.csv.gz"])
def test_each_encoding_reads_the_same(tmp_path: Path, encoding: str, name: str) -> None:
    text = "名称,地址\n甬江厂,镇海区\U00020bb7村\n"
    data = (
        b"\xfe\xff" + text.encode("utf-16-be")
        if encoding == "utf-16-be-bom"
        else text.encode(encoding)
    )
    path = file_of(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data)
    (row,) = rows_of(path, required=("地址", "名称"))
    assert row.cells == {"名称": "甬江厂", "地址": "镇海区\U00020bb7村"}
    assert read_header(path) == ("名称", "地址")
    assert sheet_names(path) == ()


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\n1,2", {"a": "1", "b": "2"}),
        ("a,b\r\n1,2\r\n", {"a": "1", "b": "2"}),
        ("a,b\r1,2\r", {"a": "1", "b": "2"}),
        (" a ,\u3000b\n 1 ,\t2\u3000\n", {"a": "1", "b": "2"}),
        ('"a","b"\n"1","2"\n', {"a": "1", "b": "2"}),
        ('a,b\n1,"x, ""y""\n z"\n', {"a": "1", "b": 'x, "y"\n z'}),
        ("a,b\n1,=cmd()\n", {"a": "1", "b": "=cmd()"}),
        ('a,b\n1,5" pipe\n', {"a": "1", "b": '5" pipe'}),
        ("a,b\n,2\n", {"a": "", "b": "2"}),
        ("a,b,,\n1,2,,\n", {"a": "1", "b": "2"}),
        ("a\tb\n1\t2,5\n", {"a": "1", "b": "2,5"}),
        ("a;b\n1;2,5\n", {"a": "1", "b": "2,5"}),
        ("sep=;\na;b,c\n1;2\n", {"a": "1", "b,c": "2"}),
        ("a\n1\n", {"a": "1"}),
        ("\n\n \na,b\n\n,,\n1,2\n\n", {"a": "1", "b": "2"}),
        ("\ufeffa,b\n1,2\n", {"a": "1", "b": "2"}),
    ],
)
def test_a_text_table_gives_its_cells(tmp_path: Path, text: str, cells: dict[str, str]) -> None:
    (row,) = rows_of(file_of(tmp_path, "t.csv", text))
    assert row.cells == cells


def test_what_is_required_finds_the_delimiter_and_the_header_under_a_title(tmp_path: Path) -> None:
    path = file_of(tmp_path, "t.csv", "某区2020年名单\n\nid;name, 名称\n1;x\n")
    above, row = read_rows(path, source_id="local", required=("id", "name, 名称"))
    assert isinstance(above, Rejected)
    assert (above.rule, above.value) == ("above-header", "某区2020年名单")
    assert isinstance(row, Row)
    assert row.cells == {"id": "1", "name, 名称": "x"}


def test_a_row_says_where_it_stands(tmp_path: Path) -> None:
    path = file_of(tmp_path, "c p#1.csv", 'company,weight\n\n"a\nb",1\nc,2\n')
    first, second = rows_of(path)
    assert (first.number, first.line, second.number, second.line) == (2, 3, 3, 5)
    assert second.source == "local#c-p-1:row=3"
    assert second.place("weight") == "c p#1.csv line 5, column weight"
    assert (second.get("weight"), second.get("none")) == ("2", "")
    (named, _) = rows_of(path, table="cp")
    assert named.source == "local#cp:row=2"
    assert Row(1, {}, "cp", "chainkg").place("x") == "cp line 2, column x"


def test_json_lines_keep_every_digit(tmp_path: Path) -> None:
    text = (
        '{"id": 91330211144341218123, "x": 1.10, "list": ["a", "b"], "of": [1, {"y": null}]}\n\n'
        '{"id": " 2 ", "flag": true, "none": null, "big": 1e999, "name": "\\u5382"}\n{}\n'
    )
    for name, data in (("t.jsonl", text.encode()), ("t.jsonl.gz", gzip.compress(text.encode()))):
        path = file_of(tmp_path, name, data)
        first, second = rows_of(path, required=("id", "name"))
        assert first.cells["id"] == "91330211144341218123"
        assert first.cells["x"] == "1.10"
        assert first.cells["list"] == "a|b"
        assert json.loads(first.cells["of"]) == ["1", {"y": None}]
        expected = {"id": "2", "flag": "true", "none": "", "big": "1e999", "name": "厂"}
        assert second.cells == expected
        assert (second.number, second.place("id")) == (3, f"{name} line 3, column id")


def test_a_form_is_told_by_its_content(tmp_path: Path) -> None:
    assert rows_of(file_of(tmp_path, "packed.csv", gzip.compress(b"a\n1\n")))[0].get("a") == "1"
    assert rows_of(file_of(tmp_path, "nameless", '{"a": "1"}\n'))[0].get("a") == "1"
    assert rows_of(file_of(tmp_path, "table", "a,b\n1,2\n"))[0].get("b") == "2"


def test_a_quote_that_is_never_closed_swallows_no_good_row(tmp_path: Path) -> None:
    good = [f'{number},"x, {number}"' for number in range(20_000)]
    lines = ["id,name", *good[:10], '10000000,"open', *good[10:], '10000001,"open', *good]
    found = list(read_rows(file_of(tmp_path, "t.csv", "\n".join(lines)), source_id="local"))
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert [item.value for item in rejected] == ['10000000,"open', '10000001,"open']
    assert "t.csv line 12:" in rejected[0].reason
    assert len(found) - len(rejected) == 40_000


def test_many_quotes_that_are_never_closed_cost_no_more_than_reading_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.reading.records.MAX_READ_AGAIN", 1000)
    lines = ["id,name", *(f'{number},"x\ny","' for number in range(500)), "7,good"]
    found = list(read_rows(file_of(tmp_path, "t.csv", "\n".join(lines)), source_id="local"))
    assert [row.get("name") for row in found if isinstance(row, Row)] == ["good"]
    assert len(found) == 1001


def test_reading_takes_little_memory_whatever_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv.gz"
    with gzip.open(path, "wt", encoding="gb18030", compresslevel=1) as file:
        file.write("id,name\n")
        for number in range(20_000):
            file.write(f"{number},{'镇海区机械厂' * 50}{number * 7919}\n")
    tracemalloc.start()
    count = sum(1 for _ in read_rows(path, source_id="local"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 4 << 20


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_the_first_bad_byte_is_that_of_a_whole_decoding(encoding: str, size: int) -> None:
    good = "厂, 名 é\n".encode(encoding)
    bad = b"\x00\xd8\x00\xd8" if encoding == "utf-16" else b"\xff\xff\xff\xff"
    data = good + bad + "厂".encode(encoding)
    with pytest.raises(UnicodeDecodeError) as raised:
        data.decode(encoding.removesuffix("-sig"))
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert first_bad_byte(chunks, encoding) == raised.value.start
    assert first_bad_byte([good], encoding) is None


NAME = "宁波市某区汽配压铸厂"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "gb18030"),
        ("utf-8", "cp1251"),
        ("utf-8", "cp437"),
        ("utf-8", "koi8-r"),
        ("gb18030", "utf-8"),
        ("gb18030", "latin-1"),
        ("gb18030", "cp1251"),
        ("gb18030", "cp866"),
        ("gb18030", "koi8-r"),
    ],
)
def test_a_wrong_decoding_is_seen(written: str, read: str) -> None:
    assert looks_garbled(NAME.encode(written).decode(read, "replace"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        NAME,
        "锟道电机",
        "大\ue001村",
        "“三位一体”共性技术研发平台（新）——①",
        "Université de Montréal – École",
        "Österreichische Akademie der Wissenschaften",
        "ÅBO AKADEMI, ÉCOLE POLYTECHNIQUE FÉDÉRALE, İstanbul Üniversitesi, Łódź",
        "Московский государственный университет «Станкин»",
        "5 µm ± 2 °C × 3 · α-Fe",
    ],
)
def test_a_right_decoding_is_not_taken_for_a_wrong_one(text: str) -> None:
    assert not looks_garbled(text)
