"""The embedded engine as a process: `python -m graph_api.store.embedded --data DIR`.

It hosts the JVM, opens Bolt on a loopback port of its own choosing, and writes `DIR/engine.json` when
it answers, and nothing before. Whoever reads that file speaks Bolt and knows nothing of the JVM; a
crash of the JVM ends this process and no other.
"""

import argparse
import fcntl
import json
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from graph_api.store.schema import arcadedb_statements, fingerprint
from graph_api.store.state import (
    DATABASE,
    ENGINE_FILE,
    LOCK_FILE,
    LOCK_HELD,
    READER,
    ROOT,
    EngineState,
    write_private,
)

SECRETS_FILE = "secrets.json"
SCHEMA_FILE = "schema.txt"
IDLE_SECONDS = 3.0
"""How long the engine stays, once its parent is gone, without a client: the next command may come."""

CHECK_SECONDS = 0.5


def main(arguments: list[str]) -> int:
    """Serve one data folder until SIGTERM, SIGINT, or until nobody needs it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="graph_api.store.embedded", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data")
    parser.add_argument("--heap", type=int, default=1024, help="heap of the JVM, megabytes")
    parser.add_argument("--timeout", type=int, default=60, help="seconds a statement may take")
    parser.add_argument(
        "--parent", type=int, default=os.getppid(), help="process without which it may end"
    )
    parser.add_argument("--stay", action="store_true", help="go on without parent and clients")
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.chdir(options.data)  # the engine writes its log into the working directory
    with Path(LOCK_FILE).open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return LOCK_HELD
        with _engine(options) as state:
            write_private(Path(ENGINE_FILE), state.to_json())
            try:
                _wait(stop, _needed(options.parent, state.port, stays=options.stay))
            finally:
                Path(ENGINE_FILE).unlink(missing_ok=True)
    return 0


@contextmanager
def _engine(options: argparse.Namespace) -> Iterator[EngineState]:
    """The server while it runs, answering on Bolt."""
    os.environ["ARCADEDB_JVM_ARGS"] = " ".join(_jvm_arguments(options.heap))
    import arcadedb_embedded as arcadedb  # noqa: PLC0415 - the JVM reads its arguments when it starts

    passwords = _passwords()
    _write_groups()
    port, http_port = _free_port(), _free_port()
    server = arcadedb.create_server(
        root_path=str(Path.cwd()),
        root_password=passwords[ROOT],
        config={
            "host": "127.0.0.1",
            "http_port": http_port,
            "mode": "development",  # "production" hides the text of Cypher errors
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": port,
        },
    )
    server.start()
    try:
        _make_database(server, options.timeout)
        _make_reader(http_port, passwords)
        yield EngineState(
            pid=os.getpid(),
            started=psutil.Process().create_time(),
            port=port,
            schema=fingerprint(),
            version=version("arcadedb-embedded"),
            password=passwords[ROOT],
            reader_password=passwords[READER],
        )
    finally:
        server.stop()


def _jvm_arguments(heap: int) -> tuple[str, ...]:
    return (
        "-Xrs",  # signals are Python's: the JVM would crash in a handler of its own
        "-Xms64m",
        f"-Xmx{heap}m",
        "-XX:+UseSerialGC",  # half the memory of the default on a small heap, and no threads of its own
        # One file for each type and index where the default is one a core: a first start is twice as
        # fast, a database a quarter as large. Writers come one after the other anyway.
        "-Darcadedb.typeDefaultBuckets=1",
    )


def _make_database(server: Any, timeout: int) -> None:  # noqa: ANN401 - the library has no types
    """Open the database, made where it is missing, and give it the schema where it has not this one."""
    database_exists = (Path("databases") / DATABASE).exists()
    database = server.create_database(DATABASE)
    database.command("sql", f"ALTER DATABASE `arcadedb.command.timeout` {timeout * 1000}")
    made = Path(SCHEMA_FILE)
    if database_exists and made.exists() and made.read_text("utf-8") == fingerprint():
        return
    for statement in arcadedb_statements():
        database.command("sql", statement)
    database.command("sql", "ALTER DATABASE `arcadedb.txWalFlush` 1")  # from the first record on
    write_private(made, fingerprint())


def _passwords() -> dict[str, str]:
    """The passwords of this folder, made at its first start; readable by the owner only."""
    path = Path(SECRETS_FILE)
    if not path.exists():
        write_private(
            path, json.dumps({name: secrets.token_urlsafe(24) for name in (ROOT, READER)})
        )
    return dict(json.loads(path.read_text("utf-8")))


def _write_groups() -> None:
    """The groups of the server: `reader` may read records and nothing else.

    It has no resultSetLimit: the engine applies that inside a statement too, so that a count over
    more records than the limit would be wrong without a word. The store limits rows, time and bytes.
    """
    everything = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
    unlimited = {"resultSetLimit": -1, "readTimeout": -1}
    groups = {
        "admin": {
            **unlimited,
            "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
            "types": {"*": {"access": everything}},
        },
        READER: {
            **unlimited,
            "access": [],
            "types": {"*": {"access": ["readRecord"]}},
        },
        "*": {**unlimited, "access": [], "types": {"*": {"access": []}}},
    }
    folder = Path("config")
    folder.mkdir(exist_ok=True)
    document = {"version": 1, "databases": {"*": {"groups": groups}}}
    (folder / "server-groups.json").write_text(json.dumps(document), encoding="utf-8")


def _make_reader(http_port: int, passwords: dict[str, str]) -> None:
    """Make the database user `reader`; it is kept in the folder, so only a first start does it."""
    users = Path("config/server-users.jsonl")
    if users.exists() and f'"{READER}"' in users.read_text("utf-8"):
        return
    user = {"name": READER, "password": passwords[READER], "databases": {DATABASE: [READER]}}
    login = b64encode(f"{ROOT}:{passwords[ROOT]}".encode()).decode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{http_port}/api/v1/server",
        json.dumps({"command": "create user " + json.dumps(user)}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Basic {login}"},
    )
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - our own loopback address
        pass


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _needed(parent: int, port: int, *, stays: bool) -> Callable[[], bool]:
    """Whether the engine must go on: it stays, its parent lives, or a client is connected."""

    def needed() -> bool:
        if stays or os.getppid() == parent:
            return True
        return any(
            connection.status == psutil.CONN_ESTABLISHED and connection.laddr.port == port
            for connection in psutil.Process().net_connections(kind="tcp")
        )

    return needed


def _wait(stop: threading.Event, needed: Callable[[], bool]) -> None:
    last_needed = time.monotonic()
    while not stop.wait(CHECK_SECONDS):
        if needed():
            last_needed = time.monotonic()
        elif time.monotonic() - last_needed > IDLE_SECONDS:
            return


if __name__ == "__main__":
    exit_code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # The server is down; threads of the JVM that still wait for a client would keep the process for good.
    os._exit(exit_code)
