"""Reads the four tables of the plan into records: entities, services, offers, relations.

A cell that holds several values separates them by `|`; an evidence is the line of the text, a space
and the words quoted from that line; a property is `name=value`, several are separated by `;`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import TypeVar

from graph_api.domain import (
    KINDS,
    SERVICES,
    BadInputError,
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Relation,
    RelationType,
    Stage,
    Status,
    Value,
    is_id,
)

DATASET = "zhenhai-plan"
SOURCE_ID = "zhenhai-plan-2020"

ENTITY_COLUMNS = (
    "key",
    "kind",
    "name",
    "name_en",
    "aliases",
    "status",
    "status_basis",
    "chain",
    "chain_reason",
    "stages",
    "since",
    "properties",
    "description",
    "evidence",
)
SERVICE_COLUMNS = ("key", "name", "name_en", "parent", "aliases", "evidence")
OFFER_COLUMNS = (
    "key",
    "name",
    "name_en",
    "provider",
    "services",
    "about",
    "serves",
    "modality",
    "rule",
    "status",
    "status_basis",
    "chain",
    "chain_reason",
    "stages",
    "aliases",
    "description",
    "evidence",
)
RELATION_COLUMNS = (
    "from",
    "type",
    "to",
    "modality",
    "role",
    "rule",
    "properties",
    "evidence",
)

FIRST_LEVEL = {service.id: service for service in SERVICES.values()}

OFFER_RELATIONS = {
    "services": RelationType.OF_SERVICE,
    "about": RelationType.ABOUT,
    "serves": RelationType.SERVES,
}

_INTEGER = re.compile(r"-?\d{1,9}")
_EVIDENCE = re.compile(r"(\d+) (\S.*)")

Row = dict[str, str]
T = TypeVar("T", bound=StrEnum)


def read_tables(folder: Traversable) -> Iterator[Record]:
    """The records of the four tables in a folder.

    Raises BadInputError, with the table and the line, where a table breaks its form.
    """
    for name, (columns, records_of) in TABLES.items():
        for line, row in _rows(folder, name, columns):
            try:
                yield from records_of(row)
            except BadInputError as error:
                raise BadInputError(f"{name}, line {line}: {error}") from error


def entity_records(row: Row) -> Iterator[Record]:
    """One line of entities.csv."""
    chain = _chain(row)
    yield Entity(
        id=full_id(row["key"]),
        kind=_member(Kind, "kind", row["kind"]),
        name=_required(row, "name"),
        name_en=row["name_en"] or None,
        aliases=_list(row["aliases"]),
        description=row["description"] or None,
        status=_status(row),
        chain=chain,
        chain_basis=ChainBasis.ANALYST if chain else None,
        since=row["since"] or None,
        properties={
            **_properties(row["properties"]),
            **_reasons(row),
            **_stages(row),
        },
        evidence=evidence_of(row["evidence"]),
    )


def service_records(row: Row) -> Iterator[Record]:
    """One line of services.csv: a service of the domain's table, or one of the level below it.

    A service stands on the chain that the domain's table gives its first level.
    """
    service_id = full_id(row["key"])
    first_id = full_id(row["parent"] or row["key"])
    first = FIRST_LEVEL.get(first_id)
    if first is None:
        known = ", ".join(FIRST_LEVEL)
        raise BadInputError(f"{first_id!r} is not a first-level service: write one of {known}")
    if not row["parent"] and row["name"] != first.zh:
        raise BadInputError(f"{service_id} is called {first.zh!r} in the table of services")
    evidence = evidence_of(row["evidence"])
    on_own_chain = first.chain is KINDS[Kind.SERVICE].chain
    yield Entity(
        id=service_id,
        kind=Kind.SERVICE,
        name=_required(row, "name"),
        name_en=row["name_en"] or first.en,
        aliases=_list(row["aliases"]),
        status=Status.NORMATIVE,
        chain=None if on_own_chain else first.chain,
        chain_basis=None if on_own_chain else ChainBasis.ANALYST,
        properties={"level": 2} if row["parent"] else {"level": 1, "is_section": first.is_section},
        evidence=evidence,
    )
    if row["parent"]:
        yield Relation(
            service_id,
            RelationType.PART_OF,
            first_id,
            Modality.INFERRED,
            evidence,
            properties={"rule": "service-table"},
        )


def offer_records(row: Row) -> Iterator[Record]:
    """One line of offers.csv: the offer, who has it, of which services, about what, for whom."""
    offer_id = full_id(row["key"])
    evidence = evidence_of(row["evidence"])
    modality = _member(Modality, "modality", row["modality"])
    chain = _chain(row)
    yield Entity(
        id=offer_id,
        kind=Kind.OFFER,
        name=_required(row, "name"),
        name_en=row["name_en"] or None,
        aliases=_list(row["aliases"]),
        description=row["description"] or None,
        status=_status(row),
        chain=chain,
        chain_basis=ChainBasis.ANALYST if chain else None,
        properties={**_reasons(row), **_stages(row)},
        evidence=evidence,
    )
    ends = [(full_id(row["provider"]), RelationType.OFFERS, offer_id)]
    for column, relation_type in OFFER_RELATIONS.items():
        ends += [(offer_id, relation_type, full_id(key)) for key in _list(row[column])]
    for from_id, relation_type, to_id in ends:
        properties = _filled(rule=row["rule"])
        yield Relation(from_id, relation_type, to_id, modality, evidence, properties=properties)


def relation_records(row: Row) -> Iterator[Record]:
    """One line of relations.csv."""
    yield Relation(
        full_id(row["from"]),
        _member(RelationType, "type", row["type"]),
        full_id(row["to"]),
        _member(Modality, "modality", row["modality"]),
        evidence_of(row["evidence"]),
        role=row["role"] or None,
        properties={**_properties(row["properties"]), **_filled(rule=row["rule"])},
    )


def full_id(key: str) -> str:
    """The id that a key of the tables stands for: of this data set where it has no scheme of its own."""
    made = key if ":" in key else f"{DATASET}:{key}"
    if not is_id(made):
        raise BadInputError(f"{key!r} is not a key: write ASCII letters, digits and hyphens")
    return made


def evidence_of(cell: str) -> tuple[Evidence, ...]:
    """The evidence `41 建设中试服务平台 | 57 …` as records. Raises BadInputError."""
    found = []
    for item in _list(cell):
        match = _EVIDENCE.fullmatch(item)
        if match is None:
            raise BadInputError(f"{item!r} is not an evidence: write the line, a space, the quote")
        found.append(Evidence(f"{SOURCE_ID}#L{match[1]}", match[2]))
    if not found:
        raise BadInputError("the evidence is missing: write the line, a space, the quote")
    return tuple(found)


def _rows(folder: Traversable, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    """The rows of one table, each with the number of its line."""
    text = folder.joinpath(name).read_text(encoding="utf-8")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            raise BadInputError(f"{name}: the header must be {','.join(columns)}")
        for cells in reader:
            if len(cells) != len(columns):
                found, due = len(cells), len(columns)
                raise BadInputError(
                    f"{name}, line {reader.line_num}: {found} cells where the header has {due}"
                )
            yield reader.line_num, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise BadInputError(f"{name}, line {reader.line_num}: {error}") from error


def _required(row: Row, column: str) -> str:
    if not row[column].strip():
        raise BadInputError(f"{column} is missing")
    return row[column]


def _member(words: type[T], column: str, text: str) -> T:
    try:
        return words(text)
    except ValueError:
        known = ", ".join(words)
        raise BadInputError(f"{text!r} is not a {column}: write one of {known}") from None


def _status(row: Row) -> Status | None:
    return _member(Status, "status", row["status"]) if row["status"] else None


def _chain(row: Row) -> Chain | None:
    if bool(row["chain"]) != bool(row["chain_reason"]):
        raise BadInputError("give chain and chain_reason together or leave both empty")
    return _member(Chain, "chain", row["chain"]) if row["chain"] else None


def _reasons(row: Row) -> dict[str, Value]:
    return _filled(status_basis=row["status_basis"], chain_reason=row["chain_reason"])


def _stages(row: Row) -> dict[str, Value]:
    stages = tuple(_member(Stage, "stage", text).value for text in _list(row["stages"]))
    return {"stages": stages} if stages else {}


def _list(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split("|") if item.strip())


def _filled(**cells: str) -> dict[str, Value]:
    return {name: cell for name, cell in cells.items() if cell}


def _properties(cell: str) -> dict[str, Value]:
    """The properties `rank=1; levels=省|市`: a whole number, true, a list where there is a `|`, or text."""
    properties: dict[str, Value] = {}
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        name, equals, text = item.partition("=")
        if not (name and equals and text):
            raise BadInputError(f"{item!r} is not a property: write name=value")
        properties[name] = _value(text)
    return properties


def _value(text: str) -> Value:
    if "|" in text:
        return _list(text)
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if _INTEGER.fullmatch(text) else text


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row], Iterator[Record]]]] = {
    "entities.csv": (ENTITY_COLUMNS, entity_records),
    "services.csv": (SERVICE_COLUMNS, service_records),
    "offers.csv": (OFFER_COLUMNS, offer_records),
    "relations.csv": (RELATION_COLUMNS, relation_records),
}
