"""Writes what a data set states: what is known to be new at once, the rest read, folded and compared.

Whoever writes holds the right to (`lease.py`), so nothing changes between two of its transactions.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex

import neo4j

from graph_api.domain import BadInputError, Entity, NotFoundError, Relation
from graph_api.store.elements import LINKS, NODES, Elements, stated_ids
from graph_api.store.fold import fold, unfold
from graph_api.store.graph import Graph
from graph_api.store.lease import Lease, hold
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


@dataclass(slots=True)
class Batch:
    """What one transaction is to write of what one data set states.

    `new` holds the properties of elements that are known to be absent from the graph; `stated` what
    the data set states of others, by element and by record, to be read and folded first.
    """

    new: dict[str, Properties] = field(default_factory=dict)
    stated: dict[str, dict[str, Properties]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.new) + len(self.stated)


def put(lease: Lease, dataset: str, elements: Elements, batch: Batch) -> WriteCounts:
    """Write one batch in one transaction: whole or not at all.

    Raises BadInputError for an entity whose kind is another one in the graph.
    """
    return lease.write(partial(_put, dataset=dataset, elements=elements, batch=batch))


def take_back(
    lease: Lease, dataset: str, elements: Elements, ids: Collection[str], batch: int = BATCH
) -> int:
    """Withdraw what the data set states of these elements; returns how many left the graph."""
    removed = 0
    for part in _parts(sorted(ids), batch):
        removed += lease.write(partial(_withdraw, dataset=dataset, ids=part, elements=elements))
    return removed


def write(
    graph: Graph,
    dataset: str,
    entities: Iterable[Entity],
    relations: Iterable[Relation],
    *,
    batch: int = BATCH,
    progress: Tell | None = None,
) -> WriteCounts:
    """Make the graph say what the data set states of these entities and relations, and nothing else.

    For edits; a load goes through `loaders.pipeline`. Each batch is one transaction. Raises
    BadInputError for an entity whose kind is another one in the graph; what was committed before
    stays, and the same call again completes it.
    """
    nodes = {entity.id: stated_of_entity(entity) for entity in entities}
    links = {relation.id: stated_of_relation(relation) for relation in relations}
    total, done, counts = len(nodes) + len(links), 0, WriteCounts()
    with hold(graph, f"an edit of {dataset}") as lease:
        for elements, stated in ((NODES, nodes), (LINKS, links)):
            for ids in _parts(stated, batch):
                part = Batch(stated={one: {one: stated[one]} for one in ids})
                counts += put(lease, dataset, elements, part)
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
    with hold(graph, f"a sweep of {dataset}") as lease:
        return take_back(lease, dataset, LINKS, links) + take_back(lease, dataset, NODES, nodes)


def revise(tx: neo4j.ManagedTransaction) -> None:
    """Give the graph a new revision: whoever holds something made from it sees that it is old."""
    tx.run(
        "MERGE (b:Bookkeeping {id: 'revision'}) SET b.value = $value", value=token_hex(8)
    ).consume()


def replacing(before: Properties, after: Properties) -> Properties:
    """What to set so that `after` stands and nothing of `before` is left: None takes away."""
    return {**dict.fromkeys(before.keys() - after.keys()), **after}


def clear(lease: Lease) -> None:
    """Take every entity, relation and redirect out of the graph. Sources and the account of loads stay."""
    for statement in (
        "MATCH (n:Entity) WITH n LIMIT $batch DETACH DELETE n RETURN count(*) AS gone",
        "MATCH (n:Redirect) WITH n LIMIT $batch DELETE n RETURN count(*) AS gone",
    ):
        while lease.write(partial(_delete, statement=statement)):
            pass


def unload(graph: Graph, dataset: str) -> int:
    """Take back all that the data set states; returns how much left the graph.

    Raises NotFoundError for a data set that states nothing.
    """
    links, nodes = (stated_ids(graph, elements, dataset) for elements in (LINKS, NODES))
    if not links and not nodes:
        raise NotFoundError(f"nothing of the data set {dataset!r} is loaded; see: sixchains doctor")
    with hold(graph, f"unloading {dataset}") as lease:
        return take_back(lease, dataset, LINKS, links) + take_back(lease, dataset, NODES, nodes)


def _put(
    tx: neo4j.ManagedTransaction, dataset: str, elements: Elements, batch: Batch
) -> WriteCounts:
    found = elements.find(tx, batch.stated) if batch.stated else {}
    changes = dict(batch.new)
    created = updated = 0
    for element_id, records in batch.stated.items():
        before = found.get(element_id, {})
        for stated in records.values():
            _keep_kind(before or stated, stated)
        after = fold(restated(before, dataset, records), element_id)
        if not before:
            created += 1
            changes[element_id] = after
        elif before != after:
            updated += 1
            changes[element_id] = replacing(before, after)
    if changes:
        elements.write(tx, changes)
        revise(tx)
    return WriteCounts(created + len(batch.new), updated, len(batch.stated) - created - updated)


def restated(
    before: Properties, dataset: str, records: Mapping[str, Properties]
) -> dict[tuple[str, str], Properties]:
    """The statements of an element, those of the data set replaced by these, by record."""
    others = {key: stated for key, stated in unfold(before).items() if key[0] != dataset}
    return {**others, **{(dataset, record_id): stated for record_id, stated in records.items()}}


def _withdraw(
    tx: neo4j.ManagedTransaction, dataset: str, ids: list[str], elements: Elements
) -> int:
    changes: dict[str, Properties] = {}
    orphans: list[str] = []
    for element_id, before in elements.find(tx, ids).items():
        statements = restated(before, dataset, {})
        if statements:
            changes[element_id] = replacing(before, fold(statements, element_id))
        else:
            orphans.append(element_id)
    elements.write(tx, changes)
    elements.delete(tx, orphans)
    revise(tx)
    return len(orphans)


def _delete(tx: neo4j.ManagedTransaction, statement: str) -> int:
    row = tx.run(statement, batch=BATCH).single()
    revise(tx)
    return int(row["gone"]) if row is not None else 0


def _parts(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    listed = list(ids)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _keep_kind(before: Properties, stated: Properties) -> None:
    if before.get("kind") != stated.get("kind"):
        raise BadInputError(
            f"{stated['id']} is a {before['kind']} in the graph and cannot become a {stated['kind']}: "
            "give the new thing an id of its own, or unload the data set that says otherwise"
        )
