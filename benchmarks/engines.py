"""The engines that benchmarks run on, with the plan loaded, and a bare driver for each."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import neo4j

from graph_api.settings import read_settings
from graph_api.store import Graph, engine, open_graph
from loaders.pipeline import load
from loaders.registry import DATASETS
from tests.engines.neo4j_server import LTS, running


@dataclass(frozen=True, slots=True)
class Bench:
    """An engine with the plan loaded: `graph` is ours, `driver` and `database` are the bare way.

    `variables` lead a process of its own to the same database.
    """

    name: str
    graph: Graph
    driver: neo4j.Driver
    database: str | None
    variables: dict[str, str]


@contextmanager
def benches() -> Iterator[list[Bench]]:
    """The embedded engine and Neo4j, stopped at the end of the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        embedded = read_settings(data_folder=folder / "embedded")
        state = engine.start(embedded)
        stack.callback(engine.stop, embedded)
        login, _ = stack.enter_context(running(LTS, folder / "neo4j"))
        server = read_settings(
            database_url=login.url, database_user=login.user, database_password=login.password
        )
        found = []
        to_embedded = {"SIXCHAINS_DATA_FOLDER": str(folder / "embedded")}
        to_server = {
            "SIXCHAINS_DATABASE_URL": login.url,
            "SIXCHAINS_DATABASE_USER": login.user,
            "SIXCHAINS_DATABASE_PASSWORD": login.password,
        }
        for name, settings, url, auth, database, variables in (
            (
                "embedded",
                embedded,
                f"bolt://127.0.0.1:{state.port}",
                ("root", state.password),
                "sixchains",
                to_embedded,
            ),
            ("neo4j", server, login.url, (login.user, login.password), None, to_server),
        ):
            graph = stack.enter_context(open_graph(settings))
            load(graph, DATASETS["zhenhai-plan"])
            driver = stack.enter_context(neo4j.GraphDatabase.driver(url, auth=auth))
            found.append(Bench(name, graph, driver, database, {**os.environ, **variables}))
        yield found
