"""Reconciliation at its limits: what cannot be answered, who may read the answers, and what is only noise."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from graph_api.http import create_app
from graph_api.store import Graph
from tests.http import reconciliation_schemas as schemas
from tests.http.conftest import client_of, settings_for_tests
from tests.http.openrefine import HERE, INSPECTION, OPENREFINE, conforms


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        ("queries=%7B", 422, "queries is not JSON"),
        ("queries=[]", 422, "no JSON object"),
        ('queries={"q0":{}}', 422, "'q0' asks for nothing"),
        ('queries={"q0":{"query":"x","limit":0}}', 422, "'q0', limit"),
        ('queries={"q0":{"query":"x","type_strict":"maybe"}}', 422, "type_strict"),
        ('queries={"q0":{"query":"x","properties":[{"pid":"name"}]}}', 422, "properties.0.v"),
        ('queries={"q0":{"query":"a%5Cu0000b"}}', 422, "no text has"),
        ('queries={"q0":{"query":"%FF"}}', 422, "form cannot be read"),
        ("other=1", 422, "queries or extend"),
        ("", 422, "queries or extend"),
        ('extend={"ids":["service:testing"]}', 422, "extend, properties"),
        ('extend={"ids":[],"properties":[{"id":"NOT_A_RELATION>"}]}', 422, "no property"),
        (
            "queries=" + json.dumps({f"q{n}": {"query": "x"} for n in range(201)}),
            413,
            "200 at most",
        ),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    client: TestClient, content: str, status: int, said: str
) -> None:
    answer = client.post(
        HERE,
        content=content,
        headers={"content-type": "application/x-www-form-urlencoded", "origin": OPENREFINE},
    )
    assert answer.status_code == status
    assert said in answer.json()["detail"]
    assert answer.headers["access-control-allow-origin"] == OPENREFINE


def test_a_body_that_is_no_form_is_refused(client: TestClient) -> None:
    assert "send a form" in client.post(HERE, json={"queries": {}}).json()["detail"]


@pytest.mark.parametrize(
    ("origin", "may_read"),
    [
        (OPENREFINE, True),
        ("http://localhost:3333", True),
        ("http://[::1]:3333", True),
        ("https://somewhere.example", False),
        ("http://127.0.0.1.example", False),
        ("null", False),
        ("http://[::1", False),
    ],
)
@pytest.mark.parametrize("path", ["/reconcile", "/v1/reconcile/suggest/type", "/reconcile/nothing"])
def test_only_pages_of_this_machine_may_read(
    client: TestClient, path: str, origin: str, *, may_read: bool
) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    for answer in (
        client.get(path, headers={"origin": origin}),
        client.options(path, headers=asked),
    ):
        assert answer.headers.get("access-control-allow-origin") == (origin if may_read else None)
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/v1/entities", "/reconciled", "/", "/v1/cypher"])
def test_nothing_else_is_read_by_pages_of_others(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"origin": OPENREFINE})
    assert "access-control-allow-origin" not in answer.headers


@pytest.fixture
def opened(plan_graph: Graph) -> Iterator[TestClient]:
    """A server that was bound to an address that others reach, and knows one more name."""
    settings_ = settings_for_tests(host="0.0.0.0", allowed_hosts=("office.example",))  # noqa: S104 - said
    with client_of(create_app(settings_, plan_graph)) as client:
        yield client


def test_a_server_that_is_open_is_open_to_every_page(opened: TestClient) -> None:
    headers = {"origin": "https://somewhere.example", "host": "office.example"}
    answer = opened.get(HERE, headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["view"]["url"].startswith("http://office.example/entities/")


ODD = st.text(max_size=30) | st.sampled_from([INSPECTION, "检测", "service:testing", "Enterprise"])
VALUES = ODD | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
PIDS = st.sampled_from(["HOSTS>", "HOSTS<", "COLLABORATES_WITH", "name", "kind", "x", "../"]) | ODD
ODD_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "query": VALUES,
        "type": ODD | st.lists(ODD, max_size=3) | st.none(),
        "type_strict": st.sampled_from(["any", "should", "all"]) | ODD,
        "limit": st.integers(-2, 200) | st.floats() | st.none(),
        "properties": st.lists(
            st.fixed_dictionaries({"pid": PIDS, "v": VALUES | st.lists(VALUES, max_size=3)}),
            max_size=3,
        ),
    },
)
JSON = st.recursive(
    st.none() | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3),
    max_leaves=6,
)
BATCH = st.dictionaries(ODD, ODD_QUERY | JSON, max_size=4) | JSON
EXTENSION = (
    st.fixed_dictionaries(
        {
            "ids": st.lists(ODD, max_size=3),
            "properties": st.lists(
                st.fixed_dictionaries(
                    {"id": PIDS},
                    optional={"settings": st.fixed_dictionaries({}, optional={"limit": JSON})},
                ),
                max_size=3,
            ),
        }
    )
    | JSON
)


@settings(max_examples=60)
@given(batch=BATCH, extension=EXTENSION)
def test_nothing_that_is_sent_breaks_it(
    client: TestClient, batch: object, extension: object
) -> None:
    for field, sent, schema in (
        ("queries", batch, schemas.RESULTS),
        ("extend", extension, schemas.EXTENSION),
    ):
        text = json.dumps(sent)
        answer = client.post(HERE, data={field: text})
        assert answer.status_code in {200, 413, 422}, answer.text
        if answer.status_code == 200:
            conforms(answer.json(), schema)


@settings(max_examples=60)
@given(text=st.text(max_size=60), number=st.integers(-5, 2_000), raw=st.binary(max_size=60))
def test_no_parameter_breaks_it(client: TestClient, text: str, number: int, raw: bytes) -> None:
    text = text.encode("utf-8", "replace").decode()
    for path, asked in (
        ("/suggest/entity", {"prefix": text, "cursor": number, "type": text}),
        ("/suggest/property", {"prefix": text, "cursor": number}),
        ("/suggest/type", {"prefix": text, "cursor": number}),
        ("/flyout/entity", {"id": text}),
        ("/flyout/property", {"id": text}),
        ("/flyout/type", {"id": text}),
        ("/properties", {"type": text, "limit": number}),
        ("/preview", {"id": text}),
        ("", {"queries": text}),
    ):
        assert client.get(f"{HERE}{path}", params=asked).status_code < 500
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post(HERE, content=raw, headers=headers).status_code in {422, 413}
