"""Reconciliation: a batch of 200 queries over the names of the scale set, against a look at every name.

    python -m benchmarks.reconcile

The names are those of chainkg, ickg25 and registry-zhejiang in ../shared/data. Half of the queries are
names that are there, half are such names with a character left out. The baseline is what an index saves:
the scorer of rapidfuzz over all names, once for each query. Needs no database, since names are in memory.
"""

import random
import resource
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.ratio import Timing, in_turn, report
from graph_api.domain import Entity, Kind
from graph_api.http.models_reconcile import MOST_QUERIES, QueryIn
from graph_api.http.reconciling.candidates import SHARED_NAME, answers
from graph_api.http.reconciling.facts import Facts
from graph_api.http.reconciling.names import Names
from graph_api.http.reconciling.vocabulary import Property
from graph_api.store.named import NamesOf
from loaders.registry import DATASETS

DATA = Path(__file__).parents[2] / "shared" / "data"
SETS = ("chainkg", "ickg25", "registry-zhejiang")
REPETITIONS = 5
SCANNED = 5
"""Queries that the baseline answers in each repetition; its time is counted for a batch."""


def main() -> None:
    """Print how long the names take to be taken in, their memory, and the batch as a ratio."""
    rows = list(names_of_scale_set())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    names = Names(rows)
    seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(names):,} entities taken in: {seconds:.1f} s, {grown:,.0f} MB more at the peak")
    chance = random.Random(5)  # noqa: S311 - which queries are asked
    asked = [chance.choice(chance.choice(rows).names) for _ in range(MOST_QUERIES)]
    queries = {
        f"q{number}": QueryIn(query=text if number % 2 else without_one(text, chance))
        for number, text in enumerate(asked)
    }
    found = answers(nothing, names, queries, "zh")
    exact = sum(
        found[f"q{number}"].result[0].score >= SHARED_NAME for number in range(1, MOST_QUERIES, 2)
    )
    near = sum(
        bool(
            {one.id for one in names.exact(asked[number], frozenset(Kind))}
            & {one.id for one in found[f"q{number}"].result}
        )
        for number in range(0, MOST_QUERIES, 2)
    )
    print(f"of 100 exact names {exact} come first, of 100 with a slip {near} are offered")
    every = [name for row in rows for name in row.names]
    texts = [one.query for one in queries.values()]

    def look_at_every_name() -> None:
        for text in texts[:SCANNED]:
            process.extract(text, every, scorer=fuzz.ratio, limit=5)

    ours, scan = in_turn(
        lambda: answers(nothing, names, queries, "zh"),
        look_at_every_name,
        repetitions=REPETITIONS,
    )
    whole = Timing(tuple(one * MOST_QUERIES / SCANNED for one in scan.seconds))
    report(f"{MOST_QUERIES} queries", ours, whole, against="a look at every name")


def nothing(_ids: Collection[str], _asked: Collection[Property]) -> Facts:
    """No query asks for properties."""
    return Facts()


def without_one(text: str, chance: random.Random) -> str:
    """The text without one of its characters."""
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :] or text


def names_of_scale_set() -> Iterator[NamesOf]:
    """The names of each entity, once."""
    seen: set[str] = set()
    for name in SETS:
        dataset = DATASETS[name]
        for part in dataset.parts(dataset.inputs_in(DATA)):
            for record in part.records:
                if isinstance(record, Entity) and record.id not in seen:
                    seen.add(record.id)
                    names = tuple(filter(None, (record.name, record.name_en, *record.aliases)))
                    yield NamesOf(record.id, record.kind, names, (), record.status)


if __name__ == "__main__":
    main()
