"""The graph in memory, for matching, measures and the view of everything.

A snapshot is of one revision. When the graph moves on, the next one is built in the background while the
old one serves; a caller waits only a moment for it, so that small graphs always answer fresh.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import structlog

from graph_api.domain import SixChainsError, Subgraph
from graph_api.matching import Snapshot, build_snapshot
from graph_api.store import Graph, whole

PATIENCE_SECONDS = 1.0
"""How long a caller waits for a fresh snapshot before the old one has to do."""

REVISION_SECONDS = 0.5
"""How long a revision that was read counts as the newest: one reading serves a burst of requests."""

MOST_KEPT = 64
"""Results kept of one revision."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Held:
    """One revision of the graph: what it holds, ready for matching, and what was computed from it."""

    revision: str
    subgraph: Subgraph
    matching: Snapshot
    _computed: dict[object, object] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

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


class Snapshots:
    """Gives the newest snapshot there is. Safe to use from several threads."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._held: Held | None = None
        self._builder: threading.Thread | None = None
        self._lock = threading.Lock()
        self._revision = ("", 0.0)
        self._log = structlog.get_logger("sixchains.http")

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
        return self._held.revision if self._held is not None else ""

    def current(self) -> Held:
        """The snapshot of the newest revision, or the one before while that is built.

        Raises DatabaseUnavailableError.
        """
        revision = self.revision()
        held = self._held
        if held is not None and held.revision == revision:
            return held
        if held is None:
            with self._lock:
                return self._held or self._build()
        builder = self._start()
        builder.join(PATIENCE_SECONDS)
        return self._held or held

    def _start(self) -> threading.Thread:
        """The thread that builds the next snapshot, started where none runs."""
        with self._lock:
            if self._builder is None or not self._builder.is_alive():
                self._builder = threading.Thread(
                    target=self._build_behind, name="snapshot", daemon=True
                )
                self._builder.start()
            return self._builder

    def _build_behind(self) -> None:
        try:
            self._build()
        except SixChainsError as error:
            self._log.warning("the snapshot was not renewed", reason=str(error))

    def _build(self) -> Held:
        begun = time.perf_counter()
        revision = self._graph.revision()
        subgraph = whole(self._graph)
        self._held = Held(revision, subgraph, build_snapshot(subgraph, revision))
        self._log.info(
            "snapshot built",
            revision=revision,
            entities=len(subgraph.entities),
            milliseconds=round((time.perf_counter() - begun) * 1000),
        )
        return self._held
