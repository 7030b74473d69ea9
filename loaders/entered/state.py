"""What stands, as a function of the journal alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph_api.domain import BadInputError, Kind
from loaders.entered.fields import Fields
from loaders.entered.journal import Action, Entry


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as its entries leave it: the first of them, the last, and whether that deleted it."""

    id: str
    kind: Kind
    fields: Fields
    created: Entry
    changed: Entry
    deleted: bool = False

    @property
    def version(self) -> int:
        """The number of the entry that changed it last."""
        return self.changed.number


def standings(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Every record that was ever entered, by id, deleted ones too, in the order of their making.

    Raises BadInputError for an entry that does not follow from those before it.
    """
    found: dict[str, Standing] = {}
    for entry in entries:
        before = found.get(entry.id)
        fault = _fault(entry, before)
        if fault:
            raise BadInputError(
                f"entry {entry.number} of the journal {fault}; put the file of a backup back"
            )
        if before is None:
            if entry.fields is not None:
                found[entry.id] = Standing(entry.id, entry.kind, entry.fields, entry, entry)
            continue
        found[entry.id] = replace(
            before,
            fields=entry.fields or before.fields,
            changed=entry,
            deleted=entry.action is Action.DELETE,
        )
    return found


def _fault(entry: Entry, before: Standing | None) -> str:
    """Why the entry cannot follow, or ""."""
    if before is None:
        return "" if entry.action is Action.CREATE else f"is about {entry.id}, which nobody entered"
    if before.kind is not entry.kind:
        return f"says that {entry.id} is a {entry.kind}, and it is a {before.kind}"
    if entry.action is Action.CREATE:
        return f"makes {entry.id} a second time"
    if before.deleted != (entry.action is Action.RESTORE):
        return (
            f"is a {entry.action} of {entry.id}, which is {'' if before.deleted else 'not '}deleted"
        )
    return ""
