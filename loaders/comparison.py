"""What a data set states against what the graph has of it: what is new, the same, changed and gone."""

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson

from graph_api.store import (
    LINKS,
    NODES,
    Batch,
    Elements,
    Graph,
    element_of,
    fold,
    loads,
    read_pages,
    restated,
)
from loaders.staging import Staging

_CHUNK = 5_000
_TABLES = """
DROP TABLE IF EXISTS own; DROP TABLE IF EXISTS joint; DROP TABLE IF EXISTS leads;
CREATE TABLE own(element TEXT PRIMARY KEY, digest TEXT, body BLOB, is_link INTEGER) WITHOUT ROWID;
CREATE TABLE joint(element TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_LEADS = "CREATE TABLE leads(record TEXT PRIMARY KEY, element TEXT) WITHOUT ROWID"
_STATED = {
    0: "MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto AND $dataset IN n.datasets "
    "RETURN collect([n.id, n.digest, "
    "CASE WHEN n.statements IS NULL THEN NULL ELSE properties(n) END]) AS found",
    1: "MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto "
    "MATCH (n)-[r]->(:Entity) WHERE $dataset IN r.datasets "
    "RETURN collect([r.id, r.digest, "
    "CASE WHEN r.statements IS NULL THEN NULL ELSE properties(r) END]) AS found",
}
_ENTITIES = """
SELECT e.element, e.id, e.body, own.digest, own.body, p.id IS NULL AND j.element IS NULL
FROM entity e LEFT JOIN own ON own.element = e.element LEFT JOIN present p ON p.id = e.element
LEFT JOIN joint j ON j.element = e.element
ORDER BY e.element
"""
_RELATIONS = """
SELECT r.element, r.id, r.body, own.digest, own.body,
    (pa.id IS NULL AND ja.element IS NULL) OR (pb.id IS NULL AND jb.element IS NULL)
FROM relation r LEFT JOIN own ON own.element = r.element
LEFT JOIN leads la ON la.record = r.from_id LEFT JOIN leads lb ON lb.record = r.to_id
LEFT JOIN present pa ON pa.id = coalesce(la.element, r.from_id)
LEFT JOIN present pb ON pb.id = coalesce(lb.element, r.to_id)
LEFT JOIN joint ja ON ja.element = coalesce(la.element, r.from_id)
LEFT JOIN joint jb ON jb.element = coalesce(lb.element, r.to_id)
WHERE r.element IS NOT NULL
ORDER BY r.element
"""

_OF_MERGED = """
SELECT seq, id FROM relation WHERE seq > ? AND
    (from_id IN (SELECT record FROM leads) OR to_id IN (SELECT record FROM leads))
