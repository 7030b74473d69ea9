"""Makes a user's tables and looks at what reading them gave."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from graph_api.domain import Entity, Record, Rejected, Relation
from loaders.tables import table_records
from tests.loaders.workbook_files import saved


def read(path: Path) -> list[Record]:
    return list(table_records(path, dataset="local"))


def csv_of(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def book_of(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    path = folder / "表.xlsx"
    path.write_bytes(saved(book))
    return path


def entities(records: list[Record]) -> dict[str, Entity]:
    return {item.name: item for item in records if isinstance(item, Entity)}


def relations(records: list[Record]) -> set[tuple[str, str, str]]:
    names = {item.id: item.name for item in records if isinstance(item, Entity)}
    return {
        (names.get(item.from_id, item.from_id), str(item.type), names.get(item.to_id, item.to_id))
        for item in records
        if isinstance(item, Relation)
    }


def rejected(records: list[Record]) -> list[Rejected]:
    return [item for item in records if isinstance(item, Rejected)]
