import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from graph_api.domain import (
    Entity,
    Kind,
    Record,
    Rejected,
    Relation,
    RelationType,
    Status,
    check_entity,
    check_relation,
)
from loaders.reference import DATASET

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDER = DATA / "reference"
SMALL = {
    "gbt2260-provinces.csv": "code,name\n33,浙江省\n",
    "gbt2260-cities.csv": "code,name,provinceCode\n3302,宁波市,33\n3390,市辖区,33\n",
    "gbt2260-areas.csv": "code,name,cityCode,provinceCode\n330211,镇海区,3302,33\n",
    "gbt4754-2017.csv": "code,name,parent,level,section\nC,制造业,,1,C\n33,金属制品业,C,2,C\n",
    "moe-universities-2017.csv": (
        "学校名称,学校标识码,主管部门,所在地,办学层次,备注\n某某大学,4133099999,浙江省,宁波市,本科,\n"
    ),
}


def cells(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records_in(folder: Path) -> list[Record]:
    return [record for part in DATASET.parts(DATASET.inputs_in(folder)) for record in part.records]


def records_of(
    folder: Path, table: str = "", more: str = "", encoding: str = "utf-8"
) -> list[Record]:
    """The records of the small files, that of the table with more lines."""
    home = folder / "reference"
    home.mkdir()
    for name, text in SMALL.items():
        lines = f"{more}\n" if table and table in name else ""
        (home / name).write_text(text + lines, encoding=encoding)
    return records_in(folder)


def entities(records: Iterable[Record]) -> dict[str, Entity]:
    return {record.id: record for record in records if isinstance(record, Entity)}


def rejected(records: Iterable[Record]) -> list[tuple[str, str]]:
    return [(record.rule, record.kept) for record in records if isinstance(record, Rejected)]


@pytest.fixture(scope="module", name="whole")
def whole_reference() -> list[Record]:
    return records_in(DATA)


def test_every_row_of_the_lists_is_a_region_a_class_or_a_university(whole: list[Record]) -> None:
    kinds = Counter(entity.kind for entity in entities(whole).values())
    placeholders = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    codes = {
        row["code"].ljust(6, "0")
        for table in ("provinces", "cities", "areas")
        for row in cells(f"gbt2260-{table}.csv")
        if row["name"] not in placeholders
    }
    assert kinds == {
        Kind.REGION: len(codes),
        Kind.INDUSTRY: len(cells("gbt4754-2017.csv")),
        Kind.UNIVERSITY: len(cells("moe-universities-2017.csv")),
    }
    assert rejected(whole) == [
        ("name-runs-on", "the class, named 食品、酒、饮料及茶生产专用设备制")
    ]


def test_the_records_keep_the_rules_of_the_domain_and_state_both_ends(whole: list[Record]) -> None:
    stated = entities(whole)
    for entity in stated.values():
        assert not check_entity(entity)
    for relation in (record for record in whole if isinstance(record, Relation)):
        assert not check_relation(relation)
        assert {relation.from_id, relation.to_id} <= stated.keys()


def test_regions_hang_together_from_county_to_province(whole: list[Record]) -> None:
    above = {
        record.from_id: record.to_id
        for record in whole
        if isinstance(record, Relation) and record.type is RelationType.PART_OF
    }
    stated = entities(whole)
    assert above["gbt2260:330211"] == "gbt2260:330200"
    assert above["gbt2260:330200"] == "gbt2260:330000"
    assert above["gbt2260:110105"] == "gbt2260:110000"
    tops = {entity.id for entity in stated.values() if entity.kind is Kind.REGION} - above.keys()
    assert len(tops) == len(cells("gbt2260-provinces.csv"))
    assert stated["gbt2260:330211"].aliases == ("浙江省宁波市镇海区",)
    assert not {entity.name for entity in stated.values()} & {"市辖区", "县"}


def test_classes_hang_together_from_digits_to_section(whole: list[Record]) -> None:
    above = {
        record.from_id: record.to_id
        for record in whole
        if isinstance(record, Relation) and record.from_id.startswith("gbt4754:")
    }
    assert above["gbt4754:C3311"] == "gbt4754:C331"
    assert above["gbt4754:C331"] == "gbt4754:C33"
    assert above["gbt4754:C33"] == "gbt4754:C"
    stated = entities(whole)
    assert stated["gbt4754:C"].name == "制造业"
    assert all(
        entity.status is (Status.NORMATIVE if entity.kind is Kind.INDUSTRY else None)
        for entity in stated.values()
    )


def test_every_university_stands_in_the_region_its_row_names(whole: list[Record]) -> None:
    stated = entities(whole)
    seats = {
        record.from_id: stated[record.to_id]
        for record in whole
        if isinstance(record, Relation) and record.type is RelationType.LOCATED_IN
    }
    rows = cells("moe-universities-2017.csv")
    assert seats.keys() == {f"moe:{row['学校标识码']}" for row in rows}
    elsewhere = [
        row["所在地"]
        for row in rows
        if (region := seats[f"moe:{row['学校标识码']}"]).name != row["所在地"].replace("\\n", "")
        and not region.name.startswith(row["所在地"][:-1])
    ]
    assert elsewhere == ["莱芜市"]
    assert not any("\\" in entity.name or " " in entity.name for entity in stated.values())


def test_what_the_list_says_of_a_university_is_kept(whole: list[Record]) -> None:
    levels = Counter(
        entity.properties["education_level"]
        for entity in entities(whole).values()
        if entity.kind is Kind.UNIVERSITY
    )
    assert levels == Counter(row["办学层次"] for row in cells("moe-universities-2017.csv"))


def test_the_small_tables_are_taken(tmp_path: Path) -> None:
    records = records_of(tmp_path)
    assert rejected(records) == []
    assert entities(records).keys() == {
        "gbt2260:330000",
        "gbt2260:330200",
        "gbt2260:330211",
        "gbt4754:C",
        "gbt4754:C33",
        "moe:4133099999",
    }


@pytest.mark.parametrize(
    ("table", "line", "rule", "kept"),
    [
        ("provinces", "ab,某省", "region-code", "nothing"),
        ("provinces", "033,某省", "region-code", "nothing"),
        ("provinces", "33,", "cell-empty", "nothing"),
        ("provinces", "33,æµ™æ±Ÿçœ", "text-garbled", "nothing"),
        ("cities", "3302,宁波市,32", "region-code", "nothing"),
        ("cities", "宁波市,3302,33", "region-code", "nothing"),
        ("cities", "9901,市辖区,99", "region-above-unknown", "nothing"),
        ("cities", "9902,某市,99", "region-above-unknown", "the region without what it is part of"),
        ("areas", "330211,镇海区,3301,33", "region-code", "nothing"),
        ("areas", "镇海区,330211,3302,33", "region-code", "nothing"),
        ("areas", "330211,锟斤拷,3302,33", "text-garbled", "nothing"),
        ("gbt4754", "X,某业,,1,X", "industry-code", "nothing"),
        ("gbt4754", "C,制造业,,1,", "industry-code", "nothing"),
        ("gbt4754", "C,制造业,,9,C", "industry-code", "nothing"),
        ("gbt4754", "33,某业,C,1,C", "industry-code", "nothing"),
        ("gbt4754", "3x,某业,C,2,C", "industry-code", "nothing"),
        ("gbt4754", "333,某业,C,2,C", "industry-code", "nothing"),
        ("gbt4754", "33,某业,D,2,C", "industry-code", "nothing"),
        ("gbt4754", "C,,,1,C", "cell-empty", "nothing"),
        ("gbt4754", "C,制造业  指某某,,1,C", "name-runs-on", "the class, named 制造业"),
        ("universities", "某大学,41330,浙江省,宁波市,本科,", "university-code", "nothing"),
        ("universities", "4133099999,某大学,浙江省,宁波市,本科,", "university-code", "nothing"),
        ("universities", ",4133099999,浙江省,宁波市,本科,", "cell-empty", "nothing"),
        ("universities", "某\ufffd大学,4133099999,浙江省,宁波市,本科,", "text-garbled", "nothing"),
        (
            "universities",
            "某大学,4133099999,浙江省,某某市,本科,",
            "region-unknown",
            "the university without its region",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_reported_and_the_rest_is_taken(
    tmp_path: Path, table: str, line: str, rule: str, kept: str
) -> None:
    records = records_of(tmp_path, table, line)
    assert rejected(records) == [(rule, kept)]
    assert "moe:4133099999" in entities(records)


def test_a_file_that_lost_leading_zeros_is_understood(tmp_path: Path) -> None:
    records = records_of(tmp_path, "gbt4754", "A,某门类,,1,A\n1,某大类,A,2,A", encoding="gb18030")
    assert rejected(records) == []
    assert "gbt4754:A01" in entities(records)
