"""Entities and relations as rows, and the columns that a table of them has."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

import orjson

from graph_api.store.properties import Properties

Row: TypeAlias = dict[str, Any]
"""A text, number, truth value or list of texts by name; what is unknown is absent."""

ENTITY_COLUMNS = (
    "id",
    "kind",
    "name",
    "name_en",
    "aliases",
    "description",
    "status",
    "chain",
    "chain_basis",
    "region",
    "since",
    "until",
    "record_ids",
    "sources",
    "quotes",
    "datasets",
)
RELATION_COLUMNS = (
    "from",
    "type",
    "to",
    "modality",
    "role",
    "weight",
    "since",
    "until",
    "sources",
    "quotes",
    "datasets",
)
_OF_THE_STORE = frozenset({"text", "statements", "digest"})
"""What the store keeps for itself: the words it searches, and the statements it folds."""

_ENDS = re.compile(r"(own_)*(from|type|to)")


class Column(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth value"
    LIST = "list of texts"


def entity_row(properties: Properties) -> Row:
    """The entity as one flat mapping: common properties first, then those of its kind by name."""
    return _row(properties, ENTITY_COLUMNS)


def relation_row(properties: Properties) -> Row:
    """The relation as one flat mapping: ends and type first; own properties of these names get `own_`."""
    from_id, relation_type, to_id, _ = properties["id"].split("|", 3)
    given = {
        f"own_{name}" if _ENDS.fullmatch(name) else name: value
        for name, value in properties.items()
        if name != "id"
    }
    return _row({**given, "from": from_id, "type": relation_type, "to": to_id}, RELATION_COLUMNS)


def columns_of(
    elements: Iterable[Properties], row_of: Callable[[Properties], Row], first: Sequence[str]
) -> dict[str, Column]:
    """The columns of a table of these: the `first` that occur in their order, then others by name.

    A column of integers and other numbers is one of numbers; one of other mixtures is one of texts.
    """
    found: dict[str, set[Column]] = {}
    for properties in elements:
        for name, value in row_of(properties).items():
            kinds = found.get(name)
            if kinds is None:
                kinds = found[name] = set()
            kinds.add(column_of(value))
    names = [name for name in first if name in found] + sorted(found.keys() - set(first))
    return {name: _common(found[name]) for name in names}


def column_of(value: object) -> Column:
    """The column that a value fits."""
    match value:
        case bool():
            return Column.TRUTH
        case int():
            return Column.INTEGER
        case float():
            return Column.NUMBER
        case list():
            return Column.LIST
        case _:
            return Column.TEXT


def as_text(value: object) -> str:
    """The value as a text that shows it; a list is parted by " | ", its own | and backslashes escaped."""
    match value:
        case str():
            return value
        case list():
            return " | ".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in value)
        case _:
            return orjson.dumps(value).decode()


def _common(kinds: set[Column]) -> Column:
    if len(kinds) == 1:
        return next(iter(kinds))
    return Column.NUMBER if kinds == {Column.INTEGER, Column.NUMBER} else Column.TEXT


def _row(properties: Mapping[str, Any], first: Sequence[str]) -> Row:
    common = {name: properties[name] for name in first if name in properties}
    own = sorted(properties.keys() - common.keys() - _OF_THE_STORE)
    return common | {name: properties[name] for name in own}
