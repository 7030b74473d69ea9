"""The graph: the one door to the database, whichever engine stands behind it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j
import structlog

from graph_api.domain import DatabaseUnavailableError, ForbiddenStatementError, LimitExceededError
from graph_api.settings import Settings
from graph_api.store import engine, schema
from graph_api.store.connection import Address, Connection
from graph_api.store.state import DATABASE, READER, ROOT
from graph_api.store.values import Answer, plain, size_of
from graph_api.store.versions import check_version

PING_SECONDS = 2.0
OPEN_SECONDS = 20.0
"""For the first word of a server that lives but is slow; one that is silent is left much earlier."""

WRITE_SECONDS = 120.0
READ_SECONDS = 60.0
SCAN_SECONDS = 600.0
RESTART_PAUSE_SECONDS = 1.0

T = TypeVar("T")


class Graph:
    """An open graph. Safe to share between threads.

    `engine` is "arcadedb" or "neo4j", `version` its version. Every method raises
    DatabaseUnavailableError where the database does not answer in time; an embedded engine that died
    is started again in the background, so that the next calls find it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._restarting = False
        self._closed = False
        self._port = 0
        self._writer, self._reader = self._connect()
        try:
            name, number = self._writer.version(OPEN_SECONDS)
            self.engine, self.version = check_version(name, number, settings)
            schema.ensure(self)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connections. An embedded engine that nobody uses then ends by itself."""
        self._closed = True
        for connection in {id(c): c for c in (self._writer, self._reader)}.values():
            connection.close()

    def read(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        rows: int = 10_000,
        seconds: float | None = None,
    ) -> Answer:
        """The first `rows` rows of a query of ours, as plain values; `truncated` where there are more.

        Raises LimitExceededError when the time is up, which is 60 s where nothing is said.
        """
        most = READ_SECONDS if seconds is None else seconds
        return self._call(
            lambda: self._reader.read(lambda tx: _take(tx, query, parameters, rows), most)
        )

    def read_untrusted(
        self,
        query: str,
        parameters: Mapping[str, Any],
        *,
        rows: int,
        seconds: float,
        megabytes: float,
    ) -> Answer:
        """The same for a statement from outside, which may also not return more than so many bytes.

        It runs as the reader login where there is one and in READ access mode. Raises
        ForbiddenStatementError where the database finds that it writes, BadInputError where the
        database does not understand it.
        """
        most = int(megabytes * 1_000_000)
        return self._call(
            lambda: self._reader.read(lambda tx: _take(tx, query, parameters, rows, most), seconds)
        )

    def refuses_writes(self) -> bool:
        """Whether a write through the door for statements from outside is refused; it is tried."""
        try:
            self.read_untrusted(
                "CREATE (n:Load {id: 'write-probe'}) DELETE n RETURN 1 AS written",
                {},
                rows=1,
                seconds=OPEN_SECONDS,
                megabytes=1,
            )
        except ForbiddenStatementError:
            return True
        return False

    def scan(
        self,
        query: str,
        parameters: Mapping[str, Any],
        consume: Callable[[Iterator[neo4j.Record]], T],
        *,
        seconds: float = SCAN_SECONDS,
    ) -> T:
        """What `consume` makes of all rows of a query of ours, which are streamed and never held."""
        return self._call(
            lambda: self._writer.read(
                lambda tx: consume(iter(tx.run(query, dict(parameters)))),
                seconds,
            )
        )

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run work in one transaction that is committed whole or not at all. For the store's writers."""
        return self._call(lambda: self._writer.write(work, WRITE_SECONDS))

    def command(self, statement: str) -> None:
        """Run one statement that changes the schema."""
        self._call(lambda: self._writer.command(statement, WRITE_SECONDS))

    def ping(self) -> None:
        """Raise DatabaseUnavailableError where the database does not answer within a few seconds."""
        try:
            self.read("RETURN 1 AS answer", seconds=PING_SECONDS)
        except LimitExceededError as error:
            raise DatabaseUnavailableError(
                f"the database did not answer within {PING_SECONDS:g} s; it may be busy, try again"
            ) from error

    def revision(self) -> str:
        """A text that changes whenever the data changes."""
        rows = self.read("MATCH (b:Bookkeeping {id: 'revision'}) RETURN b.value AS value").rows
        return str(rows[0]["value"]) if rows else "0"

    def _connect(self) -> tuple[Connection, Connection]:
        settings = self._settings
        if settings.database_url is None:
            state = engine.start(settings)
            self._port = state.port
            url = f"bolt://127.0.0.1:{state.port}"
            return (
                Connection(Address(url, ROOT, state.password, DATABASE)),
                Connection(Address(url, READER, state.reader_password, DATABASE)),
            )
        password = (
            settings.database_password.get_secret_value() if settings.database_password else ""
        )
        address = Address(
            settings.database_url, settings.database_user, password, settings.database_name
        )
        writer = Connection(address)
        if settings.reader_user is None:
            return writer, writer
        secret = settings.reader_password.get_secret_value() if settings.reader_password else ""
        return writer, Connection(
            Address(address.url, settings.reader_user, secret, address.database)
        )

    def _call(self, call: Callable[[], T]) -> T:
        if self._restarting:
            raise DatabaseUnavailableError(
                "the embedded engine is starting again; try again in a few seconds"
            )
        try:
            return call()
        except DatabaseUnavailableError:
            self._restart_where_dead()
            raise

    def _restart_where_dead(self) -> None:
        """Connect to the embedded engine anew, in a thread of its own, where ours is gone.

        It is started where it died, and found where another process started one in its place.
        """
        if self._settings.database_url is not None or self._closed:
            return
        serving = engine.status(self._settings)
        if serving is not None and serving.port == self._port:
            return  # it lives: what was wrong is not for a start to mend
        with self._lock:
            if self._restarting:
                return
            self._restarting = True
        threading.Thread(target=self._restart, daemon=True).start()

    def _restart(self) -> None:
        log = structlog.get_logger()
        log.warning("embedded engine is gone, starting it again")
        try:
            old = (self._writer, self._reader)
            self._writer, self._reader = self._connect()
            for connection in old:
                connection.close()
            if self._closed:
                self.close()
            log.warning("embedded engine answers again")
        except Exception as error:  # noqa: BLE001 - whatever it was, the next call tries again
            log.warning("embedded engine did not start", reason=str(error))
            time.sleep(RESTART_PAUSE_SECONDS)
        finally:
            self._restarting = False


@contextmanager
def open_graph(settings: Settings) -> Iterator[Graph]:
    """The graph that the settings name, open until the block ends.

    The embedded engine is started where it does not run; the schema is made where it is missing.
    Raises DatabaseUnavailableError or EnvironmentFaultError with one sentence where that fails.
    """
    graph = Graph(settings)
    try:
        yield graph
    finally:
        graph.close()


def _take(
    tx: neo4j.ManagedTransaction,
    query: str,
    parameters: Mapping[str, Any] | None,
    rows: int,
    most_bytes: int | None = None,
) -> Answer:
    result = tx.run(query, dict(parameters or {}))
    columns = tuple(result.keys())
    taken: list[dict[str, Any]] = []
    size = 0
    for record in result:
        if len(taken) == rows:
            return Answer(columns, tuple(taken), truncated=True)
        row = {column: plain(record[column]) for column in columns}
        if most_bytes is not None:
            size += size_of(row)
            if size > most_bytes:
                raise LimitExceededError(
                    f"the answer is larger than {most_bytes / 1e6:g} MB; return less of each row or fewer rows"
                )
        taken.append(row)
    return Answer(columns, tuple(taken))
