"""Writes what a data set states: read what is there, fold, and write only what differs."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    for part, elements in (*_parts(nodes, NODES, batch), *_parts(links, LINKS, batch)):
        counts += graph.write(lambda tx, p=part, e=elements: _state(tx, dataset, p, e))  # type: ignore[misc]
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
    gone_links = stated_ids(graph, LINKS, dataset) - set(relation_ids)
    gone_nodes = stated_ids(graph, NODES, dataset) - set(entity_ids)
    removed = 0
    for gone, elements in ((gone_links, LINKS), (gone_nodes, NODES)):
        for part, same in _parts({element_id: {} for element_id in sorted(gone)}, elements, BATCH):
            removed += graph.write(lambda tx, p=part, e=same: _withdraw(tx, dataset, list(p), e))  # type: ignore[misc]
    return removed


def unload(graph: Graph, dataset: str) -> int:
    """Take back all that the data set states; returns how much left the graph.

    Raises NotFoundError for a data set that states nothing.
    """
    if not any(stated_ids(graph, elements, dataset) for elements in (NODES, LINKS)):
        raise NotFoundError(f"nothing of the data set {dataset!r} is loaded; see: sixchains doctor")
    return sweep(graph, dataset, (), ())


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
            changes[element_id] = {**dict.fromkeys(before.keys() - after.keys()), **after}
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
            after = fold(statements)
            changes[element_id] = {**dict.fromkeys(before.keys() - after.keys()), **after}
        else:
            orphans.append(element_id)
    elements.write(tx, changes)
    elements.delete(tx, orphans)
    _revise(tx)
    return len(orphans)


def _parts(
    stated: Mapping[str, Properties], elements: Elements, size: int
) -> Iterator[tuple[dict[str, Properties], Elements]]:
    items = list(stated.items())
    for start in range(0, len(items), size):
        yield dict(items[start : start + size]), elements


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
    tx.run(
        "MERGE (b:Bookkeeping {id: 'writer'}) SET b.value = $value", value=secrets.token_hex(8)
    ).consume()


def _revise(tx: neo4j.ManagedTransaction) -> None:
    tx.run(
        "MERGE (b:Bookkeeping {id: 'revision'}) SET b.value = $value", value=secrets.token_hex(8)
    ).consume()
