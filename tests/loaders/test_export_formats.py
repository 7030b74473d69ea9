"""What is written reads back, by another program than the one that wrote it."""

import csv
import io
import math
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import orjson
import pyarrow.parquet as pq
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.namespace import RDF
from rdflib.term import Node

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType, Status
from loaders.export.documents import write_graphml, write_json, write_json_lines
from loaders.export.jsonld import BASE, iri, write_jsonld
from loaders.export.parquet import write_parquet
from loaders.export.rows import as_text, entity_row, relation_row
from loaders.export.tables import write_csv
from tests.loaders.exported_elements import Made, link, made, node

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib by itself
EXAMPLES = settings(max_examples=60, deadline=None)
TERM = rdflib.Namespace(f"{BASE}term:")
SCHEMA = rdflib.Namespace("https://schema.org/")


def written(write: Callable[[Any, Path], Any], elements: Made, name: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        write(elements, Path(folder) / "made")
        return (Path(folder) / "made" / name).read_bytes()


@EXAMPLES
@given(made())
def test_json_reads_back_without_loss(elements: Made) -> None:
    document = orjson.loads(written(write_json, elements))
    assert document["entities"] == [entity_row(one) for one in elements.nodes]
    assert document["relations"] == [relation_row(one) for one in elements.links]


@EXAMPLES
@given(made())
def test_json_lines_read_back_without_loss(elements: Made) -> None:
    lines = [
        orjson.loads(line) for line in written(write_json_lines, elements).split(b"\n") if line
    ]
    assert lines == [
        *({"record": "entity", **entity_row(one)} for one in elements.nodes),
        *({"record": "relation", **relation_row(one)} for one in elements.links),
    ]


@EXAMPLES
@given(made())
def test_csv_reads_back(elements: Made) -> None:
    for name, rows in tables(elements):
        text = written(write_csv, elements, f"{name}.csv").decode("utf-8-sig")
        read = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(read) == len(rows)
        for row, back in zip(rows, read, strict=True):
            for column, cell in back.items():
                expected = as_text(row[column]) if column in row else ""
                assert cell.removeprefix("'") == expected.removeprefix("'")
                assert not cell.startswith(("=", "@")), "a spreadsheet would run it"


@EXAMPLES
@given(made())
def test_the_items_of_a_list_in_csv_can_be_told_apart(elements: Made) -> None:
    for row in map(entity_row, elements.nodes):
        quotes = row["quotes"]
        assert split(as_text(quotes)) == quotes


def split(text: str) -> list[str]:
    """What a reader of our CSV does to a cell of a list."""
    items, item, characters = [], "", iter(text)
    for character in characters:
        if character == "\\":
            item += next(characters)
        elif character == "|":
            items.append(item[:-1])
            item = ""
            next(characters)
        else:
            item += character
    return [*items, item]


@EXAMPLES
@given(made())
def test_graphml_reads_back_in_networkx(elements: Made) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_graphml(elements, Path(folder) / "made")
        network = nx.read_graphml(Path(folder) / "made", force_multigraph=True)
    assert network.number_of_edges() == len(elements.links)
    assert list(network) == [one["id"] for one in elements.nodes]
    for properties in elements.nodes:
        assert_shown(network.nodes[properties["id"]], entity_row(properties))
    for properties in elements.links:
        row = relation_row(properties)
        key = xml(properties["id"])
        assert_shown(network[row["from"]][row["to"]][key], row)


def assert_shown(shown: dict[str, Any], row: dict[str, Any]) -> None:
    for name, value in row.items():
        found = shown.get(name, "")  # an element without text has no value for networkx
        if isinstance(found, str):
            assert found == xml(as_text(value))
        else:
            assert found == pytest.approx(value)


def xml(text: str) -> str:
    """The text as XML 1.0 can hold it."""
    return "".join(
        "\ufffd" if (ord(one) < 32 and one not in "\t\n\r") or one in "\ufffe\uffff" else one
        for one in text
    )


@EXAMPLES
@given(made())
def test_parquet_reads_back_with_types(elements: Made) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(elements, Path(folder) / "made")
        for name, rows in tables(elements):
            read = pq.read_table(Path(folder) / "made" / f"{name}.parquet").to_pylist()
            assert len(read) == len(rows)
            for row, back in zip(rows, read, strict=True):
                assert {column for column, value in back.items() if value is not None} == set(row)
                for column, value in row.items():
                    assert_kept(back[column], value)


def assert_kept(found: object, value: object) -> None:
    match found:
        case str() if not isinstance(value, str):
            assert found == as_text(value)
        case float():
            assert math.isclose(found, float(value), rel_tol=1e-15)  # type: ignore[arg-type]
        case _:
            assert (found, type(found)) == (value, type(value))


def tables(elements: Made) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "entities", [entity_row(one) for one in elements.nodes]
    yield "relations", [relation_row(one) for one in elements.links]


def linked(elements: Made) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(write_jsonld, elements), format="json-ld")


