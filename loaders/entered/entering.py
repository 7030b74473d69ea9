"""Accepts a write: who may, whether it was asked before, what the record is after it."""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from getpass import getuser
from typing import Any

import orjson

from graph_api.domain import BadInputError, Kind, NotFoundError, SixChainsError
from loaders.entered.fields import Fields
from loaders.entered.journal import Action, Entries, Entry, Journal
from loaders.entered.records import DATASET, faults_of
from loaders.entered.state import Standing, standings


class Role(StrEnum):
    """What a writer may do: a broker their own needs and offers, a steward those of all."""

    BROKER = "broker"
    STEWARD = "steward"
    ADMIN = "admin"


class NotAllowedError(SixChainsError):
    """The writer may not do this."""

    exit_code = 7
    status = 403
    title = "You may not do this"
    title_zh = "没有权限"


class ChangedMeanwhileError(SixChainsError):
    """The record is no longer as the writer last saw it."""

    exit_code = 2
    status = 412
    title = "Somebody changed it meanwhile"
    title_zh = "内容已被他人修改"


class KeyReusedError(BadInputError):
    """An idempotency key that came before with another request."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the name of a token or of a local user."""

    name: str
    role: Role


def user_of_this_machine() -> Writer:
    """Who sits at this machine and so could change its files anyway: a steward."""
    try:
        name = getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        name = str(os.getuid())
    return Writer(f"local:{name}", Role.STEWARD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A write that is asked for.

    `fields` makes all fields of the record from those it has (None for a new one); `version` is the
    one that the writer last saw, where they say so; `key` is an idempotency key, `body` what was sent.
    """

    action: Action
    kind: Kind
    id: str = ""
    fields: Callable[[Fields | None], Fields] | None = None
    version: int | None = None
    key: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells this request from another one with the same key; "" without a key."""
        if not self.key:
            return ""
        asked = [self.action, self.kind, self.id, self.version, dict(self.body)]
        return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: the record as the entry left it, and whether the entry was there before."""

    standing: Standing
    repeated: bool


def enter(journal: Journal, writer: Writer, wanted: Wanted) -> Entered:
    """Accept a write, or the same write once more; it is on the disk when this returns.

    Raises NotFoundError, NotAllowedError, ChangedMeanwhileError, KeyReusedError, and BadInputError
    for fields that break a rule of the domain.
    """
    last = 0

    def decide(entries: Entries) -> Entry:
        nonlocal last
        last = len(entries)
        return _repeated(entries, writer, wanted) or _next(entries, writer, wanted)

    entry = journal.add(decide)
    entries = journal.entries()[: entry.number]
    return Entered(standings(entries)[entry.id], entry.number <= last)


def was_asked(journal: Journal, writer: Writer, wanted: Wanted) -> bool:
    """Whether the same request came before with its key, so that nothing of it is looked up again.

    Raises KeyReusedError where another request came with that key.
    """
    return _repeated(journal.entries(), writer, wanted) is not None


def standing_of(journal: Journal, kind: Kind, record_id: str) -> Standing:
    """The record of this id, deleted or not. Raises NotFoundError."""
    return _found(standings(journal.entries()), kind, record_id)


def may_change(writer: Writer, standing: Standing) -> bool:
    """Whether the writer may change the record: their own, or as a steward that of anybody."""
    return writer.role is not Role.BROKER or standing.created.who == writer.name


def _repeated(entries: Entries, writer: Writer, wanted: Wanted) -> Entry | None:
    if not wanted.key:
        return None
    for entry in entries:
        if (entry.who, entry.key) == (writer.name, wanted.key):
            if entry.request != wanted.digest:
                raise KeyReusedError(
                    f"the Idempotency-Key {wanted.key[:80]!r} came before with another request, which made "
                    f"entry {entry.number} of {entry.id}; send a new key with a new request"
                )
            return entry
    return None


def _next(entries: Entries, writer: Writer, wanted: Wanted) -> Entry:
    number = len(entries) + 1
    found = standings(entries)
    before = None
    record_id = f"{DATASET}:{wanted.kind.lower()}-{number}"
    if wanted.action is not Action.CREATE:
        before = _found(found, wanted.kind, wanted.id)
        record_id = before.id
        _check(before, writer, wanted)
    fields = wanted.fields(before.fields if before else None) if wanted.fields else None
    entry = Entry(
        number=number,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        who=writer.name,
        role=writer.role,
        action=wanted.action,
        id=record_id,
        kind=wanted.kind,
        fields=fields,
        key=wanted.key,
        request=wanted.digest,
    )
    after = standings((*(one for one in entries if one.id == record_id), entry))[record_id]
    faults = faults_of(after)
    if faults:
        raise BadInputError(f"{after.fields.title[:80]!r} was not entered: {'; '.join(faults)}")
    return entry


def _check(before: Standing, writer: Writer, wanted: Wanted) -> None:
    if not may_change(writer, before):
        raise NotAllowedError(
            f"{before.id} was entered by {before.created.who}, and a broker changes only their own: "
            "ask them or a steward"
        )
    if wanted.version is not None and wanted.version != before.version:
        raise ChangedMeanwhileError(
            f"{before.id} was changed by {before.changed.who} at {before.changed.at} and is now "
            f"version {before.version}, not {wanted.version}: look at it again, then change it"
        )
    if before.deleted and wanted.action is not Action.RESTORE:
        raise NotFoundError(
            f"{before.id} was deleted by {before.changed.who} at {before.changed.at}; restore it first"
        )
    if not before.deleted and wanted.action is Action.RESTORE:
        raise BadInputError(f"{before.id} is not deleted, so there is nothing to restore")


def _found(found: dict[str, Standing], kind: Kind, record_id: str) -> Standing:
    standing = found.get(record_id)
    if standing is None or standing.kind is not kind:
        raise NotFoundError(
            f"nobody entered a {kind} with the id {record_id[:200]!r}; see which there are in the list"
        )
    return standing
