"""The watch on open needs: who was first at the last look, who is now, and why that changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import EnvironmentFaultError, NotFoundError, SixChainsError, Status
from graph_api.matching import PARTS, Match, MatchResult, Need, Snapshot, match
from graph_api.store.state import write_private
from loaders.alone import alone
from loaders.entered.asking import need_of_standing
from loaders.entered.fields import NeedFields, NeedState
from loaders.entered.journal import Journal
from loaders.entered.state import standings

WATCH_FILE = "watch.json"
FIRST = 3
"""Providers of a need that are watched: those that a brief shows."""

LOOKED_AT = 10
"""Providers looked at, to tell one that fell back from one that is gone."""

_REAL = (None, Status.PLANNED, Status.BUILDING, Status.OPERATING)
"""From what nobody states to what runs; any other status is not real at all."""


class NewsKind(StrEnum):
    """What changed: somebody was found, a better one came first, one of the first rose, the first is lost."""

    FOUND = "found"
    BETTER = "better"
    ROSE = "rose"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Seen:
    """A provider as it stood: `score` in points and its `parts`, `label_zh`/`label_en` how it is shown."""

    provider: str
    provider_name: str
    offer: str
    offer_name: str
    status: Status | None
    inferred: bool
    label_zh: str
    label_en: str
    score: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """The first providers of one version of a need at one time (ISO 8601), and how many there were."""

    version: int
    at: str
    providers: tuple[Seen, ...]
    total: int


@dataclass(frozen=True, slots=True)
class News:
    """One change, in a sentence of each language. All but a lost provider are for the better."""

    kind: NewsKind
    provider: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open need: its id, its version, what it is called, and what it asks."""

    id: str
    version: int
    title: str
    need: Need


@dataclass(frozen=True, slots=True)
class Watched:
    """A need with its last look, what it is now, and what is new. `problem` says why it was not asked."""

    id: str
    title: str
    before: Look | None
    now: Look | None
    news: tuple[News, ...]
    problem: str = ""


def open_needs(journal: Journal) -> list[Asked]:
    """The entered needs for which somebody is still looked for, the newest first."""
    found = [
        Asked(one.id, one.version, one.fields.title, need_of_standing(one))
        for one in standings(journal.entries()).values()
        if isinstance(one.fields, NeedFields)
        and one.fields.state is NeedState.OPEN
        and not one.deleted
    ]
    return found[::-1]


def watch(snapshot: Snapshot, needs: Iterable[Asked], folder: Path) -> tuple[Watched, ...]:
    """Look at each need, and compare with the last look that is kept in the data folder.

    A need that is met for the first time, or was changed, is looked at from here on: its look is kept
    and there is no news of it. Raises EnvironmentFaultError where the file cannot be read or written.
    """
    kept = looks(folder)
    found = [_watched(snapshot, one, kept.get(one.id)) for one in needs]
    fresh = {one.id: one.now for one in found if one.now is not None and one.before is None}
    if fresh:
        _keep(folder, fresh)
    return tuple(found)


def mark_seen(folder: Path, watched: Iterable[Watched], need_id: str = "") -> int:
    """Take what is now for what was seen, of one need or of all; returns of how many that is.

    Raises NotFoundError for a need that is not among them.
    """
    chosen = [one for one in watched if need_id in {"", one.id}]
    if need_id and not chosen:
        raise NotFoundError(f"{need_id[:200]!r} is not watched: only open needs are")
    seen = {one.id: one.now for one in chosen if one.now is not None}
    if seen:
        _keep(folder, seen)
    return len(seen)


def looks(folder: Path) -> dict[str, Look]:
    """The looks that are kept, by need. Raises EnvironmentFaultError for a file that cannot be read."""
    path = folder / WATCH_FILE
    try:
        given = orjson.loads(path.read_bytes())
        return {need_id: _look_of(look) for need_id, look in given.items()}
    except FileNotFoundError:
        return {}
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"{path.name} cannot be read: {error}; remove it, and the watch begins anew"
        raise EnvironmentFaultError(message) from error


