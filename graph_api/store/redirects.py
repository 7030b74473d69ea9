"""Records that were merged: to which entity each one leads, and moving what is stated of them.

An entity has the id of one of its records; each other record has a `Redirect` that leads there. What
a data set stated keeps the ids of its own records, so a merge is undone by moving statements back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import neo4j

from graph_api.domain import RELATIONS, RelationType, ordered
from graph_api.store.elements import LINKS, NODES, Elements
from graph_api.store.fold import fold, unfold
from graph_api.store.graph import Graph
from graph_api.store.lease import Lease
from graph_api.store.properties import Properties
from graph_api.store.writer import replacing, revise

_TOGETHER = 500
"""Records moved in one transaction; a university may bring thousands of relations along."""

_INCIDENT = "UNWIND $ids AS id MATCH (:Entity {id: id})-[r]-(:Entity) RETURN DISTINCT properties(r) AS found"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change of identity did: records that moved, and relations whose ends became one.

    Such a relation leaves the graph until its data set is loaded again after the merge was undone.
    """

    records: int = 0
    closed: tuple[str, ...] = ()

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.records + other.records, (*self.closed, *other.closed))


def redirects(graph: Graph) -> dict[str, str]:
    """The entity that each merged record leads to, by the id of the record; entities' own ids are left out."""
    query = "MATCH (r:Redirect) RETURN r.id AS id, r.to AS to"
    return graph.scan(query, {}, lambda found: {one["id"]: one["to"] for one in found})


def element_of(relation_id: str, leads_to: Mapping[str, str]) -> str | None:
    """The id in the graph of a relation as its data set states it; None where its ends are one."""
    from_id, kind, to_id, role = relation_id.split("|", 3)
    relation_type = RelationType(kind)
    one, other = leads_to.get(from_id, from_id), leads_to.get(to_id, to_id)
    if one == other:
        return None
    if RELATIONS[relation_type].symmetric:
        one, other = ordered(relation_type, one, other)
    return f"{one}|{kind}|{other}|{role}"


def save_redirects(lease: Lease, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Keep `after` as the redirects where `before` was kept."""
    changed = [
        {"id": record, "to": after.get(record)}
        for record in sorted(before.keys() | after.keys())
        if before.get(record) != after.get(record)
    ]
    for start in range(0, len(changed), 5_000):
        lease.write(partial(_save, rows=changed[start : start + 5_000]))


def move(lease: Lease, before: Mapping[str, str], after: Mapping[str, str]) -> Moved:
    """Bring what is stated of each record from where `before` leads to where `after` leads.

    Records that the graph does not have are passed by. Each transaction moves whole entities with
    their relations and their redirects, so whoever is killed in between left a graph that agrees
    with its redirects.
    """
    leads_to, done = dict(before), Moved()
    for records in _together(before, after):
        touched = {leads_to.get(one, one) for one in records} | {
            after.get(one, one) for one in records
        }
        for record in records:
            leads_to.pop(record, None)
            if record in after:
                leads_to[record] = after[record]
        rows = [{"id": record, "to": after.get(record)} for record in sorted(records)]
        work = partial(_move, entity_ids=sorted(touched), rows=rows, leads_to=dict(leads_to))
        done += lease.write(work)
    return done


def _together(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[set[str]]:
    """The records that change, those that share an entity before or after in one part."""
    of_entity: dict[str, set[str]] = defaultdict(set)
    for record in before.keys() | after.keys():
        if before.get(record) != after.get(record):
            for entity_id in {record, before.get(record, record), after.get(record, record)}:
                of_entity[entity_id].add(record)
    part: set[str] = set()
    for group in _linked(of_entity):
        part |= group
        if len(part) >= _TOGETHER:
            yield part
            part = set()
    if part:
        yield part


def _linked(of_entity: Mapping[str, set[str]]) -> Iterator[set[str]]:
    entities_of: dict[str, set[str]] = defaultdict(set)
    for entity_id, records in of_entity.items():
        for record in records:
            entities_of[record].add(entity_id)
    seen: set[str] = set()
    for start in sorted(entities_of):
        if start in seen:
            continue
        group, open_ = {start}, [start]
        while open_:
            for entity_id in entities_of[open_.pop()]:
                open_.extend(of_entity[entity_id] - group)
                group |= of_entity[entity_id]
        seen |= group
        yield group


def _move(
    tx: neo4j.ManagedTransaction,
    entity_ids: list[str],
    rows: list[dict[str, Any]],
    leads_to: Mapping[str, str],
) -> Moved:
    nodes = NODES.find(tx, entity_ids)
    links = {one["found"]["id"]: one["found"] for one in tx.run(_INCIDENT, ids=entity_ids)}
    new_nodes, _ = _placed(nodes.values(), lambda record: leads_to.get(record, record))
    new_links, closed = _placed(links.values(), lambda record: element_of(record, leads_to))
    _replace(tx, NODES, nodes, new_nodes)
    _replace(tx, LINKS, links, new_links)
    LINKS.delete(tx, links.keys() - new_links.keys())
    NODES.delete(tx, nodes.keys() - new_nodes.keys())
    _save(tx, rows)
    revise(tx)
    return Moved(sum(len(one["record_ids"]) for one in nodes.values()), tuple(closed))


def _placed(
    found: Iterable[Properties], place: Callable[[str], str | None]
) -> tuple[dict[str, Properties], list[str]]:
    """The elements that the statements of these make, by id, and the records that have no place."""
    statements: dict[str, dict[tuple[str, str], Properties]] = defaultdict(dict)
    closed: list[str] = []
    for properties in found:
        for key, stated in unfold(properties).items():
            element_id = place(key[1])
            if element_id is None:
                closed.append(key[1])
            else:
                statements[element_id][key] = stated
    return {one: fold(of_one, one) for one, of_one in statements.items()}, closed


def _replace(
    tx: neo4j.ManagedTransaction,
    elements: Elements,
    before: Mapping[str, Properties],
    after: Mapping[str, Properties],
) -> None:
    changes = {
        one: replacing(before.get(one, {}), properties)
        for one, properties in after.items()
        if before.get(one) != properties
    }
    if changes:
        elements.write(tx, changes)


def _save(tx: neo4j.ManagedTransaction, rows: list[dict[str, Any]]) -> None:
    kept = [row for row in rows if row["to"] is not None]
    gone = [row["id"] for row in rows if row["to"] is None]
    tx.run(
        "UNWIND $rows AS row MERGE (r:Redirect {id: row.id}) SET r.to = row.to", rows=kept
    ).consume()
    tx.run("UNWIND $ids AS id MATCH (r:Redirect {id: id}) DELETE r", ids=gone).consume()
