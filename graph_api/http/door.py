"""The door for Cypher from outside: five layers, of which this module holds the last two.

The allow-list is `questions.check_read_only`; the reader's login, READ mode and the limits of one
statement are the store's. Here are the number of statements at one time and the test at the start.
"""

import threading
from collections.abc import Mapping
from typing import Any

from graph_api.domain import BadInputError
from graph_api.http.problems import BusyError, DoorClosedError
from graph_api.questions import check_read_only
from graph_api.settings import Settings
from graph_api.store import Answer, Graph

WAIT_SECONDS = 1.0
LONGEST_STATEMENT = 20_000
LARGEST_INTEGER = 2**63 - 1
DEEPEST_PARAMETER = 32

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
        with self._testing:
            if self._refuses_writes is None:
                self._refuses_writes = self._graph.refuses_writes()
            return self._refuses_writes

    def run(self, statement: str, parameters: Mapping[str, Any]) -> Answer:
        """The answer to a statement that only reads.

        Raises ForbiddenStatementError or BadInputError for one that is refused, LimitExceededError
        where a limit stopped it, BusyError where too many run, DoorClosedError where a write passed.
        """
        if len(statement) > LONGEST_STATEMENT:
            raise BadInputError(
                f"the statement is longer than {LONGEST_STATEMENT} characters: shorten it, or send "
                "long lists as parameters"
            )
        check_read_only(statement)
        for name, value in parameters.items():
            _check_value(name, value, 0)
        if not self.test():
            raise DoorClosedError(CLOSED)
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise BusyError(
                f"{self._settings.cypher_at_once} statements run already: ask again in a moment"
            )
        try:
            return self._graph.read_untrusted(
                statement,
                parameters,
                rows=self._settings.cypher_rows,
                seconds=self._settings.cypher_seconds,
                megabytes=self._settings.cypher_megabytes,
            )
        finally:
            self._places.release()


def _check_value(name: str, value: object, depth: int) -> None:
    """Raises BadInputError for a parameter that no database takes."""
    if depth > DEEPEST_PARAMETER:
        raise BadInputError(f"the parameter {name[:80]} is nested too deep: flatten it")
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise BadInputError(
            f"the parameter {name[:80]} holds an integer beyond 64 bits: send it as text"
        )
    if isinstance(value, Mapping):
        for inner in value.values():
            _check_value(name, inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_value(name, inner, depth + 1)
