"""The decisions on which records are one: found by rule, made by people, undone, and brought to the graph."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import neo4j

from graph_api.domain import ORGANISATIONS, BadInputError, Entity, Kind
from graph_api.store import Graph, entity, redirects, scan_pages, unfold
from loaders.identity.compare import Band
from loaders.identity.judgements import (
    Judgement,
    Verdict,
    append_judgement,
    read_judgements,
    write_judgements,
)
from loaders.identity.known import CLOSE_FILE, JUDGEMENTS_FILE, REVIEW_FILE
from loaders.identity.pairs import Named, Pair, find_pairs

BY_RULE = "rule"
"""Who judged a pair that no person did."""

_NAMES = """
MATCH (n:Entity) WHERE n.id > $after AND n.id <= $upto AND n.kind IN $kinds
RETURN n.id AS id, n.kind AS kind, n.name AS name, n.aliases AS aliases, n.region AS region,
       n.datasets AS datasets, n.statements AS statements
"""


@dataclass(frozen=True, slots=True)
class Found:
    """How many pairs the rule found to be one, and how many a person should look at."""

    close: int
    to_review: int


def find_close(
    graph: Graph, folder: Path, progress: Callable[[int, int], None] | None = None
) -> Found:
    """Look for organisations of the graph that could be one, and keep the pairs in the data folder.

    What the rule is sure of is kept as close pairs, which the next load and `apply` join; the rest is
    for review. Pairs that are one entity already, or were judged, are left out. Both files are made
    anew, so they are a function of the records in the graph.
    """
    one_entity = redirects(graph)
    judged = {one.pair for one in read_judgements(folder / JUDGEMENTS_FILE)}
    held = {one.pair for one in read_judgements(folder / CLOSE_FILE)}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    close: list[Judgement] = []
    review: list[Judgement] = []
    for pair in find_pairs(named_records(graph), progress=progress):
        ends = (pair.left, pair.right)
        joined = one_entity.get(pair.left, pair.left) == one_entity.get(pair.right, pair.right)
        if ends in judged or (joined and ends not in held):
            continue
        if pair.band is Band.MERGE:
            close.append(_by_rule(pair, "same", now))
        elif not joined:
            review.append(_by_rule(pair, "unsure", now))
    write_judgements(folder / CLOSE_FILE, close)
    write_judgements(folder / REVIEW_FILE, review)
    return Found(len(close), len(review))


def named_records(graph: Graph) -> Iterator[Named]:
    """Every record of an organisation that the graph holds, with its names."""

    def rows(found: Iterator[neo4j.Record]) -> list[Named]:
        return list(chain.from_iterable(map(_named, found)))

    values = {"kinds": sorted(ORGANISATIONS)}
    return chain.from_iterable(scan_pages(graph, _NAMES, values, rows))


def to_review(folder: Path) -> list[Judgement]:
    """The pairs that a person should look at and nobody has judged yet, the closest first."""
    judged = {one.pair for one in read_judgements(folder / JUDGEMENTS_FILE)}
    return [one for one in read_judgements(folder / REVIEW_FILE) if one.pair not in judged]


def judge(graph: Graph, folder: Path, judgement: Judgement) -> None:
    """Keep what a person says of two records of the graph; `apply` brings it to the graph.

    Raises NotFoundError for a record that the graph does not have, BadInputError for two of
    different kinds that are said to be the same.
    """
    left, right = entity(graph, judgement.left), entity(graph, judgement.right)
    if judgement.verdict == "same" and left.kind is not right.kind:
        raise BadInputError(
            f"{left.name} is a {left.kind} and {right.name} a {right.kind}: one thing has one kind; "
            "correct the kind at its source"
        )
    append_judgement(folder / JUDGEMENTS_FILE, judgement)


def split(graph: Graph, folder: Path, record_id: str, who: str, why: str) -> list[str]:
    """Judge a record to be different from the others of its entity; returns their ids.

    Raises NotFoundError for a record that the graph does not have, BadInputError for one that was
    never merged.
    """
    found = entity(graph, record_id)
    others = [one for one in found.record_ids if one != record_id]
    if not others or record_id not in found.record_ids:
        raise BadInputError(
            f"{record_id} is not merged with anything, so there is nothing to split"
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for other in others:
        judgement = Judgement(record_id, other, "different", who, now, why)
        append_judgement(folder / JUDGEMENTS_FILE, judgement)
    return others


def both(graph: Graph, pair: Judgement) -> tuple[Entity, Entity]:
    """The two entities of a pair. Raises NotFoundError where one left the graph since."""
    return entity(graph, pair.left), entity(graph, pair.right)


def _by_rule(pair: Pair, verdict: Verdict, now: str) -> Judgement:
    return Judgement(pair.left, pair.right, verdict, BY_RULE, now, f"{pair.score:.3f}: {pair.why}")


def _named(found: neo4j.Record) -> Iterator[Named]:
    kind = Kind(found["kind"])
    if not found["statements"]:
        names = (found["name"], *(found["aliases"] or ()))
        yield Named(found["id"], kind, names, found["region"])
        return
    for (_, record_id), stated in unfold({"statements": found["statements"]}).items():
        names = (stated["name"], *stated.get("aliases", ()))
        yield Named(record_id, kind, names, stated.get("region"))
