"""Whatever comes from outside: one clear sentence as a problem document, and never a fault of the server."""

from typing import Any

import orjson
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from graph_api.http.problems import PROBLEMS

JSON = {"content-type": "application/json"}


def check(answer: Response, status: int) -> dict[str, Any]:
    """The problem document of an answer, after looking at all that every one of them has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = orjson.loads(answer.content)
    assert document["status"] == status
    assert document["type"].removeprefix("/problems/") in PROBLEMS
    assert document["title"]
    assert document["instance"].startswith("/")
    assert document["request_id"] == answer.headers["x-request-id"]
    assert document["detail"]
    assert "Traceback" not in answer.text
    assert "\n" not in document["detail"]
    return document


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/v1/nothing", 404, "/v1/nothing"),
        ("/nothing", 404, "/docs"),
        ("/v1/entities/", 404, "no entity"),
        ("/static/../../settings.py", 404, "nothing"),
        ("/static/%2e%2e/%2e%2e/settings.py", 404, "nothing"),
        ("/v1/entities/no:such", 404, "no:such"),
        ("/v1/entities/no:such/neighbours", 404, "no:such"),
        ("/v1/entities/no:such/profile", 404, "no:such"),
        ("/v1/entities/no:such/clients", 404, "no:such"),
        ("/v1/entities/" + "x" * 250, 404, "xxx"),
        ("/v1/entities/" + "x" * 400, 422, "300"),
        ("/v1/entities/%00", 422, "control character"),
        ("/v1/entities/%ff%fe", 422, "UTF-8"),
        ("/v1/entities?q=%ff", 422, "UTF-8"),
        ("/v1/entities?q=%ed%a0%80", 422, "UTF-8"),
        ("/v1/entities?q=a%00b", 422, "control character"),
        ("/v1/entities?q=" + "x" * 1001, 422, "query.q"),
        ("/v1/entities?colour=red", 422, "'colour'"),
        ("/v1/entities?kind=Ship", 422, "kind"),
        ("/v1/entities?chain=gold", 422, "chain"),
        ("/v1/entities?status=maybe", 422, "status"),
        ("/v1/entities?limit=0", 422, "limit"),
        ("/v1/entities?limit=many", 422, "limit"),
        ("/v1/entities?limit=1e999", 422, "limit"),
        ("/v1/entities?limit=" + "9" * 5000, 422, "limit"),
        ("/v1/entities?cursor=nonsense", 422, "cursor"),
        ("/v1/entities?cursor=W10", 422, "cursor"),
        ("/v1/entities?cursor=bnVsbA", 422, "cursor"),
        ("/v1/entities?cursor=WyJhIiwgMV0", 422, "cursor"),
        ("/v1/entities?complex=nowhere", 404, "nowhere"),
        ("/v1/entities?region=nowhere", 404, "nowhere"),
        ("/v1/entities/service:testing/neighbours?type=LOVES", 422, "type"),
        ("/v1/ask/no-such-question", 404, "no-such-question"),
        ("/v1/ask/providers-of-service", 422, "service"),
        ("/v1/ask/providers-of-service?service=", 422, "service"),
        ("/v1/ask/providers-of-service?service=%E6%B2%A1%E6%9C%89%E7%9A%84", 404, "没有的"),
        ("/v1/ask/providers-of-service?service=service:nothing", 404, "service:nothing"),
        ("/v1/ask/providers-of-service?service=a&service=b", 422, "twice"),
        ("/v1/ask/providers-of-service?service=service:testing&colour=red", 422, "colour"),
        ("/v1/ask/complexes?limit=-1", 422, "limit"),
        ("/v1/ask/complexes?limit=nan", 422, "limit"),
        ("/v1/ask?colour=red", 422, "colour"),
        ("/v1/complexes?colour=red", 422, "colour"),
        ("/v1/complexes/nowhere/coverage", 404, "nowhere"),
        ("/v1/complexes/service:testing/coverage", 404, "Complex"),
        ("/v1/complexes/zhenhai-plan:complex-magnetic/gaps?complex=x", 422, "path"),
        ("/v1/complexes/zhenhai-plan:complex-magnetic/colour", 404, "colour"),
        ("/v1/paths?from=service:testing", 422, "query.to"),
        ("/v1/paths?from=a:a&to=b:b", 404, "a:a"),
        ("/v1/paths?from=service:testing&to=service:ip&max=99", 422, "max"),
        ("/v1/centrality?measure=beauty", 422, "beauty"),
        ("/v1/centrality?kind=Product", 422, "organisations"),
        ("/v1/centrality?region=no:where", 404, "no:where"),
        ("/v1/centrality?modality=wish", 422, "modality"),
        ("/v1/views/nothing", 404, "nothing"),
        ("/v1/views/ego", 422, "query.of"),
        ("/v1/views/ego?of=no:such", 404, "no:such"),
        ("/v1/views/six_chains?lang=fr", 422, "lang"),
        ("/v1/health/live?x=1", 422, "'x'"),
        ("/problems/none", 404, "none"),
        ("/entities/no:such", 404, "no:such"),
        ("/questions/no-such-question", 404, "no-such-question"),
        ("/complexes/nowhere", 404, "nowhere"),
        ("/search?kind=Ship", 422, "Ship"),
        ("/?lang=fr", 422, "lang"),
    ],
)
def test_addresses_that_are_wrong(client: TestClient, path: str, status: int, said: str) -> None:
    document = check(client.get(path), status)
    assert said in document["detail"]


def test_a_name_that_fits_several_lists_them(client: TestClient) -> None:
    answer = client.get("/v1/ask/services-of-provider", params={"provider": "实验室"})
    candidates = check(answer, 409)["candidates"]
    assert len(candidates) > 1
    assert all(set(one) == {"id", "name", "kind"} for one in candidates)
    assert all(client.get(f"/v1/entities/{one['id']}").status_code == 200 for one in candidates)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/entities"), ("GET", "/v1/match"), ("DELETE", "/v1/entities/a:b"), ("PUT", "/")],
)
def test_a_wrong_method(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    check(answer, 405)
    assert answer.headers["allow"]


@pytest.mark.parametrize("path", ["/v1/match", "/v1/match/explain", "/v1/cypher"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"1",
        b'"text"',
        b"{}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"query": NaN}',
        b'{"query": "RETURN $x", "parameters": {"x": NaN}}',
        b'{"query": "RETURN $x", "parameters": {"x": 1e999}}',
        b'{"query": "RETURN $x", "parameters": {"x": -Infinity}}',
        b'{"query": "RETURN \\ud800"}',
        b'{"query": "RETURN $x AS x", "parameters": {"x": "\\ud800"}}',
        b'{"query": "RETURN $x AS x", "parameters": {"x": 99999999999999999999}}',
        b'{"query": "RETURN 1", "parameters": []}',
        b'{"query": "RETURN 1", "colour": "red"}',
        b'{"query": 5}',
        b'{"query": "' + b"x" * 20_001 + b'"}',
        b'{"needs": []}',
        b'{"needs": [{}]}',
        b'{"needs": [{"text": ""}]}',
        b'{"needs": [{"text": 5}]}',
        b'{"needs": [{"text": "\\u0000"}]}',
        b'{"needs": [{"text": "a", "stage": "dream"}]}',
        b'{"needs": [{"text": "a"}], "limit": 0}',
        b'{"needs": [{"text": "a"}], "limit": 1e400}',
        b'{"needs": [{"text": "a"}], "weights": {"beauty": 5}}',
        b'{"needs": [{"text": "a"}], "weights": {"status": 99999999999999999999999}}',
        b'{"needs": [' + b'{"text": "a"},' * 100 + b'{"text": "a"}]}',
        b'{"need": {"text": "a"}, "provider": "no:such"}',
        b'{"need": {"text": "a"}, "provider": ""}',
        b"[" * 900 + b"]" * 900,
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
    ],
    ids=lambda body: repr(body[:40]),
)
def test_bodies_that_are_wrong(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers=JSON)
    assert 400 <= answer.status_code < 500, answer.text
    check(answer, answer.status_code)


def test_a_nul_in_a_parameter_does_not_break_the_database(client: TestClient) -> None:
    body = b'{"query": "RETURN $x AS x", "parameters": {"x": "a\\u0000b"}}'
    answer = client.post("/v1/cypher", content=body, headers=JSON)
    assert answer.status_code in {200, 422}, answer.text


def test_deep_parameters_are_refused(client: TestClient) -> None:
    deep = b"[" * 500 + b"]" * 500
    body = b'{"query": "RETURN $x AS x", "parameters": {"x": ' + deep + b"}}"
    check(client.post("/v1/cypher", content=body, headers=JSON), 422)


def test_a_body_of_another_type_is_not_read_as_json(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = client.post("/v1/cypher", content=b"query=x", headers={"content-type": kind})
        check(answer, 422)


def test_all_faults_of_a_body_are_listed_without_what_was_sent(client: TestClient) -> None:
    body = {"needs": [{"text": 5}, {"stage": "secret-value"}]}
    document = check(client.post("/v1/match", json=body), 422)
    assert [one["where"] for one in document["errors"]] == [
        "body.needs.0.text",
        "body.needs.1.stage",
    ]
    assert "secret-value" not in str(document)


@pytest.mark.parametrize("slug", list(PROBLEMS))
def test_the_type_of_every_problem_is_explained_at_its_address(
    client: TestClient, slug: str
) -> None:
    page = client.get(PROBLEMS[slug].address, params={"lang": "en"})
    assert page.status_code == 200
    assert PROBLEMS[slug].title in page.text


def test_a_browser_gets_a_page(client: TestClient) -> None:
    answer = client.get("/v1/entities/no:such", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有找到" in answer.text


def test_what_was_sent_is_never_markup(client: TestClient) -> None:
    hostile = "<script>alert(1)</script>"
    html = {"accept": "text/html"}
    for path in (
        "/search",
        "/match",
        "/questions/providers-of-service",
        "/v1/ask/providers-of-service",
    ):
        field = {"/search": "q", "/match": "text"}.get(path, "service")
        answer = client.get(path, params={field: hostile}, headers=html)
        assert "<script>alert" not in answer.text
