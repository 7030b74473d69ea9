"""Parts of the graph at once: everything, what is around an entity, and how much there is."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any

import neo4j

from graph_api.domain import Entity, Kind, Relation, RelationType, Subgraph
from graph_api.store.graph import Graph
from graph_api.store.hashing import digest, hash_of
from graph_api.store.lookup import entity
from graph_api.store.pages import scan_pages
from graph_api.store.properties import entity_of, relation_of

_ENTITIES = """
MATCH (n:Entity)
WHERE n.id > $after AND n.id <= $upto
  AND ($kinds IS NULL OR n.kind IN $kinds) AND ($dataset IS NULL OR $dataset IN n.datasets)
RETURN properties(n) AS found
"""
_RELATIONS = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto
MATCH (n)-[r]->(b:Entity)
WHERE ($kinds IS NULL OR (n.kind IN $kinds AND b.kind IN $kinds))
  AND ($dataset IS NULL OR $dataset IN r.datasets)
RETURN properties(r) AS found
"""
_NEIGHBOURS = """
MATCH (:Entity {id: $id})-[r]-(other:Entity)
WHERE $types IS NULL OR type(r) IN $types
RETURN properties(r) AS relation, properties(other) AS found
ORDER BY type(r), other.name, other.id, r.id
LIMIT $limit
"""
_COUNT_NEIGHBOURS = """
MATCH (:Entity {id: $id})-[r]-(:Entity) WHERE $types IS NULL OR type(r) IN $types RETURN count(r) AS total
"""
_COUNTS = {
    "entities": "MATCH (n:Entity) RETURN n.kind AS name, count(*) AS number ORDER BY name",
    "relations": "MATCH (:Entity)-[r]->(:Entity) RETURN type(r) AS name, count(*) AS number ORDER BY name",
    "chains": "MATCH (n:Entity) RETURN coalesce(n.chain, 'none') AS name, count(*) AS number ORDER BY name",
    "statuses": "MATCH (n:Entity) RETURN coalesce(n.status, 'unknown') AS name, count(*) AS number ORDER BY name",
    "datasets": "MATCH (n:Entity) UNWIND n.datasets AS name RETURN name, count(*) AS number ORDER BY name",
}


def whole(
    graph: Graph, *, dataset: str | None = None, kinds: Collection[Kind] | None = None
) -> Subgraph:
    """Every entity and relation, or those of a data set or between entities of some kinds."""
    values = {"dataset": dataset, "kinds": None if kinds is None else sorted(kinds)}
    entities = chain.from_iterable(
        scan_pages(
            graph, _ENTITIES, values, lambda found: [entity_of(one["found"]) for one in found]
        )
    )
    by_id = {one.id: one for one in sorted(entities, key=lambda one: one.id)}
    relations = chain.from_iterable(
        scan_pages(
            graph, _RELATIONS, values, lambda found: [relation_of(one["found"]) for one in found]
        )
    )
    inside = [one for one in relations if one.from_id in by_id and one.to_id in by_id]
    return Subgraph(by_id, tuple(sorted(inside, key=lambda one: one.id)))


def neighbours(
    graph: Graph, entity_id: str, *, types: Collection[RelationType] = (), limit: int = 100
) -> tuple[Subgraph, int]:
    """The entity with its first relations, by type and name, and how many it has in all.

    Raises NotFoundError for an id that the graph does not have.
    """
    centre = entity(graph, entity_id)
    values = {"id": centre.id, "types": sorted(types) or None}
    rows = graph.read(_NEIGHBOURS, {**values, "limit": limit}).rows
    total = graph.read(_COUNT_NEIGHBOURS, values).rows[0]["total"]
    return _subgraph([centre], rows), total


def counts(graph: Graph) -> dict[str, dict[str, int]]:
    """How many `entities` by kind, `relations` by type, and entities by `chains`, `statuses`, `datasets`."""
    return {
        name: {row["name"]: row["number"] for row in graph.read(query).rows}
        for name, query in _COUNTS.items()
    }


def graph_hash(graph: Graph) -> str:
    """The canonical hash of nodes, relations and properties, as 64 hexadecimal digits.

    It does not depend on the order of loading or on the engine, and leaves out bookkeeping.
    """
    values = {"dataset": None, "kinds": None}
    total = sum(
        one
        for query in (_ENTITIES, _RELATIONS)
        for one in scan_pages(graph, query, values, _sum_of_hashes)
    )
    return hash_of(total)


def _sum_of_hashes(records: Iterable[neo4j.Record]) -> int:
    return sum(digest(record["found"]) for record in records)


def _subgraph(known: Iterable[Entity], rows: Iterable[Mapping[str, Any]]) -> Subgraph:
    entities = {one.id: one for one in known}
    relations: dict[str, Relation] = {}
    for row in rows:
        other, relation = entity_of(row["found"]), relation_of(row["relation"])
        entities.setdefault(other.id, other)
        relations.setdefault(relation.id, relation)
    return Subgraph(entities, tuple(relations.values()))
