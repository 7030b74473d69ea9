import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.cn import uscc

from graph_api.domain import (
    Entity,
    Kind,
    Modality,
    NotFoundError,
    Record,
    Rejected,
    Relation,
    RelationType,
    check_entity,
    check_relation,
)
from loaders.registry_zhejiang import COLUMNS, DATASET

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDER = DATA / "registry-zhejiang"
NAME, CODE, DATE, CAPITAL = "企业名称", "统一社会信用代码", "注册日期", "注册资金"
CITY, ADDRESS = "地区", "注册地址"
NOWHERE = {CITY: "N/A", "所在省份": "N/A"}
GOOD = {
    NAME: "宁波某某紧固件厂",
    CODE: "",
    DATE: "1999-05-06",
    "企业类型": "N/A",
    CAPITAL: "53(万元人民币)",
    "经营范围": "螺栓、螺母的制造、加工。",
    "所在省份": "浙江",
    CITY: "宁波",
    ADDRESS: "镇海区某某路1号",
}


def valid_code() -> str:
    stem = "91330211MA2XYW123"
    return stem + uscc.calc_check_digit(stem)


def records_in(folder: Path) -> list[Record]:
    return [record for part in DATASET.parts(DATASET.inputs_in(folder)) for record in part.records]


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows({**GOOD, CODE: valid_code(), **row} for row in rows)
    return text.getvalue()


def records_of(
    folder: Path, text: str, encoding: str = "utf-8", name: str = "enterprises.csv"
) -> list[Record]:
    (folder / "reference").symlink_to(DATA / "reference")
    home = folder / "registry-zhejiang"
    home.mkdir()
    (home / name).write_bytes(text.encode(encoding, "surrogateescape"))
    return records_in(folder)


def enterprises(records: list[Record]) -> list[Entity]:
    return [
        record
        for record in records
        if isinstance(record, Entity) and record.kind is Kind.ENTERPRISE
    ]


def locations(records: list[Record]) -> list[tuple[str, Modality]]:
    return [(record.to_id, record.modality) for record in records if isinstance(record, Relation)]


def rejected(records: list[Record]) -> list[tuple[str, str, str]]:
    return [
        (record.rule, record.field, record.kept)
        for record in records
        if isinstance(record, Rejected)
    ]


