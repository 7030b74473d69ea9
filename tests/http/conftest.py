"""The real application over the real graph: in this process for most tests, behind uvicorn for the rest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import ConsoleMessage, Page, Request
from starlette.testclient import TestClient

from graph_api.http import create_app
from graph_api.http.serve import listen
from graph_api.settings import Settings, read_settings
from graph_api.store import Graph
from tests.conftest import loaded_with_the_plan
from tests.engines.neo4j_server import free_port
from tests.engines.servers import Engines
from tests.http.steward import Desk
from tests.viz.conftest import browser_context_args, browser_type_launch_args

__all__ = ["browser_context_args", "browser_type_launch_args"]

HERE = "http://127.0.0.1"


def settings_for_tests(**given: object) -> Settings:
    return read_settings(language="zh", **given)


@contextmanager
def client_of(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def client(plan_graph: Graph) -> Iterator[TestClient]:
    """A client of the application over the plan, on each engine."""
    with client_of(create_app(settings_for_tests(), plan_graph)) as client:
        yield client


@pytest.fixture
def empty_client(graph: Graph) -> Iterator[TestClient]:
    """A client of the application over an empty graph, on each engine."""
    with client_of(create_app(settings_for_tests(), graph)) as client:
        yield client


@pytest.fixture(scope="session")
def base_url() -> None:
    """No site for the plugin: `console` is the address. (The plugin's own fixture makes pytest 9 warn.)"""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application, served by uvicorn."""
    port = free_port()
    with listen("127.0.0.1", port) as taken:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        yield f"{HERE}:{port}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def console(engines: Engines) -> Iterator[str]:
    """The address of the console over the plan."""
    graph = loaded_with_the_plan(engines, "arcadedb")
    with served(create_app(settings_for_tests(), graph)) as address:
        yield address


@pytest.fixture
def desk(engines: Engines, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a steward, on the embedded engine."""
    with Desk(engines.graph("arcadedb-scratch"), tmp_path).open() as desk:
        yield desk


@pytest.fixture
def guarded(page: Page) -> Iterator[Page]:
    """A page that fails the test on a console error, a script error, or a request off this machine."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{HERE}:", "data:", "blob:")):
            faults.append(f"request to {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", asked)
    yield page
    assert faults == []
