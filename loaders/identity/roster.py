"""Every record that there will be after a load: those of the data set, and what others state in the graph.

It lies in the staging's database, so that memory does not grow with the graph.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from graph_api.domain import ORGANISATIONS, PLATFORMS, Kind
from graph_api.store import Graph, read_pages, unfold
from loaders.identity.components import Known, groups_of, leads_to
from loaders.identity.forms import identity_form

KNOWN_BY_NAME = ORGANISATIONS | PLATFORMS | {Kind.PRODUCT, Kind.TECHNOLOGY, Kind.INDUSTRY}
"""Kinds of which two records with one name are one thing. Persons are not, nor projects and patents:
many of them share a name."""

_CHUNK = 5_000
_TABLES = """
CREATE TABLE record(id TEXT, kind TEXT, dataset TEXT);
CREATE TABLE name(kind TEXT, form TEXT, record TEXT, dataset TEXT);
CREATE TABLE present(id TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID;
"""
_SCAN = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto
RETURN collect({id: n.id, kind: n.kind, name: n.name, aliases: n.aliases, datasets: n.datasets,
                statements: n.statements}) AS found
"""
_SHARED = """
SELECT kind, form, record, dataset FROM name
WHERE (kind, form) IN (SELECT kind, form FROM name GROUP BY kind, form HAVING count(DISTINCT record) > 1)
ORDER BY kind, form, record
"""


class Roster:
    """The records by name and id. `other_names` leads from a form to the form of the official name."""

    def __init__(
        self, database: sqlite3.Connection, other_names: Mapping[tuple[str, str], str]
    ) -> None:
        self._database = database
        self._other_names = other_names
        database.executescript(_TABLES)

    def read_graph(self, graph: Graph, *, without: str | None) -> None:
        """Take what the graph holds; of the data set `without` only that its records are there."""
        for page in read_pages(graph, _SCAN, {}):
            self._add(page, without)
        self._database.execute("CREATE INDEX record_id ON record(id)")

    def read_staging(self, dataset: str) -> None:
        """Take what the staging holds of the data set."""
        found = self._database.execute("SELECT id, kind, body FROM entity")
        while chunk := found.fetchmany(_CHUNK):
            rows: list[tuple[str, str, str, str]] = []
            for record_id, kind, body in chunk:
                if kind not in KNOWN_BY_NAME:
                    continue
                stated = orjson.loads(body)
                names = (stated["name"], *stated.get("aliases", ()))
                rows.extend(self._named(record_id, kind, names, dataset))
            self._insert_names(rows)

    def kind_of(self, entity_id: str) -> Kind | None:
        """The kind of an entity that the graph has; None for one that it has not."""
        query = "SELECT kind FROM present WHERE id = ? UNION SELECT kind FROM record WHERE id = ?"
        row = self._database.execute(query, (entity_id, entity_id)).fetchone()
        return Kind(row[0]) if row else None

    def leads_to(self, known: Known) -> dict[str, str]:
        """The canonical id of each record that is one with another (see `components.leads_to`)."""
        exists = self._existing({one for pair in (*known.same, *known.close) for one in pair})
        return leads_to(groups_of(self._database.execute(_SHARED)), known, exists)

    def in_graph(self, records: Iterable[str]) -> set[str]:
        """Those of the records of which the graph holds a statement."""
        query = "SELECT 1 FROM record WHERE id = ? LIMIT 1"
        return {one for one in records if self._database.execute(query, (one,)).fetchone()}

    def _existing(self, records: Iterable[str]) -> set[str]:
        query = "SELECT 1 FROM entity WHERE id = ? LIMIT 1"
        staged = {one for one in records if self._database.execute(query, (one,)).fetchone()}
        return staged | self.in_graph(records)

    def _add(self, found: Iterable[Mapping[str, Any]], without: str | None) -> None:
        present: list[tuple[str, str]] = []
        records: list[tuple[str, str, str]] = []
        names: list[tuple[str, str, str, str]] = []
        for one in found:
            present.append((one["id"], one["kind"]))
            for (dataset, record_id), stated in _statements(one):
                records.append((record_id, one["kind"], dataset))
                if dataset != without and one["kind"] in KNOWN_BY_NAME:
                    texts = (stated["name"], *(stated.get("aliases") or ()))
                    names.extend(self._named(record_id, one["kind"], texts, dataset))
        self._database.executemany("INSERT INTO present VALUES (?, ?)", present)
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?)", records)
        self._insert_names(names)

    def _insert_names(self, rows: list[tuple[str, str, str, str]]) -> None:
        self._database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", rows)

    def _named(
        self, record_id: str, kind: str, names: Iterable[str], dataset: str
    ) -> Iterator[tuple[str, str, str, str]]:
        for form in {_form(name) for name in names} - {""}:
            yield kind, form, record_id, dataset
            official = self._other_names.get((kind, form))
            if official is not None:
                yield kind, official, record_id, ""


def _statements(found: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """What is stated of a node of the scan: by data set and record, at least with its names."""
    if found["statements"]:
        yield from unfold({"statements": found["statements"]}).items()
    else:
        for dataset in found["datasets"]:
            yield (dataset, found["id"]), found


@lru_cache(maxsize=_CHUNK)
def _form(name: str) -> str:
    return identity_form(name)
