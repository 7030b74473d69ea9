"""Which pages of other servers may read what the routes of reconciliation answer (CORS), and frame it.

Everything else here is for pages of this server alone. A server that only this machine can reach answers
pages of this machine, as OpenRefine is one, and of hosts that the settings name: any other page of the
internet could read through the browser what a server without a login says. A server that was bound to
another address is open to be read, and so to pages from anywhere.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.http.middleware import is_loopback
from graph_api.settings import Settings

ROUTES = ("/reconcile", "/v1/reconcile")
METHODS = "GET, HEAD, POST, OPTIONS"
PREFLIGHT_SECONDS = 600
THIS_MACHINE = "http://127.0.0.1:* http://localhost:* https://127.0.0.1:* https://localhost:*"


class CrossOrigin:
    """Answers preflights of the routes of reconciliation, and marks their answers for pages that may read.

    `allowed` are names of hosts beside this machine; None are all hosts.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str] | None) -> None:
        self.app = app
        self.allowed = None if allowed is None else frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not is_for_others(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = RequestHeaders(scope=scope)
        given = self._given(headers.get("origin", ""))

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                marked = MutableHeaders(scope=message)
                marked.update(given)
                marked.add_vary_header("origin")
            await send(message)

        if scope["method"] == "OPTIONS":
            await _preflight(headers, given, send_marked)
        else:
            await self.app(scope, receive, send_marked)

    def _given(self, origin: str) -> dict[str, str]:
        """What lets a page of this origin read; nothing for one that may not."""
        if self.allowed is None:
            return {"access-control-allow-origin": "*", **_RESOURCE}
        if not origin or not self._may_read(origin):
            return {}
        return {"access-control-allow-origin": origin, **_RESOURCE}

    def _may_read(self, origin: str) -> bool:
        try:
            host = urlsplit(origin).hostname or ""
        except ValueError:
            return False
        return is_loopback(host) or (self.allowed is not None and host in self.allowed)


_RESOURCE = {"cross-origin-resource-policy": "cross-origin"}


def is_for_others(path: str) -> bool:
    """Whether the path is of the routes of reconciliation."""
    return any(path == route or path.startswith(f"{route}/") for route in ROUTES)


def readers_of(settings: Settings) -> tuple[str, ...] | None:
    """The hosts whose pages may read beside those of this machine; None for all."""
    return settings.allowed_hosts if is_loopback(settings.host) else None


def framed_by(settings: Settings) -> str:
    """The sources of `frame-ancestors`: who may show a preview in a frame."""
    readers = readers_of(settings)
    if readers is None:
        return "*"
    return " ".join(
        ("'self'", THIS_MACHINE, *(f"http://{one}:* https://{one}:*" for one in readers))
    )


async def _preflight(headers: RequestHeaders, given: dict[str, str], send: Send) -> None:
    answer = {"content-length": "0", "allow": METHODS}
    if given:
        answer |= {
            "access-control-allow-methods": METHODS,
            "access-control-allow-headers": "content-type, accept",
            "access-control-max-age": str(PREFLIGHT_SECONDS),
        }
        if headers.get("access-control-request-private-network") == "true":
            answer["access-control-allow-private-network"] = "true"
    raw = [(name.encode(), value.encode("latin-1")) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
