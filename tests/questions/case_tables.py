"""The case tables: one TOML file for each group of questions, `cases/<group>.toml`.

A table `[[question_name]]` is one case: `why` it matters, the arguments `with` which it is asked, and
what is expected of the answer. An expected row names some columns; it fits a row when each of them fits:
a text fits an equal text, an entity of this id or name, a list that holds it, or a path over it; a list
fits a list of the same things in the same order, or the nodes of a path; "null" fits nothing there.

    expect_first      the first row
    expect_rows       rows that must be there
    expect_in_order   rows that must be there, each after the one before
    expect_absent     rows that must not be there
    expect_count      how many rows
    expect_truncated  whether the answer was cut
    expect_error      the class of the error, and expect_says a part of its message
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"
NULL = "null"

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of a question. A key that is not of the form above is a TypeError."""

    question: str
    group: str
    number: int
    why: str
    arguments: Row
    expect_first: Row = field(default_factory=dict)
    expect_rows: list[Row] = field(default_factory=list)
    expect_in_order: list[Row] = field(default_factory=list)
    expect_absent: list[Row] = field(default_factory=list)
    expect_count: int | None = None
    expect_truncated: bool | None = None
    expect_error: str = ""
    expect_says: str = ""

    @property
    def name(self) -> str:
        return f"{self.question}-{self.number}"

    @property
    def expected_columns(self) -> set[str]:
        rows = [
            self.expect_first,
            *self.expect_rows,
            *self.expect_in_order,
            *self.expect_absent,
        ]
        return {column for row in rows for column in row}


def cases(folder: Path = FOLDER) -> list[Case]:
    """Every case of every table in the folder."""
    return [
        Case(question, path.stem, number, arguments=entry.pop("with"), **entry)
        for path in sorted(folder.glob("*.toml"))
        for question, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for number, entry in enumerate(entries, start=1)
    ]


def fits_row(expected: Row, row: Row) -> bool:
    """Whether a row has what is expected in each of the named columns."""
    return all(fits(value, row[column]) for column, value in expected.items())


def fits(expected: object, value: object) -> bool:
    """Whether one value is the expected one."""
    if expected == NULL:
        return value is None
    if isinstance(value, dict) and "nodes" in value:
        names = [node["name"] for node in value["nodes"]]
        return names == expected if isinstance(expected, list) else expected in names
    if isinstance(value, dict):
        return expected in {value["id"], value["name"]}
    if isinstance(value, list):
        if isinstance(expected, list):
            return len(expected) == len(value) and all(map(fits, expected, value))
        return any(fits(expected, item) for item in value)
    return type(expected) is type(value) and expected == value


def check(case: Case, rows: tuple[Row, ...], *, truncated: bool) -> list[str]:
    """What is not as the case expects; an empty list when all is."""
    faults = []
    if case.expect_first and not (rows and fits_row(case.expect_first, rows[0])):
        faults.append(f"the first row is not {case.expect_first}")
    faults += [
        f"no row is {expected}"
        for expected in case.expect_rows
        if not any(fits_row(expected, row) for row in rows)
    ]
    faults += [
        f"a row is {unexpected}"
        for unexpected in case.expect_absent
        if any(fits_row(unexpected, row) for row in rows)
    ]
    position = 0
    for expected in case.expect_in_order:
        found = [n for n in range(position, len(rows)) if fits_row(expected, rows[n])]
        if not found:
            faults.append(f"no row from {position} on is {expected}")
            break
        position = found[0] + 1
    if case.expect_count is not None and len(rows) != case.expect_count:
        faults.append(f"{len(rows)} rows and not {case.expect_count}")
    if case.expect_truncated is not None and truncated is not case.expect_truncated:
        faults.append(f"truncated is {truncated}")
    return faults
