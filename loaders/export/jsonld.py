"""JSON-LD 1.1: the graph as linked data, with terms of schema.org, Dublin Core and DCAT where they fit.

Whoever knows only those terms must not take a plan for a fact. So a relation is never a triple of
its own: it is an `rdf:Statement` with its modality. And an entity that is planned, being built or
closed has the class of our vocabulary only, never one of schema.org, which would say that it is there.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from graph_api.domain import Kind, Modality, Status
from graph_api.store.properties import Properties
from loaders.export.documents import write_parted
from loaders.export.elements import Elements
from loaders.export.rows import entity_row, relation_row

BASE = "urn:sixchains:"
CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "@vocab": f"{BASE}term:",
    "schema": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "identifier": "schema:identifier",
    "name": "schema:name",
    "name_en": {"@id": "schema:name", "@language": "en"},
    "aliases": "schema:alternateName",
    "description": "schema:description",
    "since": {"@type": "xsd:date"},
    "until": {"@type": "xsd:date"},
    "from": {"@id": "rdf:subject", "@type": "@id"},
    "relation": {"@id": "rdf:predicate", "@type": "@vocab"},
    "to": {"@id": "rdf:object", "@type": "@id"},
    "evidence": {},
    "source": {"@id": "dct:source", "@type": "@id"},
    "locator": {},
    "quote": "schema:text",
    "title": "dct:title",
    "publisher": "dct:publisher",
    "published": "dct:issued",
    "licence": "dct:license",
    "url": {"@id": "dcat:landingPage", "@type": "@id"},
}
CLASSES: Mapping[Kind, str] = {
    Kind.GOVERNMENT_BODY: "schema:GovernmentOrganization",
    Kind.UNIVERSITY: "schema:CollegeOrUniversity",
    Kind.INSTITUTE: "schema:ResearchOrganization",
    Kind.INNOVATION_CENTRE: "schema:ResearchOrganization",
    Kind.ENTERPRISE: "schema:Organization",
    Kind.ASSOCIATION: "schema:Organization",
    Kind.ALLIANCE: "schema:Consortium",
    Kind.FINANCE_PROVIDER: "schema:Organization",
    Kind.ZONE: "schema:Place",
    Kind.REGION: "schema:AdministrativeArea",
    Kind.PERSON: "schema:Person",
    Kind.FINANCE_PRODUCT: "schema:FinancialProduct",
    Kind.OFFER: "schema:Offer",
    Kind.NEED: "schema:Demand",
    Kind.PRODUCT: "schema:Product",
    Kind.PROJECT: "schema:ResearchProject",
    Kind.EVENT: "schema:Event",
    Kind.POLICY: "schema:Legislation",
}
"""The class of schema.org that a kind is, where one fits."""

STATEMENTS: Mapping[Modality, str] = {
    Modality.FACT: "Fact",
    Modality.PLAN: "Plan",
    Modality.RULE: "Regulation",
    Modality.INFERRED: "Inference",
}
_NOT_THERE = frozenset({Status.PLANNED, Status.BUILDING, Status.CLOSED})
_TERM = re.compile(f"(own_)*({'|'.join(name for name in CONTEXT if name.isidentifier())})")
_COMMON = frozenset({"name", "name_en", "aliases", "description", "since", "until"})


def write_jsonld(elements: Elements, target: Path) -> None:
    """One document with a context of its own, a node on each line: sources, entities, relations.

    A property whose name is a term of the context has `own_` before it.
    """
    with target.open("wb") as file:
        file.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',\n"@graph":[\n')
        write_parted(file, _nodes(elements))
        file.write(b"]}\n")


def iri(entity_id: str) -> str:
    """The IRI of an entity: `urn:sixchains:uscc:91330211144341218U`."""
    return BASE + quote(entity_id, safe=":/+")


def _nodes(elements: Elements) -> Iterator[dict[str, Any]]:
    for label, properties in elements.notes():
        if label == "Source":
            yield _source(properties)
    yield from map(_entity, elements.entities())
    yield from map(_statement, elements.relations())


def _source(properties: Properties) -> dict[str, Any]:
    stated = {name: value for name, value in properties.items() if value and name != "id"}
    return {"@id": _source_iri(properties["id"]), "@type": "dcat:Dataset", **stated}


def _entity(properties: Properties) -> dict[str, Any]:
    row = entity_row(properties)
    entity_id, kind = row.pop("id"), Kind(row.pop("kind"))
    classes = [str(kind)]
    if kind in CLASSES and row.get("status") not in _NOT_THERE:
        classes.append(CLASSES[kind])
    return {
        "@id": iri(entity_id),
        "@type": classes,
        "identifier": row.pop("record_ids", None) or [entity_id],
        "evidence": _evidence(row),
        **_properties(row),
    }


def _statement(properties: Properties) -> dict[str, Any]:
    row = relation_row(properties)
    ends = {"from": iri(row.pop("from")), "relation": row.pop("type"), "to": iri(row.pop("to"))}
    return {
        "@id": f"{BASE}relation:{quote(properties['id'], safe=':/+')}",
        "@type": ["rdf:Statement", STATEMENTS[Modality(row["modality"])]],
        **ends,
        "evidence": _evidence(row),
        **_properties(row),
    }


def _properties(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"own_{name}" if name not in _COMMON and _TERM.fullmatch(name) else name: value
        for name, value in row.items()
    }


def _evidence(row: dict[str, Any]) -> list[dict[str, str]]:
    """The sources and quotes, taken out of the row, each pair as a node."""
    found = []
    pairs = zip(row.pop("sources", ()), row.pop("quotes", ()), strict=True)
    for source, words in pairs:
        source_id, _, locator = source.partition("#")
        node = {"@type": "Evidence", "source": _source_iri(source_id), "locator": locator}
        found.append({**node, "quote": words} if words else node)
    return found


def _source_iri(source_id: str) -> str:
    return f"{BASE}source:{quote(source_id, safe='')}"
