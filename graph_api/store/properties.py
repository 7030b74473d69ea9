"""Records as the properties of nodes and relations, and back."""

from collections.abc import Mapping
from typing import Any

from graph_api.domain import (
    RESERVED_PROPERTIES,
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

Properties = dict[str, Any]


def stated_of_entity(entity: Entity) -> Properties:
    """What the record states, as properties; absent values and empty lists are left out."""
    return _filled(
        {
            **{name: _listed(value) for name, value in entity.properties.items()},
            "id": entity.id,
            "kind": str(entity.kind),
            "name": entity.name,
            "name_en": entity.name_en,
            "aliases": [alias for alias in dict.fromkeys(entity.aliases) if alias != entity.name],
            "description": entity.description,
            "status": entity.status and str(entity.status),
            "chain": entity.chain and str(entity.chain),
            "chain_basis": entity.chain_basis and str(entity.chain_basis),
            "region": entity.region,
            "since": entity.since,
            "until": entity.until,
            **_evidence(entity.evidence),
        }
    )


def stated_of_relation(relation: Relation) -> Properties:
    """What the record states, as properties; its type and ends are in its id."""
    return _filled(
        {
            **{name: _listed(value) for name, value in relation.properties.items()},
            "id": relation.id,
            "modality": str(relation.modality),
            "role": relation.role,
            "weight": relation.weight,
            "since": relation.since,
            "until": relation.until,
            **_evidence(relation.evidence),
        }
    )


def entity_of(properties: Mapping[str, Any]) -> Entity:
    """The entity of a node's properties."""
    status, chain, basis = (properties.get(name) for name in ("status", "chain", "chain_basis"))
    return Entity(
        id=properties["id"],
        kind=Kind(properties["kind"]),
        name=properties["name"],
        evidence=_evidence_of(properties),
        name_en=properties.get("name_en"),
        aliases=tuple(properties.get("aliases") or ()),
        description=properties.get("description"),
        status=Status(status) if status else None,
        chain=Chain(chain) if chain else None,
        chain_basis=ChainBasis(basis) if basis else None,
        region=properties.get("region"),
        since=properties.get("since"),
        until=properties.get("until"),
        properties=_own(properties),
        record_ids=tuple(properties.get("record_ids") or ()),
        datasets=tuple(properties.get("datasets") or ()),
    )


def relation_of(properties: Mapping[str, Any]) -> Relation:
    """The relation of a relation's properties; its ends and type are read from its id."""
    from_id, relation_type, to_id, _ = properties["id"].split("|", 3)
    return Relation(
        from_id=from_id,
        type=RelationType(relation_type),
        to_id=to_id,
        modality=Modality(properties["modality"]),
        evidence=_evidence_of(properties),
        role=properties.get("role"),
        weight=properties.get("weight"),
        since=properties.get("since"),
        until=properties.get("until"),
        properties=_own(properties),
        datasets=tuple(properties.get("datasets") or ()),
    )


def _evidence(evidence: tuple[Evidence, ...]) -> Properties:
    once = list(dict.fromkeys(evidence))
    return {"sources": [item.source for item in once], "quotes": [item.quote for item in once]}


def _evidence_of(properties: Mapping[str, Any]) -> tuple[Evidence, ...]:
    sources, quotes = properties.get("sources") or (), properties.get("quotes") or ()
    return tuple(Evidence(source, quote) for source, quote in zip(sources, quotes, strict=True))


def _own(properties: Mapping[str, Any]) -> dict[str, Value]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in properties.items()
        if name not in RESERVED_PROPERTIES
    }


def _listed(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _filled(properties: Mapping[str, Any]) -> Properties:
    return {name: value for name, value in properties.items() if value is not None and value != []}
