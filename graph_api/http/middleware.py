"""Pure ASGI middleware: what is refused before the application sees it, and what every answer bears.

Outermost first: `Headers` (request id, log line, security headers, faults that nobody foresaw),
`KnownHost` (another name than ours), `CleanAddress` (bytes that are no text), `BoundedBody` (size, time
and JSON of a body).
"""

import asyncio
import ipaddress
import secrets
import time
import traceback
from collections.abc import Collection, Mapping, MutableMapping
from http import HTTPStatus
from urllib.parse import unquote_to_bytes, urlsplit

import orjson
import structlog
from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.domain import BadInputError, SixChainsError
from graph_api.http.problems import (
    MEDIA_TYPE,
    BodyTooLargeError,
    Problem,
    SlowBodyError,
    fault,
    problem_of,
)

BODY_SECONDS = 30
BYTES_PER_MEGABYTE = 1_000_000
CLIENT_CLOSED = 499
"""What the log says, as other servers do, of a request whose sender left before the answer."""

REQUEST_ID = "request_id"

SECURITY_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'self'; base-uri 'none'",
}
"""Set where an answer does not set its own: pages and views bring a wider content-security-policy."""

_BODYLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Headers:
    """Gives a request its id, logs it in one line, and makes a 500 of an error that nobody foresaw.

    HEAD is answered as GET is, without the body (RFC 9110, 9.3.2).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("sixchains.http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})[REQUEST_ID] = request_id
        begun = time.perf_counter()
        status = CLIENT_CLOSED
        method = scope["method"]
        if method == "HEAD":
            scope["method"] = "GET"

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            trace = "".join(traceback.format_exception(error))
            self.log.error(  # noqa: TRY400 - the trace as text: renderers differ in what they print of it
                "request failed", request_id=request_id, path=scope["path"], trace=trace
            )
            if status != CLIENT_CLOSED:
                raise  # half an answer is out: only closing the connection tells the client
            await send_problem(scope, send_with_headers, fault())
        finally:
            self.log.info(
                "request",
                request_id=request_id,
                method=method,
                path=scope["path"],
                status=status,
                milliseconds=round((time.perf_counter() - begun) * 1000, 1),
            )


class CleanAddress:
    """Refuses an address whose bytes are not UTF-8 or hold control characters."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            raw_path = scope.get("raw_path") or b""
            for part, raw in (("path", raw_path), ("query", scope["query_string"])):
                if b"%" in raw or not raw.isascii():
                    wrong = _fault_of_bytes(unquote_to_bytes(raw))
                    if wrong:
                        error = BadInputError(
                            f"the {part} of the address {wrong}: send UTF-8, percent-encoded"
                        )
                        await send_problem(scope, send, problem_of(error))
                        return
        await self.app(scope, receive, send)


class KnownHost:
    """Refuses a request that names another host than ours.

    A page of the internet can let its own name point at this machine, and would then read what a
    server without a login says: the name that the browser sends gives it away.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self.app = app
        self.allowed = frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            name = _host_name(RequestHeaders(scope=scope).get("host", ""))
            if name not in self.allowed and not is_loopback(name):
                error = BadInputError(
                    f"this server is not called {name[:80]!r}: use its own address, or add the name to "
                    "SIXCHAINS_ALLOWED_HOSTS"
                )
                await send_problem(scope, send, problem_of(error))
                return
        await self.app(scope, receive, send)


def _host_name(header: str) -> str:
    """The name in a Host header, without the port; empty for a header that holds none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class BoundedBody:
    """Takes a body only up to a size and within a time, and JSON only where it is JSON.

    The body is read whole before the application runs: it then never waits for a slow sender, and
    what is too large is refused by its declared length before a byte of it is read.
    """

    def __init__(self, app: ASGIApp, megabytes: int) -> None:
        self.app = app
        self.megabytes = megabytes
        self.largest = megabytes * BYTES_PER_MEGABYTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = RequestHeaders(scope=scope)
        declared = headers.get("content-length", "")
        if not declared and scope["method"] in _BODYLESS and "transfer-encoding" not in headers:
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(declared, receive)
            if body is None:
                return
            if body and "json" in headers.get("content-type", "").lower():
                _check_json(body)
        except SixChainsError as error:
            await send_problem(scope, send, problem_of(error), close=True)
            return
        await self.app(scope, _replayed(body, receive), send)

    async def _read(self, declared: str, receive: Receive) -> bytes | None:
        """The body, or None when its sender left. Raises what refuses it."""
        if declared and not (declared.isascii() and declared.isdecimal()):
            raise BadInputError("the content-length is not a number: send the length of the body")
        if declared and (len(declared) > 15 or int(declared) > self.largest):  # noqa: PLR2004 - digits
            raise self._too_large()
        chunks = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    chunks += message.get("body", b"")
                    if len(chunks) > self.largest:
                        raise self._too_large()
                    if not message.get("more_body", False):
                        return bytes(chunks)
        except TimeoutError:
            raise SlowBodyError(
                f"the body did not arrive within {BODY_SECONDS} s: send it at once"
            ) from None

    def _too_large(self) -> BodyTooLargeError:
        return BodyTooLargeError(
            f"the body is larger than {self.megabytes} MB: send it in several requests"
        )


async def send_problem(scope: Scope, send: Send, problem: Problem, *, close: bool = False) -> None:
    """Answer with a problem document; `close` ends the connection, as after a body left unread."""
    request_id = scope.get("state", {}).get(REQUEST_ID, "")
    document = problem.document(shown_path(scope), request_id)
    body = orjson.dumps(document)
    headers = {
        "content-type": MEDIA_TYPE,
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **problem.headers,
    }
    if close:
        headers["connection"] = "close"
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def shown_path(scope: MutableMapping[str, object]) -> str:
    """The path of the request as text that any document can hold."""
    return str(scope["path"]).encode("utf-8", "replace").decode()[:500]


def status_text(status: int) -> str:
    """The standard phrase of a status: `Not Found`."""
    return HTTPStatus(status).phrase


def _fault_of_bytes(raw: bytes) -> str:
    if any(byte < 0x20 or byte == 0x7F for byte in raw):  # noqa: PLR2004 - ASCII control characters
        return "holds a control character"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    return ""


def _check_json(body: bytes) -> None:
    """Raises BadInputError for what is not JSON as RFC 8259 has it: NaN, 1e999, lone surrogates."""
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        message = f"the body is not JSON: {error}; send a JSON document in UTF-8"
        raise BadInputError(message) from None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body that was read, then waits for the sender to leave."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
