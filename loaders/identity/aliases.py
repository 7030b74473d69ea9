"""Known other names: customary short names, official English names and names before a renaming."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_api.domain import BadInputError, Kind

TABLE = Path(__file__).parent.parent / "aliases.csv"
HEADER = ["alias", "name", "kind", "source"]


@dataclass(frozen=True, slots=True)
class Alias:
    """`alias` is another name of the organisation of this kind that is called `name`; `source` says so.

    A school or institute that was merged into another had its own existence: its name is no alias.
    """

    alias: str
    name: str
    kind: Kind
    source: str


@cache
def aliases() -> tuple[Alias, ...]:
    """The lines of `loaders/aliases.csv`. Raises BadInputError that names a line that is none."""
    return read_aliases(TABLE)


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The lines of a table of this form. Raises BadInputError that names a line that is none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if next(rows, None) != HEADER:
            message = f"{path.name} line 1: the header must be {','.join(HEADER)}"
            raise BadInputError(message)
        return tuple(_alias(row, f"{path.name} line {rows.line_num}") for row in rows)


def _alias(row: list[str], place: str) -> Alias:
    if len(row) != len(HEADER) or not all(row):
        message = f"{place}: it needs {len(HEADER)} filled cells; mend the line or take it out"
        raise BadInputError(message)
    alias, name, kind, source = row
    if kind not in set(Kind):
        message = f"{place}: {kind!r} is no kind; choose one of {', '.join(Kind)}"
        raise BadInputError(message)
    return Alias(alias, name, Kind(kind), source)
