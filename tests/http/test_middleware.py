"""What is refused before the application sees it, and what every answer bears."""

from collections.abc import Iterator
from typing import Any

import anyio.from_thread
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from graph_api.http import middleware
from graph_api.http.middleware import BoundedBody, CleanAddress, Headers

LIMIT = 1_000_000


class Echo:
    """An application that answers with the size of the body, and remembers that it ran."""

    ran = False

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        self.ran = True
        size, more = 0, True
        while more:
            message = await receive()
            size += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(size).encode()})


def call(
    app: Any,  # noqa: ANN401 - an ASGI application
    chunks: Iterator[bytes],
    headers: dict[str, str],
    **scope: object,
) -> tuple[list[Message], int]:
    """The messages that were sent, and how many bytes of the body were taken."""
    sent: list[Message] = []
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        chunk = next(chunks, None)
        if chunk is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    base: Scope = {"type": "http", "method": "POST", "path": "/x", "query_string": b""}
    with anyio.from_thread.start_blocking_portal() as portal:
        portal.call(app, base | {"headers": raw} | scope, receive, send)
    return sent, taken


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65_536


def test_a_declared_length_over_the_limit_is_refused_before_a_byte_is_read() -> None:
    echo = Echo()
    sent, taken = call(BoundedBody(echo, 1), endless(), {"content-length": "100000000"})
    assert sent[0]["status"] == 413
    assert taken == 0
    assert not echo.ran
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_streamed_body_is_read_to_the_limit_and_no_further() -> None:
    echo = Echo()
    sent, taken = call(BoundedBody(echo, 1), endless(), {"transfer-encoding": "chunked"})
    assert sent[0]["status"] == 413
    assert LIMIT < taken <= LIMIT + 65_536
    assert not echo.ran


def test_a_body_with_a_wrong_length_that_is_too_long_is_refused_too() -> None:
    sent, _ = call(BoundedBody(Echo(), 1), endless(), {"content-length": "10"})
    assert sent[0]["status"] == 413


@pytest.mark.parametrize("size", [0, 1, LIMIT])
def test_a_body_within_the_limit_passes_whole(size: int) -> None:
    sent, _ = call(BoundedBody(Echo(), 1), iter([b"x" * size]), {"content-length": str(size)})
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == str(size).encode()


@pytest.mark.parametrize("declared", ["-1", "ten", "1e3", "٣", "9" * 400])
def test_a_length_that_is_no_length(declared: str) -> None:
    sent, taken = call(BoundedBody(Echo(), 1), endless(), {"content-length": declared})
    assert sent[0]["status"] in {413, 422}
    assert taken == 0


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "BODY_SECONDS", 0.05)

    async def never() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def run(sent: list[Message]) -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        scope: Scope = {"type": "http", "method": "POST", "path": "/", "query_string": b""}
        scope["headers"] = [(b"content-length", b"5")]
        await BoundedBody(Echo(), 1)(scope, never, send)

    sent: list[Message] = []
    with anyio.from_thread.start_blocking_portal() as portal:
        portal.call(run, sent)
    assert sent[0]["status"] == 408


@pytest.mark.parametrize("raw", [b"/%ff", b"/\xff", b"/%ed%a0%80", b"/%00", b"/%0a", b"/%7f"])
def test_an_address_that_is_not_text(raw: bytes) -> None:
    echo = Echo()
    sent, _ = call(CleanAddress(echo), iter([]), {}, raw_path=raw)
    assert sent[0]["status"] == 422
    assert not echo.ran


def test_an_error_that_nobody_foresaw_tells_nothing_of_the_inside() -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret")

    sent, _ = call(Headers(broken), iter([]), {})
    assert sent[0]["status"] == 500
    assert b"secret" not in sent[1]["body"]
    assert b"/problems/fault" in sent[1]["body"]


def test_every_answer_bears_its_id_and_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/v1/entities", "/v1/nothing", "/static/console.css", "/v1/views/six_chains"):
        headers = client.get(path).headers
        assert len(headers["x-request-id"]) == 16
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers


def test_pages_may_run_nothing_inline(client: TestClient) -> None:
    page = client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert " style=" not in page.text
    assert " onclick" not in page.text


@pytest.mark.parametrize("path", ["/", "/v1/entities", "/v1/nothing", "/static/console.css"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.content == b""


def test_two_requests_have_two_ids(client: TestClient) -> None:
    ids = {client.get("/v1/health/live").headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2
