import csv
import gzip
import io
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from graph_api.domain import (
    Entity,
    Kind,
    Modality,
    NotFoundError,
    Record,
    Rejected,
    Relation,
    RelationType,
    Status,
    check_entity,
    check_relation,
)
from loaders.chainkg import DATASET, FAKE_PRODUCT
from loaders.keys import name_id

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDER = DATA / "chainkg"
SMALL = {
    "company.csv": (
        "code,name,fullname,exchange,list_date\n"
        "600001SH,某某股份,某某紧固件股份有限公司,上海证券交易所,2001-02-03\n"
    ),
    "industry.csv": "code,name\n990000,某业\n990100,某业Ⅱ\n990101,某业Ⅲ\n880101,别业\n",
    "product.csv": "name\n某螺栓\n某钢丝\n",
    "cp.csv": "company,product,rel,weight\n600001SH,某螺栓,主营产品,0.25\n",
    "pp.csv": "from_product,to_product,rel\n某螺栓,某钢丝,上游材料\n",
    "ci.csv": "company,industry,rel\n600001sh,990101,所属行业\n",
    "ii_code.csv": "from_code,to_code,rel\n990101,990100,上游产业\n",
    "ii_name.csv": "industry,upstream_industry,rel\n某业Ⅲ,别业,上游产业\n",
}


def product_id(name: str) -> str:
    return name_id("chainkg", "product", name)


