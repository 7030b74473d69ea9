"""Values of properties and fields as cells can hold them, and what cells cannot hold, as JSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph_api.domain import Value

LIST_MARK = " | "
LONGEST_CELL = 30_000
"""Characters of a cell; a spreadsheet cuts off what is over 32,767."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_NOT_KEPT = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


def value_of(text: str) -> Value:
    """A property from its cell: a truth, a number, a list where there is a `|`, else the text.

    >>> value_of("12"), value_of("012"), value_of("1.50"), value_of("省 | 市"), value_of("省 |")
    (12, '012', 1.5, ('省', '市'), ('省',))
    """
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and abs(float(text)) < float("inf"):
        return float(text)
    if "|" in text:
        items = [item.strip() for item in text.split("|")]
        return tuple(items if items[-1] else items[:-1])
    return text


def cell_of(value: Value) -> str:
    """The cell of a property, which `value_of` may read back."""
    match value:
        case bool():
            return "true" if value else "false"
        case (item,):
            return f"{item} |"
        case tuple():
            return LIST_MARK.join(value)
        case _:
            return str(value)


def survives(text: str) -> bool:
    """Whether a cell of a workbook keeps the text as it is."""
    return (
        text == text.strip()
        and len(text) <= LONGEST_CELL
        and _NOT_KEPT.search(text) is None
        and _ESCAPE.search(text) is None
    )


def exact_cells(fields: Mapping[str, Any]) -> Iterator[str]:
    """Fields as JSON in ASCII without spaces, in pieces that fit into cells."""
    text = json.dumps(fields, separators=(",", ":"), sort_keys=True)
    text = text.replace(" ", r"\u0020").replace("_x", r"_\u0078")
    for start in range(0, len(text), LONGEST_CELL):
        yield text[start : start + LONGEST_CELL]


def exact_fields(cells: Iterable[str]) -> dict[str, Any]:
    """The fields of `exact_cells`. Raises ValueError where that is no JSON object."""
    text = "".join(cells)
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not the JSON that an export wrote") from error
    if not isinstance(found, dict):
        raise ValueError("it is not the JSON object that an export wrote")  # noqa: TRY004 - of a text
    return found
