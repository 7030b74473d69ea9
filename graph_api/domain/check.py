"""The checker: which rule of the domain table a record breaks. An empty answer means none."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_api.domain.ids import is_id
from graph_api.domain.kinds import Kind
from graph_api.domain.names import is_text
from graph_api.domain.records import Entity, Evidence, Relation, Value, ordered
from graph_api.domain.relations import RELATIONS
from graph_api.domain.status import Modality

MAX_QUOTE_LENGTH = 200
MAX_TEXT_LENGTH = 20_000
MAX_INTEGER = 2**63 - 1
"""The greatest integer that Bolt carries."""
DERIVED_PROPERTIES = frozenset({"record_ids", "datasets", "text", "statements", "digest"})
"""Property names that the store derives from what data sets state."""

RESERVED_PROPERTIES = DERIVED_PROPERTIES | {
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
    "sources",
    "quotes",
    "modality",
    "role",
    "weight",
}
"""Property names that records set through fields of their own, and those that are derived."""

_SOURCE = re.compile(r"[a-z0-9][a-z0-9.-]*#\S+")
_PROPERTY = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its name, which a test or a report can count, and a sentence for a person."""

    rule: str
    message: str


def check_entity(entity: Entity) -> list[Violation]:
    """The rules that an entity breaks by itself, without a look at the rest of the graph."""
    return list(_entity_violations(entity))


def check_relation(relation: Relation) -> list[Violation]:
    """The rules that a relation breaks by itself, without a look at its ends."""
    return list(_relation_violations(relation))


def check_ends(relation: Relation, from_kind: Kind | None, to_kind: Kind | None) -> list[Violation]:
    """The rules that a relation breaks by what it joins; None is the kind of an end that nobody states."""
    return list(_end_violations(relation, from_kind, to_kind))


def _entity_violations(entity: Entity) -> Iterator[Violation]:
    name = _printable(entity.id)
    if not is_id(entity.id):
        yield Violation("id-form", f"the id {entity.id!r} is not of the form scheme:value")
    if not entity.name.strip():
        yield Violation("name-missing", f"{name} has no name")
    if (entity.chain is None) != (entity.chain_basis is None):
        yield Violation(
            "chain-basis", f"{name} must give chain and chain_basis together or neither"
        )
    texts = [entity.name, entity.name_en, entity.description, entity.region, *entity.aliases]
    yield from _text_violations(name, texts)
    yield from _common_violations(
        name, entity.evidence, (entity.since, entity.until), entity.properties
    )


def _end_violations(
    relation: Relation, from_kind: Kind | None, to_kind: Kind | None
) -> Iterator[Violation]:
    definition = RELATIONS[relation.type]
    name = _printable(relation.id)
    ends = (
        ("from", relation.from_id, from_kind, definition.sources),
        ("to", relation.to_id, to_kind, definition.targets),
    )
    for end, entity_id, kind, allowed in ends:
        if kind is None:
            yield Violation(
                "unknown-end", f"{name}: no entity has the id {entity_id!r} at its {end} end"
            )
        elif kind not in allowed:
            yield Violation(
                "kind-not-allowed",
                f"{name}: {relation.type} does not go {end} the kind {kind} of {_printable(entity_id)}",
            )


def _relation_violations(relation: Relation) -> Iterator[Violation]:
    name = _printable(relation.id)
    for end in (relation.from_id, relation.to_id):
        if not is_id(end):
            yield Violation("id-form", f"{name}: the id {end!r} is not of the form scheme:value")
    if relation.from_id == relation.to_id:
        yield Violation("self-relation", f"{name} goes from an entity to itself")
    if ordered(relation.type, relation.from_id, relation.to_id)[0] != relation.from_id:
        yield Violation("order", f"{name} is symmetric and must start at the lower id")
    if (relation.modality is Modality.INFERRED) != bool(relation.properties.get("rule")):
        yield Violation("inference-rule", f"{name} must name a rule exactly when it is inferred")
    if relation.weight is not None and not math.isfinite(relation.weight):
        yield Violation("not-finite", f"{name} has the weight {relation.weight}")
    yield from _text_violations(name, [relation.role])
    yield from _common_violations(
        name, relation.evidence, (relation.since, relation.until), relation.properties
    )


def _common_violations(
    name: str,
    evidence: tuple[Evidence, ...],
    dates: tuple[str | None, str | None],
    properties: dict[str, Value],
) -> Iterator[Violation]:
    if not evidence:
        yield Violation("unsourced", f"{name} has no source")
    for item in evidence:
        if _SOURCE.fullmatch(item.source) is None:
            yield Violation("source-form", f"{name}: {item.source!r} is not source-id#locator")
        if len(item.quote) > MAX_QUOTE_LENGTH:
            yield Violation(
                "quote-length", f"{name}: a quote is over {MAX_QUOTE_LENGTH} characters"
            )
    yield from _text_violations(
        name, [text for item in evidence for text in (item.source, item.quote)]
    )
    for date in dates:
        if date is not None and not _is_iso_date(date):
            yield Violation("date-form", f"{name}: {date!r} is not an ISO date")
    if all(date and _is_iso_date(date) for date in dates) and str(dates[0]) > str(dates[1]):
        yield Violation("date-order", f"{name} ends on {dates[1]}, before it begins on {dates[0]}")
    for key, value in properties.items():
        yield from _property_violations(name, key, value)


def _property_violations(name: str, key: str, value: Value) -> Iterator[Violation]:
    if _PROPERTY.fullmatch(key) is None or key in RESERVED_PROPERTIES:
        yield Violation("property-name", f"{name}: {key!r} cannot be the name of a property")
    if isinstance(value, float) and not math.isfinite(value):
        yield Violation("not-finite", f"{name}: {key} is {value}")
    if isinstance(value, int) and not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        yield Violation("integer-range", f"{name}: {key} does not fit into 64 bits")
    if isinstance(value, str):
        yield from _text_violations(name, [value])
    if isinstance(value, tuple):
        yield from _text_violations(name, value)


def _text_violations(name: str, texts: Iterable[str | None]) -> Iterator[Violation]:
    for text in texts:
        if text is None:
            continue
        if len(text) > MAX_TEXT_LENGTH:
            yield Violation("text-length", f"{name}: a text is over {MAX_TEXT_LENGTH} characters")
        if not is_text(text):
            yield Violation("text-form", f"{name}: a text holds a lone surrogate or a NUL")


def _printable(record_id: str) -> str:
    """The id as a message can hold it: a lone surrogate could not be written anywhere."""
    return record_id.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_iso_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
