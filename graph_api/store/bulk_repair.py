"""After an import by Neo4j's own tool: put right what its CSV could not carry.

The tool takes white space from the ends of the items of a list and knows no empty list. What has such
a list bears it as JSON in the property `import_repair`, and a note of bookkeeping says that there are
such nodes or relations; both are gone afterwards.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import neo4j
import orjson

from graph_api.store.elements import LINKS, NODES, Elements
from graph_api.store.graph import Graph
from graph_api.store.lease import hold
from graph_api.store.properties import Properties
from graph_api.store.schema import BOOKKEEPING

REPAIR = "import_repair"
REPAIR_NOTE = "import-repair"
BATCH = 5_000

_NOTED = "MATCH (b:Bookkeeping {id: $id}) RETURN b.id AS id"
_DONE = "MATCH (b:Bookkeeping {id: $id}) DELETE b"
_NODES = f"MATCH (n:Entity) WHERE n.{REPAIR} IS NOT NULL RETURN properties(n) AS found"
_LINKS = (
    f"MATCH (:Entity)-[r]->(:Entity) WHERE r.{REPAIR} IS NOT NULL RETURN properties(r) AS found"
)
_NOTES = f"MATCH (n:{{}}) WHERE n.{REPAIR} IS NOT NULL RETURN properties(n) AS found"
_WRITE_NOTES = "UNWIND $rows AS row MATCH (n:{} {{id: row.id}}) SET n += row.properties"


def repair(graph: Graph) -> int:
    """Put the lists right that an import could not carry; returns how many nodes and relations had such.

    Cheap where nothing was imported. Killed half way, it is completed by the next call.
    """
    if not graph.read(_NOTED, {"id": REPAIR_NOTE}).rows:
        return 0
    repaired = 0
    with hold(graph, "putting an import right") as lease:
        for elements, query in ((NODES, _NODES), (LINKS, _LINKS)):
            while changes := graph.scan(query, {}, _changes):
                lease.write(partial(_write, elements=elements, changes=changes))
                repaired += len(changes)
        for label in BOOKKEEPING:
            notes = graph.scan(_NOTES.format(label), {}, _changes)
            rows = [{"id": note_id, "properties": note} for note_id, note in notes.items()]
            lease.write(partial(_write_notes, label=label, rows=rows))
            repaired += len(rows)
        lease.write(lambda tx: tx.run(_DONE, id=REPAIR_NOTE).consume())
    return repaired


def _changes(records: Iterator[Mapping[str, Any]]) -> dict[str, Properties]:
    """The first of those to be repaired, by id, as they should be."""
    changes: dict[str, Properties] = {}
    for record in records:
        found = record["found"]
        changes[found["id"]] = {**found, **orjson.loads(found[REPAIR]), REPAIR: None}
        if len(changes) == BATCH:
            break
    return changes


def _write(
    tx: neo4j.ManagedTransaction, elements: Elements, changes: dict[str, Properties]
) -> None:
    elements.write(tx, changes)


def _write_notes(tx: neo4j.ManagedTransaction, label: str, rows: list[dict[str, Any]]) -> None:
    tx.run(_WRITE_NOTES.format(label), rows=rows).consume()
