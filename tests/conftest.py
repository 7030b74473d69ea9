"""The engines that the tests run on: each is real, started once, and shared by all tests that can."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph_api.settings import Settings, read_settings
from graph_api.store import Graph, engine, open_graph
from loaders.pipeline import load
from loaders.registry import DATASETS
from tests.engines.neo4j_server import CURRENT, LTS, Login, free_port, running

ENGINES = ("arcadedb", "neo4j")
EVERY_ENGINE = (*ENGINES, "neo4j-2026")
EMPTY = "MATCH (n) WHERE NOT n:Bookkeeping DETACH DELETE n"


class Engines:
    """Servers by name, started when first asked for. Each holds one graph, which tests change."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._settings: dict[str, Settings] = {}
        self._graphs: dict[str, Graph] = {}
        self.logins: dict[str, Login] = {}

    def settings(self, name: str) -> Settings:
        """Settings that lead to the server."""
        if name not in self._settings:
            self._settings[name] = self._start(name)
        return self._settings[name]

    def graph(self, name: str) -> Graph:
        """The open graph of the server."""
        if name not in self._graphs:
            self._graphs[name] = self._stack.enter_context(open_graph(self.settings(name)))
        return self._graphs[name]

    def _start(self, name: str) -> Settings:
        place = self._folder / name
        if name.startswith("arcadedb"):
            settings = read_settings(data_folder=place, heap_megabytes=512)
            self._stack.callback(engine.stop, settings)
            return settings
        release = CURRENT if name.startswith("neo4j-2026") else LTS
        login, _ = self._stack.enter_context(running(release, place))
        self.logins[name] = login
        return read_settings(
            database_url=login.url, database_user=login.user, database_password=login.password
        )


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as stack:
        yield Engines(tmp_path_factory.mktemp("engines"), stack)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def graph(engines: Engines, engine_name: str) -> Graph:
    """An empty graph, on each engine; the server of the plan is another one."""
    empty = engines.graph(f"{engine_name}-scratch" if engine_name == "arcadedb" else engine_name)
    empty.write(lambda tx: tx.run(EMPTY).consume())
    return empty


@pytest.fixture(scope="session", params=ENGINES)
def plan_graph(request: pytest.FixtureRequest, engines: Engines) -> Graph:
    """The plan on each engine. For reading only."""
    return loaded_with_the_plan(engines, str(request.param))


@pytest.fixture(scope="session")
def plan_graphs(engines: Engines) -> dict[str, Graph]:
    """The plan on every engine, the current Neo4j too, by name. For reading only."""
    return {name: loaded_with_the_plan(engines, name) for name in EVERY_ENGINE}


def loaded_with_the_plan(engines: Engines, name: str) -> Graph:
    graph = engines.graph(f"{name}-plan" if name == "neo4j" else name)
    load(graph, DATASETS["zhenhai-plan"])
    return graph


@pytest.fixture
def neo4j_login(engines: Engines) -> dict[str, str]:
    """Variables of the environment that lead to an empty Neo4j."""
    engines.graph("neo4j").write(lambda tx: tx.run(EMPTY).consume())
    return engines.logins["neo4j"].variables


@pytest.fixture(name="free_port")
def a_free_port() -> int:
    return free_port()
