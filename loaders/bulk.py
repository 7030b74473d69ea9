"""The first load of several data sets at once: gathered beside the graph, then written in one go.

It has the hash that loading them one after the other gives. A relation to something that only a
later data set states is rejected, as it is there. One whose ends are one for a while, until a later
data set parts them again, is kept, where loads one by one take it back when they are run again. No
engine is asked anything, which is why it is quick.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import groupby
from operator import itemgetter

import orjson

from graph_api.domain import BadInputError, BusyError
from graph_api.settings import Settings
from graph_api.store import Properties, WriteCounts, engine, fold, open_graph
from graph_api.store.bookkeeping import properties_of_load
from graph_api.store.bulk import bulk_write
from graph_api.store.state import DATABASE
from loaders.comparison import keep_leads, place
from loaders.dataset import Dataset, Inputs
from loaders.identity.known import other_names
from loaders.identity.roster import Roster
from loaders.pipeline import Done, Options, now, report_of, take_all
from loaders.report import LoadReport
from loaders.staging import Staging, staging

Chosen = tuple[Dataset, Inputs]

_STAGED = ("entity", "relation", "rejected")
_COUNT = """
SELECT stated_by, count(*)
FROM (SELECT group_concat(DISTINCT number) AS stated_by FROM ({}) GROUP BY element) GROUP BY stated_by
"""
_DROP_INDEXES = "".join(
    f"DROP INDEX {name};"
    for name in ("entity_id", "relation_id", "entity_element", "relation_element")
)


def bulk_load(
    settings: Settings, chosen: Sequence[Chosen], options: Options
) -> tuple[LoadReport, ...]:
    """Load the data sets into the empty graph of the embedded engine, which must not run.

    Either all of them are in the graph in the end, or it is empty. Raises as `must_be_unused` and
    `bulk_write` do.
    """
    must_be_unused(settings)
    with gathered(chosen, options) as found:

        def tell(phase: str, done: int, _: int | None) -> None:
            options.tell(phase, done, found.total if phase == "write" else None)

        bulk_write(
            settings.data_folder,
            settings.heap_megabytes,
            found.entities(),
            found.relations(),
            found.notes(),
            progress=tell,
        )
        return found.reports


def must_be_unused(settings: Settings) -> None:
    """Raise BusyError where the embedded engine runs, BadInputError where its graph is not empty."""
    if engine.status(settings) is not None:
        raise BusyError(
            f"the embedded engine serves {settings.data_folder}; stop it first: sixchains engine stop"
        )
    if not (settings.data_folder / "databases" / DATABASE).exists():
        return
    try:
        with open_graph(settings) as graph:
            found = graph.read("MATCH (n:Entity) RETURN n.id AS id LIMIT 1").rows
    finally:
        engine.stop(settings)
    if found:
        raise BadInputError(
            "the graph is not empty, and a bulk load is for the first one; use sixchains load, "
            "or choose another folder with SIXCHAINS_DATA_FOLDER"
        )


@dataclass(slots=True)
class Gathered:
    """What several data sets state together, folded as the graph holds it: `export.elements.Elements`."""

    chosen: Sequence[Chosen]
    leads_to: dict[str, str]
    reports: tuple[LoadReport, ...] = ()
    total: int = 0
    """How many elements and notes there are."""

    _database: sqlite3.Connection = field(kw_only=True)

    def entities(self) -> Iterator[Properties]:
        """The properties of each entity, by id."""
        return self._folded("entity")

    def relations(self) -> Iterator[Properties]:
        """The properties of each relation, by id; its type and ends are in its id."""
        return self._folded("relation")

    def notes(self) -> Iterator[tuple[str, Properties]]:
        """Label and properties of sources, redirects and the account of each load."""
        sources = {one.id: one for dataset, _ in self.chosen for one in dataset.sources}
        for source in sources.values():
            yield "Source", asdict(source)
        for record, entity in sorted(self.leads_to.items()):
            yield "Redirect", {"id": record, "to": entity}
        for report in self.reports:
            yield "Load", properties_of_load(report.record())

    def _folded(self, table: str) -> Iterator[Properties]:
        parts = _of_all(table, "element, {number} AS number, id, body", self.chosen)
        rows = self._database.cursor().execute(f"{parts} ORDER BY element")
        names = [dataset.name for dataset, _ in self.chosen]
        for element_id, found in groupby(rows, key=itemgetter(0)):
            statements = {
                (names[number], record_id): orjson.loads(body)
                for _, number, record_id, body in found
            }
            yield fold(statements, element_id)


@contextmanager
def gathered(chosen: Sequence[Chosen], options: Options) -> Iterator[Gathered]:
    """Read and settle the data sets in this order, each as if those before it were in the graph.

    Where two of them contradict each other the first one stands, as in an ordinary load. What is
    rejected is written to the reports.
    """
    with staging(strict=options.strict) as first:
        database = first.database
        roster = Roster(database, other_names())
        database.execute("CREATE INDEX record_id ON record(id)")
        shelf: list[_Settled] = []
        staged = first
        for one in chosen:
            shelf.append(_settled(one, staged, roster, options))
            _put_by(database, len(shelf) - 1)
            staged = Staging(database, strict=options.strict)
        options.tell("match", 0)
        leads_to = roster.leads_to(options.known)
        keep_leads(database, leads_to)
        database.executescript("".join(f"DROP TABLE {table};" for table in _STAGED))
        joined = [_placed(it.staged, number, leads_to) for number, it in enumerate(shelf)]
        counts = _counts(database, chosen)
        reports: list[LoadReport] = []
        for number, (settled, (dataset, inputs)) in enumerate(zip(shelf, chosen, strict=True)):
            done = Done(counts[number], 0, joined[number], 0)
            with _taken_down(database, number):
                report = report_of(dataset, inputs, settled.started, settled.staged, done, options)
            reports.append(report)
        total = sum(one.created for one in counts) + len(leads_to) + len(chosen)
        yield Gathered(chosen, leads_to, tuple(reports), total, _database=database)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A data set that was read, and when that began."""

    staged: Staging
    started: str


