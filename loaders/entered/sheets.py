"""Rows of the templates `needs` and `offers`, to be entered: names are those of the graph."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from graph_api.domain import BadInputError, Kind, NotFoundError, Rejected, SixChainsError
from graph_api.store import Graph, resolve
from loaders.entered.entering import Entered, Wanted, Writer, enter
from loaders.entered.fields import HOLDERS
from loaders.entered.journal import Action, Journal
from loaders.entered.naming import SUBJECT_KINDS, maker_of, yuan
from loaders.reading import EmptyTableError, Row, read_header, read_rows, sheet_names
from loaders.reading.row import table_name
from loaders.tables.cells import Cells
from loaders.tables.headers import Headers
from loaders.tables.layout import EXAMPLE, sheet_named
from loaders.tables.vocabulary import SERVICE_WORDS, STAGE_WORDS, STATUS_WORDS
from loaders.values import last_day

_SUBJECTS = ("technologies", "products", "industries")
_HOLDERS: Mapping[Kind, str] = {Kind.NEED: "owners", Kind.OFFER: "providers"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A need or an offer of a sheet: where a person finds its row, and its cells by key."""

    place: str
    kind: Kind
    texts: Mapping[str, str]


@dataclass(slots=True)
class Taken:
    """What came of a file: what was entered, what was there before, and of which rows it was not taken."""

    entered: list[Entered] = field(default_factory=list)
    repeated: list[Entered] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def enter_file(graph: Graph, journal: Journal, writer: Writer, path: Path) -> Taken:
    """Enter every need and offer of a workbook or a text table, each row whole or not at all.

    A row that was entered by the same writer before is not entered again, so that a file can be
    mended and given once more. Raises BadInputError for a file without a sheet of either kind.
    """
    taken = Taken()
    for row in sheet_rows(path, taken.faults):
        try:
            done = enter(journal, writer, _wanted(graph, row))
        except SixChainsError as error:
            taken.faults.append(f"{row.place}: {error}")
            continue
        (taken.repeated if done.repeated else taken.entered).append(done)
    return taken


def sheet_rows(path: Path, faults: list[str]) -> Iterator[SheetRow]:
    """The rows of the sheets of needs and of offers; what cannot be read is told in `faults`."""
    found = False
    for sheet in sheet_names(path) or (None,):
        try:
            headers = Headers(read_header(path, sheet=sheet))
        except EmptyTableError:
            continue
        kind = _kind_of(sheet or path.name.split(".")[0], headers)
        if kind is None:
            continue
        found = True
        for row in read_rows(path, source_id="sheet", table=table_name(path), sheet=sheet):
            if isinstance(row, Rejected):
                faults.append(row.reason)
                continue
            texts = dict(_keyed(row, headers))
            if texts and not texts.get("id", "").startswith(EXAMPLE):
                yield SheetRow(row.place(""), kind, texts)
    if not found:
        raise BadInputError(
            f"{path.name} has no sheet 需求 (needs) or 服务项 (offers) with the columns of the template; "
            "make one with: sixchains template needs"
        )


def _kind_of(name: str, headers: Headers) -> Kind | None:
    """The kind of the rows of a sheet: by its name, else by the column of who needs or offers."""
    layout = sheet_named(name)
    if layout is not None and layout.default_kind in _HOLDERS:
        return layout.default_kind
    if layout is None and headers.has("name"):
        return next((kind for kind, key in _HOLDERS.items() if headers.has(key)), None)
    return None


def _wanted(graph: Graph, row: SheetRow) -> Wanted:
    given = _given(graph, row)
    plain = {"kind": row.kind, "texts": dict(sorted(row.texts.items()))}
    key = "sheet-" + hashlib.sha256(orjson.dumps(plain)).hexdigest()[:40]
    make = maker_of(graph, row.kind, given)
    return Wanted(Action.CREATE, row.kind, fields=make, key=key, body=plain)


def _given(graph: Graph, row: SheetRow) -> dict[str, Any]:
    cells = Cells(row.texts)
    name, description = cells.text("name"), cells.text("description")
    holders = cells.items(_HOLDERS[row.kind])
    if len(holders) != 1:
        raise BadInputError(f"name one {HOLDERS[row.kind]}, not {len(holders)}")
    subjects, others = _subjects(graph, cells)
    said = [description or name, *(one for one in others if one not in (description or name))]
    given: dict[str, Any] = {
        "text": " ".join(filter(None, said)),
        "name": name if description else "",
        HOLDERS[row.kind]: holders[0],
        "services": [_service(one) for one in cells.items("services")],
        "subjects": subjects,
        "stages": cells.words("stages", STAGE_WORDS),
        "region": cells.optional("region"),
        "accreditations": cells.items("accreditations"),
    }
    amount = yuan(cells.text("amount") + _unit(cells))
    if row.kind is Kind.NEED:
        given |= {"budget": amount, "deadline": cells.read("until", "date-unreadable", last_day)}
    else:
        given |= {"price_min": amount, "status": cells.word("status", STATUS_WORDS)}
    if cells.faults:
        raise BadInputError("; ".join(fault.reason for fault in cells.faults))
    return given


def _subjects(graph: Graph, cells: Cells) -> tuple[list[str], list[str]]:
    """The subjects that the graph has, by id, and the words of those that it has not."""
    known: list[str] = []
    others: list[str] = []
    for text in _items(cells):
        try:
            known.append(resolve(graph, text, SUBJECT_KINDS).id)
        except NotFoundError:
            others.append(text)
    return known, others


def _items(cells: Cells) -> Iterable[str]:
    return [item for key in _SUBJECTS for item in cells.items(key)]


def _unit(cells: Cells) -> str:
    """The currency of the column beside the amount, where it is not yuan."""
    currency = cells.text("currency").upper()
    return "" if currency in {"", "CNY", "人民币", "元"} or not cells.text("amount") else currency


def _service(word: str) -> str:
    """The key of a service of the first level; any other name as it is, for the graph may know it."""
    return SERVICE_WORDS.value(word) if SERVICE_WORDS.has(word) else word


def _keyed(row: Row, headers: Headers) -> Iterator[tuple[str, str]]:
    for column, text in row.cells.items():
        key = headers.key(column)
        if key is not None and text:
            yield key, text