@EXAMPLES
@given(made())
def test_json_ld_reads_back_as_linked_data(elements: Made) -> None:
    graph = linked(elements)
    for properties in elements.nodes:
        subject = rdflib.URIRef(iri(properties["id"]))
        assert (subject, RDF.type, TERM[properties["kind"]]) in graph
        assert {str(name) for name in graph.objects(subject, SCHEMA.name)} >= {properties["name"]}
        status = [str(one) for one in graph.objects(subject, TERM.status)]
        assert status == ([properties["status"]] if "status" in properties else [])
    statements = list(graph.subjects(RDF.type, RDF.Statement))
    assert len(statements) == len(elements.links)
    for properties in elements.links:
        row = relation_row(properties)
        (subject,) = (
            one
            for one in statements
            if ends(graph, one) == (row["from"], row["type"], row["to"])
            and role(graph, one) == row.get("role")
        )
        assert str(graph.value(subject, TERM.modality)) == row["modality"]


def ends(graph: rdflib.Graph, statement: Node) -> tuple[str, ...]:
    found = (graph.value(statement, term) for term in (RDF.subject, RDF.predicate, RDF.object))
    return tuple(str(one).removeprefix(BASE).removeprefix("term:") for one in found)


def role(graph: rdflib.Graph, statement: Node) -> str | None:
    found = graph.value(statement, TERM.role)
    return None if found is None else str(found)


EVIDENCE = (Evidence("plan#L55", "拟建"),)


@pytest.mark.parametrize(
    ("status", "is_there"),
    [
        (Status.OPERATING, True),
        (Status.NORMATIVE, True),
        (None, True),
        (Status.PLANNED, False),
        (Status.BUILDING, False),
        (Status.CLOSED, False),
    ],
)
def test_what_is_not_there_has_no_class_that_says_it_is(
    status: Status | None, *, is_there: bool
) -> None:
    offer = Entity("test:a", Kind.OFFER, "检测", EVIDENCE, status=status)
    graph = linked(Made([node(offer)]))
    subject = rdflib.URIRef(iri("test:a"))
    assert ((subject, RDF.type, SCHEMA.Offer) in graph) is is_there
    assert (subject, RDF.type, TERM.Offer) in graph


@pytest.mark.parametrize("modality", Modality)
def test_a_relation_is_never_a_triple_of_its_own(modality: Modality) -> None:
    relation = Relation("test:a", RelationType.OPERATES, "test:b", modality, EVIDENCE)
    graph = linked(Made(links=[link(relation)]))
    assert not list(graph.triples((None, TERM.OPERATES, None)))
    (subject,) = graph.subjects(RDF.type, RDF.Statement)
    assert str(graph.value(subject, TERM.modality)) == modality
    evidence = graph.value(subject, TERM.evidence)
    assert str(graph.value(evidence, TERM.locator)) == "L55"
    assert str(graph.value(evidence, SCHEMA.text)) == "拟建"


@pytest.mark.parametrize("write", [write_json, write_json_lines, write_graphml, write_jsonld])
def test_an_empty_graph_is_a_file_that_reads(write: Callable[..., None]) -> None:
    data = written(write, Made())
    if write is write_graphml:
        assert b"<graph edgedefault" in data
    elif write is not write_json_lines:
        orjson.loads(data)


def test_an_empty_graph_is_tables_with_headers() -> None:
    assert (
        written(write_csv, Made(), "entities.csv").decode("utf-8-sig").startswith("id,kind,name,")
    )


def test_an_own_property_does_not_take_the_name_of_a_common_one() -> None:
    own = {"type": "x", "own_to": "y", "source": "z", "amount": 1}
    relation = Relation(
        "test:a", RelationType.OPERATES, "test:b", Modality.FACT, EVIDENCE, properties=own
    )
    row = relation_row(link(relation))
    assert (row["type"], row["own_type"], row["own_own_to"]) == ("OPERATES", "x", "y")

    graph = linked(Made(links=[link(relation)]))
    (subject,) = graph.subjects(RDF.type, RDF.Statement)
    assert str(graph.value(subject, TERM.own_source)) == "z"
    assert str(graph.value(subject, RDF.predicate)) == str(TERM.OPERATES)


@pytest.mark.parametrize("other", [0.5, "text", True])
def test_a_column_of_parquet_takes_what_is_in_it(other: float | str) -> None:
    amounts = (2**53 + 1, other)
    zones = [
        node(Entity(f"test:{key}", Kind.ZONE, "园区", EVIDENCE, properties={"amount": amount}))
        for key, amount in zip("ab", amounts, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(Made(zones), Path(folder) / "made")
        read = pq.read_table(Path(folder) / "made" / "entities.parquet")["amount"].to_pylist()
    expected = [float(2**53 + 1), 0.5] if other == 0.5 else [str(2**53 + 1), as_text(other)]
    assert read == expected
