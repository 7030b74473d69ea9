"""The pipeline of a load: read, merge, resolve, write, sweep, report. Every data set goes through it."""

import secrets
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from graph_api.domain import Kind, NotFoundError
from graph_api.store import (
    LINKS,
    NODES,
    Graph,
    Lease,
    WriteCounts,
    entity,
    hold,
    move,
    put,
    redirects,
    save_load,
    save_redirects,
    save_sources,
    take_back,
)
from loaders.comparison import Comparison
from loaders.dataset import Dataset, Inputs
from loaders.identity.components import Known
from loaders.identity.known import is_settled, keep_settled, other_names
from loaders.identity.roster import Roster
from loaders.report import LoadReport, write_rejections
from loaders.staging import Staging, staging

BATCH = 5_000
"""Records sent in one transaction: measured best on both engines (design, engine.md)."""

NOTHING_KNOWN = Known()
NO_FILES = Inputs({}, "")


class Progress(Protocol):
    """Told how far a load is: `phase`, records done, records in all (None while that is not known)."""

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Take note of one step."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a load is done.

    `known` is what is known of pairs of records; `reports` is the folder for the list of rejected
    records; `waiting` is told once what another load does while this one waits for it. With `strict`
    the first rejected record ends the load, before anything is written, as BadInputError.
    """

    known: Known = NOTHING_KNOWN
    batch: int = BATCH
    strict: bool = False
    progress: Progress | None = None
    reports: Path | None = None
    waiting: Callable[[str], None] | None = None

    def tell(self, phase: str, done: int, total: int | None = None) -> None:
        """Tell the progress, where there is one."""
        if self.progress is not None:
            self.progress(phase, done, total)


def load(
    graph: Graph,
    dataset: Dataset,
    inputs: Inputs = NO_FILES,
    options: Options = Options(),
) -> LoadReport:
    """Bring the graph to what the data set states, and say what that took.

    Loading the same data set again changes nothing; a load that was killed and is run again ends at
    the same graph. What the data set no longer states loses it as a source. One load runs at a time.
    """
    started = now()
    with _read(dataset, inputs, options) as staged, _held(graph, dataset.name, options) as lease:
        save_sources(graph, dataset.sources)
        done = _settle(lease, dataset.name, staged, options)
        report = report_of(dataset, inputs, started, staged, done, options)
        save_load(graph, report.record())
    return report


def preview(
    dataset: Dataset,
    inputs: Inputs = NO_FILES,
    options: Options = Options(),
) -> LoadReport:
    """Do all of a load that needs no database: read, map, merge, check, and report."""
    started = now()
    with _read(dataset, inputs, options) as staged:
        staged.settle()
        return report_of(dataset, inputs, started, staged, None, options)


def unload(graph: Graph, dataset: str, options: Options = Options()) -> int:
    """Take back all that the data set states; returns how many entities and relations left the graph.

    Records that were merged only through it come apart. Raises NotFoundError for a data set that
    states nothing.
    """
    with staging() as staged, _held(graph, dataset, options) as lease:
        done = _settle(lease, dataset, staged, options)
        if not done.stated:
            raise NotFoundError(
                f"nothing of the data set {dataset!r} is loaded; see: sixchains loads"
            )
    return done.removed


def resolve_identity(graph: Graph, options: Options) -> int:
    """Make the graph agree with what is known of pairs of records; returns how many records moved."""
    with staging() as staged, _held(graph, "identity", options) as lease:
        roster = Roster(staged.database, other_names())
        roster.read_graph(graph, without=None)
        before, after = redirects(graph), roster.leads_to(options.known)
        moved = move(lease, before, after)
        keep_settled(graph, options.known)
        return moved.records


@dataclass(frozen=True, slots=True)
class Done:
    """What a load did to the graph."""

    counts: WriteCounts
    removed: int
    joined: int
    stated: int
    """How many elements the data set stated before."""


@contextmanager
def _read(dataset: Dataset, inputs: Inputs, options: Options) -> Iterator[Staging]:
    with staging(strict=options.strict) as staged:
        take_all(staged, dataset, inputs, options)
        yield staged


def take_all(staged: Staging, dataset: Dataset, inputs: Inputs, options: Options) -> None:
    """Stage every file of the data set."""
    for part in dataset.parts(inputs):
        for number in staged.take(part.name, part.records):
            options.tell("read", number)


def _kind_in(graph: Graph, entity_id: str) -> Kind | None:
    """The kind of an entity of the graph; None where it has none of this id."""
    try:
        return entity(graph, entity_id).kind
    except NotFoundError:
        return None


@contextmanager
def _held(graph: Graph, name: str, options: Options) -> Iterator[Lease]:
    with hold(graph, f"a load of {name}", waiting=options.waiting) as lease:
        yield lease


def _settle(lease: Lease, dataset: str, staged: Staging, options: Options) -> Done:
    """Merge, resolve, write what differs, sweep."""
    graph = lease.graph
    roster, comparison = Roster(staged.database, other_names()), Comparison(staged, dataset)
    settled = is_settled(graph, options.known)
    options.tell("compare", 0)
    if settled:
        staged.settle(partial(_kind_in, graph))
        comparison.read(graph, redirects(graph))
        if comparison.agrees():
            staged.drop_closed()
            return Done(WriteCounts(unchanged=comparison.total), 0, 0, comparison.stated)
    roster.read_graph(graph, without=dataset)
    refused = staged.refuse_other_kinds(dataset)
    if not settled:
        staged.settle(roster.kind_of)
    elif refused:
        staged.check_ends(roster.kind_of)
    roster.read_staging(dataset)
    before, after = redirects(graph), roster.leads_to(options.known)
    in_graph = roster.in_graph(before.keys() | after.keys())
    moving = {record: entity for record, entity in after.items() if record in in_graph}
    moved = move(lease, before, moving)
    comparison.read(graph, after)
    staged.drop_closed()
    save_redirects(lease, moving, {one: after[one] for one in after if comparison.has(one)})
    counts = _write(lease, dataset, comparison, options)
    removed = 0
    for elements in (LINKS, NODES):
        gone = comparison.gone(elements)
        removed += take_back(lease, dataset, elements, gone, options.batch)
        options.tell("sweep", removed)
    keep_settled(graph, options.known)
    return Done(counts, removed, moved.records, comparison.stated)


def _write(lease: Lease, dataset: str, comparison: Comparison, options: Options) -> WriteCounts:
    """Write what differs. One batch is sent while the next one is made: the database and we take turns."""
    counts, done = WriteCounts(), 0
    total = comparison.total
    changed_kind = comparison.changed_kind()
    if changed_kind:
        take_back(lease, dataset, NODES, changed_kind, options.batch)
    with ThreadPoolExecutor(1) as sender:
        for elements in (NODES, LINKS):
            sent: deque[Future[WriteCounts]] = deque()
            for batch, unchanged in comparison.batches(elements, options.batch):
                counts += WriteCounts(unchanged=unchanged)
                if len(batch):
                    sent.append(sender.submit(put, lease, dataset, elements, batch))
                while len(sent) > 1:
                    counts += sent.popleft().result()
                done += len(batch) + unchanged
                options.tell("write", done, total)
            for future in sent:
                counts += future.result()
    return counts


def report_of(
    dataset: Dataset,
    inputs: Inputs,
    started: str,
    staged: Staging,
    done: Done | None,
    options: Options,
) -> LoadReport:
    """The report of a load, or of a dry run where nothing was done; writes the list of rejected records."""
    totals = staged.totals()
    load_id = (
        f"{dataset.name}-{started.replace(':', '').replace('+0000', 'Z')}-{secrets.token_hex(2)}"
    )
    rejections = None
    if options.reports is not None:
        rejections = write_rejections(staged.rejections(), options.reports, load_id)
    counts = done.counts if done is not None else WriteCounts()
    return LoadReport(
        load_id=load_id,
        dataset=dataset.name,
        started=started,
        ended=now(),
        read=totals.read,
        entities=totals.entities,
        relations=totals.relations,
        merged=totals.merged,
        rejected=totals.rejected,
        files=tuple(staged.files),
        file_hash=inputs.digest(),
        paths=inputs.paths(),
        reasons=staged.reasons(),
        rejections=rejections,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        removed=done.removed if done is not None else 0,
        joined=done.joined if done is not None else 0,
        dry_run=done is None,
    )


def now() -> str:
    """The time as loads are dated, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