def cells(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    text = text.replace("\b", "").replace("\x7f", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def records_in(folder: Path) -> list[Record]:
    return [record for part in DATASET.parts(DATASET.inputs_in(folder)) for record in part.records]


def records_of(
    folder: Path, table: str = "", more: str = "", encoding: str = "utf-8"
) -> list[Record]:
    """The records of the small files, that of the table with more lines."""
    home = folder / "chainkg"
    home.mkdir(parents=True)
    for name, text in SMALL.items():
        lines = f"{more}\n" if name == f"{table}.csv" else ""
        (home / name).write_bytes((text + lines).encode(encoding))
    return records_in(folder)


def entities(records: list[Record], kind: Kind) -> dict[str, Entity]:
    return {
        record.id: record
        for record in records
        if isinstance(record, Entity) and record.kind is kind
    }


def relations(records: list[Record], wanted: RelationType | None = None) -> list[Relation]:
    return [
        record
        for record in records
        if isinstance(record, Relation) and wanted in {None, record.type}
    ]


def rejected(records: list[Record]) -> list[tuple[str, str, str]]:
    return [
        (record.rule, record.field, record.kept)
        for record in records
        if isinstance(record, Rejected)
    ]


@pytest.fixture(scope="module", name="whole")
def whole_graph() -> list[Record]:
    return records_in(DATA)


def test_companies_are_one_for_each_stock_code(whole: list[Record]) -> None:
    rows = cells("company.csv")
    companies = entities(whole, Kind.ENTERPRISE)
    assert companies.keys() == {f"stock:{row['code'][:6]}" for row in rows}
    twice = [
        record
        for record in whole
        if isinstance(record, Rejected) and record.rule == "stock-code-twice"
    ]
    assert len(twice) >= len(rows) - len(companies)
    giants = {"中国建设银行股份有限公司", "中国石油天然气股份有限公司", "中国银行股份有限公司"}
    contested = [
        entity for entity in companies.values() if entity.id in {"stock:688078", "stock:688080"}
    ]
    assert not {entity.name for entity in contested} & giants
    assert not any(set(entity.aliases) & giants for entity in contested)
    for entity in companies.values():
        assert not {"上海证券交易所", "深圳证券交易所"} & {str(entity.properties.get("listed_on"))}


def test_short_names_are_aliases_of_full_names(whole: list[Record]) -> None:
    company = entities(whole, Kind.ENTERPRISE)["stock:600373"]
    (row,) = (row for row in cells("company.csv") if row["code"] == "600373SH")
    assert (company.name, company.aliases) == (row["fullname"], (row["name"],))
    assert company.properties == {"exchange": row["exchange"], "listed_on": row["list_date"]}


def test_every_product_is_one_but_the_lines_of_reports_are_none(whole: list[Record]) -> None:
    names = {row["name"] for row in cells("product.csv.gz")}
    names |= {row["product"] for row in cells("cp.csv.gz")}
    names |= {row[end] for row in cells("pp.csv.gz") for end in ("from_product", "to_product")}
    products = entities(whole, Kind.PRODUCT)
    fakes = {name for name in names if FAKE_PRODUCT.fullmatch(name.strip('" '))}
    assert {"平衡项目", "分部间抵销", "调整项目", "未分配金额", "经公司登记机关核准"} <= fakes
    assert not any(FAKE_PRODUCT.fullmatch(entity.name) for entity in products.values())
    assert products.keys() == {product_id(name) for name in names - fakes if "\ufffd" not in name}


def test_every_row_of_a_fake_product_is_rejected_and_no_other(whole: list[Record]) -> None:
    rows = cells("cp.csv.gz")
    faked = sum(bool(FAKE_PRODUCT.fullmatch(row["product"].strip('" '))) for row in rows)
    told = Counter(
        (record.rule, record.source.partition("#")[2].partition(":")[0])
        for record in whole
        if isinstance(record, Rejected)
    )
    assert told["fake-product", "cp"] == faked > 2_000
    wrong = [row for row in rows if not 0 <= float(row["weight"]) <= 1]
    good = [row for row in wrong if not FAKE_PRODUCT.fullmatch(row["product"])]
    assert told["weight-out-of-range", "cp"] == len(good)
    assert told["hierarchy-as-upstream", "ii_code"] == len(cells("ii_code.csv"))
    assert len(relations(whole, RelationType.PRODUCES)) == len(rows) - faked


def test_weights_are_shares_and_add_up_to_what_the_table_says(whole: list[Record]) -> None:
    weights = [relation.weight for relation in relations(whole, RelationType.PRODUCES)]
    known = [weight for weight in weights if weight is not None]
    assert all(0 <= weight <= 1 for weight in known)
    stated = [
        float(row["weight"])
        for row in cells("cp.csv.gz")
        if 0 <= float(row["weight"]) <= 1 and not FAKE_PRODUCT.fullmatch(row["product"].strip('" '))
    ]
    assert sum(known) == pytest.approx(sum(stated))
    assert len(known) == len(stated)


@pytest.mark.parametrize(
    ("material", "product"),
    [
        ("萤石", "氟化氢"),
        ("大米", "香鸡粥"),
        ("煤", "煤焦油"),
        ("棉花", "皮棉"),
        ("哈密瓜", "哈密瓜果酱"),
        ("碘化钾", "碘化钾试纸"),
        ("硅脂", "CPU硅胶"),
        ("重晶石", "钡水泥"),
    ],
)
def test_a_material_is_upstream_of_what_is_made_of_it(
    whole: list[Record], material: str, product: str
) -> None:
    edges = {
        (relation.from_id, relation.to_id)
        for relation in relations(whole, RelationType.UPSTREAM_OF)
    }
    one, other = product_id(material), product_id(product)
    assert (other, one) not in edges
    rows = {(row["from_product"], row["to_product"]) for row in cells("pp.csv.gz")}
    if {(material, product), (product, material)} & rows:
        assert (one, other) in edges


def test_direction_is_that_of_the_label_in_every_row(whole: list[Record]) -> None:
    edges = {(relation.from_id, relation.type, relation.to_id) for relation in relations(whole)}
    missing = 0
    for row in cells("pp.csv.gz"):
        one, other = row["from_product"], row["to_product"]
        if "\ufffd" in one + other or any(FAKE_PRODUCT.fullmatch(name) for name in (one, other)):
            continue
        ends = {
            "上游材料": (other, RelationType.UPSTREAM_OF, one),
            "下游产品": (one, RelationType.UPSTREAM_OF, other),
            "产品小类": (other, RelationType.PART_OF, one),
        }
        start, kind, end = ends[row["rel"]]
        missing += (product_id(start), kind, product_id(end)) not in edges
    assert missing == sum(rule == "self-relation" for rule, _, _ in rejected(whole))


def test_edges_between_codes_are_the_hierarchy_of_industries(whole: list[Record]) -> None:
    industries = entities(whole, Kind.INDUSTRY)
    above = {
        relation.from_id: relation.to_id
        for relation in relations(whole, RelationType.PART_OF)
        if relation.from_id in industries
    }
    assert above["chainkg:industry-110101"] == "chainkg:industry-110100"
    assert above["chainkg:industry-110100"] == "chainkg:industry-110000"
    assert len(above) == len(cells("ii_code.csv"))
    assert all(entity.status is Status.NORMATIVE for entity in industries.values())
    by_name = {entity.name: entity.id for entity in industries.values()}
    upstream = {(edge.from_id, edge.to_id) for edge in relations(whole, RelationType.UPSTREAM_OF)}
    for row in cells("ii_name.csv"):
        assert (by_name[row["upstream_industry"]], by_name[row["industry"]]) in upstream


def test_records_keep_the_rules_of_the_domain_and_both_ends_are_stated(whole: list[Record]) -> None:
    ids = {record.id for record in whole if isinstance(record, Entity)}
    for record in whole:
        if isinstance(record, Entity):
            assert not check_entity(record)
        elif isinstance(record, Relation):
            assert not check_relation(record)
            assert {record.from_id, record.to_id} <= ids


def test_the_small_tables_are_taken_as_they_are(tmp_path: Path) -> None:
    records = records_of(tmp_path)
    assert rejected(records) == [("hierarchy-as-upstream", "rel", "the relation as PART_OF")]
    bolt, wire = product_id("某螺栓"), product_id("某钢丝")
    assert [
        (edge.from_id, str(edge.type), edge.to_id, edge.weight) for edge in relations(records)
    ] == [
        ("stock:600001", "PRODUCES", bolt, 0.25),
        (wire, "UPSTREAM_OF", bolt, None),
        ("stock:600001", "IN_INDUSTRY", "chainkg:industry-990101", None),
        ("chainkg:industry-990101", "PART_OF", "chainkg:industry-990100", None),
        ("chainkg:industry-880101", "UPSTREAM_OF", "chainkg:industry-990101", None),
    ]
    inferred = [edge for edge in relations(records) if edge.modality is Modality.INFERRED]
    assert [edge.properties for edge in inferred] == [{"rule": "industry-code-prefix"}]
    assert relations(records)[1].evidence[0].quote == "某螺栓,某钢丝,上游材料"
    assert relations(records)[1].evidence[0].source == "chainkg#pp:row=1"


ALIAS, SHORT = "the full name of this row as an alias", "the company under its short name"
LESS = "the company without this cell"
BAD_ROWS: list[tuple[str, str, str, str]] = [
    ("company", "60001,某甲,某甲有限公司,上海证券交易所,2001-02-03", "stock-code", "nothing"),
    ("company", "某甲,600002,某甲有限公司,上海证券交易所,2001-02-03", "stock-code", "nothing"),
    ("company", "600002SH,,某甲有限公司,上海证券交易所,2001-02-03", "cell-empty", "nothing"),
    ("company", "600002SH,某\ufffd,某甲有限公司,上海证券交易所,2001-02-03", "text-garbled", "nothing"),
    ("company", "600002SH,某甲,某甲有限公司,上海证券交易所,N年", "listing-unreadable", LESS),
    ("company", "600002SH,某甲,某甲有限公司,2001-02-03,2001-02-03", "listing-unreadable", LESS),
    ("company", "600001,某某,某某实业股份有限公司,上海证券交易所,2001-02-03", "stock-code-twice", ALIAS),
    ("company", "600001,甲乙,丙丁有限公司,上海证券交易所,1999-09-09", "stock-code-twice", SHORT),
    ("industry", "99,某某业", "industry-code", "nothing"),
    ("industry", "990102,", "cell-empty", "nothing"),
    ("industry", "990102,别业", "industry-name-twice", "the industry under this code as well"),
    ("product", "平衡项目", "fake-product", "nothing"),
    ("product", "N/A", "cell-empty", "nothing"),
    ("product", "……", "value-unreadable", "nothing"),
    ("product", "èžºæ\xa0“", "text-garbled", "nothing"),
    ("cp", "600001SH,分部间抵销,主营产品,-0.5", "fake-product", "nothing"),
    ("cp", "600001SH,某螺母,主营产品,-0.5", "weight-out-of-range", "the relation without its weight"),
    ("cp", "600001SH,某螺母,主营产品,1.2", "weight-out-of-range", "the relation without its weight"),
    ("cp", "600001SH,某螺母,主营产品,nan", "weight-unreadable", "the relation without its weight"),
    ("cp", "600001SH,某螺母,主营产品,多", "weight-unreadable", "the relation without its weight"),
    ("cp", "600009SH,某螺母,主营产品,0.5", "company-unknown", "nothing"),
    ("cp", "某螺母,600001SH,主营产品,0.5", "stock-code", "nothing"),
    ("cp", "600001SH,主营产品,某螺母,0.5", "label-unknown", "nothing"),
    ("pp", "某螺栓,某螺栓,上游材料", "self-relation", "nothing"),
    ("pp", "某螺栓,某螺母,邻居", "label-unknown", "nothing"),
    ("pp", "某螺栓,,上游材料", "cell-empty", "nothing"),
    ("pp", "某螺母,平衡项目,上游材料", "fake-product", "nothing"),
    ("ci", "600009,990101,所属行业", "company-unknown", "nothing"),
    ("ci", "600001,990199,所属行业", "industry-unknown", "nothing"),
    ("ci", "600001,某业,所属行业", "industry-code", "nothing"),
    ("ci", "600001,990101,上游产业", "label-unknown", "nothing"),
    ("ii_code", "990101,770000,上游产业", "industry-unknown", "nothing"),
    ("ii_name", "某业,,上游产业", "cell-empty", "nothing"),
    ("ii_name", "某业,某业,上游产业", "self-relation", "nothing"),
    ("ii_name", "某业,某业Ⅱ,所属行业", "label-unknown", "nothing"),
    ("ii_name", "某业,锟斤拷,上游产业", "text-garbled", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "row", "rule", "kept"), BAD_ROWS)
def test_a_bad_row_is_reported_and_the_rest_is_taken(
    tmp_path: Path, table: str, row: str, rule: str, kept: str
) -> None:
    records = records_of(tmp_path, table, row)
    told = [(rule, kept) for rule, _, kept in rejected(records) if rule != "hierarchy-as-upstream"]
    assert told == [(rule, kept)]
    ids = {record.id for record in records if isinstance(record, Entity)}
    assert len(relations(records)) >= 5
    for relation in relations(records):
        assert not check_relation(relation)
        assert {relation.from_id, relation.to_id} <= ids


def test_an_end_of_a_rejected_row_is_stated_by_the_next_good_one(tmp_path: Path) -> None:
    more = "某螺母,某螺母,上游材料\n某螺母,平衡项目,上游材料\n某螺母,某钢丝,上游材料"
    records = records_of(tmp_path, "pp", more)
    assert product_id("某螺母") in entities(records, Kind.PRODUCT)
    assert (product_id("某钢丝"), product_id("某螺母")) in {
        (edge.from_id, edge.to_id) for edge in relations(records)
    }


def test_a_name_without_a_code_is_an_industry_known_by_name(tmp_path: Path) -> None:
    records = records_of(tmp_path, "ii_name", "某业Ⅲ,无码业,上游产业")
    (named,) = (
        entity for entity in entities(records, Kind.INDUSTRY).values() if entity.name == "无码业"
    )
    assert named.id == name_id("chainkg", "industry", "无码业")


def test_an_edge_between_codes_of_two_branches_is_what_its_label_says(tmp_path: Path) -> None:
    records = records_of(tmp_path, "ii_code", "990101,880101,上游产业")
    assert ("chainkg:industry-880101", "chainkg:industry-990101") in {
        (edge.from_id, edge.to_id) for edge in relations(records, RelationType.UPSTREAM_OF)
    }
    assert len(rejected(records)) == 1


def test_spellings_of_one_product_are_one_and_each_is_stated(tmp_path: Path) -> None:
    records = records_of(tmp_path, "product", "ＬＥＤ芯片\nled芯片\n某\x7f螺栓")
    names = [
        record.name
        for record in records
        if isinstance(record, Entity) and record.kind is Kind.PRODUCT
    ]
    assert {"ＬＥＤ芯片", "led芯片"} <= set(names)
    assert len(entities(records, Kind.PRODUCT)) == 3
    assert names.count("某螺栓") == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert len(records_of(tmp_path, encoding=encoding)) == len(records_of(tmp_path / "other"))


def test_a_missing_table_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "chainkg").mkdir()
    with pytest.raises(NotFoundError, match="company"):
        records_in(tmp_path)


def test_memory_holds_ids_and_not_rows(tmp_path: Path) -> None:
    home = tmp_path / "chainkg"
    home.mkdir()
    for name, text in SMALL.items():
        (home / name).write_text(text, encoding="utf-8")
    header, line = SMALL["pp.csv"].splitlines()
    (home / "pp.csv").write_text("\n".join([header, *[line] * 20_000]), encoding="utf-8")
    tracemalloc.start()
    for part in DATASET.parts(DATASET.inputs_in(tmp_path)):
        for _ in part.records:
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 2**20