@pytest.fixture(scope="module", name="rows")
def all_rows() -> list[dict[str, str]]:
    with gzip.open(FOLDER / "enterprises.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (FOLDER / "zhenhai.csv").open(encoding="utf-8", newline="") as file:
        return rows + list(csv.DictReader(file))


@pytest.fixture(scope="module", name="whole")
def whole_register() -> list[Record]:
    return records_in(DATA)


def test_every_row_gives_an_enterprise_and_each_code_is_one(
    whole: list[Record], rows: list[dict[str, str]]
) -> None:
    stated = enterprises(whole)
    assert len(stated) == len(rows)
    codes = {row[CODE].upper() for row in rows}
    ids = {entity.id for entity in stated}
    assert len(ids) == len(codes)
    wrong = {code for code in codes if not uscc.is_valid(code)}
    assert {entity.id for entity in stated if "uscc_flagged" in entity.properties} == {
        f"registry-zhejiang:code-{code}" for code in wrong
    }
    assert ids >= {f"uscc:{code}" for code in codes - wrong}


def test_records_keep_the_rules_of_the_domain_and_both_ends_are_stated(whole: list[Record]) -> None:
    ids = {record.id for record in whole if isinstance(record, Entity)}
    for record in whole:
        if isinstance(record, Entity):
            assert not check_entity(record)
        elif isinstance(record, Relation):
            assert not check_relation(record)
            assert record.type is RelationType.LOCATED_IN
            assert {record.from_id, record.to_id} <= ids


def test_every_enterprise_has_a_place_and_the_part_of_zhenhai_stands_there(
    whole: list[Record],
) -> None:
    place_of = {record.from_id: record.to_id for record in whole if isinstance(record, Relation)}
    assert place_of.keys() == {entity.id for entity in enterprises(whole)}
    part = {entity.id for entity in enterprises(whole) if "#zhenhai:" in entity.evidence[0].source}
    places = Counter(place_of[entity_id] for entity_id in part)
    assert places["gbt2260:330211"] > 0.8 * len(part)
    assert sum(
        count for place, count in places.items() if place.startswith("gbt2260:3302")
    ) > 0.98 * len(part)


def test_capital_is_read_from_every_cell_that_states_one(
    whole: list[Record], rows: list[dict[str, str]]
) -> None:
    with_capital = [entity for entity in enterprises(whole) if "capital" in entity.properties]
    written = [row[CAPITAL] for row in rows if row[CAPITAL][:1].isdigit()]
    assert len(with_capital) == len(written)
    plain = [
        text.replace(",", "") for text in written if text.endswith(("(万元人民币)", "万人民币"))
    ]
    yuan = sum(float(text.split("万")[0].rstrip("(")) * 10_000 for text in plain)
    others = [text for text in written if not text.endswith(("(万元人民币)", "万人民币"))]
    total = sum(
        float(str(entity.properties["capital"]))
        for entity in with_capital
        if entity.properties["capital_currency"] == "CNY"
    )
    assert yuan < total < yuan * 1.15
    assert 0 < len(others) < 0.15 * len(written)


def test_dates_types_and_scopes_are_kept(whole: list[Record], rows: list[dict[str, str]]) -> None:
    stated = enterprises(whole)
    assert Counter(entity.since for entity in stated) == Counter(row[DATE] for row in rows)
    scopes = sum(row["经营范围"] not in {"", "N/A"} for row in rows)
    assert scopes - 4 <= sum(entity.description is not None for entity in stated) <= scopes
    types = Counter(entity.properties.get("enterprise_type") for entity in stated)
    assert types["个人独资企业"] == sum(row["企业类型"] == "个人独资企业" for row in rows)
    assert "N/A" not in types
    assert not any(any(digit in str(name) for digit in "0123456789") for name in types)


def test_what_could_not_be_taken_is_reported_by_rule(whole: list[Record]) -> None:
    rules = Counter(rule for rule, _, _ in rejected(whole))
    assert rules["uscc-wrong"] == 2
    assert rules["columns-shifted"] == 4
    assert rules.keys() == {
        "uscc-wrong",
        "columns-shifted",
        "region-ambiguous",
        "region-contradicts",
    }
    assert rules["region-ambiguous"] < 1_000
    assert rules["region-contradicts"] < 30


def test_a_good_row_says_all_it_can(tmp_path: Path) -> None:
    records = records_of(tmp_path, table({}))
    (enterprise,) = enterprises(records)
    assert enterprise.id == f"uscc:{valid_code()}"
    assert enterprise.since == "1999-05-06"
    assert enterprise.description == GOOD["经营范围"]
    assert enterprise.region == "gbt2260:330211"
    assert enterprise.status is None
    assert enterprise.properties == {
        "capital": 530_000.0,
        "capital_currency": "CNY",
        "address": GOOD[ADDRESS],
        "business": ("螺栓", "螺母制造"),
    }
    (relation,) = (record for record in records if isinstance(record, Relation))
    assert relation.modality is Modality.INFERRED
    assert relation.properties == {"rule": "region-from-address"}
    assert relation.evidence[0].quote == GOOD[ADDRESS]
    assert enterprise.evidence[0].source == "registry-zhejiang#enterprises:row=1"


def test_the_same_code_is_one_enterprise_and_a_branch_is_one_of_its_own(tmp_path: Path) -> None:
    stem = "91330211MA2XYW999"
    branch = {
        NAME: "宁波某某紧固件厂庄市分公司",
        CODE: stem + uscc.calc_check_digit(stem),
    }
    records = records_of(tmp_path, table({}, {}, branch))
    assert len({entity.id for entity in enterprises(records)}) == 2
    assert len([record for record in records if isinstance(record, Entity)]) == 4


BAD_CELLS: list[tuple[dict[str, str], str, str, str]] = [
    ({CODE: "3302111234567"}, "uscc-wrong", CODE, "without its code"),
    ({CODE: "91330211MA2XYW1230"}, "uscc-wrong", CODE, "without its code"),
    ({CODE: "N/A"}, "uscc-wrong", CODE, "without its code"),
    ({CODE: "*?"}, "uscc-wrong", CODE, "without its code"),
    ({CODE: "浙江"}, "columns-shifted", CODE, "nothing"),
    ({NAME: ""}, "cell-empty", NAME, "nothing"),
    ({NAME: "宁波\ufffd\ufffd厂"}, "text-garbled", NAME, "nothing"),
    ({DATE: "06/05/1999"}, "date-unreadable", DATE, "without its date"),
    ({DATE: "1999-02-30"}, "date-unreadable", DATE, "without its date"),
    ({CAPITAL: "5万贝里"}, "capital-unreadable", CAPITAL, "without its capital"),
    ({CAPITAL: "-5万元"}, "capital-unreadable", CAPITAL, "without its capital"),
    ({CAPITAL: "某某某"}, "columns-shifted", CAPITAL, "with its name, code, date and place"),
    ({"企业类型": "9(万元)"}, "columns-shifted", CAPITAL, "with its name, code, date and place"),
    ({"经营范围": "èžºæ\xa0“åˆ¶é€\xa0"}, "text-garbled", "经营范围", "without this text"),
    ({ADDRESS: "锟斤拷锟斤拷"}, "text-garbled", ADDRESS, "without this text"),
    ({ADDRESS: "江干区某路", CITY: "杭州"}, "region-ambiguous", ADDRESS, "in 浙江省杭州市"),
    ({ADDRESS: "鼓楼区某路", **NOWHERE}, "region-ambiguous", ADDRESS, ", nowhere"),
    ({ADDRESS: "某路1号", **NOWHERE}, "region-unknown", ADDRESS, ", nowhere"),
    ({ADDRESS: "广州市白云区某路"}, "region-contradicts", ADDRESS, "in 浙江省宁波市"),
]


@pytest.mark.parametrize(("row", "rule", "field", "kept"), BAD_CELLS)
def test_a_bad_cell_is_reported_and_what_is_good_is_kept(
    tmp_path: Path, row: dict[str, str], rule: str, field: str, kept: str
) -> None:
    records = records_of(tmp_path, table(row, {NAME: "慈溪某某轴承厂"}))
    ((told, where, remains),) = rejected(records)
    assert (told, where) == (rule, field)
    assert remains.removeprefix("the enterprise").strip() == kept
    assert len(enterprises(records)) == (1 if kept == "nothing" else 2)
    assert not any(check_entity(record) for record in records if isinstance(record, Entity))
    assert (enterprises(records)[0].region is None) == (kept == ", nowhere")


@pytest.mark.parametrize(
    ("address", "city", "place", "modality"),
    [
        ("镇海区某路1号", "宁波", "gbt2260:330211", Modality.INFERRED),
        ("浙江省慈溪市某镇", "N/A", "gbt2260:330282", Modality.INFERRED),
        ("某镇某村", "宁波", "gbt2260:330200", Modality.FACT),
        ("浙江省某路1号", "宁波", "gbt2260:330200", Modality.FACT),
        ("N/A", "宁波市", "gbt2260:330200", Modality.FACT),
        ("宁波市某路", "宁波", "gbt2260:330200", Modality.FACT),
    ],
)
def test_the_place_is_the_lowest_that_is_said_and_only_an_address_is_an_inference(
    tmp_path: Path, address: str, city: str, place: str, modality: Modality
) -> None:
    records = records_of(tmp_path, table({ADDRESS: address, CITY: city}))
    assert locations(records) == [(place, modality)]
    assert rejected(records) == []


def test_a_code_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    code = valid_code()
    wide = code.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    written = (code.lower(), wide, f"{code[:8]} {code[8:]}")
    records = records_of(tmp_path, table(*({CODE: text} for text in written)))
    assert {entity.id for entity in enterprises(records)} == {f"uscc:{code}"}
    assert rejected(records) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-8"])
def test_another_year_in_another_encoding_and_order_of_columns_is_read(
    tmp_path: Path, encoding: str
) -> None:
    columns = tuple(reversed(COLUMNS))
    text = table({DATE: "2021/3/4"}, {DATE: "20210304"}, columns=columns)
    records = records_of(tmp_path, text, encoding, name="enterprises-2021.csv")
    assert [entity.since for entity in enterprises(records)] == ["2021-03-04"] * 2
    assert rejected(records) == []


def test_without_the_tables_of_regions_the_register_is_read_and_says_what_is_missing(
    tmp_path: Path,
) -> None:
    home = tmp_path / "registry-zhejiang"
    home.mkdir()
    (home / "zhenhai.csv").write_text(table({}), encoding="utf-8")
    records = records_in(tmp_path)
    assert len(enterprises(records)) == 1
    assert [rule for rule, _, _ in rejected(records)] == ["region-unknown"]


def test_without_the_register_there_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "reference").symlink_to(DATA / "reference")
    (tmp_path / "registry-zhejiang").mkdir()
    with pytest.raises(NotFoundError, match="neither"):
        records_in(tmp_path)


def test_rows_are_not_held(tmp_path: Path) -> None:
    """The first record comes when the second row has not been made yet."""
    text = table({}, {NAME: ""})
    (tmp_path / "reference").symlink_to(DATA / "reference")
    (tmp_path / "registry-zhejiang").mkdir()
    (tmp_path / "registry-zhejiang" / "enterprises.csv").write_text(text, encoding="utf-8")
    parts: Iterator[Record] = (
        record for part in DATASET.parts(DATASET.inputs_in(tmp_path)) for record in part.records
    )
    assert isinstance(next(parts), Entity)
