"""Matching on the scale set: the snapshot, one need, a hundred, and requests at a rate over HTTP.

    python -m benchmarks.match_speed [--data FOLDER] [--rate 200] [--seconds 60] [--processes 2]

The scale set is chainkg, ickg25 and registry-zhejiang: about 236,000 entities and 311,000 relations.
`--data` is a data folder that holds it already; without one it is loaded into a folder that is thrown
away. The baselines are of the same run: for the snapshot the bare driver, which reads the same columns
and lets them go; for a need the full-text index of the database, asked by `search`.

Needs are of five kinds in turn: a product; two products and a firm; a firm alone; a text with a firm; a
text in a region. They are drawn with a fixed seed, and none is asked twice over HTTP.
"""

import argparse
import asyncio
import gc
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import orjson
import psutil

from benchmarks.ratio import Timing, in_turn, report
from graph_api.domain import Kind, SixChainsError
from graph_api.matching import Need, Snapshot, match, snapshot
from graph_api.matching.records import DESCRIBED, EVIDENT, READ, TOLD
from graph_api.settings import read_settings
from graph_api.store import Graph, entity_rows, open_graph, relation_rows, search
from tests.engines.neo4j_server import free_port

NAMES = ("chainkg", "ickg25", "registry-zhejiang")
SOURCE = Path(__file__).parents[2] / "shared" / "data"
SEED = 20200603
PROGRAM = Path(sys.executable).parent / "sixchains"
NEEDS = 200
BATCH = 100
BATCHES = 10
CONNECTIONS = 64
"""Of the one that asks: a request waits for a free one, and its time counts from when it was due."""

LIMIT = 10
START_SECONDS = 300.0
TEXTS = ("机械零部件制造和表面处理", "塑料制品批发和注塑加工", "盐雾试验和扭矩检测", "化工产品中试")
REGION = "gbt2260:330211"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A need, and the words that the full-text index is asked for it."""

    need: Need
    words: str

    def body(self) -> bytes:
        """The request for it."""
        fields = {
            "text": self.need.text,
            "firm": self.need.firm,
            "region": self.need.region,
        }
        given = {name: value for name, value in fields.items() if value}
        return orjson.dumps({"needs": [given], "limit": LIMIT})


def main() -> None:
    """Print the figures, each beside what is to be reached (design, quality.md)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder that holds the scale set")
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--processes", type=int, default=2, help="servers that share the requests")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.data or _loaded(Path(stack.enter_context(TemporaryDirectory())))
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        measuring = multiprocessing.get_context("spawn").Process(
            target=measure, args=(folder, theirs)
        )
        measuring.start()  # its memory is the snapshot's
        bodies: list[bytes] = ours.recv()
        measuring.join()
        if options.seconds:
            over_http(folder, bodies, options)


def measure(folder: Path, send: Connection) -> None:
    """The snapshot, single needs and batches; sends the bodies of requests for the rest."""
    with open_graph(read_settings(data_folder=folder)) as graph:
        made = measure_snapshot(graph)
        asked = list(_needs(made, NEEDS))
        measure_needs(graph, made, asked)
        send.send([one.body() for one in _needs(made, 20_000, seed=SEED + 1)])


def measure_snapshot(graph: Graph) -> Snapshot:
    """Print how long it takes to make, against the reading of its columns, and its memory."""
    process = psutil.Process()
    _read(graph)  # what the engine has not in memory yet it reads now
    begun = time.perf_counter()
    _read(graph)
    bare = time.perf_counter() - begun
    gc.collect()
    before = process.memory_info().rss
    begun, spent = time.perf_counter(), time.process_time()
    made = snapshot(graph)
    seconds, of_processor = time.perf_counter() - begun, time.process_time() - spent
    gc.collect()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        f"snapshot: {len(made.entities)} entities, {len(made.offers)} offers in {seconds:.1f} s "
        f"({of_processor:.1f} s of our processor), {seconds / bare:.2f} x the bare driver that reads the "
        f"same columns ({bare:.1f} s); to reach: 15 s"
    )
    print(
        f"memory: {(process.memory_info().rss - before) / MEGABYTE:.0f} MB more than before it, "
        f"{(peak - before) / MEGABYTE:.0f} MB at the most; to reach: 500 MB"
    )
    return made


def measure_needs(graph: Graph, made: Snapshot, asked: list[Asked]) -> None:
    """Print the times of one need and of a hundred, against the full-text index."""
    times: tuple[list[float], list[float]] = ([], [])
    processor: list[float] = []
    for one in asked:
        spent = time.process_time()
        found, index = in_turn(
            lambda need=one.need: match(made, need, LIMIT),  # type: ignore[misc]
            lambda words=one.words: search(graph, words, limit=LIMIT),  # type: ignore[misc]
            repetitions=1,
        )
        processor.append(time.process_time() - spent)
        times[0].extend(found.seconds)
        times[1].extend(index.seconds)
    ours, theirs = Timing(tuple(times[0])), Timing(tuple(times[1]))
    report("one need", ours, theirs, against="full-text index")
    print(
        f"one need: p50 {ours.median * 1e3:.1f} ms, p99 {ours.percentile(0.99) * 1e3:.1f} ms; "
        "to reach: 20 ms, 100 ms, a fifth of the index"
    )
    batch = [one.need for one in asked[:BATCH]]
    seconds = []
    for _ in range(BATCHES):
        begun = time.perf_counter()
        for need in batch:
            match(made, need, LIMIT)
        seconds.append(time.perf_counter() - begun)
    print(f"{BATCH} needs: {Timing(tuple(seconds)).median:.2f} s at the median; to reach: 1 s")


