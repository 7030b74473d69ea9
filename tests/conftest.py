"""The engines that the tests run on: each is real, started once, and shared by all tests that can."""

from collections.abc import Iterator
from contextlib import ExitStack

import hypothesis
import pytest

from graph_api.store import Graph
from loaders.pipeline import load
from loaders.registry import DATASETS
from tests.engines.neo4j_server import free_port
from tests.engines.servers import Engines

hypothesis.settings.register_profile("unhurried", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("unhurried")  # a busy machine is no reason for a test to fail

ENGINES = ("arcadedb", "neo4j")
EVERY_ENGINE = (*ENGINES, "neo4j-2026")
EMPTY = "MATCH (n) WHERE NOT n:Bookkeeping DETACH DELETE n"


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
    empty = engines.graph(f"{engine_name}-scratch")
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
    graph = engines.graph(f"{name}-plan")
    load(graph, DATASETS["zhenhai-plan"])
    return graph


@pytest.fixture
def neo4j_login(engines: Engines) -> dict[str, str]:
    """Variables of the environment that lead to an empty Neo4j."""
    engines.graph("neo4j-scratch").write(lambda tx: tx.run(EMPTY).consume())
    return engines.variables("neo4j-scratch")


@pytest.fixture(name="free_port")
def a_free_port() -> int:
    return free_port()
