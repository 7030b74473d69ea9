"""The graph in memory: a snapshot for matching, and all of it for the measures and pages that draw it.

Each is of one revision. When the graph moves on, the next one is built in the background while the old
one serves; a caller waits only a moment for it, so that small graphs always answer fresh. Every server
process does so by itself and asks the graph for its revision, so that several are of one mind.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

import structlog

from graph_api.domain import SixChainsError, Subgraph
from graph_api.matching import Snapshot, snapshot
from graph_api.store import Graph, whole

PATIENCE_SECONDS = 1.0
"""How long a caller waits for a fresh snapshot before the old one has to do."""

REVISION_SECONDS = 0.5
"""How long a revision that was read counts as the newest: one reading serves a burst of requests."""

MOST_KEPT = 64
"""Results kept of one revision."""

Result = TypeVar("Result")
Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Held:
    """One revision of the graph, ready for matching, and what was computed from it.

    `read` gives everything that is in the graph, which is read when it is first asked for.
    """

    revision: str
    matching: Snapshot
    read: Callable[[], Subgraph]
    _computed: dict[object, object] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def subgraph(self) -> Subgraph:
        """Everything in the graph, of this revision or of one beside it while the next is read.

        Raises DatabaseUnavailableError.
        """
        return self.read()

    def once(self, key: object, compute: Callable[[], Result]) -> Result:
        """What `compute` gives, kept for this revision; one key is of one type of result.

        Callers that ask for the same at one time may compute it twice; both get the same.
        """
        with self._lock:
            if key in self._computed:
                return cast("Result", self._computed[key])
        result = compute()
        with self._lock:
            while len(self._computed) >= MOST_KEPT:
                self._computed.pop(next(iter(self._computed)))
            self._computed[key] = result
        return result


class Renewed(Generic[Content]):
    """Something made of the graph, made anew behind the scenes when the graph moves on.

    `make` gives it with the revision that it is of. Safe to use from several threads.
    """

    def __init__(self, name: str, make: Callable[[], tuple[str, Content]]) -> None:
        self._name = name
        self._make = make
        self._now: tuple[str, Content] | None = None
        self._builder: threading.Thread | None = None
        self._lock = threading.Lock()
        self._log = structlog.get_logger("sixchains.http")

    @property
    def revision(self) -> str:
        """The revision of what would serve now; empty before the first."""
        return self._now[0] if self._now is not None else ""

    def of(self, revision: str) -> Content:
        """What is of this revision, or the one before while that is made.

        Raises what `make` raises where there is none before.
        """
        now = self._now
        if now is None:
            with self._lock:
                return (self._now or self._build())[1]
        if now[0] != revision:
            self._start().join(PATIENCE_SECONDS)
            now = self._now or now
        return now[1]

    def _start(self) -> threading.Thread:
        """The thread that makes the next one, started where none runs."""
        with self._lock:
            if self._builder is None or not self._builder.is_alive():
                self._builder = threading.Thread(
                    target=self._build_behind, name=self._name, daemon=True
                )
                self._builder.start()
            return self._builder

    def _build_behind(self) -> None:
        try:
            self._build()
        except SixChainsError as error:
            self._log.warning(f"the {self._name} was not renewed", reason=str(error))

    def _build(self) -> tuple[str, Content]:
        begun = time.perf_counter()
        made = self._make()
        self._now = made
        self._log.info(
            f"{self._name} built",
            revision=made[0],
            milliseconds=round((time.perf_counter() - begun) * 1000),
        )
        return made


class Snapshots:
    """Gives the newest snapshot there is. Safe to use from several threads."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._revision = ("", 0.0)
        self._held = Renewed("snapshot", self._make_held)
        self._whole = Renewed("graph in memory", self._make_whole)

    @property
    def recent(self) -> str:
        """The revision, if it was read within the last half second, else ""."""
        revision, read = self._revision
        return revision if time.monotonic() - read <= REVISION_SECONDS else ""

    def revision(self) -> str:
        """The revision of the graph, at most half a second old. Raises DatabaseUnavailableError."""
        revision = self.recent
        if not revision:
            begun = time.monotonic()
            revision = self._graph.revision()
            self._revision = (revision, begun)
        return revision

    @property
    def held_revision(self) -> str:
        """The revision of the snapshot that would serve now; empty before the first."""
        return self._held.revision

    def current(self) -> Held:
        """The snapshot of the newest revision, or the one before while that is built.

        Raises DatabaseUnavailableError.
        """
        return self._held.of(self.revision())

    def _make_held(self) -> tuple[str, Held]:
        made = snapshot(self._graph)
        revision = made.revision
        return revision, Held(revision, made, lambda: self._whole.of(revision))

    def _make_whole(self) -> tuple[str, Subgraph]:
        revision = self._graph.revision()
        return revision, whole(self._graph)
