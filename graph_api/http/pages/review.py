"""The page of review: pairs of records that the rule of names found close but not close enough."""

import re
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
_PART = re.compile(r"([a-z ]+) ([+-]\d+\.\d+)")

PARTS = {
    "units": ("共有的字", "shared characters"),
    "pairs": ("共有的相邻字", "shared neighbours"),
    "order": ("顺序一致", "in one order"),
    "coverage": ("互相覆盖", "coverage"),
    "beginning": ("开头相同", "one beginning"),
    "other legal form": ("组织形式不同", "other legal form"),
    "no joint-stock company": ("不是股份公司", "no joint-stock company"),
    "other place": ("地名不同", "other place"),
    "other head": ("中心词不同", "other head word"),
    "other number": ("序号不同", "other number"),
    "one is a branch": ("其一是分支机构", "one is a branch"),
    "one is a part": ("其一是下属部分", "one is a part"),
    "other region": ("所在区域不同", "other region"),
}
"""What the rule of names calls the parts of its score, as people say it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why two records are close: the score and its parts where they are told, else the text alone."""

    score: float | None
    text: str
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    """A pair that waits for a person: ids of two records, the entities they are in, and why.

    `unsure` is what a person said of it who could not tell.
    """

    left_id: str
    right_id: str
    left: Entity
    right: Entity
    why: Why
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
        part_names=PARTS,
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


def why_of(text: str) -> Why:
    """The reason of a pair as the rule writes it: `0.84: one name / other name: part +0.40, …`."""
    found = _SCORE.match(text)
    score, rest = (float(found[1]), text[found.end() :]) if found else (None, text)
    names, _, listed = rest.rpartition(": ")
    parts = [_PART.fullmatch(part) for part in listed.split(", ")]
    if not names or not all(parts):
        return Why(score, rest)
    return Why(score, names, tuple((one[1], float(one[2])) for one in parts if one))


def _queue(context: Context, held: Held) -> Queue:
    """What of the file of close pairs still waits, as the graph and the judgements are now."""
    folder = context.settings.data_folder
    close = _read(folder / REVIEW_FILE)
    records = held.once("records", lambda: _records(held))
    judged = {
        ends: one
        for one in _read(folder / JUDGEMENTS_FILE)
        if (ends := _entities(one, records)) is not None
    }
    waiting: dict[tuple[str, str], Close] = {}
    settled = 0
    for one in close:
        ends = _entities(one, records)
        said = judged.get(ends) if ends is not None else None
        if ends is None or (said is not None and said.verdict != "unsure"):
            settled += 1
            continue
        left, right = records[one.left], records[one.right]
        pair = Close(one.left, one.right, left, right, why_of(one.why), said)
        waiting[ends] = min(waiting.get(ends, pair), pair, key=_rank)
    return Queue(tuple(sorted(waiting.values(), key=_rank)), settled)


def _entities(judgement: Judgement, records: dict[str, Entity]) -> tuple[str, str] | None:
    """The two entities that it is about, smaller id first; None where they are one or one is gone."""
    left, right = records.get(judgement.left), records.get(judgement.right)
    if left is None or right is None or left.id == right.id:
        return None
    return (left.id, right.id) if left.id < right.id else (right.id, left.id)


def _rank(pair: Close) -> tuple[bool, float, str, str]:
    """Pairs that nobody looked at first, then the closest."""
    return pair.unsure is not None, -(pair.why.score or 0), pair.left_id, pair.right_id


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
