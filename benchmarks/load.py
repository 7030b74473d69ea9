"""A load of the scale set against a bare script that sends the same UNWIND batches to the same engine.

    python -m benchmarks.load [--from ../shared/data] [--engine embedded|neo4j]

The scale set is chainkg, ickg25 and registry-zhejiang: about 236,000 entities and 309,000 relations. The
bare script reads and maps the same files, holds all rows in memory, and sends them; it reads nothing
before and keeps no account. Each load of ours is a process of its own, whose peak memory is printed.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.engines import Bench, benches
from graph_api.domain import Entity, Relation
from graph_api.settings import read_settings
from graph_api.store import (
    clear,
    fold,
    graph_hash,
    hold,
    open_graph,
    stated_of_entity,
    stated_of_relation,
)
from loaders.pipeline import load
from loaders.registry import DATASETS

SCALE_SET = ("chainkg", "ickg25", "registry-zhejiang")
BATCH = 5_000
NODES = "UNWIND $rows AS row MERGE (n:{0} {{id: row.id}}) SET n:Entity, n += row.properties"
LINKS = (
    "UNWIND $rows AS row MATCH (a:Entity {{id: row.from}}) MATCH (b:Entity {{id: row.to}}) "
    "MERGE (a)-[r:{0} {{id: row.id}}]->(b) SET r += row.properties"
)

Rows = dict[str, list[dict[str, Any]]]


def main() -> None:
    """Print first and second load as ratios; to reach: 1.25, half of a first for a second, 400 MB."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, default=Path("../shared/data"))
    parser.add_argument("--engine", choices=("embedded", "neo4j"))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        load_here(options.folder, options.child)
        return
    with benches() as found:
        for bench in found:
            if options.engine in (None, bench.name):
                compare(bench, options.folder)


def compare(bench: Bench, folder: Path) -> None:
    """The bare script, then our first and our second load, each into what it should find."""
    empty(bench)
    mapping, sending = send(bench, folder)
    bare = mapping + sending
    empty(bench)
    first = measured(bench, folder)
    before = graph_hash(bench.graph)
    again = measured(bench, folder)
    same = "the same hash" if graph_hash(bench.graph) == before else "ANOTHER HASH"
    print(
        f"{bench.name}: bare {bare:.1f} s ({mapping:.1f} s reading and mapping, {sending:.1f} s sending)\n"
        f"  first load {first['seconds'] / bare:.2f} x bare ({first['seconds']:.1f} s), "
        f"second {again['seconds'] / first['seconds']:.2f} x first ({again['seconds']:.1f} s), {same}\n"
        f"  peak memory {max(first['megabytes'], again['megabytes'])} MB",
        flush=True,
    )


def measured(bench: Bench, folder: Path) -> dict[str, Any]:
    """Seconds of the loads, each in a process of its own, and the peak megabytes of the largest."""
    seconds, megabytes = 0.0, 0
    for name in SCALE_SET:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load", "--from", str(folder), "--child", name],
            env=bench.variables,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        told = json.loads(done.stdout.splitlines()[-1])
        seconds += told["seconds"]
        megabytes = max(megabytes, told["megabytes"])
    return {"seconds": seconds, "megabytes": megabytes}


def load_here(folder: Path, name: str) -> None:
    """Load one data set into the database that the environment names."""
    with open_graph(read_settings()) as graph:
        start = time.perf_counter()
        load(graph, DATASETS[name], DATASETS[name].inputs_in(folder))
        seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text("ascii")  # ru_maxrss would be that of our parent
    megabytes = int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


def send(bench: Bench, folder: Path) -> tuple[float, float]:
    """The bare script: seconds of reading and mapping, and of sending."""
    mapping = sending = 0.0
    for name in SCALE_SET:
        start = time.perf_counter()
        nodes, links = rows_of(name, folder)
        middle = time.perf_counter()
        with bench.driver.session(database=bench.database) as session:
            for query, by_label in ((NODES, nodes), (LINKS, links)):
                for label, rows in sorted(by_label.items()):
                    for part in batches(rows):
                        statement = query.format(label)
                        session.execute_write(
                            lambda tx, q=statement, p=part: tx.run(q, rows=p).consume()
                        )
        mapping += middle - start
        sending += time.perf_counter() - middle
    return mapping, sending


def rows_of(name: str, folder: Path) -> tuple[Rows, Rows]:
    """The nodes by kind and the relations by type, each id once, with the properties the graph holds."""
    dataset = DATASETS[name]
    nodes: dict[str, tuple[str, dict[str, Any]]] = {}
    links: dict[str, tuple[str, dict[str, Any]]] = {}
    for part in dataset.parts(dataset.inputs_in(folder)):
        for record in part.records:
            if isinstance(record, Entity) and record.id not in nodes:
                properties = fold({(name, record.id): stated_of_entity(record)}, record.id)
                nodes[record.id] = record.kind, {"id": record.id, "properties": properties}
            elif isinstance(record, Relation) and record.id not in links:
                properties = fold({(name, record.id): stated_of_relation(record)}, record.id)
                ends = {"id": record.id, "from": record.from_id, "to": record.to_id}
                links[record.id] = record.type, {**ends, "properties": properties}
    return by_label(nodes), by_label(links)


def by_label(found: dict[str, tuple[str, dict[str, Any]]]) -> Rows:
    """The rows of each label or type."""
    rows: Rows = defaultdict(list)
    for label, row in found.values():
        rows[label].append(row)
    return rows


def batches(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows in parts of one transaction."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def empty(bench: Bench) -> None:
    """Take everything out of the graph."""
    with hold(bench.graph, "a benchmark") as lease:
        clear(lease)


if __name__ == "__main__":
    main()
