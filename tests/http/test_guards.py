"""Who may ask, and what a body may hold however its type is written."""

import pytest
from starlette.testclient import TestClient

from graph_api.domain import Subgraph
from graph_api.http import create_app
from graph_api.http.snapshots import MOST_KEPT, Held
from graph_api.matching import build_snapshot
from graph_api.store import Graph
from tests.http.conftest import client_of, settings_for_tests

VERSION = "/v1/version"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8700", 200),
        ("localhost:8700", 200),
        ("[::1]:8700", 200),
        ("office.example:8700", 422),
        ("127.0.0.1.example", 422),
        ("[::1", 422),
        ("", 422),
    ],
)
def test_a_request_that_names_another_host_is_refused(
    client: TestClient, host: str, status: int
) -> None:
    answer = client.get(VERSION, headers={"host": host})
    assert answer.status_code == status
    assert status == 200 or "SIXCHAINS_ALLOWED_HOSTS" in answer.json()["detail"]


def test_a_name_that_was_allowed_may_be_used(plan_graph: Graph) -> None:
    settings = settings_for_tests(allowed_hosts=("office.example",))
    with client_of(create_app(settings, plan_graph)) as client:
        assert client.get(VERSION, headers={"host": "Office.Example"}).status_code == 200
        assert client.get(VERSION, headers={"host": "other.example"}).status_code == 422


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON", "APPLICATION/JSON"])
@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "RETURN $a AS a", "parameters": {"a": NaN}}',
        b'{"query": "RETURN $a AS a", "parameters": {"a": 1e999}}',
        b'{"query": "RETURN \\"\\ud800\\" AS a"}',
    ],
)
def test_what_no_database_holds_is_refused_however_the_type_is_written(
    client: TestClient, media_type: str, body: bytes
) -> None:
    answer = client.post("/v1/cypher", content=body, headers={"content-type": media_type})
    assert answer.status_code == 422


def test_what_is_kept_of_a_revision_is_computed_once_and_bounded() -> None:
    held = Held("1", build_snapshot(Subgraph({}, ())), lambda: Subgraph({}, ()))
    computed: list[int] = []

    def compute(number: int) -> int:
        computed.append(number)
        return number

    for number in range(MOST_KEPT + 5):
        assert held.once(number, lambda n=number: compute(n)) == number
        assert held.once(number, lambda n=number: compute(n)) == number
    assert computed == list(range(MOST_KEPT + 5))
