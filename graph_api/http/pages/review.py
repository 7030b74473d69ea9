"""The page of review: pairs of records that the rule of names found close but not close enough."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request, Response

from graph_api.domain import Entity, SixChainsError
from graph_api.http.context import Context, ContextDep
from graph_api.http.pages.language import pages
from graph_api.http.problems import problem_of
from graph_api.http.snapshots import Held
from loaders.identity.judgements import Judgement, read_judgements
from loaders.identity.known import JUDGEMENTS_FILE, REVIEW_FILE

router = pages()

PER_PAGE = 20
FARTHEST = 100_000_000
_SCORE = re.compile(r"(\d+(?:\.\d+)?)[\s:]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Close:
    """A pair that waits for a person: ids of two records, the entities they are in, the score, why.

    `unsure` is what a person said of it who could not tell.
    """

    left_id: str
    right_id: str
    left: Entity
    right: Entity
    score: float | None
    why: str
    unsure: Judgement | None

    def holds(self, words: str) -> bool:
        """Whether one of the records has the words in a name or an id."""
        texts = (self.left_id, self.right_id, *_names(self.left), *_names(self.right))
        return any(words.casefold() in text.casefold() for text in texts)


@dataclass(frozen=True, slots=True)
class Queue:
    """The pairs that wait, the closest first, and how many of the file no longer do."""

    waiting: tuple[Close, ...] = ()
    settled: int = 0


@router.get("/review")
def review_page(
    context: ContextDep,
    request: Request,
    *,
    q: Annotated[str, Query(max_length=500)] = "",
    offset: Annotated[int, Query(ge=0, le=FARTHEST)] = 0,
) -> Response:
    """Both records of each pair side by side, why they are close, and the commands that decide it."""
    held = context.snapshots.current()
    queue, problem, status = Queue(), None, 200
    try:
        queue = _queue(context, held)
    except SixChainsError as error:
        found = problem_of(error)
        problem, status = found.document(request.url.path, ""), found.status
    pairs = [one for one in queue.waiting if one.holds(q.strip())]
    return context.pages.render(
        request,
        "review.html",
        status,
        active="review",
        pairs=pairs[offset : offset + PER_PAGE],
        total=len(pairs),
        waiting=len(queue.waiting),
        settled=queue.settled,
        offset=offset,
        per_page=PER_PAGE,
        q=q,
        entities=held.subgraph.entities,
        differing=differing,
        problem=problem,
    )


def differing(name: str, other: str) -> list[tuple[str, bool]]:
    """The name in pieces, and of each whether the other name lacks it."""
    matcher = SequenceMatcher(None, other, name, autojunk=False)
    return [
        (name[start:end], operation != "equal")
        for operation, _, _, start, end in matcher.get_opcodes()
        if start < end
    ]


def _queue(context: Context, held: Held) -> Queue:
    """What of the file of close pairs still waits, as the graph and the judgements are now."""
    folder = context.settings.data_folder
    close = _read(folder / REVIEW_FILE)
    judged = {one.pair: one for one in _read(folder / JUDGEMENTS_FILE)}
    records = held.once("records", lambda: _records(held))
    waiting = list(_waiting(close, judged, records))
    waiting.sort(key=lambda one: (one.unsure is not None, -(one.score or 0)))
    return Queue(tuple(waiting), len(close) - len(waiting))


def _waiting(
    close: tuple[Judgement, ...],
    judged: dict[tuple[str, str], Judgement],
    records: dict[str, Entity],
) -> Iterator[Close]:
    for one in close:
        left, right = records.get(one.left), records.get(one.right)
        said = judged.get(one.pair)
        if left is None or right is None or left.id == right.id:
            continue
        if said is not None and said.verdict != "unsure":
            continue
        found = _SCORE.match(one.why)
        score, why = (float(found[1]), one.why[found.end() :]) if found else (None, one.why)
        yield Close(one.left, one.right, left, right, score, why, said)


def _records(held: Held) -> dict[str, Entity]:
    """The entity of each record, by the id of the record and by its own."""
    found: dict[str, Entity] = {}
    for entity in held.subgraph.entities.values():
        found |= dict.fromkeys((*entity.record_ids, entity.id), entity)
    return found


def _read(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a file. An error names the file and not where on this machine it is."""
    try:
        state = path.stat()
    except OSError:
        return ()
    try:
        return _kept(path, state.st_mtime_ns, state.st_size)
    except SixChainsError as error:
        raise type(error)(str(error).replace(str(path), path.name)) from error


@lru_cache(maxsize=4)
def _kept(path: Path, _changed: int, _size: int) -> tuple[Judgement, ...]:
    return read_judgements(path)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)
