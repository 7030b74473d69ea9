"""A user's own tables as files: which columns and sheets are taken, and what is said of the others."""

import json
from pathlib import Path

import pytest

from graph_api.domain import (
    BadInputError,
    Entity,
    Rejected,
)
from loaders.tables import table_dataset, table_records
from loaders.tables.columns import COLUMNS, is_contact, key_of
from tests.loaders.table_files import book_of, csv_of, entities, read, rejected


def test_columns_that_no_template_has_are_told_once(tmp_path: Path) -> None:
    path = csv_of(
        tmp_path,
        "企业.csv",
        "名称,企业名称,employees,Export Share,员工数,datasets,sources,tags",
        "甲,乙,120,x,y,,z,a | b",
        "丁,戊,012,x,y,,z,c",
    )
    records = read(path)
    assert [(item.field, item.rule, item.kept) for item in rejected(records)] == [
        ("企业名称", "column-twice", "the rows without this column"),
        ("employees", "column-unknown", "its cells as the property employees"),
        ("Export Share", "column-unknown", "the rows without this column"),
        ("员工数", "column-unknown", "the rows without this column"),
        ("sources", "column-unknown", "the rows without this column"),
        ("tags", "column-unknown", "its cells as the property tags"),
    ]
    found = entities(records)
    assert found["甲"].properties == {"employees": 120, "tags": ("a", "b")}
    assert found["丁"].properties == {"employees": "012", "tags": "c"}


@pytest.mark.parametrize(
    "header",
    [
        *("手机", "联系电话", "电子邮箱", "微信号", "传真", "身份证号", "家庭住址"),
        *("phone", "Mobile", "e-mail", "contact_email", "TEL", "property:phone", "QQ"),
    ],
)
def test_how_to_reach_a_person_is_not_taken(tmp_path: Path, header: str) -> None:
    path = csv_of(tmp_path, "人才.csv", f"姓名,{header}", "李某,13800000000", "一,二,13900000000")
    fault, entity, ragged = read(path)
    assert isinstance(fault, Rejected)
    assert (fault.rule, fault.value) == ("contact-refused", "")
    assert "13800000000" not in repr(entity)
    assert isinstance(ragged, Rejected)
    assert "13900000000" not in repr(ragged)


@pytest.mark.parametrize("header", ["名称", "telecom", "mobility", "since", "hotel"])
def test_other_columns_are_no_contacts(header: str) -> None:
    assert not is_contact(header)


def test_no_two_columns_have_a_header_in_common() -> None:
    headers = [
        header for column in COLUMNS.values() for header in (column.key, column.zh, *column.others)
    ]
    assert len({header.casefold() for header in headers}) == len(headers)
    assert all(key_of(f" {header.upper()}* ") for header in headers)


def test_json_lines_may_bring_columns_later(tmp_path: Path) -> None:
    lines = [json.dumps({"name": f"厂{number}", "kind": "企业"}) for number in range(120)]
    lines.append(json.dumps({"name": "末厂", "kind": "企业", "aliases": ["末", "终"], "size": 3}))
    records = read(csv_of(tmp_path, "t.jsonl", *lines))
    (fault,) = rejected(records)
    assert (fault.field, fault.rule) == ("size", "column-unknown")
    assert entities(records)["末厂"].aliases == ("末", "终")
    assert entities(records)["末厂"].properties == {"size": 3}


def test_one_id_is_of_one_kind(tmp_path: Path) -> None:
    path = book_of(
        tmp_path, 组织=[["编号", "名称", "类别"], ["a", "甲", "企业"], ["a", "甲", "高校"]]
    )
    entity, fault = read(path)
    assert isinstance(entity, Entity)
    assert isinstance(fault, Rejected)
    assert (fault.rule, fault.kept) == ("kind-changed", "nothing")
    assert fault.reason.startswith("组织!C3: ")


def test_a_cell_that_was_kept_from_running_is_read_as_it_was(tmp_path: Path) -> None:
    (entity,) = read(csv_of(tmp_path, "企业.csv", "名称,说明", "'=甲,'甲"))
    assert isinstance(entity, Entity)
    assert (entity.name, entity.description) == ("=甲", "'甲")


def test_sheets_that_are_no_tables_are_told_and_empty_ones_passed_by(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        企业=[["名称"], ["甲"]],
        Sheet2=[],
        汇总=[["年份", "数量"], [2020, 3]],
        说明=[["x"]],
    )
    fault, entity = read(path)
    assert isinstance(entity, Entity)
    assert isinstance(fault, Rejected)
    assert fault.rule == "table-unknown"
    assert fault.reason.startswith("汇总 has no column 名称")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("t.csv", "年份,数量\n1,2\n", "t.csv has no column 名称"),
        ("t.csv", "名称,数量\n1,2\n", "t.csv has no column 类别"),
        ("组织.csv", "名称,数量\n1,2\n", "组织.csv has no column 类别"),
        ("关系.csv", "起点,终点\n1,2\n", "关系.csv lacks the column 关系"),
        ("t.csv", "", "t.csv is empty"),
        ("t.xlsx", "名称\n甲\n", "not a workbook as its name says"),
    ],
)
def test_a_file_without_any_table_is_one_sentence(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    with pytest.raises(BadInputError) as raised:
        read(csv_of(tmp_path, name, text))
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize("dataset", ["", "Local", "a b", "企业", "x" * 41, "a:b"])
def test_a_data_set_has_a_name_that_ids_can_have(tmp_path: Path, dataset: str) -> None:
    with pytest.raises(BadInputError, match="is not a name of a data set"):
        list(table_records(csv_of(tmp_path, "企业.csv", "名称", "甲"), dataset=dataset))


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("firms.xlsx", "table-firms"),
        ("My firms (2024).csv.gz", "table-my-firms-2024"),
        ("企业.xlsx", "table-409d0719"),
        ("企业 2024.xlsx", "table-2024-"),
        ("x" * 50 + ".csv", "table-" + "x" * 24 + "-"),
    ],
)
def test_a_file_gives_its_data_set_a_name(name: str, dataset: str) -> None:
    made = table_dataset(Path(name))
    assert made.startswith(dataset)
    assert len(made) <= 40