def look_of(version: int, result: MatchResult) -> Look:
    """What an answer shows of the providers that are looked at."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Look(version, at, tuple(map(_seen, result.results)), result.total)


def news_of(before: Look, now: Look) -> tuple[News, ...]:
    """What is new since a look: who came first, who of the first rose, whether the first was lost."""
    if not now.providers:
        return (_lost(before.providers[0], None),) if before.providers else ()
    first = now.providers[0]
    if not before.providers:
        return (_found(first),)
    then = before.providers[0]
    told: list[News] = []
    if first.provider != then.provider:
        still = next((one for one in now.providers if one.provider == then.provider), None)
        if still is not None:
            told.append(_better(first, still))
        else:
            told.append(_better(first, then) if first.score > then.score else _lost(then, first))
    earlier = {one.provider: one for one in before.providers[:FIRST]}
    for one in now.providers[:FIRST]:
        was = earlier.get(one.provider)
        if was is not None and _reality(one) > _reality(was):
            told.append(_rose(was, one))
    return tuple(told)


def _watched(snapshot: Snapshot, asked: Asked, before: Look | None) -> Watched:
    try:
        now = look_of(asked.version, match(snapshot, asked.need, LOOKED_AT))
    except SixChainsError as error:
        return Watched(asked.id, asked.title, before, None, (), str(error))
    if before is not None and before.version != asked.version:
        before = None
    news = () if before is None else news_of(before, now)
    return Watched(asked.id, asked.title, before, now, news)


def _seen(one: Match) -> Seen:
    return Seen(
        one.provider,
        one.provider_name,
        one.offer,
        one.offer_name,
        one.status,
        one.inferred,
        one.label_zh,
        one.label_en,
        one.score,
        {reason.part: reason.contribution for reason in one.reasons},
    )


def _reality(one: Seen) -> int:
    """How real what is offered is; what is only inferred is less than anything stated."""
    if one.inferred:
        return -1
    return _REAL.index(one.status) if one.status in _REAL else -2


def _found(first: Seen) -> News:
    return News(
        NewsKind.FOUND,
        first.provider,
        f"原来没有提供方，现在有{first.provider_name}（{first.label_zh}，{first.score} 分）",
        f"there was no provider; now there is {first.provider_name} ({first.label_en}, {first.score} points)",
    )


def _better(first: Seen, other: Seen) -> News:
    gains = _gains(first, other)
    because_zh = "，".join(f"{PARTS[part].zh} {by:+d}" for part, by in gains)
    because_en = ", ".join(f"{PARTS[part].en} {by:+d}" for part, by in gains)
    return News(
        NewsKind.BETTER,
        first.provider,
        f"{first.provider_name}（{first.label_zh}，{first.score} 分）现在排第一，"
        f"此前是{other.provider_name}（{other.score} 分）" + (f"：{because_zh}" if gains else ""),
        f"{first.provider_name} ({first.label_en}, {first.score} points) is now first; before, "
        f"{other.provider_name} was ({other.score} points)" + (f": {because_en}" if gains else ""),
    )


def _rose(was: Seen, now: Seen) -> News:
    return News(
        NewsKind.ROSE,
        now.provider,
        f"{now.provider_name}的“{now.offer_name}”由{was.label_zh}变为{now.label_zh}",
        f"{now.offer_name} of {now.provider_name} was {was.label_en} and is {now.label_en}",
    )


def _lost(then: Seen, first: Seen | None) -> News:
    now_zh = (
        f"现在排第一的是{first.provider_name}（{first.label_zh}）" if first else "现在没有提供方"
    )
    now_en = (
        f"{first.provider_name} ({first.label_en}) is first now" if first else "there is nobody now"
    )
    return News(
        NewsKind.LOST,
        then.provider,
        f"原来排第一的{then.provider_name}不再列入，{now_zh}",
        f"{then.provider_name}, who was first, is no longer listed; {now_en}",
    )


def _gains(first: Seen, other: Seen) -> list[tuple[str, int]]:
    """The parts in which the first has more points, the largest gain first."""
    found = [
        (part, first.parts.get(part, 0) - other.parts.get(part, 0))
        for part in PARTS
        if first.parts.get(part, 0) > other.parts.get(part, 0)
    ]
    return sorted(found, key=lambda gain: -gain[1])


def _keep(folder: Path, fresh: Mapping[str, Look]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder):
            kept = {**looks(folder), **fresh}
            plain = {need_id: asdict(look) for need_id, look in sorted(kept.items())}
            write_private(folder / WATCH_FILE, orjson.dumps(plain).decode())
    except OSError as error:
        message = f"{folder / WATCH_FILE} cannot be written: {error.strerror}; free the folder"
        raise EnvironmentFaultError(message) from error


def _look_of(plain: Mapping[str, Any]) -> Look:
    providers = tuple(
        Seen(**{**one, "status": Status(one["status"]) if one["status"] else None})
        for one in plain["providers"]
    )
    return Look(int(plain["version"]), str(plain["at"]), providers, int(plain["total"]))
