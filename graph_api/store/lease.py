"""The right to write: one holder at a time for a database, whoever the others are and where they run.

A load takes it, so two loads do not interleave. The holder's name and the time of its last word stand
in the database, by the clock of the database; each transaction of the holder renews it and fails
where it was taken over. A holder that died leaves it after `LEASE_SECONDS`, and at once where the
next one can see that its process is gone.
"""

import os
import platform
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import neo4j
import psutil

from graph_api.domain import BusyError
from graph_api.store.graph import Graph

LEASE_SECONDS = 60
RENEW_SECONDS = 20.0
WAIT_SECONDS = 3_600.0
"""A load of the largest sets takes minutes; whoever waits an hour has met a holder that hangs."""

_PAUSE_SECONDS = 0.2

_TAKE = """
MERGE (b:Bookkeeping {id: 'lease'}) SET b.asked = $token
WITH b WHERE b.token IS NULL OR b.token = $gone
SET b.token = $token, b.beat = timestamp(), b.purpose = $purpose, b.machine = $machine,
    b.pid = $pid, b.started = $started
RETURN b.token AS token
"""
"""Who asks writes before it reads: on Neo4j that locks the node, so that not two find it free."""

_HOLDER = """
MATCH (b:Bookkeeping {id: 'lease'}) WHERE b.token IS NOT NULL
RETURN b.token AS token, b.purpose AS purpose, b.machine AS machine, b.pid AS pid,
       b.started AS started, timestamp() - b.beat AS silent
"""
_RENEW = (
    "MATCH (b:Bookkeeping {id: 'lease'}) WHERE b.token = $token SET b.beat = timestamp() "
    "RETURN b.token AS token"
)
_LEAVE = "MATCH (b:Bookkeeping {id: 'lease'}) WHERE b.token = $token REMOVE b.token"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the right to write: `machine`, `pid` and `started` name one process.

    `silent` are the milliseconds since it was last heard of.
    """

    token: str
    purpose: str
    machine: str
    pid: int
    started: float
    silent: int

    @property
    def is_gone(self) -> bool:
        """Whether it is silent for too long, or ran on this machine and runs no longer."""
        if self.silent > LEASE_SECONDS * 1000:
            return True
        if self.machine != machine():
            return False
        try:
            return psutil.Process(self.pid).create_time() != self.started
        except psutil.NoSuchProcess:
            return True


class Lease:
    """The right to write while it is held. Made by `hold`."""

    def __init__(self, graph: Graph, token: str) -> None:
        self.graph = graph
        self._token = token
        self._renewed = time.monotonic()
        self._lock = threading.Lock()

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run work in one transaction. Raises BusyError where somebody else took the right over.

        The first statement writes to the lease, so on Neo4j nobody else who does so can be between
        the reading and the writing of this one; on the embedded engine such a one fails and begins again.
        """

        def renewed(tx: neo4j.ManagedTransaction) -> T:
            if tx.run(_RENEW, token=self._token).single() is None:
                raise BusyError(
                    "another process took over the right to write; run the same command again to go on"
                )
            return work(tx)

        with self._lock:
            done = self.graph.write(renewed)
            self._renewed = time.monotonic()
        return done

    def renew(self) -> None:
        """Say that the holder lives, where nothing was written for a while."""
        if time.monotonic() - self._renewed > RENEW_SECONDS:
            self.write(lambda _: None)


@contextmanager
def hold(
    graph: Graph,
    purpose: str,
    *,
    wait: float = WAIT_SECONDS,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[Lease]:
    """The right to write, from when the holder before leaves it until the block ends.

    `waiting` is told once what the holder does. Raises BusyError after `wait` seconds.
    """
    token = secrets.token_hex(8)
    deadline, told = time.monotonic() + wait, False
    while True:
        holder = holder_of(graph)
        if (holder is None or holder.is_gone) and _take(graph, holder, token, purpose):
            break
        if time.monotonic() > deadline:
            what = holder.purpose if holder else "another process"
            raise BusyError(f"{what} has the right to write; try again when it is done")
        if waiting is not None and holder is not None and not told:
            waiting(holder.purpose)
            told = True
        time.sleep(_PAUSE_SECONDS)
    lease, done = Lease(graph, token), threading.Event()
    keeper = threading.Thread(target=_keep, args=(lease, done), daemon=True)
    keeper.start()
    try:
        yield lease
    finally:
        done.set()
        keeper.join()
        graph.write(lambda tx: tx.run(_LEAVE, token=token).consume())


def holder_of(graph: Graph) -> Holder | None:
    """Who holds the right to write; None where nobody does."""
    rows = graph.read(_HOLDER).rows
    return Holder(**rows[0]) if rows else None


def machine() -> str:
    """A name of this machine, and of this container on it, as long as it runs."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:  # no Linux
        return f"{platform.node()}/{uuid.getnode()}"


def _take(graph: Graph, holder: Holder | None, token: str, purpose: str) -> bool:
    """Take the right that nobody has, or that `holder` left; whether nobody else was quicker."""
    gone = holder.token if holder is not None else ""
    values = {
        "token": token,
        "gone": gone,
        "purpose": purpose,
        "machine": machine(),
        "pid": os.getpid(),
        "started": psutil.Process().create_time(),
    }
    return graph.write(lambda tx: tx.run(_TAKE, values).single() is not None)


def _keep(lease: Lease, done: threading.Event) -> None:
    while not done.wait(RENEW_SECONDS / 4):
        try:
            lease.renew()
        except Exception:  # noqa: BLE001, S112 - the holder meets the same fault when it writes
            continue
