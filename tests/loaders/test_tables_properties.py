"""Whatever stands in a user's table: nothing but BadInputError is raised, and what is stated is valid."""

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from graph_api.domain import (
    BadInputError,
    Entity,
    Record,
    Rejected,
    Relation,
    check_entity,
    check_relation,
)
from loaders.tables import table_records
from loaders.tables.columns import COLUMNS
from loaders.tables.vocabulary import KIND_WORDS, RELATION_WORDS
from tests.loaders.bad_files import BAD_FILES, BadFile
from tests.loaders.bad_workbooks import BAD_WORKBOOKS

ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=15)
WORDS = st.sampled_from(
    [
        *KIND_WORDS.labels.values(),
        *list(RELATION_WORDS.labels.values())[:20],
        *(
            "甲厂",
            "乙所",
            "甲厂；乙所",
            "甲厂、丙",
            "a:b",
            "a",
            "service:rd",
            "检验检测、中试",
            "运行",
        ),
        *("2020", "2021-02-30", "500万元", "1e999", "NaN", "330211", "示例", "示例（读入时忽略）"),
        *("{}", '{"id":1}', '{"kind":"Zone"}', '{"properties":{"a":{}}}', '{"evidence":[["a"]]}'),
    ]
)
HEADERS = st.lists(
    st.sampled_from([*COLUMNS, *(column.zh for column in COLUMNS.values())])
    | st.sampled_from(
        [
            "exact",
            "exact2",
            "属性:x",
            "property:stages",
            "手机",
            "x",
            "年 龄",
            "年\n龄",
            "状态\n",
            "全\n称",
        ]
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


def check(records: list[Record]) -> None:
    for record in records:
        match record:
            case Entity():
                assert check_entity(record) == []
            case Relation():
                assert check_relation(record) == []
            case Rejected():
                assert record.rule
                assert record.source.startswith("local#")
                assert len(record.reason.splitlines()) == 1


def read_any(path: Path) -> None:
    try:
        records = list(table_records(path, dataset="local"))
    except BadInputError as error:
        message = str(error)
    else:
        check(records)
        message = ""
    assert len(message.splitlines()) <= 1


@settings(max_examples=300)
@given(HEADERS, st.data())
def test_any_cells_give_valid_records_or_a_place(headers: list[str], data: st.DataObject) -> None:
    columns = ["名称", "类别", *(header for header in headers if header not in {"名称", "类别"})]
    cell = WORDS | ANY
    rows = data.draw(
        st.lists(st.lists(cell, min_size=len(columns), max_size=len(columns)), max_size=4)
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / data.draw(st.sampled_from(["企业.csv", "t.csv", "关系.csv"]))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([columns, *rows])
        read_any(path)
        path = Path(folder) / "t.jsonl"
        lines = [json.dumps(dict(zip(columns, row, strict=True))) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        read_any(path)


@settings(max_examples=200)
@given(st.lists(st.tuples(*[WORDS | ANY] * 6), max_size=5))
def test_any_relations_give_valid_records_or_a_place(rows: list[tuple[str, ...]]) -> None:
    header = ("from", "type", "to", "modality", "weight", "exact")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([header, *rows])
        read_any(path)


@pytest.mark.parametrize("bad", [*BAD_FILES, *BAD_WORKBOOKS], ids=str)
def test_a_bad_file_is_a_sentence_here_too(bad: BadFile, tmp_path: Path) -> None:
    path = tmp_path / bad.file
    path.write_bytes(bad.content())
    read_any(path)
