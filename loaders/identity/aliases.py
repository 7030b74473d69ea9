"""Known other names: customary short names, official English names and names before a renaming."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_api.domain import BadInputError, Kind
from loaders.identity.forms import identity_form

TABLE = Path(__file__).parent.parent / "aliases.csv"
_SHORTEST, _LONGEST, _REST = 3, 8, 2
"""How long another name must and may be to be read at the beginning of a name, and what must follow."""

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


def spelled_out(form: str) -> str:
    """The form with the official name of the institute or university that it begins with in short.

    Only other names of three characters and more are read so. A form that is such a name itself, or
    begins with the official one, stays.

    >>> spelled_out("北航宁波创新研究院"), spelled_out("中科院物理研究所"), spelled_out("浙工大桐乡研究院")
    ('北航宁波创新研究院', '中国科学院物理研究所', '浙江工业大学桐乡研究院')
    """
    for length in range(min(_LONGEST, len(form) - _REST), _SHORTEST - 1, -1):
        official = _beginnings().get(form[:length])
        if official is not None:
            return form if form.startswith(official) else official + form[length:]
    return form


@cache
def _beginnings() -> dict[str, str]:
    lines = (line for line in aliases() if line.kind in {Kind.INSTITUTE, Kind.UNIVERSITY})
    found = {identity_form(line.alias): identity_form(line.name) for line in lines}
    return {
        form: name
        for form, name in found.items()
        if _SHORTEST <= len(form) <= _LONGEST and not form.isascii()
    }


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
