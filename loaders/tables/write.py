"""Entities and relations as a workbook of the templates' layout, which reads back as it was written.

What a plain cell cannot hold (white space at its ends, control characters, a list item with a `|`, a
text that looks like a number) goes as JSON into columns called exact.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from graph_api.domain import Entity, LimitExceededError, Relation, Subgraph
from loaders.tables.cells import Cells
from loaders.tables.columns import COLUMNS, EXACT, PROPERTY
from loaders.tables.entities import Origin, cells_of_entity, entity_of_cells
from loaders.tables.layout import OTHERS, RELATIONS_SHEET, SHEETS, sheet_of_kind
from loaders.tables.names import Names
from loaders.tables.output import HEADER_FONT, save, set_text
from loaders.tables.records import Fields, fields_of_entity, fields_of_relation
from loaders.tables.relations import cells_of_relation, relation_of_cells
from loaders.tables.values import exact_cells, survives

MOST_ROWS = (1 << 20) - 1

_NOWHERE = Origin("local", "local#")
_NO_NAMES = Names()
_PROPERTY_KEY = "property:"

T = TypeVar("T")
Texts = dict[str, str]


def write_table(subgraph: Subgraph, target: Path) -> None:
    """Write the entities, a sheet for each group of kinds, and the relations.

    `table_records` reads the same records from it. Raises LimitExceededError for more rows than a
    sheet can have, EnvironmentFaultError where the file cannot be written.
    """
    book = Workbook(write_only=True)
    entities = sorted(subgraph.entities.values(), key=lambda entity: entity.id)
    for sheet in (*SHEETS, OTHERS):
        held = [entity for entity in entities if sheet_of_kind(entity.kind) is sheet]
        if held:
            _write_rows(book, sheet.zh, sheet.columns, [entity_texts(entity) for entity in held])
    relations = sorted(subgraph.relations, key=lambda relation: relation.id)
    texts = [_named(relation_texts(relation), subgraph) for relation in relations]
    _write_rows(book, RELATIONS_SHEET.zh, RELATIONS_SHEET.columns, texts)
    save(book, target)


def entity_texts(entity: Entity) -> Texts:
    """The cells of an entity by key, with what plain cells cannot hold as JSON."""
    return _faithful(
        entity,
        cells_of_entity(entity),
        fields_of_entity,
        lambda cells: entity_of_cells(cells, _NOWHERE),
    )


def relation_texts(relation: Relation) -> Texts:
    """The cells of a relation by key, with what plain cells cannot hold as JSON."""
    return _faithful(
        relation,
        cells_of_relation(relation),
        fields_of_relation,
        lambda cells: relation_of_cells(cells, _NOWHERE, _NO_NAMES),
    )


def _faithful(
    record: T, texts: Texts, fields_of: Callable[[T], Fields], read: Callable[[Cells], T | None]
) -> Texts:
    """The cells that read back as the record: those that do, and JSON for the rest."""
    kept = {key: text for key, text in texts.items() if survives(text)}
    wanted = fields_of(record)
    exact: Fields = {}
    idle: set[str] = set(texts)
    while idle:
        cells = Cells(kept)
        found = read(cells)
        exact = wanted if found is None else _differing(wanted, fields_of(found))
        faults = {fault.key for fault in cells.faults}
        idle = kept.keys() & (faults | set(exact) | _keys_of_properties(exact))
        for key in idle:  # whoever changed such a cell would change nothing
            del kept[key]
    whole = kept | _exact_texts(exact)
    read_again = read(Cells(whole))
    if read_again is not None and not _differing(wanted, fields_of(read_again)):
        return whole
    return _exact_texts(wanted)


def _keys_of_properties(exact: Fields) -> set[str]:
    """The columns in which the properties among the fields would stand."""
    names = set(exact.get("properties", ()))
    return names | {f"{_PROPERTY_KEY}{name}" for name in names}


def _exact_texts(fields: Fields) -> Texts:
    if not fields:
        return {}
    pieces = enumerate(exact_cells(fields), 1)
    return {EXACT if number == 1 else f"{EXACT}{number}": piece for number, piece in pieces}


def _differing(wanted: Fields, found: Fields) -> Fields:
    """The fields that differ, 1 from 1.0 and from true; of the properties those that do, None for none."""
    differing = {name: value for name, value in wanted.items() if not _equal(value, found[name])}
    if "properties" in differing:
        there: Fields = found["properties"]
        differing["properties"] = dict.fromkeys(there.keys() - wanted["properties"].keys()) | {
            name: value
            for name, value in wanted["properties"].items()
            if name not in there or not _equal(value, there[name])
        }
    return differing


def _equal(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _named(texts: Texts, subgraph: Subgraph) -> Texts:
    """The cells of a relation with the names of its ends, for those who read the sheet."""
    for key, end in (("from_name", "from"), ("to_name", "to")):
        entity = subgraph.entities.get(texts.get(end, ""))
        if entity is not None and survives(entity.name):
            texts[key] = entity.name
    return texts


def _write_rows(book: Workbook, title: str, usual: Iterable[str], rows: list[Texts]) -> None:
    if len(rows) > MOST_ROWS:
        message = (
            f"the sheet {title} would have {len(rows):,} rows, over the {MOST_ROWS:,} of a workbook; "
            f"narrow the export, or export as CSV"
        )
        raise LimitExceededError(message)
    page = book.create_sheet(title)
    used = dict.fromkeys(key for row in rows for key in row)
    keys = [key for key in usual if key in used or COLUMNS[key].is_needed]
    keys += sorted(key for key in used if key not in keys)
    headers = [_cell(page, _header(key)) for key in keys]
    for header in headers:
        header.font = HEADER_FONT
    page.append(headers)
    for row in rows:
        page.append([_cell(page, row[key]) if key in row else None for key in keys])


def _header(key: str) -> str:
    if key.startswith(_PROPERTY_KEY):
        return f"{PROPERTY}{key.removeprefix(_PROPERTY_KEY)}"
    return COLUMNS[key].zh if key in COLUMNS else key


def _cell(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(page)
    set_text(cell, text)
    return cell
