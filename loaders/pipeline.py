"""The pipeline of a load: read, map, resolve, write, sweep, report. Every data set goes through it."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from graph_api.domain import BadInputError, Record, Source
from graph_api.store import Graph, LoadRecord, WriteCounts, save_load, save_sources, sweep, write
from loaders.merge import Statement, state
from loaders.report import LoadReport

BATCH = 5_000
"""Records sent in one transaction: measured best on both engines (design, engine.md)."""


class Progress(Protocol):
    """Told how far a load is: `phase`, records done, records in all (None while that is not known)."""

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        """Take note of one step."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set that can be loaded: `records` reads it anew each time and knows no database."""

    name: str
    title: str
    title_zh: str
    sources: tuple[Source, ...]
    records: Callable[[], Iterator[Record]]


def load(
    graph: Graph,
    dataset: Dataset,
    *,
    progress: Progress | None = None,
    batch: int = BATCH,
    strict: bool = False,
) -> LoadReport:
    """Bring the graph to what the data set states, and say what that took.

    Loading the same data set again changes nothing; a load that was killed and is run again ends at
    the same graph. What the data set no longer states loses it as a source. With `strict` the first
    rejected record ends the load, before anything is written, as BadInputError.
    """
    started = _now()
    statement = _state(dataset, progress, strict=strict)
    save_sources(graph, dataset.sources)
    counts = write(
        graph,
        dataset.name,
        statement.entities.values(),
        statement.relations.values(),
        batch=batch,
        progress=progress,
    )
    removed = sweep(graph, dataset.name, statement.entities.keys(), statement.relations.keys())
    report = _report(dataset, started, statement, counts, removed)
    save_load(graph, _bookkeeping(report))
    return report


def preview(
    dataset: Dataset, *, progress: Progress | None = None, strict: bool = False
) -> LoadReport:
    """Do all of a load but write: read, map, merge, check, and report."""
    started = _now()
    statement = _state(dataset, progress, strict=strict)
    return _report(dataset, started, statement, WriteCounts(), 0, dry_run=True)


def _state(dataset: Dataset, progress: Progress | None, *, strict: bool) -> Statement:
    statement = state(_counted(dataset.records(), progress))
    if strict and statement.rejected:
        first = statement.rejected[0]
        message = (
            f"{len(statement.rejected)} records of {dataset.name} are rejected, the first at "
            f"{first.source or 'an unknown place'}: {first.reason}; correct them or load without --strict"
        )
        raise BadInputError(message)
    return statement


def _counted(records: Iterator[Record], progress: Progress | None) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        if progress is not None and number % 500 == 0:
            progress("read", number, None)
        yield record


def _report(
    dataset: Dataset,
    started: str,
    statement: Statement,
    counts: WriteCounts,
    removed: int,
    *,
    dry_run: bool = False,
) -> LoadReport:
    return LoadReport(
        load_id=f"{dataset.name}-{started.replace(':', '').replace('+0000', 'Z')}-{secrets.token_hex(2)}",
        dataset=dataset.name,
        started=started,
        ended=_now(),
        read=statement.read,
        entities=len(statement.entities),
        relations=len(statement.relations),
        merged=statement.merged,
        rejected=tuple(statement.rejected),
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        removed=removed,
        dry_run=dry_run,
    )


def _bookkeeping(report: LoadReport) -> LoadRecord:
    return LoadRecord(
        id=report.load_id,
        dataset=report.dataset,
        started=report.started,
        ended=report.ended,
        read=report.read,
        entities=report.entities,
        relations=report.relations,
        merged=report.merged,
        rejected=len(report.rejected),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
