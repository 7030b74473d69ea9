"""Paths between two entities: the shortest first, those through hubs last."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain import BadInputError, Entity, Relation, Subgraph
from graph_api.store.graph import Graph
from graph_api.store.lookup import entity
from graph_api.store.properties import entity_of, relation_of

if TYPE_CHECKING:
    import networkx as nx

LONGEST = 6
LARGEST_HUB = 2_000
"""An entity with more relations than this is passed by: paths through it say nothing and are many."""

MOST_EXAMINED = 20_000
MOST_NODES = 20_000

_AROUND = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})-[r]-(other:Entity)
RETURN properties(r) AS relation, properties(other) AS found
"""
_DEGREES = "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]-(:Entity) RETURN id, count(r) AS degree"


@dataclass(frozen=True, slots=True)
class RankedPath:
    """A path by the ids of its nodes and relations.

    `score` is 0 to 1: 1 / length × the product over the entities between the ends of
    1 / log2(1 + degree), so that a detour and a hub both lower it.
    """

    nodes: tuple[str, ...]
    relations: tuple[str, ...]
    score: float


def paths(
    graph: Graph, from_id: str, to_id: str, *, longest: int = 4, limit: int = 10
) -> tuple[Subgraph, list[RankedPath]]:
    """The best paths of at most `longest` steps, in any direction, and what they are made of.

    Ties are broken by the ids, so that every engine gives the same. Raises NotFoundError for an
    unknown id, BadInputError for a length outside 1 to 6.
    """
    if not 1 <= longest <= LONGEST:
        raise BadInputError(f"the longest path takes 1 to {LONGEST} steps, not {longest}")
    import networkx as nx  # noqa: PLC0415 - half of what a command that asks no paths would load

    start, end = entity(graph, from_id), entity(graph, to_id)
    if start.id == end.id:
        raise BadInputError(f"a path leads from {start.id} to another entity, not to itself")
    entities = {start.id: start, end.id: end}
    relations: dict[str, Relation] = {}
    degrees = _explore(graph, start.id, math.ceil(longest / 2), entities, relations)
    degrees |= _explore(graph, end.id, longest // 2, entities, relations)
    network: nx.MultiGraph = nx.MultiGraph()
    for relation in relations.values():
        network.add_edge(relation.from_id, relation.to_id, key=relation.id)
    ranked = sorted(
        _ranked(network, (start.id, end.id), longest, degrees),
        key=lambda path: (-path.score, path.nodes, path.relations),
    )[:limit]
    return _used(ranked, entities, relations), ranked


def _explore(
    graph: Graph,
    start: str,
    depth: int,
    entities: dict[str, Entity],
    relations: dict[str, Relation],
) -> dict[str, int]:
    """Collect what is within `depth` steps of an entity; returns the degree of each that was passed."""
    degrees: dict[str, int] = {}
    frontier = {start}
    for _ in range(depth):
        rows = graph.read(_DEGREES, {"ids": sorted(frontier)}, rows=MOST_NODES).rows
        degrees |= {row["id"]: row["degree"] for row in rows}
        passed = sorted(
            one for one in frontier if degrees.get(one, 0) <= LARGEST_HUB or one == start
        )
        seen = graph.scan(
            _AROUND,
            {"ids": passed},
            lambda records: [
                (entity_of(record["found"]), relation_of(record["relation"])) for record in records
            ],
        )
        frontier = {one.id for one, _ in seen} - degrees.keys()
        entities.update((one.id, one) for one, _ in seen)
        relations.update((relation.id, relation) for _, relation in seen)
        if not frontier or len(entities) > MOST_NODES:
            break
    return degrees


def _ranked(
    network: "nx.MultiGraph", ends: tuple[str, str], longest: int, degrees: dict[str, int]
) -> Iterator[RankedPath]:
    if not all(end in network for end in ends):
        return
    import networkx as nx  # noqa: PLC0415 - as above

    simple = nx.all_simple_edge_paths(network, *ends, cutoff=longest)
    for number, steps in enumerate(simple):
        if number == MOST_EXAMINED:
            return
        nodes = (steps[0][0], *(step[1] for step in steps))
        score = 1 / len(steps)
        for node in nodes[1:-1]:
            score /= math.log2(1 + max(2, degrees.get(node, network.degree(node))))
        yield RankedPath(nodes, tuple(step[2] for step in steps), round(score, 6))


def _used(
    ranked: list[RankedPath], entities: dict[str, Entity], relations: dict[str, Relation]
) -> Subgraph:
    nodes = dict.fromkeys(node for path in ranked for node in path.nodes)
    steps = dict.fromkeys(step for path in ranked for step in path.relations)
    return Subgraph(
        {node: entities[node] for node in nodes}, tuple(relations[step] for step in steps)
    )