ORDER BY seq LIMIT ?
"""


class Comparison:
    """The staged records by the element of the graph that each belongs to, beside what the graph has.

    `leads_to` gives the entity of each merged record. An element is new where the graph did not have
    it when it was read: an entity by its id, a relation because one of its ends was not there.
    """

    def __init__(self, staged: Staging, dataset: str) -> None:
        self._staged = staged
        self._database = staged.database
        self._dataset = dataset
        self.stated = 0

    def read(self, graph: Graph, leads_to: Mapping[str, str]) -> None:
        """Give each record its element of the graph, and take what the graph has of the data set.

        May be called again with another `leads_to`: nothing of the first call is left.
        """
        self._database.executescript(_TABLES)
        keep_leads(self._database, leads_to)
        joint = sorted({(one,) for one in leads_to.values()})
        self._database.executemany("INSERT INTO joint VALUES (?)", joint)
        assign(self._database, leads_to)
        self.stated = 0
        if not self._was_loaded(graph):
            return
        values = {"dataset": self._dataset}
        for is_link, query in _STATED.items():
            for page in read_pages(graph, query, values):
                rows = (
                    (element_id, digest, found and orjson.dumps(found), is_link)
                    for element_id, digest, found in page
                )
                self._database.executemany("INSERT INTO own VALUES (?, ?, ?, ?)", rows)
                self.stated += len(page)

    def _was_loaded(self, graph: Graph) -> bool:
        query = "SELECT EXISTS(SELECT 1 FROM record WHERE dataset = ?)"
        (stated,) = self._database.execute(query, (self._dataset,)).fetchone()
        return bool(stated) or any(one.dataset == self._dataset for one in loads(graph))

    def agrees(self) -> bool:
        """Whether the graph has all that is staged as it should be, and nothing else of the data set."""
        for elements in (NODES, LINKS):
            if self.gone(elements):
                return False
            if any(len(batch) for batch, _ in self.batches(elements, _CHUNK)):
                return False
        return True

    @property
    def total(self) -> int:
        """How many elements the data set states."""
        query = "SELECT (SELECT count(DISTINCT element) FROM entity) + (SELECT count(DISTINCT element) FROM relation)"
        return int(self._database.execute(query).fetchone()[0])

    def has(self, record_id: str) -> bool:
        """Whether a record of this id is staged or stands in the graph through another data set."""
        query = (
            "SELECT EXISTS(SELECT 1 FROM entity WHERE id = ?) "
            "OR EXISTS(SELECT 1 FROM record WHERE id = ? AND dataset <> ?)"
        )
        return bool(
            self._database.execute(query, (record_id, record_id, self._dataset)).fetchone()[0]
        )

    def changed_kind(self) -> list[str]:
        """The entities that only this data set states, and now as another kind."""
        query = (
            "SELECT DISTINCT e.element FROM entity e JOIN own ON own.element = e.element "
            "JOIN present p ON p.id = e.element WHERE p.kind <> e.kind "
            "AND (own.body IS NULL OR json_array_length(own.body, '$.datasets') = 1)"
        )
        return [one for (one,) in self._database.execute(query)]

    def batches(self, elements: Elements, size: int) -> Iterator[tuple[Batch, int]]:
        """What is to be written, at most `size` elements at a time, and how many were as they should be."""
        cursor = self._database.cursor().execute(_RELATIONS if elements is LINKS else _ENTITIES)
        batch, unchanged = Batch(), 0
        for element_id, rows in groupby(cursor, key=itemgetter(0)):
            if not self._sort(element_id, list(rows), batch):
                unchanged += 1
            if len(batch) + unchanged >= size:
                yield batch, unchanged
                batch, unchanged = Batch(), 0
        yield batch, unchanged

    def gone(self, elements: Elements) -> list[str]:
        """The elements that the graph has of the data set and that it no longer states."""
        table, is_link = ("relation", 1) if elements is LINKS else ("entity", 0)
        query = (
            "SELECT element FROM own WHERE is_link = ? "
            f"AND element NOT IN (SELECT element FROM {table} WHERE element IS NOT NULL)"
        )
        return [one for (one,) in self._database.execute(query, (is_link,))]

    def _sort(self, element_id: str, rows: list[tuple[Any, ...]], batch: Batch) -> bool:
        """Put the element into the batch unless the graph has it as it should be; whether it was put."""
        records = {record_id: orjson.loads(body) for _, record_id, body, *_ in rows}
        *_, digest, before, is_new = rows[0]
        if digest is None and not is_new:
            batch.stated[element_id] = records
            return True
        folded = fold(restated(orjson.loads(before or "{}"), self._dataset, records), element_id)
        if digest is None:
            batch.new[element_id] = folded
            return True
        if folded["digest"] == digest:
            return False
        batch.stated[element_id] = records
        return True


def keep_leads(database: sqlite3.Connection, leads_to: Mapping[str, str]) -> None:
    """Make the table `leads`: the entity of each merged record."""
    database.execute(_LEADS)
    database.executemany("INSERT INTO leads VALUES (?, ?)", sorted(leads_to.items()))


def place(staged: Staging, leads_to: Mapping[str, str]) -> None:
    """Give each record its element of the graph, and reject relations whose ends are one."""
    assign(staged.database, leads_to)
    staged.drop_closed()


def assign(database: sqlite3.Connection, leads_to: Mapping[str, str]) -> None:
    """Give each record of a merged entity, and each relation of one, its element of the graph.

    A relation whose ends are one has none. The table `leads` holds what `leads_to` says.
    """
    last = -1
    for table in ("entity", "relation"):
        database.execute(f"UPDATE {table} SET element = id WHERE element IS NOT id")
    database.execute(
        "UPDATE entity SET element = (SELECT element FROM leads WHERE record = id) "
        "WHERE id IN (SELECT record FROM leads)"
    )
    while rows := database.execute(_OF_MERGED, (last, _CHUNK)).fetchall():
        for seq, relation_id in rows:
            row = (element_of(relation_id, leads_to), seq)
            database.execute("UPDATE relation SET element = ? WHERE seq = ?", row)
        last = rows[-1][0]
