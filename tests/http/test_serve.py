"""The server as a program: the port, the network, a huge body, the engine killed, and the end of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil
import pytest

from graph_api.domain import EnvironmentFaultError
from graph_api.http import serve
from graph_api.http.middleware import is_loopback
from graph_api.http.serve import listen
from graph_api.settings import Settings
from graph_api.store import engine
from tests.engines.neo4j_server import free_port
from tests.engines.servers import Engines
from tests.http.conftest import HERE, settings_for_tests

PROGRAM = """
import sys
from pathlib import Path
from graph_api.http import serve
from graph_api.settings import read_settings
from graph_api.store import open_graph
from loaders.pipeline import load
from loaders.registry import DATASETS
settings = read_settings(data_folder=Path(sys.argv[1]), port=int(sys.argv[2]), heap_megabytes=256)
with open_graph(settings) as graph:
    load(graph, DATASETS["zhenhai-plan"])
    serve(settings, graph, ready=lambda: print("ready", flush=True))
"""
PATIENCE = 90


@dataclass(frozen=True)
class Running:
    """A server that runs as a program of its own."""

    process: subprocess.Popen[str]
    settings: Settings

    @property
    def address(self) -> str:
        return f"{HERE}:{self.settings.port}"

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(self.address + path, timeout=30)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, port = tmp_path_factory.mktemp("serving"), free_port()
    settings = settings_for_tests(data_folder=folder, port=port)
    command = [sys.executable, "-c", PROGRAM, str(folder), str(port)]
    log = folder / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                break
        else:
            pytest.fail(log.read_text())
        yield Running(process, settings)
    finally:
        process.kill()
        process.communicate()
        engine.stop(settings)


def test_a_body_of_100_megabytes_is_refused_before_it_is_sent(running: Running) -> None:
    head = (
        "POST /v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        "Content-Length: 100000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", running.settings.port), timeout=30) as connection:
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"/problems/body-too-large" in answer


def test_bytes_that_are_no_request(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.settings.port), timeout=30) as connection:
        connection.sendall(b"\x00\xff nonsense\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 400 ")
    assert running.get("/v1/health/live").status_code == 200


def test_the_engine_killed_is_a_503_and_then_it_answers_again(running: Running) -> None:
    before = running.get("/v1/entities").json()["total"]["value"]
    state = engine.status(running.settings)
    assert state is not None
    os.kill(state.pid, signal.SIGKILL)
    seen: set[int] = set()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = running.get("/v1/entities?limit=1")
        seen.add(answer.status_code)
        if answer.status_code == 503:
            assert answer.json()["type"] == "/problems/database-unavailable"
            assert int(answer.headers["retry-after"]) > 0
            assert running.get("/v1/health/live").status_code == 200
        elif 503 in seen:
            break
        time.sleep(0.2)
    assert seen - {200} == {503}
    assert running.get("/v1/entities").json()["total"]["value"] == before
    assert running.get("/v1/health/ready").status_code == 200


def test_a_port_that_is_taken_is_one_sentence(running: Running, engines: Engines) -> None:
    with pytest.raises(EnvironmentFaultError, match=r"is taken by another program.*--port"):
        serve(running.settings, engines.graph("arcadedb-scratch"))


def test_the_end_leaves_no_process(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    running.process.wait(timeout=PATIENCE)
    folder = str(running.settings.data_folder)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and _processes_of(folder):
        time.sleep(0.5)
    assert _processes_of(folder) == []
    with pytest.raises(httpx2.ConnectError):
        running.get("/v1/health/live")


def _processes_of(folder: str) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(folder in part for part in process.info["cmdline"] or ())
    ]


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - the case itself
        ("::", False),
        ("10.0.0.1", False),
        ("example.org", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, local: bool) -> None:  # noqa: FBT001 - a case
    assert is_loopback(host) is local


def test_another_address_must_be_meant(engines: Engines) -> None:
    settings = settings_for_tests(host="0.0.0.0", port=free_port())  # noqa: S104 - the case itself
    with pytest.raises(EnvironmentFaultError, match="--open"):
        serve(settings, engines.graph("arcadedb-scratch"))


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_an_address_of_another_machine_is_one_sentence(host: str) -> None:
    with pytest.raises(EnvironmentFaultError, match="is not an address of this machine"):
        listen(host, free_port())


@pytest.mark.parametrize("folder", [Path("templates"), Path("static")])
def test_what_pages_are_made_of_is_packaged(folder: Path) -> None:
    import viz  # noqa: PLC0415 - only its place is wanted

    assert any((Path(viz.__file__).parent / folder / "console").iterdir())
