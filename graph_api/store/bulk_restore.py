"""The content of a backup into a graph: everything that is there makes way for it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import neo4j

from graph_api.domain import BadInputError
from graph_api.store.bookkeeping import note
from graph_api.store.bulk_spool import NOT_CARRIED, UNFINISHED
from graph_api.store.elements import LINKS, NODES, Elements
from graph_api.store.graph import Graph
from graph_api.store.lease import Lease, hold
from graph_api.store.properties import Properties
from graph_api.store.schema import BOOKKEEPING
from graph_api.store.writer import clear, revise

BATCH = 5_000
_ANY = "MATCH (n:Entity) RETURN n.id AS id LIMIT 1"
_CLEAR = "MATCH (n:{}) WHERE NOT n.id IN $kept DETACH DELETE n"
_WRITE = "UNWIND $rows AS row MERGE (n:{} {{id: row.id}}) SET n += row"
_BEGIN = "MERGE (b:Bookkeeping {id: $id}) SET b.value = $value"
_END = "MATCH (b:Bookkeeping {id: $id}) DELETE b"

Tell = Callable[[str, int, int | None], None]
T = TypeVar("T")


def must_be_empty(graph: Graph) -> None:
    """Raise BadInputError where the graph holds something that a restore would throw away.

    What a restore left that was killed does not count.
    """
    if graph.read(_ANY).rows and not note(graph, UNFINISHED):
        raise BadInputError(
            "the graph is not empty, and a restore replaces all of it; "
            "say --replace, or restore into another folder with SIXCHAINS_DATA_FOLDER"
        )


def put_all(
    graph: Graph,
    name: str,
    entities: Iterable[Properties],
    relations: Iterable[Properties],
    notes: Iterable[tuple[str, Properties]],
    progress: Tell | None = None,
) -> None:
    """Empty the graph and write these, each batch in one transaction.

    `name` is what is restored; while it is written, and if this is killed, a note in the graph says so.
    """
    done = 0
    with hold(graph, f"restoring {name}") as lease:
        lease.write(partial(_run, statement=_BEGIN, id=UNFINISHED, value=name))
        clear(lease)
        for label in BOOKKEEPING:
            kept = sorted(NOT_CARRIED) if label == "Bookkeeping" else []
            lease.write(partial(_run, statement=_CLEAR.format(label), kept=kept))
        for elements, stream in ((NODES, entities), (LINKS, relations)):
            for part in _parts(stream):
                changes = {properties["id"]: properties for properties in part}
                lease.write(partial(_put, elements=elements, changes=changes))
                done += len(part)
                if progress is not None:
                    progress("write", done, None)
        _put_notes(lease, notes)
        lease.write(partial(_run, statement=_END, id=UNFINISHED))


def _put_notes(lease: Lease, notes: Iterable[tuple[str, Properties]]) -> None:
    for part in _parts(notes):
        for label in BOOKKEEPING:
            rows = [note for of_label, note in part if of_label == label]
            if rows:
                lease.write(partial(_run, statement=_WRITE.format(label), rows=rows))


def _parts(stream: Iterable[T]) -> Iterator[list[T]]:
    stream = iter(stream)
    while part := list(islice(stream, BATCH)):
        yield part


def _put(tx: neo4j.ManagedTransaction, elements: Elements, changes: dict[str, Properties]) -> None:
    elements.write(tx, changes)
    revise(tx)


def _run(tx: neo4j.ManagedTransaction, statement: str, **values: Any) -> None:  # noqa: ANN401
    tx.run(statement, values).consume()
    revise(tx)
