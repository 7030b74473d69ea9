"""Writes what a data set states: read what is there, fold, and write only what differs."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import neo4j

from graph_api.domain import BadInputError, Entity, NotFoundError, Relation
from graph_api.store.elements import LINKS, NODES, Elements, stated_ids
from graph_api.store.fold import fold, unfold
from graph_api.store.graph import Graph
from graph_api.store.properties import Properties, stated_of_entity, stated_of_relation

Tell = Callable[[str, int, int | None], None]
"""Called with a phase, records done and records in all."""

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """How many entities and relations a write created, updated, or found as they were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "WriteCounts") -> "WriteCounts":
        return WriteCounts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def write(
    graph: Graph,
    dataset: str,
    entities: Iterable[Entity],
    relations: Iterable[Relation],
    *,
    batch: int = BATCH,
    progress: Tell | None = None,
) -> WriteCounts:
    """Make the graph say what the data set states of these entities and relations.

    Each batch is one transaction. Raises BadInputError for an entity whose kind is another one in the
    graph; what was committed before stays, and the same call again completes it.
    """
    nodes = {entity.id: stated_of_entity(entity) for entity in entities}
    links = {relation.id: stated_of_relation(relation) for relation in relations}
    total, done, counts = len(nodes) + len(links), 0, WriteCounts()
    for elements, stated in ((NODES, nodes), (LINKS, links)):
        for ids in _parts(stated, batch):
            part = {element_id: stated[element_id] for element_id in ids}
            counts += graph.write(partial(_state, dataset=dataset, part=part, elements=elements))
            done += len(part)
            if progress is not None:
                progress("write", done, total)
    return counts


def sweep(
    graph: Graph, dataset: str, entity_ids: Collection[str], relation_ids: Collection[str]
) -> int:
    """Take back what the data set stated and no longer states; returns how much left the graph.

    What other data sets state of the same entities and relations stays.
    """
    links = stated_ids(graph, LINKS, dataset) - set(relation_ids)
    nodes = stated_ids(graph, NODES, dataset) - set(entity_ids)
    return _take_back(graph, dataset, links, nodes)


def unload(graph: Graph, dataset: str) -> int:
    """Take back all that the data set states; returns how much left the graph.

    Raises NotFoundError for a data set that states nothing.
    """
    links, nodes = (stated_ids(graph, elements, dataset) for elements in (LINKS, NODES))
    if not links and not nodes:
        raise NotFoundError(f"nothing of the data set {dataset!r} is loaded; see: sixchains doctor")
    return _take_back(graph, dataset, links, nodes)


def _take_back(graph: Graph, dataset: str, links: set[str], nodes: set[str]) -> int:
    """Relations first, then entities: how many of them nobody else states and so left the graph."""
    removed = 0
    for elements, gone in ((LINKS, links), (NODES, nodes)):
        for ids in _parts(sorted(gone), BATCH):
            removed += graph.write(partial(_withdraw, dataset=dataset, ids=ids, elements=elements))
    return removed


def _state(
    tx: neo4j.ManagedTransaction, dataset: str, part: Mapping[str, Properties], elements: Elements
) -> WriteCounts:
    """One batch: read what is there, fold, write what differs."""
    _take_turn(tx)
    found = elements.find(tx, part)
    changes: dict[str, Properties] = {}
    created = updated = 0
    for element_id, stated in part.items():
        before = found.get(element_id, {})
        if before:
            _keep_kind(before, stated)
        after = fold({**unfold(before), dataset: stated})
        if not before:
            created += 1
            changes[element_id] = after
        elif before != after:
            updated += 1
            changes[element_id] = _replacing(before, after)
    if changes:
        elements.write(tx, changes)
        _revise(tx)
    return WriteCounts(created, updated, len(part) - created - updated)


def _withdraw(
    tx: neo4j.ManagedTransaction, dataset: str, ids: list[str], elements: Elements
) -> int:
    _take_turn(tx)
    changes: dict[str, Properties] = {}
    orphans: list[str] = []
    for element_id, before in elements.find(tx, ids).items():
        statements = unfold(before)
        statements.pop(dataset, None)
        if statements:
            changes[element_id] = _replacing(before, fold(statements))
        else:
            orphans.append(element_id)
    elements.write(tx, changes)
    elements.delete(tx, orphans)
    _revise(tx)
    return len(orphans)


def _parts(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    listed = list(ids)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _replacing(before: Properties, after: Properties) -> Properties:
    """What to set so that `after` stands and nothing of `before` is left: None takes away."""
    return {**dict.fromkeys(before.keys() - after.keys()), **after}


def _keep_kind(before: Mapping[str, Any], stated: Mapping[str, Any]) -> None:
    if before.get("kind") != stated.get("kind"):
        raise BadInputError(
            f"{stated['id']} is a {before['kind']} in the graph and cannot become a {stated['kind']}: "
            "give the new thing an id of its own, or unload the data set that says otherwise"
        )


def _take_turn(tx: neo4j.ManagedTransaction) -> None:
    """Make other writers wait until this transaction ends.

    A batch is read, folded and written. On Neo4j nothing keeps a second writer from reading the same
    state and undoing the first one's work, unless both write to one node before they read; on the
    embedded engine the second one fails when it commits and begins again.
    """
    _mark(tx, "writer")


def _revise(tx: neo4j.ManagedTransaction) -> None:
    _mark(tx, "revision")


def _mark(tx: neo4j.ManagedTransaction, name: str) -> None:
    """Give a note of bookkeeping a value that it never had."""
    tx.run(
        "MERGE (b:Bookkeeping {id: $name}) SET b.value = $value",
        name=name,
        value=secrets.token_hex(8),
    ).consume()
