"""A load of 100,000 rows, killed with SIGKILL at seeded points and run again: every hash must be the same.

    python -m benchmarks.kill [--points 200] [--rows 100000] [--engine embedded|neo4j]

Two versions of one data set are loaded in turn, of which a fifth of the rows differ, so that each load
reads all rows, writes new ones, changes some and sweeps others. Exits with 1 where a hash differs.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections.abc import Iterator

from benchmarks.engines import Bench, benches
from graph_api.domain import Entity, Evidence, Kind, Modality, Record, Relation, RelationType
from graph_api.settings import read_settings
from graph_api.store import clear, graph_hash, hold, open_graph
from loaders.dataset import Dataset
from loaders.pipeline import Options, load

BATCH = 2_000


def main() -> None:
    """Kill, load again, compare; prints each point and the count of equal hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--engine", choices=("embedded", "neo4j"))
    options = parser.parse_args()
    with benches() as found:
        results = [
            killed(bench, options.points, options.rows)
            for bench in found
            if options.engine in (None, bench.name)
        ]
    sys.exit(0 if all(results) else 1)


def killed(bench: Bench, points: int, rows: int) -> bool:
    """Whether all points end at the hash that a load without a kill gives."""
    with hold(bench.graph, "a benchmark") as lease:
        clear(lease)
    expected, steps = [], 0
    for version in (0, 1):
        told: list[str] = []
        load(bench.graph, dataset(version, rows), options=counting(told))
        expected.append(graph_hash(bench.graph))
        steps = len(told)
    chance, same = random.Random(1), 0  # noqa: S311 - seeded on purpose
    for point in range(1, points + 1):
        version, step = point % 2, chance.randrange(1, steps)
        start = time.perf_counter()
        died = load_until(bench, dataset(version, rows), step)
        load(bench.graph, dataset(version, rows), options=Options(batch=BATCH))
        same += graph_hash(bench.graph) == expected[version]
        print(
            f"{bench.name} {point}: killed at step {step} of {steps} ({died}), "
            f"{same}/{point} equal hashes, {time.perf_counter() - start:.1f} s",
            flush=True,
        )
    return same == points


def load_until(bench: Bench, version: Dataset, step: int) -> str:
    """Load in a process of its own that kills itself at a step; how it ended."""
    child = os.fork()
    if child == 0:
        os.environ.update(bench.variables)
        told: list[str] = []

        def progress(phase: str, _done: int, _total: int | None) -> None:
            told.append(phase)
            if len(told) == step:
                os.write(1, f"[{phase}] ".encode())
                os.kill(os.getpid(), signal.SIGKILL)

        with open_graph(read_settings()) as graph:
            load(graph, version, options=Options(batch=BATCH, progress=progress))
        os._exit(0)
    return str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def counting(told: list[str]) -> Options:
    """Options that note each step."""
    return Options(batch=BATCH, progress=lambda phase, _done, _total: told.append(phase))


def dataset(version: int, rows: int) -> Dataset:
    """A third firms, the rest who supplies whom; the same in every run."""

    def records() -> Iterator[Record]:
        chance = random.Random(2)  # noqa: S311 - made data, not a secret
        firms = rows // 3
        for number in range(firms):
            differs = version if number % 5 == 0 else 0
            evidence = (Evidence(f"kill#row={number}"),)
            yield Entity(
                f"kill:{number + differs * firms}", Kind.ENTERPRISE, f"企业{number}", evidence
            )
        for number in range(rows - firms):
            one, other = chance.sample(range(firms // 5 * 5), 2)
            one, other = one - one % 5 + 1, other - other % 5 + 2  # ends that both versions have
            amount = version if number % 5 == 0 else 0
            yield Relation(
                f"kill:{one}",
                RelationType.SUPPLIES,
                f"kill:{other}",
                Modality.FACT,
                (Evidence(f"kill#row={number}"),),
                role=str(number),
                properties={"amount": amount},
            )

    return Dataset("kill", "kill", "kill", (), records)


if __name__ == "__main__":
    main()
