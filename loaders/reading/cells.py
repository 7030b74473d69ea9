"""A cell of a sheet as text: numbers without a tail, dates in ISO form, and what is wrong with it."""

import datetime as dt
from typing import TypeAlias

CellValue: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

EXACT = 10**15
"""Spreadsheets keep 15 digits of a number; a longer code has lost its end."""
MAX_CELL = 131_072
"""Characters of a cell, as in a text file."""


class CellError(ValueError):
    """A cell that holds no value: the rule to count it by, and why."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule


def cell_text(value: CellValue) -> str:
    """The text of the cell, outer white space stripped. Raises CellError where it holds none."""
    match value:
        case str():
            return _checked(value.strip())
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case dt.timedelta():
            return _duration(value)
        case _:
            return value.isoformat()


def number_text(value: float) -> str:
    """600373.0 as `600373`, other numbers in their shortest form.

    Raises CellError for a whole number of more than 15 digits, whose last ones are lost.
    """
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if abs(value) >= EXACT:
        reason = (
            f"the number {value:.0f} has more than the 15 digits that a spreadsheet keeps; "
            f"format the column as text and write it again"
        )
        raise CellError("number-too-long", reason)
    return str(int(value))


def _checked(text: str) -> str:
    if "\0" in text:
        raise CellError("cell-nul", "it holds a NUL")
    if len(text) > MAX_CELL:
        raise CellError("cell-too-long", f"it has over {MAX_CELL:,} characters")
    return text


def _duration(value: dt.timedelta) -> str:
    """Hours, minutes and seconds, as a spreadsheet shows them: 36:00:00."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
