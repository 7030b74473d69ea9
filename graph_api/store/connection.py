"""One login at one address: runs work within a deadline and turns driver errors into ours."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import neo4j
from neo4j import exceptions as fault

from graph_api.domain import (
    BadInputError,
    DatabaseUnavailableError,
    ForbiddenStatementError,
    LimitExceededError,
    SixChainsError,
)

CONNECT_SECONDS = 2.0
ACQUIRE_SECONDS = 3.0
RETRY_SECONDS = 2.0
"""The driver's own patience is 31 s for a refused port and 121 s for a black hole (engine.md)."""

GRACE_SECONDS = 2.0
"""What a call may take beyond the time its statement has: connecting, and the server's own stop."""

MOST_ABANDONED = 16
"""Calls that wait for a server that stopped answering before further ones are refused at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who asks."""

    url: str
    user: str
    password: str
    database: str | None


class Connection:
    """A driver with deadlines. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._abandoned = 0
        self._lock = threading.Lock()
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

    def read(self, work: Callable[[neo4j.ManagedTransaction], T], seconds: float) -> T:
        """Run read-only work in one transaction, at most so many seconds long."""
        return self._within(seconds, lambda: self._session(neo4j.READ_ACCESS, work, seconds))

    def write(self, work: Callable[[neo4j.ManagedTransaction], T], seconds: float) -> T:
        """Run work that writes in one transaction: all of it is committed or none."""
        return self._within(seconds, lambda: self._session(neo4j.WRITE_ACCESS, work, seconds))

    def command(self, statement: str, seconds: float) -> None:
        """Run one statement that needs a transaction of its own: a change of the schema."""

        def run() -> None:
            with self._driver.session(database=self.address.database) as session:
                session.run(statement).consume()

        self._within(seconds, run)

    def version(self, seconds: float) -> tuple[str, str]:
        """The server's name and version as it tells them: `("Neo4j", "5.26.20")`."""

        def run() -> tuple[str, str]:
            with self._driver.session(database=self.address.database) as session:
                info = session.run("RETURN 1").consume().server
            name, _, number = info.agent.partition("/")
            return name, number

        return self._within(seconds, run)

    def _session(
        self, mode: str, work: Callable[[neo4j.ManagedTransaction], T], seconds: float
    ) -> T:
        timed = neo4j.unit_of_work(timeout=seconds)(work)
        with self._driver.session(
            database=self.address.database, default_access_mode=mode
        ) as session:
            if mode == neo4j.READ_ACCESS:
                return session.execute_read(timed)
            return session.execute_write(timed)

    def _within(self, seconds: float, call: Callable[[], T]) -> T:
        """The result of a call, or an error of ours once the time is up and some more.

        The driver waits without end for a server that has stopped (SIGSTOP), so the call has a thread
        of its own; that thread ends when the server goes on or goes away.
        """
        if self._abandoned >= MOST_ABANDONED:
            raise DatabaseUnavailableError(self._hangs())
        outcome: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(call())
            except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread
                errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(seconds + GRACE_SECONDS)
        if thread.is_alive():
            threading.Thread(target=self._await, args=(thread,), daemon=True).start()
            raise DatabaseUnavailableError(self._hangs())
        if errors:
            raise self._ours(errors[0], seconds) from errors[0]
        return outcome[0]

    def _await(self, thread: threading.Thread) -> None:
        with self._lock:
            self._abandoned += 1
        thread.join()
        with self._lock:
            self._abandoned -= 1

    def _hangs(self) -> str:
        return f"the database at {self.address.url} does not answer; see whether it runs, then try again"

    def _ours(self, error: BaseException, seconds: float) -> BaseException:
        """The error in our terms; one that is ours or nobody's stays as it is."""
        if isinstance(error, SixChainsError):
            return error
        code = getattr(error, "code", None) or ""
        text = " ".join(str(getattr(error, "message", None) or error).split())[:300]
        for applies, translate in (
            (
                isinstance(error, fault.AuthError) or "Security.Unauthorized" in code,
                lambda: DatabaseUnavailableError(
                    f"the database at {self.address.url} refuses the login {self.address.user!r}; "
                    "correct SIXCHAINS_DATABASE_USER and SIXCHAINS_DATABASE_PASSWORD"
                ),
            ),
            (
                "TimedOut" in code or "timeout" in text.lower() or "Terminated" in code,
                lambda: LimitExceededError(
                    f"the statement took more than {seconds:g} s and was stopped; ask for less"
                ),
            ),
            (
                isinstance(error, fault.Forbidden)
                or "AccessMode" in code
                or "SecurityException" in text
                or "not allowed" in text
                or "in read access mode" in text.lower(),
                lambda: ForbiddenStatementError(f"the database lets this login only read: {text}"),
            ),
            (
                isinstance(
                    error,
                    fault.ServiceUnavailable
                    | fault.SessionExpired
                    | fault.TransientError
                    | OSError,
                ),
                lambda: DatabaseUnavailableError(
                    f"the database at {self.address.url} cannot be reached; "
                    "see whether it runs, then try again"
                ),
            ),
            (
                isinstance(error, fault.Neo4jError | fault.DriverError | ValueError | TypeError),
                lambda: BadInputError(f"the database does not take the statement: {text}"),
            ),
        ):
            if applies:
                return translate()
        return error
