"""The door for Cypher from outside: reads pass, everything else does not."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from graph_api.http import create_app
from graph_api.http.context import Context
from graph_api.store import Answer, Graph
from tests.http.conftest import client_of, settings_for_tests


def ask(client: TestClient, query: str, **parameters: object) -> Response:
    return client.post("/v1/cypher", json={"query": query, "parameters": parameters})


def test_rows_with_nodes_and_parameters(client: TestClient) -> None:
    answer = ask(client, "MATCH (c:Complex) RETURN c ORDER BY c.name LIMIT $most", most=2)
    assert answer.status_code == 200
    assert answer.json()["columns"] == ["c"]
    assert {row["c"]["kind"] for row in answer.json()["rows"]} == {"Complex"}
    assert answer.json()["truncated"] is False


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Entity {id: 'x'}) RETURN n",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.name = 'x' RETURN n",
        "CALL db.labels()",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "MATCH (n) RETURN n; MATCH (m) RETURN m",
    ],
)
def test_what_writes_or_looks_elsewhere_is_refused(client: TestClient, statement: str) -> None:
    answer = ask(client, statement)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/forbidden-statement"


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("MATCH (n RETURN n", {}),
        ("RETURN $missing", {}),
        ("RETURN 1 / 0 AS x", {}),
        ("RETURN $x AS x", {"x": 2**70}),
        ("RETURN nosuchfunction(1) AS x", {}),
    ],
)
def test_what_the_database_cannot_run_is_not_a_fault_of_the_server(
    client: TestClient, statement: str, parameters: dict[str, object]
) -> None:
    answer = ask(client, statement, **parameters)
    assert answer.status_code in {200, 403, 422}, answer.text


def test_too_many_rows_are_cut_and_said_so(plan_graph: Graph) -> None:
    app = create_app(settings_for_tests(cypher_rows=5), plan_graph)
    with client_of(app) as client:
        answer = ask(client, "UNWIND range(1, 50) AS x RETURN x").json()
    assert [row["x"] for row in answer["rows"]] == [1, 2, 3, 4, 5]
    assert answer["truncated"] is True


def test_an_answer_too_large_is_refused(plan_graph: Graph) -> None:
    app = create_app(settings_for_tests(cypher_megabytes=1), plan_graph)
    long_text = "x" * 15_000
    with client_of(app) as client:
        answer = ask(client, "UNWIND range(1, 200) AS x RETURN $text AS t", text=long_text)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/limit"


def test_too_many_at_once_are_told_to_wait(plan_graph: Graph) -> None:
    app = create_app(settings_for_tests(cypher_at_once=1), plan_graph)
    context: Context = app.state.context
    with client_of(app) as client, context.door._places:
        answer = ask(client, "RETURN 1 AS x")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/busy"
    assert int(answer.headers["retry-after"]) > 0


class LeakingGraph:
    """A graph whose door for statements from outside writes: what a wrong login would be."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.engine, self.version = graph.engine, graph.version

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the graph has
        return getattr(self._graph, name)

    def read_untrusted(self, query: str, parameters: Mapping[str, Any], **_: object) -> Answer:
        self._graph.write(lambda tx: tx.run(query, dict(parameters)).consume())
        return Answer((), ())

    def refuses_writes(self) -> bool:
        return Graph.refuses_writes(self)  # type: ignore[arg-type] # it needs read_untrusted only


@pytest.fixture
def leaking(graph: Graph) -> Iterator[TestClient]:
    with client_of(create_app(settings_for_tests(), LeakingGraph(graph))) as client:  # type: ignore[arg-type]
        yield client


def test_a_door_that_lets_a_write_through_stays_closed(leaking: TestClient) -> None:
    answer = ask(leaking, "RETURN 1 AS x")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/door-closed"
    assert "SIXCHAINS_READER_USER" in answer.json()["detail"]
    assert leaking.get("/v1/health/ready").json()["parts"]["cypher door"] == "closed"
    assert leaking.get("/v1/entities").status_code == 200


def test_the_door_was_tried_at_the_start(client: TestClient) -> None:
    assert client.get("/v1/health/ready").json()["parts"]["cypher door"] == "open"
