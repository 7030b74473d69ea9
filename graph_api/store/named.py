"""Many entities at one time: all their names in pages, some of them by id, and what these relate to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from graph_api.domain import Entity, RelationType
from graph_api.store.graph import Graph
from graph_api.store.pages import read_pages
from graph_api.store.properties import entity_of

MOST_AT_ONCE = 10_000

_NAMES = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto
RETURN collect([n.id, n.kind, n.name, n.name_en, n.aliases, n.record_ids, n.status]) AS found
"""
_ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN properties(n) AS found"
_RELATED = """
UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]-(other:Entity)
WHERE type(r) IN $types
WITH id, type(r) AS type, startNode(r) = n AS outgoing, r.modality AS modality,
     other.id AS other, other.name AS name
ORDER BY id, type, outgoing, name, other, modality
WITH id, type, outgoing, collect([modality, other, name])[0..$each] AS found
RETURN id, type, outgoing, found ORDER BY id, type, outgoing
"""


@dataclass(frozen=True, slots=True)
class NamesOf:
    """The names of an entity, its kind and its status, as the graph has them; other ids lead to it."""

    id: str
    kind: str
    names: tuple[str, ...]
    other_ids: tuple[str, ...]
    status: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """A neighbour of an entity: over which relation, whether it goes out from the entity, how it is meant."""

    id: str
    type: RelationType
    outgoing: bool
    modality: str
    other: str
    name: str


def all_names(graph: Graph) -> Iterator[NamesOf]:
    """The names of every entity, in the order of their ids: its name, its English name, its aliases."""
    for page in read_pages(graph, _NAMES, {}):
        for entity_id, kind, name, name_en, aliases, record_ids, status in page:
            names = tuple(one for one in (name, name_en, *(aliases or ())) if one)
            others = tuple(one for one in record_ids or () if one != entity_id)
            yield NamesOf(entity_id, kind, names, others, status)


def entities(graph: Graph, ids: Collection[str]) -> dict[str, Entity]:
    """Those of the entities that the graph has, by canonical id; at most 10,000 ids at one time."""
    values: dict[str, Any] = {"ids": sorted(set(ids))}
    rows = graph.read(_ENTITIES, values, rows=MOST_AT_ONCE).rows if ids else ()
    found = (entity_of(row["found"]) for row in rows)
    return {one.id: one for one in found}


def related(
    graph: Graph, ids: Collection[str], types: Collection[RelationType], *, each: int = 100
) -> list[Related]:
    """The neighbours of the entities over relations of these types: of each type and direction the first `each`."""
    if not ids or not types:
        return []
    values = {"ids": sorted(set(ids)), "types": sorted(types), "each": each}
    return [
        Related(row["id"], RelationType(row["type"]), row["outgoing"], modality, other, name)
        for row in graph.read(_RELATED, values, rows=MOST_AT_ONCE).rows
        for modality, other, name in row["found"]
    ]
