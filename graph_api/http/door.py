"""The door for Cypher from outside: how many statements run at one time, and the test at the start.

The allow-list and the limits of one statement are `questions.read_outside`; the reader's login and READ
mode are the store's.
"""

import threading
from collections.abc import Mapping
from typing import Any

from graph_api.domain import BusyError
from graph_api.http.problems import DoorClosedError
from graph_api.questions import read_outside
from graph_api.settings import Settings
from graph_api.store import Answer, Graph

WAIT_SECONDS = 1.0

CLOSED = (
    "the database let a test write through this door, so statements from outside are not taken: "
    "set SIXCHAINS_READER_USER and SIXCHAINS_READER_PASSWORD to a login that may only read, and restart"
)


class CypherDoor:
    """Takes statements from outside while it is open. Safe to use from several threads."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings
        self._places = threading.BoundedSemaphore(settings.cypher_at_once)
        self._testing = threading.Lock()
        self._refuses_writes: bool | None = None

    @property
    def state(self) -> str:
        """`open`, `closed`, or `untested` until the database was reached once."""
        states = {None: "untested", True: "open", False: "closed"}
        return states[self._refuses_writes]

    def test(self) -> bool:
        """Try a write through the door, once; whether it was refused. Raises DatabaseUnavailableError."""
        if self._refuses_writes is not None:
            return self._refuses_writes
        if not self._testing.acquire(timeout=WAIT_SECONDS):
            raise BusyError("the door for statements is being tried: ask again in a moment")
        try:
            if self._refuses_writes is None:
                self._refuses_writes = self._graph.refuses_writes()
            return self._refuses_writes
        finally:
            self._testing.release()

    def run(self, statement: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a statement that only reads.

        Raises ForbiddenStatementError or BadInputError for one that is refused, LimitExceededError
        where a limit stopped it, BusyError where too many run, DoorClosedError where a write passed.
        """
        if not self.test():
            raise DoorClosedError(CLOSED)
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise BusyError(
                f"{self._settings.cypher_at_once} statements run already: ask again in a moment"
            )
        try:
            return read_outside(self._graph, self._settings, statement, parameters)
        finally:
            self._places.release()
