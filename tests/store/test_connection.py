"""The door to the database: limits, refused writes, faults of servers, versions. On both engines."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from graph_api.domain import (
    BadInputError,
    DatabaseUnavailableError,
    ForbiddenStatementError,
    LimitExceededError,
)
from graph_api.settings import Settings, read_settings
from graph_api.store import Graph, counts, engine, open_graph, write
from graph_api.store.connection import Connection
from graph_api.store.versions import check_version
from tests.engines.servers import Engines
from tests.store.records import relation, zone

UNTIL_REFUSED_SECONDS = 12.0
"""Promised are 5 s; this only tells our deadlines from the driver's, 31 s and more, on a busy machine."""

WRONG = "wrong-secret"
SLOW = "UNWIND range(1, 100000) AS i UNWIND range(1, 1000) AS j WITH i * j AS k RETURN sum(k) AS k"


def untrusted(graph: Graph, statement: str, **limits: float) -> Any:  # noqa: ANN401 - an Answer
    given: dict[str, Any] = {"rows": 10, "seconds": 10.0, "megabytes": 1.0, **limits}
    return graph.read_untrusted(statement, {}, **given)


def test_a_slow_statement_is_stopped_and_the_graph_goes_on(graph: Graph) -> None:
    started = time.monotonic()
    with pytest.raises(LimitExceededError, match=r"more than 1 s"):
        untrusted(graph, SLOW, seconds=1.0)
    assert time.monotonic() - started < UNTIL_REFUSED_SECONDS
    graph.ping()


def test_rows_are_cut_and_it_is_said(graph: Graph) -> None:
    cut = untrusted(graph, "UNWIND range(1, 20000) AS i RETURN i", rows=10)
    whole = untrusted(graph, "UNWIND range(1, 10) AS i RETURN i", rows=10)
    assert [row["i"] for row in cut.rows] == list(range(1, 11))
    assert (cut.columns, cut.truncated, whole.truncated) == (("i",), True, False)


def test_bytes_are_limited(graph: Graph) -> None:
    with pytest.raises(LimitExceededError, match="larger than 1 MB"):
        untrusted(graph, f"UNWIND range(1, 9) AS i RETURN '{'x' * 200_000}' AS text")


def test_aggregates_see_more_than_the_rows_that_are_sent(graph: Graph) -> None:
    links = [relation(f"z{number}", "z0") for number in range(1, 400)]
    write(graph, "one", [zone(f"z{number}") for number in range(400)], links)
    answer = untrusted(graph, "MATCH (:Entity)-[r]->(:Entity) RETURN count(r) AS n", rows=10)
    assert answer.rows == ({"n": 399},)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Zone {id: 'x:y'}) RETURN n",
        "MERGE (n:Zone {id: 'x:y'}) RETURN n",
        "MATCH (n:Entity) SET n.name = 'x'",
        "MATCH (n:Entity) REMOVE n.name",
        "MATCH (n) DETACH DELETE n",
        "MATCH (a:Entity), (b:Entity) CREATE (a)-[:PART_OF {id: 'x'}]->(b)",
        "CREATE (n:Unheard {id: 1})",
        "FOREACH (x IN [1] | CREATE (n:Zone {id: 'x:y'}))",
        "CREATE INDEX more IF NOT EXISTS FOR (n:Zone) ON (n.name)",
        "DROP INDEX entity_text",
    ],
)
def test_a_write_is_refused_and_changes_nothing(graph: Graph, statement: str) -> None:
    write(graph, "one", [zone("a"), zone("b")], [])
    before = counts(graph), graph.revision()
    with pytest.raises(BadInputError):  # a ForbiddenStatementError is one
        untrusted(graph, statement)
    assert (counts(graph), graph.revision()) == before
    assert graph.read("MATCH (n:Unheard) RETURN n", {}).rows == ()


def test_the_door_is_tried(graph: Graph) -> None:
    assert graph.refuses_writes()
    with pytest.raises(ForbiddenStatementError):
        untrusted(graph, "CREATE (n:Load {id: 'x'})")


@pytest.mark.parametrize(
    "statement", ["", "MATCH (n", "RETURN $missing", "RETURN nothing(1)", "何"]
)
def test_what_is_no_statement_is_bad_input(graph: Graph, statement: str) -> None:
    with pytest.raises(BadInputError, match="does not take the statement"):
        untrusted(graph, statement)


