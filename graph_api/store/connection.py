"""One login at one address: runs work within a deadline and turns driver errors into ours."""

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import neo4j
from neo4j import exceptions as fault

from graph_api.domain import DatabaseUnavailableError
from graph_api.store import faults
from graph_api.store.probe import answers

CONNECT_SECONDS = 2.0
ACQUIRE_SECONDS = 3.0
RETRY_SECONDS = 2.0
"""The driver's own patience is 31 s for a refused port and 121 s for a black hole (engine.md)."""

PATIENCE_SECONDS = 2.0
"""How long a call waits before it looks whether the server still answers at all."""

GRACE_SECONDS = 1.0
"""What a statement may take beyond its time before we stop it: a server that can, stops it itself."""

WRITE_ATTEMPTS = 40
LONGEST_PAUSE_SECONDS = 0.5
"""Writers that race for the same records try again: the first MERGE of an id fails for all but one."""

_QUIET = logging.NullHandler()

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who asks."""

    url: str
    user: str
    password: str = field(repr=False)
    database: str | None


class Connection:
    """A driver with deadlines. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        # What the driver tries again is no news for a person: without a handler it would go to stderr.
        logging.getLogger("neo4j").addHandler(_QUIET)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                address.url,
                auth=(address.user, address.password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=ACQUIRE_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
        except (fault.ConfigurationError, ValueError) as error:
            raise DatabaseUnavailableError(
                f"{address.url} is not an address of a database: {error}; correct SIXCHAINS_DATABASE_URL"
            ) from error

    def close(self) -> None:
        """Close the driver; a connection to a server that hangs is left to the operating system."""
        closing = threading.Thread(target=self._driver.close, daemon=True)
        closing.start()
        closing.join(GRACE_SECONDS)

    def read(self, work: Work[T], seconds: float) -> T:
        """Run read-only work in one transaction, at most so many seconds long."""
        return self._within(seconds, _Call(self._transaction(neo4j.READ_ACCESS, work, seconds)))

    def write(self, work: Work[T], seconds: float) -> T:
        """Run work that writes in one transaction: all of it is committed or none.

        Work that loses a race against another writer is run again, so it must be repeatable.
        """
        once = self._transaction(neo4j.WRITE_ACCESS, work, seconds)

        def run(call: _Call[T]) -> T:
            for attempt in range(1, WRITE_ATTEMPTS):
                with suppress(fault.ConstraintError, fault.TransientError):
                    return once(call)
                call.check()
                time.sleep(random.uniform(0, min(LONGEST_PAUSE_SECONDS, attempt / 50)))  # noqa: S311 - a pause
            return once(call)

        return self._within(seconds, _Call(run))

    def command(self, statement: str, seconds: float) -> None:
        """Run one statement that needs a transaction of its own: a change of the schema."""

        def run(_call: _Call[None]) -> None:
            with self._driver.session(database=self.address.database) as session:
                session.run(statement).consume()

        self._within(seconds, _Call(run))

    def version(self, seconds: float) -> tuple[str, str]:
        """The server's name and version as it tells them: `("Neo4j", "5.26.20")`."""

        def run(_call: _Call[tuple[str, str]]) -> tuple[str, str]:
            with self._driver.session(database=self.address.database) as session:
                info = session.run("RETURN 1").consume().server
            name, _, number = info.agent.partition("/")
            return name, number

        return self._within(seconds, _Call(run))

    def _transaction(self, mode: str, work: Work[T], seconds: float) -> Callable[["_Call[T]"], T]:
        def run(call: _Call[T]) -> T:
            @neo4j.unit_of_work(timeout=seconds)
            def watched(tx: neo4j.ManagedTransaction) -> T:
                call.transaction = tx
                call.check()
                return work(tx)

            session = self._driver.session(database=self.address.database, default_access_mode=mode)
            # BEGIN goes out with the first statement, as in the driver's own `execute_query`: one way
            # less, and no moment in which a server that hangs could not be left.
            with session, getattr(session, "_pipelined_begin", nullcontext()):
                if mode == neo4j.READ_ACCESS:
                    return session.execute_read(watched)
                return session.execute_write(watched)

        return run

    def _within(self, seconds: float, call: "_Call[T]") -> T:
        """The result of a call, or an error of ours once the time is up or the server is silent.

        The driver waits without end for a server that has stopped (SIGSTOP), so the call has a thread
        of its own, which is freed when we stop waiting.
        """
        deadline = time.monotonic() + seconds + GRACE_SECONDS
        call.start()
        while not call.wait(min(PATIENCE_SECONDS, max(deadline - time.monotonic(), 0))):
            late = time.monotonic() >= deadline
            if not answers(self.address.url, PATIENCE_SECONDS):
                call.stop()
                raise faults.silent(self.address.url)
            if late and not call.wait(0):
                call.stop()
                raise faults.too_long(seconds)
        if call.error is not None:
            address = self.address
            raise faults.translated(call.error, address.url, address.user, seconds) from call.error
        return call.result


class _StoppedError(Exception):
    """Ends the thread of a call that nobody waits for any more; the driver does not retry it."""


class _Call(Generic[T]):
    """A call in a thread of its own that can be left behind without leaving the thread."""

    result: T

    def __init__(self, run: Callable[["_Call[T]"], T]) -> None:
        self._run = run
        self._stopped = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.error: BaseException | None = None
        self.transaction: neo4j.ManagedTransaction | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; returns whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def check(self) -> None:
        """Raise where nobody waits any more."""
        if self._stopped:
            raise _StoppedError

    def stop(self) -> None:
        """Free the thread: its connection is cut, whatever the server does."""
        self._stopped = True
        connection: Any = getattr(self.transaction, "_connection", None)
        if connection is not None:
            with suppress(Exception):
                connection.kill()

    def _work(self) -> None:
        try:
            self.result = self._run(self)
        except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
            self.error = error
