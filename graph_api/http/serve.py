"""Runs the server: takes the port, says what it refuses, and ends without leaving anything behind."""

import errno
import socket
from collections.abc import Callable

import structlog
import uvicorn

from graph_api.domain import EnvironmentFaultError
from graph_api.http.app import create_app
from graph_api.http.middleware import is_loopback
from graph_api.settings import Settings
from graph_api.store import Graph

SECONDS_TO_FINISH = 5
"""How long requests under way may take after Ctrl-C."""

BACKLOG = 1_024


def serve(
    settings: Settings,
    graph: Graph,
    *,
    open_to_network: bool = False,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve the API and the console until Ctrl-C or SIGTERM; `ready` is called when it answers.

    Reads are open to whoever reaches the address, so an address beyond this machine needs
    `open_to_network`. Raises EnvironmentFaultError for that, and where the address cannot be taken.
    """
    if not is_loopback(settings.host):
        if not open_to_network:
            raise EnvironmentFaultError(
                f"{settings.host} can be reached from other machines, and whoever reaches it may read: "
                "run sixchains serve --open if that is meant, or listen on 127.0.0.1"
            )
        structlog.get_logger("sixchains.http").warning(
            "open to the network: whoever reaches this address may read", host=settings.host
        )
    with listen(settings.host, settings.port) as taken:
        config = uvicorn.Config(
            create_app(settings, graph),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        _Server(config, ready).run(sockets=[taken])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises EnvironmentFaultError with what is wrong and what to do."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except socket.gaierror:
        raise EnvironmentFaultError(
            f"{host} is not an address of this machine: set SIXCHAINS_HOST to one, such as 127.0.0.1"
        ) from None
    except OSError as error:
        raise EnvironmentFaultError(_why_not(host, port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"port {port} of {host} is taken by another program: stop that one, or choose "
                "another port with --port"
            )
        case errno.EACCES:
            return f"port {port} needs more rights than this program has: choose one above 1023 with --port"
        case errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine: choose one with --host, such as 127.0.0.1"
        case _:
            return f"{host} port {port} cannot be listened on ({error.strerror}): choose another with --port"


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self._ready is not None and self.started:
            self._ready()