def _settled(one: Chosen, staged: Staging, roster: Roster, options: Options) -> _Settled:
    """Read a data set into the staging and settle it against those before it, which `record` lists."""
    (dataset, inputs), started = one, now()
    take_all(staged, dataset, inputs, options)
    options.tell("compare", 0)
    staged.refuse_other_kinds(dataset.name)
    staged.settle(roster.kind_of)
    roster.read_staging(dataset.name)
    # In the order of ids, so that the index grows in place.
    query = "INSERT INTO record SELECT id, kind, ? FROM entity ORDER BY id"
    staged.database.execute(query, (dataset.name,))
    staged.database.executescript(_DROP_INDEXES)
    return _Settled(staged, started)


def _placed(staged: Staging, number: int, leads_to: dict[str, str]) -> int:
    """Give the records of a data set their elements; returns how many of them lead elsewhere."""
    with _taken_down(staged.database, number):
        place(staged, leads_to)
        query = "SELECT count(*) FROM entity WHERE element <> id"
        return int(staged.database.execute(query).fetchone()[0])


def _counts(database: sqlite3.Connection, chosen: Sequence[Chosen]) -> list[WriteCounts]:
    """What each data set is the first to state, and what it adds to."""
    created, updated = Counter[int](), Counter[int]()
    for table in ("entity", "relation"):
        parts = _of_all(table, "element, {number} AS number", chosen)
        for stated_by, number in database.execute(_COUNT.format(parts)):
            first, *others = sorted(map(int, stated_by.split(",")))
            created[first] += number
            for other in others:
                updated[other] += number
    return [WriteCounts(created[one], updated[one]) for one in range(len(chosen))]


def _of_all(table: str, columns: str, chosen: Iterable[Chosen]) -> str:
    """A query over the table of all data sets that were put by."""
    return " UNION ALL ".join(
        f"SELECT {columns.format(number=number)} FROM {table}_{number}"  # noqa: S608 - its own tables
        for number, _ in enumerate(chosen)
    )


def _put_by(database: sqlite3.Connection, number: int) -> None:
    """Give the tables of a staging names of their own, so that there is room for the next one."""
    for table in _STAGED:
        database.execute(f"ALTER TABLE {table} RENAME TO {table}_{number}")


@contextmanager
def _taken_down(database: sqlite3.Connection, number: int) -> Iterator[None]:
    """The tables of a staging under the names that it knows them by."""
    for table in _STAGED:
        database.execute(f"ALTER TABLE {table}_{number} RENAME TO {table}")
    yield
    _put_by(database, number)
