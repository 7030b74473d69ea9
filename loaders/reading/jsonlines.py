"""JSON lines: one object a line, each value as text."""

import contextlib
import json
import re
from collections.abc import Collection, Iterator
from itertools import chain, islice
from pathlib import Path

from graph_api.domain import BadInputError, Rejected
from loaders.reading.header import EmptyTableError, check_required
from loaders.reading.lines import MAX_LINE, text_lines
from loaders.reading.row import Layout, Origin, Row

LOOKED_AT = 100
"""Lines from the top that tell which columns there are."""
LIST_MARK = "|"
_DOCUMENT = ("[", "{")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def json_rows(
    path: Path, *, source_id: str, table: str, required: Collection[str]
) -> Iterator[Row | Rejected]:
    """A row for each line, and a Rejected for each that is no object of plain values.

    Raises BadInputError for a fault of the whole file.
    """
    lines = text_lines(path)
    first = list(islice(lines, LOOKED_AT))
    check_required(_columns(path, first), required, path.name)
    origin = Origin(table, source_id, Layout(path.name))
    for number, line in enumerate(chain(first, lines), 1):
        if not line.strip():
            continue
        try:
            cells = _cells(line)
        except ValueError as error:
            yield origin.rejected(number, number, "json-unreadable", str(error), value=line)
            continue
        if any(cells.values()):
            yield Row(number, cells, table, source_id, number, origin.layout)


def json_header(path: Path) -> tuple[str, ...]:
    """The keys of the first objects. Raises BadInputError as reading the file does."""
    return _columns(path, list(islice(text_lines(path), LOOKED_AT)))


def _columns(path: Path, lines: list[str]) -> tuple[str, ...]:
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise EmptyTableError(f"{path.name} is empty; it must hold a JSON object on each line")
    columns: dict[str, None] = {}
    for line in filled:
        with contextlib.suppress(ValueError):
            columns |= dict.fromkeys(_cells(line))
    if filled[0].strip() in _DOCUMENT or not columns:
        what = "one JSON document" if filled[0].lstrip().startswith(_DOCUMENT) else "no JSON"
        message = f"{path.name} is {what} and not JSON lines; write one object on each line"
        raise BadInputError(message)
    return tuple(columns)


def _cells(line: str) -> dict[str, str]:
    """The values of one line. Raises ValueError that says why there are none."""
    if len(line) >= MAX_LINE:
        raise ValueError(f"the line has over {MAX_LINE:,} characters")
    try:
        found = _DECODER.decode(line.strip())
    except RecursionError as error:
        raise ValueError("its lists are nested too deep") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error.msg} at character {error.colno}") from error
    if not isinstance(found, dict):
        raise ValueError("it is JSON, but not an object {...}")  # noqa: TRY004 - of the text
    cells = {key.strip(): _text(value) for key, value in found.items()}
    if "" in cells or len(cells) < len(found):
        raise ValueError("a key is empty or stands there twice")
    if any(_NO_TEXT.search(text) for pair in cells.items() for text in pair):
        raise ValueError("a value holds a NUL or half of a surrogate pair")
    return cells


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(item, str) and LIST_MARK not in item for item in value):
            return LIST_MARK.join(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number of JSON")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


# numbers stay the text they are: a code keeps all its digits
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_no_constant, object_pairs_hook=_pairs
)
