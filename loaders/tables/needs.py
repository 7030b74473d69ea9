"""The needs of a user's table, as they are asked and not as they are loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_api.domain import BadInputError, Kind, Rejected
from graph_api.matching import Need
from loaders.reading import EmptyTableError, Row, read_header, read_rows, sheet_names
from loaders.reading.row import table_name
from loaders.tables.cells import Cells
from loaders.tables.headers import Headers
from loaders.tables.layout import EXAMPLE, sheet_named
from loaders.tables.vocabulary import SERVICE_WORDS, STAGE_WORDS, items
from loaders.values import YUAN, last_day

_SUBJECTS = ("technologies", "products", "industries")
_SAID = ("name", "description")


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need of a table: the place where a person finds its row, its name, what it asks."""

    place: str
    name: str
    need: Need


def needs_of_table(path: Path) -> tuple[tuple[NeedRow, ...], tuple[str, ...]]:
    """The needs of a workbook's sheet 需求, or of its only sheet, or of a text table.

    The columns are those of the template `needs`. Subjects are read with the text, since a table may
    name some that the graph does not have. The second value says, one sentence each, what of which row
    was not understood. Raises BadInputError for a file that cannot be read or has no such table.
    """
    sheet = _sheet(path)
    try:
        headers = Headers(read_header(path, sheet=sheet))
    except EmptyTableError as error:
        raise BadInputError(f"{path.name} has no rows: write needs into it") from error
    if not headers.has("name") and not headers.has("description"):
        message = (
            f"{path.name} has no column 名称 (name) or 说明 (description): make a table with "
            "sixchains template needs"
        )
        raise BadInputError(message)
    needs: list[NeedRow] = []
    faults: list[str] = []
    for row in read_rows(path, source_id="needs", table=table_name(path), sheet=sheet):
        if isinstance(row, Rejected):
            faults.append(row.reason)
            continue
        texts = {key: text for key, text in _keyed(row, headers) if text}
        if not texts or texts.get("id", "").startswith(EXAMPLE):
            continue
        cells = Cells(texts)
        place = row.place("")
        needs.append(NeedRow(place, texts.get("name", place), _need(cells)))
        faults += [
            f"{row.place(headers.column(fault.key))}: {fault.reason}" for fault in cells.faults
        ]
    if not needs:
        raise BadInputError(f"{path.name} holds no need: write one into each row")
    return tuple(needs), tuple(faults)


def _sheet(path: Path) -> str | None:
    """The sheet of needs; None of a text. Raises BadInputError where several could be it."""
    names = sheet_names(path)
    if not names:
        return None
    found = [
        name
        for name in names
        if (layout := sheet_named(name)) is not None and layout.kinds == (Kind.NEED,)
    ]
    if len(found) != 1 and len(names) > 1:
        raise BadInputError(f"{path.name} has no sheet 需求 (needs): name one of its sheets so")
    return found[0] if found else names[0]


def _keyed(row: Row, headers: Headers) -> Iterator[tuple[str, str]]:
    for column, text in row.cells.items():
        key = headers.key(column)
        if key is not None:
            yield key, text


def _need(cells: Cells) -> Need:
    services = items(cells.text("services"))
    stages = cells.words("stages", STAGE_WORDS)
    said = [cells.text(key) for key in _SAID] + [cells.text(key) for key in _SUBJECTS]
    owners = cells.items("owners")
    service = services[0] if len(services) == 1 else None
    money = cells.money()
    amount = money.get("amount") if money.get("currency") == YUAN else None
    return Need(
        text=" ".join(dict.fromkeys(filter(None, [*said, *(services if service is None else ())]))),
        service=_service(service) if service else None,
        stage=stages[0] if len(stages) == 1 else None,
        region=cells.optional("region"),
        firm=owners[0] if owners else None,
        budget=amount if isinstance(amount, float) else None,
        deadline=cells.read("until", "date-unreadable", last_day),
        accreditations=cells.items("accreditations"),
    )


def _service(word: str) -> str:
    """The key of a service of the first level; any other name as it is, for the graph may know it."""
    return SERVICE_WORDS.value(word) if SERVICE_WORDS.has(word) else word