def over_http(folder: Path, bodies: list[bytes], options: argparse.Namespace) -> None:
    """Print the times of requests at a rate, spread over the servers in turn."""
    with ExitStack() as stack:
        ports = [stack.enter_context(_served(folder)) for _ in range(options.processes)]
        asyncio.run(_ask(ports, bodies[:200], rate=20))  # the first requests are not counted
        wanted = bodies[200 : 200 + options.rate * options.seconds]
        times, failed = asyncio.run(_ask(ports, wanted, options.rate))
    timing = Timing(tuple(times))
    print(
        f"{options.rate} requests/s for {options.seconds} s over {options.processes} servers: "
        f"p50 {timing.median * 1e3:.0f} ms, p99 {timing.percentile(0.99) * 1e3:.0f} ms, "
        f"{failed} failed of {len(wanted)}; to reach: p99 250 ms, none failed"
    )


async def _ask(ports: list[int], bodies: list[bytes], rate: int) -> tuple[list[float], int]:
    """Seconds of each request from when it was due, and how many did not answer 200."""
    free: asyncio.Queue[tuple[int, Any]] = asyncio.Queue()
    for place in range(CONNECTIONS):
        free.put_nowait((ports[place % len(ports)], None))
    times: list[float] = []
    failed = 0

    async def one(body: bytes, due: float) -> None:
        nonlocal failed
        port, streams = await free.get()
        try:
            streams = streams or await asyncio.open_connection("127.0.0.1", port)
            status = await _post(streams, body)
            failed += status != b"200"
        except (OSError, asyncio.IncompleteReadError):
            failed, streams = failed + 1, None
        times.append(time.perf_counter() - due)
        free.put_nowait((port, streams))

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number, body in enumerate(bodies):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.create_task(one(body, due))
    return times, failed


async def _post(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], body: bytes) -> bytes:
    """Send a need and read the answer; gives its status."""
    reader, writer = streams
    writer.write(
        b"POST /v1/match HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(body), body)
    )
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    await reader.readexactly(length)
    return head.split(b" ", 2)[1]


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """The port of a server process over the data folder, once it answers."""
    port = free_port()
    variables = {**os.environ, "SIXCHAINS_DATA_FOLDER": str(folder), "SIXCHAINS_PORT": str(port)}
    command = [PROGRAM, "serve"]
    server = subprocess.Popen(
        command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    """Wait until the server is ready. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/v1/health/ready"):
            return
        time.sleep(0.5)
    raise TimeoutError(f"the server on port {port} was not ready within {START_SECONDS:g} s")


def _needs(made: Snapshot, count: int, *, seed: int = SEED) -> Iterator[Asked]:
    """So many needs that the snapshot can understand, the same for one seed."""
    draw = random.Random(seed)  # noqa: S311 - nothing is secret here
    things = made.entities
    products = [one.name for one in things.of_kinds((Kind.PRODUCT,))]
    firms = [
        one
        for one in things.of_kinds((Kind.ENTERPRISE,))
        if len(made.firms.subjects[things.place(one.id)])
    ]
    region = REGION if REGION in things else None
    for number in range(count):
        firm, product, other = draw.choice(firms), draw.choice(products), draw.choice(products)
        text = draw.choice(TEXTS)
        yield (
            Asked(Need(product), product),
            Asked(Need(f"{product}和{other}", firm=firm.id), f"{product} {other}"),
            Asked(Need(firm=firm.id), firm.name),
            Asked(Need(f"{product}{text}", firm=firm.id), text),
            Asked(Need(f"{text} {product}", region=region), text),
        )[number % 5]


def _read(graph: Graph) -> None:
    """What the bare driver does: the same columns, each row let go."""
    for rows in (
        entity_rows(graph, described=DESCRIBED, told=TOLD),
        relation_rows(graph, READ, evident=EVIDENT),
    ):
        for _ in rows:
            pass


def _loaded(folder: Path) -> Path:
    """A data folder with the scale set. Raises SixChainsError where the data are not there."""
    if not SOURCE.is_dir():
        raise SixChainsError(f"there is no {SOURCE}: give --data a folder that holds the scale set")
    command = [PROGRAM, "bulk", "--from", SOURCE, *NAMES]
    variables = {**os.environ, "SIXCHAINS_DATA_FOLDER": str(folder)}
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return folder


if __name__ == "__main__":
    main()
