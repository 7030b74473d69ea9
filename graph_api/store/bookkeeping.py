"""What is kept beside the entities: the documents facts come from, and the loads that were made."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from graph_api.domain import Source
from graph_api.store.graph import Graph

_SAVE = "UNWIND $rows AS row MERGE (n:%s {id: row.id}) SET n += row"


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """A load that was made. Times are ISO 8601; read = entities + relations + merged + rejected."""

    id: str
    dataset: str
    started: str
    ended: str
    read: int
    entities: int
    relations: int
    merged: int
    rejected: int


def save_sources(graph: Graph, sources: Iterable[Source]) -> None:
    """Keep what is known of the documents that facts are taken from."""
    _save(graph, "Source", [asdict(source) for source in sources])


def sources(graph: Graph) -> tuple[Source, ...]:
    """The documents and data sets that facts are taken from, by id."""
    rows = graph.read("MATCH (s:Source) RETURN properties(s) AS found ORDER BY s.id").rows
    return tuple(Source(**row["found"]) for row in rows)


def save_load(graph: Graph, record: LoadRecord) -> None:
    """Keep the account of a load."""
    _save(graph, "Load", [asdict(record)])


def loads(graph: Graph) -> tuple[LoadRecord, ...]:
    """The loads that were made, newest first."""
    query = (
        "MATCH (l:Load) RETURN properties(l) AS found ORDER BY l.started DESC, l.id DESC LIMIT 1000"
    )
    return tuple(LoadRecord(**row["found"]) for row in graph.read(query).rows)


def _save(graph: Graph, label: str, rows: list[dict[str, object]]) -> None:
    graph.write(lambda tx: tx.run(_SAVE % label, rows=rows).consume())
