"""Nodes and relations by id: found, written and removed by the hundred, one statement for each label.

MERGE is by the label of the kind, `Entity` is set after: the other orders fail or use no index on the
embedded engine, and this one is fast on both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import neo4j

from graph_api.domain import Kind, RelationType
from graph_api.store.graph import Graph
from graph_api.store.properties import Properties


class Elements(Protocol):
    """What entities and relations have in common for the writer."""

    listing: str
    """Cypher that lists the ids that a data set states, as `id`."""

    def find(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, Properties]:
        """The properties of those that are there, by id."""

    def write(self, tx: neo4j.ManagedTransaction, changes: Mapping[str, Properties]) -> None:
        """Set properties by id, making what is missing; a property that is None is taken away."""

    def delete(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> None:
        """Remove those of these ids."""


class Nodes:
    """Entities."""

    listing = "MATCH (n:Entity) WHERE $dataset IN n.datasets RETURN n.id AS id"

    def find(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, Properties]:
        """See `Elements.find`."""
        result = tx.run(
            "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN properties(n) AS found",
            ids=list(ids),
        )
        return {record["found"]["id"]: record["found"] for record in result}

    def write(self, tx: neo4j.ManagedTransaction, changes: Mapping[str, Properties]) -> None:
        """See `Elements.write`."""
        by_kind: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
        for entity_id, properties in changes.items():
            by_kind[Kind(properties["kind"])].append({"id": entity_id, "properties": properties})
        for kind, rows in sorted(by_kind.items()):
            tx.run(
                f"UNWIND $rows AS row MERGE (n:{kind} {{id: row.id}}) SET n:Entity, n += row.properties",
                rows=rows,
            ).consume()

    def delete(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> None:
        """See `Elements.delete`."""
        tx.run(
            "UNWIND $ids AS id MATCH (n:Entity {id: id}) DETACH DELETE n", ids=list(ids)
        ).consume()


_FIND_LINK = (
    "UNWIND $rows AS row MATCH (a:Entity {{id: row.from}}) MATCH (b:Entity {{id: row.to}}) WITH row, a, b "
    "MATCH (a)-[r:{0} {{id: row.id}}]->(b)"
)
"""Both ends first: from one end, Neo4j walks all relations of a hub for each row."""


class Links:
    """Relations; their type and ends are in their ids."""

    listing = "MATCH (:Entity)-[r]->(:Entity) WHERE $dataset IN r.datasets RETURN r.id AS id"

    def find(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> dict[str, Properties]:
        """See `Elements.find`."""
        found: dict[str, Properties] = {}
        for relation_type, rows in _by_type(dict.fromkeys(ids)):
            result = tx.run(
                f"{_FIND_LINK.format(relation_type)} RETURN properties(r) AS found",
                rows=rows,
            )
            found |= {record["found"]["id"]: record["found"] for record in result}
        return found

    def write(self, tx: neo4j.ManagedTransaction, changes: Mapping[str, Properties]) -> None:
        """See `Elements.write`."""
        for relation_type, rows in _by_type(changes):
            tx.run(
                "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
                f"MERGE (a)-[r:{relation_type} {{id: row.id}}]->(b) SET r += row.properties",
                rows=rows,
            ).consume()

    def delete(self, tx: neo4j.ManagedTransaction, ids: Iterable[str]) -> None:
        """See `Elements.delete`."""
        for relation_type, rows in _by_type(dict.fromkeys(ids)):
            tx.run(f"{_FIND_LINK.format(relation_type)} DELETE r", rows=rows).consume()


NODES, LINKS = Nodes(), Links()


def stated_ids(graph: Graph, elements: Elements, dataset: str) -> set[str]:
    """The ids of all that a data set states."""
    return graph.scan(
        elements.listing, {"dataset": dataset}, lambda records: {record["id"] for record in records}
    )


def _by_type(
    changes: Mapping[str, Properties | None],
) -> Iterator[tuple[RelationType, list[dict[str, Any]]]]:
    """The relations as rows `{id, from, to, properties}`, by type."""
    by_type: dict[RelationType, list[dict[str, Any]]] = defaultdict(list)
    for relation_id, properties in changes.items():
        from_id, relation_type, to_id, _ = relation_id.split("|", 3)
        row = {"id": relation_id, "from": from_id, "to": to_id, "properties": properties}
        by_type[RelationType(relation_type)].append(row)
    yield from sorted(by_type.items())