def test_values_are_plain(graph: Graph) -> None:
    write(graph, "one", [zone("a", "甲"), zone("b", "乙")], [relation("a", "b", role="东")])
    a = {"id": "test:a", "kind": "Zone", "name": "甲", "status": None, "chain": None}
    b = {**a, "id": "test:b", "name": "乙"}
    link = {
        "id": "test:a|PART_OF|test:b|东",
        "type": "PART_OF",
        "from": "test:a",
        "to": "test:b",
        "modality": "fact",
        "role": "东",
    }
    row = graph.read(
        "MATCH path = (a:Zone {name: '甲'})-[r]->(b) RETURN a, r, path, "
        "{inside: [b, 1, null]} AS map, date('2020-06-03') AS day, 1.5 AS number, 'x' AS text",
        {},
    ).rows[0]
    assert row == {
        "a": a,
        "r": link,
        "path": {"nodes": [a, b], "relations": [link]},
        "map": {"inside": [b, 1, None]},
        "day": "2020-06-03",
        "number": 1.5,
        "text": "x",
    }


def test_the_version_is_the_engines(engines: Engines) -> None:
    assert engines.graph("neo4j-scratch").version.startswith("5.26.")
    assert engines.graph("arcadedb-scratch").version.startswith("26.")
    assert [engines.graph(name).engine for name in ("neo4j-scratch", "arcadedb-scratch")] == [
        "neo4j",
        "arcadedb",
    ]


@pytest.mark.parametrize(
    ("number", "supported"),
    [
        *(("5.26.0", True), ("5.26.20", True), ("2025.01.0", True), ("2026.09.0", True)),
        *(("4.4.40", False), ("5.25.1", False), ("5.2.6", False), ("2027.01.0", False)),
        *(("", False), ("6.0", False), ("5.26.0 compatible (ArcadeDB 26.10.2)", False)),
    ],
)
def test_a_version_that_is_not_supported_is_named(number: str, *, supported: bool) -> None:
    settings = read_settings(database_url="bolt://127.0.0.1:7687")
    if supported:
        assert check_version("Neo4j", number, settings) == ("neo4j", number)
    else:
        with pytest.raises(DatabaseUnavailableError, match=r"not supported; use Neo4j 5\.26"):
            check_version("Neo4j", number, settings)


def test_an_embedded_engine_is_not_taken_for_a_neo4j(engines: Engines) -> None:
    state = engine.start(engines.settings("arcadedb-scratch"))
    given = read_settings(
        database_url=f"bolt://127.0.0.1:{state.port}",
        database_user="root",
        database_password=state.password,
    )
    refused(given, "not supported")


def test_a_wrong_password_is_said_and_never_repeated(engines: Engines) -> None:
    settings = engines.settings("neo4j-scratch")
    given = read_settings(database_url=settings.database_url, database_password=WRONG)
    error = refused(given, "refuses the login 'neo4j'")
    assert WRONG not in str(error)

    state = engine.start(engines.settings("arcadedb-scratch"))
    graph = engines.graph("arcadedb-scratch")
    connection = Connection(replace(graph._writer.address, password=WRONG))
    with pytest.raises(DatabaseUnavailableError, match="refuses the login 'root'"):
        connection.version(2)
    connection.close()
    assert engine.status(engines.settings("arcadedb-scratch")) == state


def test_a_database_that_is_not_there_is_said(engines: Engines) -> None:
    settings = engines.settings("neo4j-scratch")
    given = settings.model_copy(update={"database_name": "nowhere"})
    refused(given, "SIXCHAINS_DATABASE_NAME")


def test_a_refused_port_is_said_within_seconds(free_port: int) -> None:
    refused(read_settings(database_url=f"bolt://127.0.0.1:{free_port}"), "see whether it runs")
    refused(read_settings(database_url=f"neo4j://127.0.0.1:{free_port}"), "see whether it runs")


def test_a_server_that_takes_connections_and_is_silent_is_left_within_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        refused(read_settings(database_url=f"bolt://127.0.0.1:{port}"), "does not answer")
        refused(read_settings(database_url=f"bolt+ssc://127.0.0.1:{port}"), "does not answer")


def test_what_is_no_database_is_said_within_seconds() -> None:
    with web_server() as port:
        refused(read_settings(database_url=f"bolt://127.0.0.1:{port}"), "see whether it")


def refused(settings: Settings, sentence: str) -> DatabaseUnavailableError:
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailableError, match=sentence) as raised, open_graph(settings):
        pass
    assert time.monotonic() - started < UNTIL_REFUSED_SECONDS
    assert "\n" not in str(raised.value)
    return raised.value


@contextmanager
def web_server() -> Iterator[int]:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
