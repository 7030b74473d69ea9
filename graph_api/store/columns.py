"""The graph as rows of columns, page by page: what is made in memory of a whole graph is made of these.

A row is a plain tuple: entities and relations of a large graph are never all objects at one time.
"""

from collections.abc import Collection, Iterator, Mapping
from sys import intern
from typing import Any, NamedTuple

from graph_api.domain import Kind, RelationType
from graph_api.store.graph import Graph
from graph_api.store.pages import read_pages

_ENTITIES = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto
RETURN collect([
  n.id, n.kind, n.name, n.name_en, n.aliases, n.status, n.chain, n.region,
  CASE WHEN size(n.record_ids) > 1 THEN n.record_ids END,
  CASE WHEN n.kind IN $described THEN n.description END,
  CASE WHEN n.kind IN $described THEN n.sources END,
  CASE WHEN n.kind IN $described THEN n.quotes END,
  CASE WHEN n.kind IN $described THEN n.stages END,
  CASE WHEN n.kind IN $described THEN n.accreditations END,
  CASE WHEN n.kind IN $told THEN properties(n) END
]) AS found
"""
_RELATIONS = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto
MATCH (n)-[r:{types}]->(:Entity)
RETURN collect([
  r.id, r.modality,
  CASE WHEN type(r) IN $evident THEN r.sources END,
  CASE WHEN type(r) IN $evident THEN r.quotes END,
  CASE WHEN type(r) IN $evident THEN r.rule END
]) AS found
"""


class EntityRow(NamedTuple):
    """An entity. What is not asked for of its kind is None, as is what it does not have.

    `record_ids` are there where they are several; words of the domain are one object each.

    `told` are all its properties.
    """

    id: str
    kind: str
    name: str
    name_en: str | None
    aliases: list[str] | None
    status: str | None
    chain: str | None
    region: str | None
    record_ids: list[str] | None
    description: str | None
    sources: list[str] | None
    quotes: list[str] | None
    stages: list[str] | None
    accreditations: list[str] | None
    told: Mapping[str, Any] | None


class RelationRow(NamedTuple):
    """A relation; its type, ends and role are in its id. The last three only of types asked for."""

    id: str
    modality: str
    sources: list[str] | None
    quotes: list[str] | None
    rule: str | None


_MODALITY = RelationRow._fields.index("modality")
_WORDS = tuple(map(EntityRow._fields.index, ("kind", "status", "chain", "region")))


def entity_rows(
    graph: Graph, *, described: Collection[Kind], told: Collection[Kind]
) -> Iterator[EntityRow]:
    """Every entity: those `described` with what they say and where, those `told` with all they have.

    Raises DatabaseUnavailableError.
    """
    values = {"described": sorted(described), "told": sorted(told)}
    for page in read_pages(graph, _ENTITIES, values):
        for row in page:
            for place in _WORDS:
                row[place] = row[place] and intern(row[place])
            yield EntityRow._make(row)


def relation_rows(
    graph: Graph, types: Collection[RelationType], *, evident: Collection[RelationType]
) -> Iterator[RelationRow]:
    """Every relation of the types, those of the types in `evident` with where they are stated.

    Raises DatabaseUnavailableError.
    """
    query = _RELATIONS.format(types="|".join(sorted(types)))
    for page in read_pages(graph, query, {"evident": sorted(evident)}):
        for row in page:
            row[_MODALITY] = intern(row[_MODALITY])
            yield RelationRow._make(row)
