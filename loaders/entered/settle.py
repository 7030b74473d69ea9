"""Brings the graph to what the journal says: the few records that were entered since, or all of it.

A note in the graph says up to which entry it agrees; it is written last, so whoever is killed before
leaves work that the next one does again, to the same end.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from graph_api.domain import BusyError, NotFoundError, Relation
from graph_api.store import (
    LINKS,
    NODES,
    Batch,
    Graph,
    Lease,
    LoadRecord,
    WriteCounts,
    element_of,
    entity,
    hold,
    note,
    put,
    save_load,
    save_note,
    save_sources,
    stated_of_entity,
    stated_of_relation,
    take_back,
)
from loaders.entered.dataset import entered_dataset
from loaders.entered.journal import Entries, Entry, Journal, mark_of
from loaders.entered.records import DATASET, SOURCE, entity_of_standing, relations_of_standing
from loaders.entered.state import Standing, standings
from loaders.identity.components import Known
from loaders.identity.known import is_settled, keep_settled
from loaders.pipeline import Options, load, now
from loaders.report import LoadReport

NOTE = "entered"
UNLOADED = "unloaded"
"""What the note says after an unload: the next write brings everything back, a look does not."""

MOST_AT_ONCE = 50
"""Records that are brought in one by one; more go through a load, which looks at the whole graph once."""

WAIT_SECONDS = 5.0
TURN_SECONDS = 0.5
"""After so long a look whether another writer has brought in what this one waits to bring in."""

LOAD_ID = "entered-by-people"
"""The one account of all writes that were no load: else there would be one for each need."""


def is_behind(graph: Graph, journal: Journal) -> bool:
    """Whether the graph lacks something of the journal, and nobody unloaded it on purpose."""
    return note(graph, NOTE) not in {mark_of(journal.entries()), UNLOADED}


def settle(
    graph: Graph, journal: Journal, known: Known, wait: float = WAIT_SECONDS
) -> tuple[str, ...]:
    """Bring the graph to the journal; returns the ids of ends that the graph lacks.

    Relations to them are left out, and come with a load of `entered` once their data set is there.
    Raises BusyError where somebody else writes for longer than `wait` seconds, and
    DatabaseUnavailableError: what was entered stays in the journal, and the next call completes it.
    """
    wanted = len(journal.entries())
    deadline = time.monotonic() + wait
    while wanted and not _has(graph, journal, wanted):
        left = deadline - time.monotonic()
        try:
            with hold(graph, "entering needs and offers", wait=min(left, TURN_SECONDS)) as lease:
                missing = _few(lease, journal, known)
        except BusyError:
            if left <= 0:
                raise
            continue  # whoever writes may have brought this in as well
        if missing is None:
            load_all(graph, journal, Options(known=known))
        return missing or ()
    return ()


def _has(graph: Graph, journal: Journal, number: int) -> bool:
    """Whether the graph has the entries up to this one."""
    told = note(graph, NOTE)
    return told != UNLOADED and _agreed(told, journal.entries()) >= number


def _few(lease: Lease, journal: Journal, known: Known) -> tuple[str, ...] | None:
    """Bring in the few records that the graph lacks; None where that is for a load to do."""
    entries, told = journal.entries(), note(lease.graph, NOTE)
    done = _agreed(told, entries)
    touched = {entry.id for entry in entries[done:]}
    if (not done and told) or len(touched) > MOST_AT_ONCE:
        return None
    if not told:
        save_sources(lease.graph, (SOURCE,))
    return _apply(lease, journal, entries, touched, known)


def load_all(graph: Graph, journal: Journal, options: Options) -> LoadReport:
    """Load the whole data set, and note that the graph agrees with the journal as it was before.

    Raises NotFoundError where nothing was entered yet, and what `load` raises.
    """
    mark = mark_of(journal.entries())
    report = load(graph, *entered_dataset(journal.path), options)
    save_note(graph, NOTE, mark)
    return report


def forget(graph: Graph) -> None:
    """Note that the data set was unloaded."""
    save_note(graph, NOTE, UNLOADED)


def _agreed(mark: str, entries: Entries) -> int:
    """With how many of the entries the graph agreed; 0 where its note is of another journal."""
    told = mark.partition(" ")[0]
    number = int(told) if told.isdecimal() else 0
    return number if number <= len(entries) and mark == mark_of(entries[:number]) else 0


@dataclass(slots=True)
class _Change:
    """What one record is to state, and what it stated in any of its versions."""

    standing: Standing
    relations: dict[str, Relation] = field(default_factory=dict)
    once: set[str] = field(default_factory=set)


def _apply(
    lease: Lease, journal: Journal, entries: Entries, touched: Collection[str], known: Known
) -> tuple[str, ...]:
    graph = lease.graph
    settled = is_settled(graph, known)
    changes = _changes(entries, touched)
    ids = {end for one in changes for relation in one.once for end in _ends(relation)}
    leads, missing = _leads(graph, {*ids, *touched})
    counts = _write(lease, changes, leads, missing)
    _withdraw(lease, changes, leads)
    if settled:  # no need and no offer is told by its name: what was known of names still holds
        keep_settled(graph, known)
    _keep_account(graph, journal, entries, counts)
    save_note(graph, NOTE, mark_of(entries))
    return tuple(sorted(missing - set(touched)))


def _changes(entries: Entries, touched: Collection[str]) -> list[_Change]:
    found: dict[str, _Change] = {}
    mine: list[Entry] = [entry for entry in entries if entry.id in touched]
    for number, entry in enumerate(mine, 1):
        before = found.get(entry.id)
        standing = standings(one for one in mine[:number] if one.id == entry.id)[entry.id]
        relations = {one.id: one for one in relations_of_standing(standing)}
        change = before or _Change(standing)
        change.standing = standing
        change.relations = {} if standing.deleted else relations
        change.once |= relations.keys()
        found[entry.id] = change
    return list(found.values())


def _leads(graph: Graph, ids: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """Where each of the ids leads in the graph, and those that it has not."""
    leads: dict[str, str] = {}
    missing: set[str] = set()
    for one in sorted(ids):
        try:
            leads[one] = entity(graph, one).id
        except NotFoundError:
            missing.add(one)
    return leads, missing


def _write(
    lease: Lease, changes: Iterable[_Change], leads: Mapping[str, str], missing: set[str]
) -> WriteCounts:
    nodes, links = Batch(), Batch()
    for change in changes:
        own = change.standing.id
        if change.standing.deleted:
            continue
        stated = stated_of_entity(entity_of_standing(change.standing))
        nodes.stated.setdefault(leads.get(own, own), {})[own] = stated
        for relation_id, relation in change.relations.items():
            element = element_of(relation_id, leads)
            if element is not None and not missing & (_ends(relation_id) - {own}):
                links.stated.setdefault(element, {})[relation_id] = stated_of_relation(relation)
    return put(lease, DATASET, NODES, nodes) + put(lease, DATASET, LINKS, links)


def _withdraw(lease: Lease, changes: Iterable[_Change], leads: Mapping[str, str]) -> None:
    links: set[str] = set()
    nodes: set[str] = set()
    for change in changes:
        stand = {element_of(one, leads) for one in change.relations}
        links |= {
            element
            for one in change.once
            if (element := element_of(one, leads)) is not None and element not in stand
        }
        if change.standing.deleted:
            nodes.add(leads.get(change.standing.id, change.standing.id))
    take_back(lease, DATASET, LINKS, links)
    take_back(lease, DATASET, NODES, nodes)


def _keep_account(graph: Graph, journal: Journal, entries: Entries, counts: WriteCounts) -> None:
    """Keep what a rebuild needs to know: that the data set was brought in, and from where."""
    standing = [one for one in standings(entries).values() if not one.deleted]
    relations = sum(len(relations_of_standing(one)) for one in standing)
    _, inputs = entered_dataset(journal.path)
    record = LoadRecord(
        id=LOAD_ID,
        dataset=DATASET,
        started=now(),
        ended=now(),
        read=len(standing) + relations,
        entities=len(standing),
        relations=relations,
        merged=0,
        rejected=0,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        file_hash=inputs.digest(),
        paths=inputs.paths(),
    )
    save_load(graph, record)


def _ends(relation_id: str) -> set[str]:
    from_id, _, to_id, _ = relation_id.split("|", 3)
    return {from_id, to_id}
