"""Records as plain fields, as JSON has them, and back."""

from collections.abc import Mapping
from typing import Any

from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    Value,
)

Fields = dict[str, Any]


def fields_of_entity(entity: Entity) -> Fields:
    """Each field of the record by its name; lists for tuples, [source, quote] for an evidence."""
    return {
        "id": entity.id,
        "kind": str(entity.kind),
        "name": entity.name,
        "name_en": entity.name_en,
        "aliases": list(entity.aliases),
        "description": entity.description,
        "status": _text(entity.status),
        "chain": _text(entity.chain),
        "chain_basis": _text(entity.chain_basis),
        "region": entity.region,
        "since": entity.since,
        "until": entity.until,
        "properties": _plain(entity.properties),
        "record_ids": list(entity.record_ids),
        "datasets": list(entity.datasets),
        "evidence": _pairs(entity.evidence),
    }


def entity_of_fields(fields: Mapping[str, Any]) -> Entity:
    """The record of these fields. Raises ValueError, KeyError or TypeError where they are none."""
    status, chain, basis = (fields.get(name) for name in ("status", "chain", "chain_basis"))
    return Entity(
        id=_string(fields["id"]),
        kind=Kind(fields["kind"]),
        name=_string(fields["name"]),
        evidence=_evidence(fields),
        status=Status(status) if status is not None else None,
        chain=Chain(chain) if chain is not None else None,
        chain_basis=ChainBasis(basis) if basis is not None else None,
        properties=_properties(fields),
        name_en=_optional(fields.get("name_en")),
        aliases=_strings(fields.get("aliases")),
        description=_optional(fields.get("description")),
        region=_optional(fields.get("region")),
        since=_optional(fields.get("since")),
        until=_optional(fields.get("until")),
        record_ids=_strings(fields.get("record_ids")),
        datasets=_strings(fields.get("datasets")),
    )


def fields_of_relation(relation: Relation) -> Fields:
    """Each field of the record by its name, as `fields_of_entity` has them."""
    return {
        "from": relation.from_id,
        "type": str(relation.type),
        "to": relation.to_id,
        "modality": str(relation.modality),
        "role": relation.role,
        "weight": relation.weight,
        "since": relation.since,
        "until": relation.until,
        "properties": _plain(relation.properties),
        "datasets": list(relation.datasets),
        "evidence": _pairs(relation.evidence),
    }


def relation_of_fields(fields: Mapping[str, Any]) -> Relation:
    """The record of these fields. Raises ValueError, KeyError or TypeError where they are none."""
    weight = fields.get("weight")
    return Relation(
        from_id=_string(fields["from"]),
        type=RelationType(fields["type"]),
        to_id=_string(fields["to"]),
        modality=Modality(fields["modality"]),
        evidence=_evidence(fields),
        role=_optional(fields.get("role")),
        weight=None if weight is None else _number(weight),
        since=_optional(fields.get("since")),
        until=_optional(fields.get("until")),
        properties=_properties(fields),
        datasets=_strings(fields.get("datasets")),
    )


def overlaid(fields: Fields, exact: Mapping[str, Any]) -> Fields:
    """The fields with the exact ones in their place; of the properties those, None takes one away.

    Raises TypeError where the exact properties are none.
    """
    properties = exact.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError(f"{str(properties)[:100]!r} are no properties")
    merged = {**fields.get("properties", {}), **properties}
    return {
        **fields,
        **exact,
        "properties": {name: value for name, value in merged.items() if value is not None},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
    }


def _properties(fields: Mapping[str, Any]) -> dict[str, Value]:
    return {
        _string(name): _value(value) for name, value in (fields.get("properties") or {}).items()
    }


def _pairs(evidence: tuple[Evidence, ...]) -> list[list[str]]:
    return [[item.source, item.quote] for item in evidence]


def _evidence(fields: Mapping[str, Any]) -> tuple[Evidence, ...]:
    pairs = fields.get("evidence") or ()
    return tuple(Evidence(_string(source), _string(quote)) for source, quote in pairs)


def _strings(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever JSON holds
    return tuple(map(_string, value or ()))


def _value(value: object) -> Value:
    if isinstance(value, list | tuple):
        return tuple(map(_string, value))
    return value if isinstance(value, str) else _number(value)


def _number(value: object) -> float:
    if not isinstance(value, bool | int | float):
        raise TypeError(f"{str(value)[:100]!r} is no number")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _string(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:100]!r} is no text")
    return value
