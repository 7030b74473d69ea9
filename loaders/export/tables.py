"""Tables of entities and relations: one file for each."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph_api.store.properties import Properties
from loaders.export.elements import Elements
from loaders.export.rows import (
    ENTITY_COLUMNS,
    RELATION_COLUMNS,
    Column,
    Row,
    as_text,
    columns_of,
    entity_row,
    relation_row,
)
from loaders.report import inert

WriteTable = Callable[[Path, Mapping[str, Column], Iterable[Row]], None]


def write_csv(elements: Elements, folder: Path) -> None:
    """entities.csv and relations.csv: UTF-8 with a mark for Excel, lists parted by " | ".

    A text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    write_tables(elements, folder, ".csv", _write_csv)


def write_tables(elements: Elements, folder: Path, suffix: str, write: WriteTable) -> None:
    """Entities and relations in a new folder, each by `write(path, columns, rows)`."""
    folder.mkdir()
    tables: tuple[
        tuple[str, Callable[[], Iterator[Properties]], Callable[[Properties], Row], Sequence[str]],
        ...,
    ] = (
        ("entities", elements.entities, entity_row, ENTITY_COLUMNS),
        ("relations", elements.relations, relation_row, RELATION_COLUMNS),
    )
    for name, read, row_of, first in tables:
        columns = columns_of(read(), row_of, first) or dict.fromkeys(first, Column.TEXT)
        write(folder / f"{name}{suffix}", columns, map(row_of, read()))


def _write_csv(path: Path, columns: Mapping[str, Column], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: object) -> str:
    text = as_text(value)
    return inert(text) if isinstance(value, str | list) else text
