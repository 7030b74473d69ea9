"""What is written to a workbook reads back as the same records, whatever they hold."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings
from openpyxl import load_workbook

from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    LimitExceededError,
    Modality,
    Rejected,
    Relation,
    RelationType,
    Status,
    Subgraph,
    Value,
    check_entity,
    check_relation,
    ordered,
)
from loaders import zhenhai_plan
from loaders.merge import merge_entities, merge_relations
from loaders.reading import read_header, sheet_names
from loaders.tables import table_records, write_table
from loaders.tables.columns import is_contact
from loaders.tables.values import cell_of, exact_cells, exact_fields, value_of
from loaders.tables.write import entity_texts, relation_texts

CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
ODD = (
    " x ",
    "=1+1",
    "a|b",
    "12",
    "012",
    "1.50",
    "true",
    "_x000D_",
    "a\r\nb",
    "示例",
    "\ufeff",
    "'=x",
    "a；b",
)
TEXT = st.text(CHARACTERS, min_size=1, max_size=20) | st.sampled_from(ODD)
NAME = TEXT.filter(lambda text: bool(text.strip()))
MAYBE = st.none() | TEXT
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
IDS = st.from_regex(
    re.compile(r"[a-z][a-z0-9-]{0,8}:[A-Za-z0-9][A-Za-z0-9._/+-]{0,8}"), fullmatch=True
)
DATES = st.none() | st.dates().map(str)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True).filter(
    lambda key: not is_contact(key) and not check_entity(plain({key: 1}))
)
VALUES: st.SearchStrategy[Value] = (
    TEXT
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
PROPERTIES = st.dictionaries(KEYS, VALUES, max_size=4) | st.fixed_dictionaries(
    {},
    optional={
        "stages": TEXTS | st.just(("pilot", "research")),
        "accreditations": TEXTS,
        "amount": st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**9),
        "currency": st.sampled_from(["CNY", "EUR", "cny", "x"]),
    },
)
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}#[!-~甲乙]{1,8}", fullmatch=True),
        st.just("") | TEXT,
    ),
    min_size=1,
    max_size=3,
).map(tuple)


def plain(properties: dict[str, Value]) -> Entity:
    return Entity("x:y", Kind.PRODUCT, "x", (Evidence("x#y"),), properties=properties)


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    chain = draw(st.none() | st.sampled_from(Chain))
    since, until = draw(DATES), draw(DATES)
    return Entity(
        draw(IDS),
        draw(st.sampled_from(Kind)),
        draw(NAME),
        draw(EVIDENCE),
        name_en=draw(MAYBE),
        aliases=draw(TEXTS),
        description=draw(MAYBE),
        status=draw(st.none() | st.sampled_from(Status)),
        chain=chain,
        chain_basis=draw(st.sampled_from(ChainBasis)) if chain else None,
        region=draw(MAYBE | st.just("gbt2260:330211")),
        since=since,
        until=max(since, until) if since and until else until,
        properties=draw(PROPERTIES),
        record_ids=draw(TEXTS),
        datasets=draw(TEXTS),
    )


@st.composite
def relations(draw: st.DrawFn, ids: st.SearchStrategy[str]) -> Relation:
    relation_type = draw(st.sampled_from(RelationType))
    one, other = ordered(relation_type, draw(ids), draw(ids))
    modality = draw(st.sampled_from(Modality))
    properties = {key: value for key, value in draw(PROPERTIES).items() if key != "rule"}
    if modality is Modality.INFERRED:
        properties["rule"] = draw(TEXT)
    since, until = draw(DATES), draw(DATES)
    return Relation(
        one,
        relation_type,
        other,
        modality,
        draw(EVIDENCE),
        role=draw(MAYBE),
        weight=draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
        since=since,
        until=max(since, until) if since and until else until,
        properties=properties,
        datasets=draw(TEXTS),
    )


@st.composite
def subgraphs(draw: st.DrawFn) -> Subgraph:
    listed = draw(st.lists(entities(), max_size=4, unique_by=lambda entity: entity.id))
    held = {entity.id: entity for entity in listed if not check_entity(entity)}
    links = draw(st.lists(relations(IDS), max_size=3, unique_by=lambda relation: relation.id))
    return Subgraph(held, tuple(link for link in links if not check_relation(link)))


def read_back(subgraph: Subgraph) -> Subgraph:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        write_table(subgraph, path)
        records = list(table_records(path, dataset="local"))
    assert [item for item in records if isinstance(item, Rejected)] == []
    found = {item.id: item for item in records if isinstance(item, Entity)}
    return Subgraph(found, tuple(item for item in records if isinstance(item, Relation)))


def typed(subgraph: Subgraph) -> tuple[list[str], list[str]]:
    """The records as texts that tell 1 from 1.0 and from True."""
    entities_ = [repr(plain_order(item)) for item in subgraph.entities.values()]
    return sorted(entities_), sorted(repr(plain_order(item)) for item in subgraph.relations)


def plain_order(record: Entity | Relation) -> Entity | Relation:
    return replace(record, properties=dict(sorted(record.properties.items())))


@settings(max_examples=80)
@given(subgraphs())
def test_records_read_back_as_they_were_written(subgraph: Subgraph) -> None:
    assert typed(read_back(subgraph)) == typed(subgraph)


@given(entities())
@example(plain({"x": ("a",), "y": (), "z": "", "n": 1, "f": 1.0, "t": True}))
def test_a_record_that_cells_can_hold_is_in_plain_cells(entity: Entity) -> None:
    texts = entity_texts(entity)
    simple = Entity("local:a", Kind.ENTERPRISE, "甲", (Evidence("a#b"),), status=Status.PLANNED)
    assert "exact" not in entity_texts(simple)
    assert all(len(text) <= 30_000 for text in texts.values())


def test_the_plan_reads_back_from_plain_cells(tmp_path: Path) -> None:
    held: dict[str, Entity] = {}
    links: dict[str, Relation] = {}
    for record in zhenhai_plan.records():
        if isinstance(record, Entity):
            known = held.get(record.id)
            held[record.id] = merge_entities(known, record) if known else record
        elif isinstance(record, Relation):
            known_link = links.get(record.id)
            links[record.id] = merge_relations(known_link, record) if known_link else record
    plan = Subgraph(held, tuple(links.values()))
    assert typed(read_back(plan)) == typed(plan)
    assert not any("exact" in entity_texts(entity) for entity in held.values())
    assert not any("exact" in relation_texts(link) for link in links.values())
    path = tmp_path / "plan.xlsx"
    write_table(plan, path)
    assert sheet_names(path) == ("组织", "平台", "服务项", "资金", "项目", "其他", "关系")
    assert "起点名称" in read_header(path, sheet="关系")


def test_long_texts_are_not_cut_off() -> None:
    long = Entity(
        "local:a",
        Kind.POLICY,
        "x" * 20_000,
        (Evidence("a#b", "\r" * 200),),
        description="\x01" * 20_000,
        aliases=("y" * 20_000, "z" * 20_000),
    )
    assert check_entity(long) == []
    assert read_back(Subgraph({long.id: long}, ())).entities == {long.id: long}


def test_what_is_changed_in_an_exported_workbook_is_read(tmp_path: Path) -> None:
    odd = replace(plain({"codes": ("a|b",), "note": "x"}), aliases=(" odd ",), description="old")
    path = tmp_path / "t.xlsx"
    write_table(Subgraph({odd.id: odd}, ()), path)
    book = load_workbook(path)
    page = book["其他"]
    for cell in page[1]:
        below = page.cell(2, cell.column)
        if below.value is not None and cell.value in {"说明", "别名", "属性:codes", "属性:note"}:
            below.value = "new"
    book.save(path)
    (entity,) = table_records(path, dataset="local")
    assert isinstance(entity, Entity)
    assert (entity.description, entity.properties["note"]) == ("new", "new")
    assert (entity.aliases, entity.properties["codes"]) == ((" odd ",), ("a|b",))


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.tables.write.MOST_ROWS", 1)
    two = {name: replace(plain({}), id=f"x:{name}") for name in ("a", "b")}
    with pytest.raises(LimitExceededError, match="export as CSV"):
        write_table(Subgraph(two, ()), tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


@given(VALUES)
def test_a_property_reads_back_or_is_seen_not_to(value: Value) -> None:
    text = cell_of(value)
    assert isinstance(value_of(text), str | bool | int | float | tuple)
    if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**18):
        assert repr(value_of(text)) == repr(value)


@given(st.dictionaries(TEXT, TEXT | TEXTS.map(list), max_size=3))
def test_exact_fields_survive_in_cells(fields: dict[str, object]) -> None:
    pieces = list(exact_cells(fields))
    assert exact_fields(pieces) == fields
    assert all(piece.isascii() and piece.isprintable() and " " not in piece for piece in pieces)


@pytest.mark.parametrize("text", ["{", "[]", "1", '"x"', "[" * 100_000])
def test_what_is_no_exact_json_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="it is not the JSON"):
        exact_fields([text])
