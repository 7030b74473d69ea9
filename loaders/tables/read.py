"""A user's tables as records: each sheet of a workbook, or a text table, in two passes.

The first learns the names of all entities, the second makes the records.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph_api.domain import (
    BadInputError,
    Kind,
    Record,
    Rejected,
    Relation,
    Violation,
    check_ends,
    check_entity,
    check_relation,
)
from loaders.reading import EmptyTableError, Row, read_header, read_rows, sheet_names
from loaders.reading.row import safe_name, shown, table_name
from loaders.report import FORMULA
from loaders.tables.cells import Cells, Fault
from loaders.tables.columns import COLUMNS, EXACT
from loaders.tables.entities import Origin, entity_of_cells
from loaders.tables.headers import Headers
from loaders.tables.layout import EXAMPLE, EXAMPLES, Sheet, sheet_named
from loaders.tables.links import linked_records, made_entities, made_items
from loaders.tables.names import Names
from loaders.tables.relations import relation_of_cells

SHOWN = 200

_DATASET = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST_SLUG = 24
_EXPLAINING = frozenset({"说明", "词表"})


def table_dataset(path: Path) -> str:
    """The name of the data set of a user's file: `table-` and its name, with a digest where that is not all told.

    >>> table_dataset(Path("My firms 2024.xlsx")), table_dataset(Path("企业.csv.gz"))
    ('table-my-firms-2024', 'table-409d0719')
    """
    stem = table_name(path)
    whole = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    slug = whole[:_LONGEST_SLUG].strip("-")
    is_told = stem.isascii() and slug == whole != ""
    digest = "" if is_told else hashlib.sha256(stem.encode()).hexdigest()[:8]
    return "-".join(filter(None, ("table", slug, digest)))


def table_records(path: Path, *, dataset: str) -> Iterator[Record]:
    """The records that a workbook, a CSV or a file of JSON lines states, as rows of the data set.

    A cell that is not understood is a Rejected that names it (`企业!C17`) and says what may stand
    there. Raises BadInputError for a file that cannot be read and for one without any known table.
    """
    if _DATASET.fullmatch(dataset) is None:
        message = (
            f"{dataset!r} is not a name of a data set; use lower-case letters, digits and hyphens"
        )
        raise BadInputError(message)
    tables, rejected = _tables(path, dataset)
    yield from rejected
    names = _names(tables)
    stated: set[str] = set()
    for table in tables:
        yield from table.records(names, stated)


@dataclass(slots=True)
class _Table:
    """One table: where it is, what its headers mean, which kind its rows are of by default."""

    path: Path
    dataset: str
    label: str
    sheet: str | None
    layout: Sheet | None
    headers: Headers

    def rows(self) -> Iterator[tuple[Row | Rejected, Cells]]:
        """Each row with its cells by key, and what is rejected; examples are left out."""
        rows = read_rows(self.path, source_id=self.dataset, table=self.label, sheet=self.sheet)
        for row in rows:
            if isinstance(row, Rejected):
                yield self._without_contacts(row), Cells({})
                continue
            texts = {
                key: _unescaped(text) if self.sheet is None else text
                for column, text in row.cells.items()
                if text and (key := self.headers.key(column)) is not None
            }
            marked = texts.get("from" if self.headers.is_of_relations else "id", "")
            if not marked.startswith(EXAMPLE):
                yield row, Cells(texts)
            elif frozenset(texts.items()) not in EXAMPLES:
                yield self._changed_example(row), Cells({})

    def origin(self, row: Row) -> Origin:
        """Where a row is from."""
        return Origin(self.dataset, row.source, self.layout.default_kind if self.layout else None)

    def records(self, names: Names, stated: set[str]) -> Iterator[Record]:
        """The records of all rows; `stated` holds the ids of what only items of lists have named."""
        for row, cells in self.rows():
            yield from self._said()
            if isinstance(row, Rejected):
                yield row
                continue
            if self.headers.is_of_relations:
                records = self._relation(row, cells, names)
            else:
                records = self._entity(row, cells, names, stated)
            yield from records
            yield from (self._rejected(row, fault) for fault in cells.faults)
        yield from self._said()

    def _entity(self, row: Row, cells: Cells, names: Names, stated: set[str]) -> Iterator[Record]:
        origin = self.origin(row)
        entity = entity_of_cells(cells, origin)
        if entity is None:
            return
        known = names.kind_of(entity.id)
        if known is not entity.kind:
            reason = f"{entity.id} is a {known} in another row and cannot be a {entity.kind} too"
            cells.fault("kind", "kind-changed", reason, "nothing")
            return
        violations = check_entity(entity)
        if violations:
            yield self._broken(row, violations[0])
            return
        yield entity
        for record in linked_records(entity, cells, origin, names):
            if isinstance(record, Relation):
                yield self._checked(row, record, names)
            elif record.id not in stated:
                stated.add(record.id)
                broken = check_entity(record)
                yield self._broken(row, broken[0]) if broken else record

    def _relation(self, row: Row, cells: Cells, names: Names) -> Iterator[Record]:
        relation = relation_of_cells(cells, self.origin(row), names)
        if relation is not None:
            yield self._checked(row, relation, names)

    def _checked(self, row: Row, relation: Relation, names: Names) -> Relation | Rejected:
        """The relation, or which rule it breaks; of an end elsewhere in the graph the load knows more."""
        kinds = [names.kind_of(end) for end in (relation.from_id, relation.to_id)]
        violations = check_relation(relation)
        if None not in kinds:
            violations += check_ends(relation, kinds[0], kinds[1])
        return self._broken(row, violations[0]) if violations else relation

    def _broken(self, row: Row, violation: Violation) -> Rejected:
        reason = f"{row.place('')}: {violation.message}"
        return Rejected(row.source, reason, rule=violation.rule)

    def _rejected(self, row: Row, fault: Fault) -> Rejected:
        column = self.headers.column(fault.key)
        return Rejected(
            row.source,
            f"{row.place(column)}: {fault.reason}",
            column,
            row.get(column)[:SHOWN],
            fault.kept,
            fault.rule,
        )

    def _said(self) -> Iterator[Rejected]:
        """What is to be said of headers, with the place of the sheet."""
        where = self.sheet or self.path.name
        for item in self.headers.unsaid:
            yield replace(
                item,
                source=f"{self.dataset}#{self.label}",
                reason=f"{where}, column {shown(item.field)}: {item.reason}",
            )
        self.headers.unsaid.clear()

    def _changed_example(self, row: Row) -> Rejected:
        column = self.headers.column("from" if self.headers.is_of_relations else "id")
        reason = (
            f"{row.place(column)}: the row is marked as an example, but was changed; "
            f"empty this cell if the row is to be read, or delete the row"
        )
        return Rejected(row.source, reason, column, row.get(column), rule="example-changed")

    def _without_contacts(self, rejected: Rejected) -> Rejected:
        """A line that was not read is not repeated where it may say how to reach a person."""
        return replace(rejected, value="") if self.headers.has_contacts else rejected


def _names(tables: Iterable[_Table]) -> Names:
    """The entities of all rows by name, then those that only items of lists name."""
    names = Names()
    items: dict[tuple[Kind, str], Origin] = {}
    for table in tables:
        for row, cells in table.rows():
            if isinstance(row, Rejected) or table.headers.is_of_relations:
                continue
            origin = table.origin(row)
            entity = entity_of_cells(cells, origin)
            if entity is not None:
                names.add(entity, cells.text("id"))
                for item in made_items(entity, cells):
                    items.setdefault(item, origin)
    for (kind, text), origin in items.items():
        for made in made_entities(kind, text, origin, names):
            names.add_made(made.name, made)
    return names


def _tables(path: Path, dataset: str) -> tuple[list[_Table], list[Rejected]]:
    """The tables of the file, and a Rejected for each sheet that is none."""
    found: list[_Table] = []
    rejected: list[Rejected] = []
    for sheet in sheet_names(path) or (None,):
        if sheet in _EXPLAINING:
            continue
        try:
            headers = Headers(read_header(path, sheet=sheet))
        except EmptyTableError:
            if sheet is None:
                raise
            continue
        label = table_name(path) if sheet is None else safe_name(sheet)
        layout = sheet_named(sheet or "") or sheet_named(path.name.split(".")[0])
        table = _Table(path, dataset, label, sheet, layout, headers)
        fault = _fault_of(table)
        if fault is None:
            found.append(table)
        else:
            reason = f"{sheet or path.name} {fault}"
            rejected.append(Rejected(f"{dataset}#{label}", reason, rule="table-unknown"))
    if not found:
        reasons = "; ".join(item.reason for item in rejected) or "all its sheets are empty"
        raise BadInputError(f"{path.name} holds no table that can be read: {reasons}")
    return found, rejected


def _fault_of(table: _Table) -> str | None:
    """Why a table is none of those that can be read; None where it is one."""
    headers, layout = table.headers, table.layout
    if headers.is_of_relations:
        return None
    if layout is not None and not layout.kinds:
        missing = [COLUMNS[key].zh for key in sorted(headers.missing)]
        return f"lacks the column {' and the column '.join(missing)}"
    if headers.has(EXACT):
        return None
    if not headers.has("name"):
        return "has no column 名称; write the headers of a template into its first row"
    if not headers.has("kind") and (layout is None or layout.default_kind is None):
        return "has no column 类别, and its name is not that of a kind, such as 企业"
    return None


def _unescaped(text: str) -> str:
    """The cell of a text table without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
