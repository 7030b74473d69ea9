"""What is kept beside the entities: the documents facts come from, and the loads that were made."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph_api.domain import Source
from graph_api.store.graph import Graph

SETTLED = "settled"
"""The name of the note of the revision at which the graph agreed with all that is known of identity."""

_LISTS = ("reasons", "files", "paths")
_SAVE = "UNWIND $rows AS row MERGE (n:%s {id: row.id}) SET n += row"


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """A load that was made. Times are ISO 8601; read = entities + relations + merged + rejected.

    `reasons` says how many were rejected by which rule, `files` what came of each file, as texts;
    `paths` are where the files were, for a rebuild.
    """

    id: str
    dataset: str
    started: str
    ended: str
    read: int
    entities: int
    relations: int
    merged: int
    rejected: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    joined: int = 0
    file_hash: str = ""
    reasons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def save_sources(graph: Graph, sources: Iterable[Source]) -> None:
    """Keep what is known of the documents that facts are taken from."""
    _save(graph, "Source", [asdict(source) for source in sources])


def sources(graph: Graph) -> tuple[Source, ...]:
    """The documents and data sets that facts are taken from, by id."""
    rows = graph.read("MATCH (s:Source) RETURN properties(s) AS found ORDER BY s.id").rows
    return tuple(Source(**row["found"]) for row in rows)


def save_load(graph: Graph, record: LoadRecord) -> None:
    """Keep the account of a load."""
    _save(graph, "Load", [properties_of_load(record)])


def properties_of_load(record: LoadRecord) -> dict[str, Any]:
    """The account of a load as the properties of its node."""
    return {**asdict(record), **{name: list(getattr(record, name)) for name in _LISTS}}


def loads(graph: Graph) -> tuple[LoadRecord, ...]:
    """The loads that were made, newest first."""
    query = (
        "MATCH (l:Load) RETURN properties(l) AS found ORDER BY l.started DESC, l.id DESC LIMIT 1000"
    )
    return tuple(_load_of(row["found"]) for row in graph.read(query).rows)


def note(graph: Graph, name: str) -> str:
    """A text that was kept under a name; "" where none was."""
    rows = graph.read("MATCH (b:Bookkeeping {id: $id}) RETURN b.value AS value", {"id": name}).rows
    return str(rows[0]["value"]) if rows else ""


def save_note(graph: Graph, name: str, text: str) -> None:
    """Keep a text under a name."""
    _save(graph, "Bookkeeping", [{"id": name, "value": text}])


def _load_of(properties: Mapping[str, Any]) -> LoadRecord:
    """A record of a load; what an older version did not keep is left at its default."""
    lists = {name: tuple(properties.get(name) or ()) for name in _LISTS}
    return LoadRecord(**{**properties, **lists})


def _save(graph: Graph, label: str, rows: list[dict[str, object]]) -> None:
    graph.write(lambda tx: tx.run(_SAVE % label, rows=rows).consume())
