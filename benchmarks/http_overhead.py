"""HTTP outside the database: our application against bare FastAPI, CPU time of each request.

    python -m benchmarks.http_overhead

Both are called in this process through ASGI, without sockets, so that only the applications differ.
The answer is a list of the domain, which needs no database.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from benchmarks.engines import benches
from benchmarks.ratio import in_turn, report
from graph_api.domain import CHAINS
from graph_api.http import create_app
from graph_api.logs import configure_logs
from graph_api.settings import read_settings

REQUESTS = 200
REPETITIONS = 20
PATH = "/v1/chains"

Message = MutableMapping[str, Any]
Application = Callable[..., Awaitable[None]]


def main() -> None:
    """Print the ratio and the microseconds for one request; to reach: 300 µs of CPU a request."""
    bare = FastAPI()

    @bare.get(PATH)
    async def chains() -> list[dict[str, str]]:
        return [{"id": chain.chain, "zh": chain.zh, "en": chain.en} for chain in CHAINS.values()]

    with benches() as found, Path(os.devnull).open("w") as nowhere, asyncio.Runner() as runner:
        configure_logs(read_settings(), nowhere)
        application = create_app(read_settings(), found[0].graph)
        ours, baseline = in_turn(
            lambda: runner.run(requests(application)),
            lambda: runner.run(requests(bare)),
            repetitions=REPETITIONS,
            clock=time.process_time,
        )
        report(f"{REQUESTS} requests of {PATH}, CPU", ours, baseline, against="bare FastAPI")
        print(
            f"one request: {ours.median / REQUESTS * 1e6:.0f} µs of CPU, "
            f"bare FastAPI {baseline.median / REQUESTS * 1e6:.0f} µs"
        )


async def requests(application: Application) -> None:
    """So many GET requests, one after another; each must answer 200."""
    for _ in range(REQUESTS):
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": PATH,
            "raw_path": PATH.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1"), (b"accept", b"application/json")],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        statuses: list[int] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message, seen: list[int] = statuses) -> None:
            if message["type"] == "http.response.start":
                seen.append(message["status"])

        await application(scope, receive, send)
        assert statuses == [200], statuses  # noqa: S101 - a benchmark of errors would say nothing


if __name__ == "__main__":
    main()
