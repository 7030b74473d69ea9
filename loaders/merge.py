"""One entity out of several records of the same id, and the chain that an offer has from its provider."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from graph_api.domain import (
    KINDS,
    Chain,
    ChainBasis,
    Entity,
    Kind,
    Record,
    Rejected,
    Relation,
    RelationType,
    check_entity,
    check_relation,
)

OWNED_THROUGH = {RelationType.OFFERS, RelationType.NEEDS}
"""An Offer or a Need stands on the chain of the one that these relations start from."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one data set states, each id once: entities and relations by id, and what was refused.

    `read` counts the records that came in; read = entities + relations + merged + rejected.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    read: int = 0
    merged: int = 0


def state(records: Iterable[Record]) -> Statement:
    """Read every record once, merge those of one id, refuse those that break a rule of the domain.

    A refused record leaves a `Rejected` that names it and the rule; nothing is dropped silently.
    A relation to an entity that was refused or never stated is refused too.
    """
    read = merged = 0
    entities: dict[str, Entity] = {}
    relations: dict[str, Relation] = {}
    rejected: list[Rejected] = []
    for record in records:
        read += 1
        match record:
            case Rejected():
                rejected.append(record)
            case Entity():
                known = entities.get(record.id)
                broken = _broken_rule(record, known)
                if broken is not None:
                    rejected.append(broken)
                else:
                    merged += known is not None
                    entities[record.id] = merge_entities(known, record) if known else record
            case Relation():
                same = relations.get(record.id)
                merged += same is not None
                relations[record.id] = merge_relations(same, record) if same else record
    relations, refused = _valid_relations(relations, entities)
    rejected.extend(refused)
    return Statement(with_chains(entities, relations), relations, rejected, read, merged)


def merge_entities(first: Entity, second: Entity) -> Entity:
    """Both records of one entity: what the first says stands, the second adds what it leaves open.

    A second name becomes an alias. Raises ValueError where ids or kinds differ.
    """
    if (first.id, first.kind) != (second.id, second.kind):
        message = f"{first.id} ({first.kind}) and {second.id} ({second.kind}) are not one entity"
        raise ValueError(message)
    other_names = (second.name,) if second.name != first.name else ()
    chain_of = first if first.chain else second
    return replace(
        first,
        evidence=_union(first.evidence, second.evidence),
        aliases=_union(first.aliases, (*other_names, *second.aliases)),
        name_en=first.name_en or second.name_en,
        description=first.description or second.description,
        status=first.status or second.status,
        chain=chain_of.chain,
        chain_basis=chain_of.chain_basis,
        region=first.region or second.region,
        since=first.since or second.since,
        until=first.until or second.until,
        properties={**second.properties, **first.properties},
    )


def merge_relations(first: Relation, second: Relation) -> Relation:
    """Both records of one relation: what the first says stands, the second adds what it leaves open."""
    return replace(
        first,
        evidence=_union(first.evidence, second.evidence),
        weight=second.weight if first.weight is None else first.weight,
        since=first.since or second.since,
        until=first.until or second.until,
        properties={**second.properties, **first.properties},
    )


def with_chains(entities: dict[str, Entity], relations: dict[str, Relation]) -> dict[str, Entity]:
    """The entities, each with its chain and the basis of it.

    The basis is `kind` where no source and no analyst gave a chain; an Offer or a Need takes the
    chain and the basis of its provider or owner.
    """
    owner_of = {
        relation.to_id: relation.from_id
        for relation in sorted(relations.values(), key=lambda relation: relation.id, reverse=True)
        if relation.type in OWNED_THROUGH
    }
    placed = {entity_id: _on_chain_of_kind(entity) for entity_id, entity in entities.items()}
    for entity_id, owner_id in owner_of.items():
        offer, owner = placed[entity_id], placed[owner_id]
        if offer.chain is None:
            placed[entity_id] = replace(offer, chain=owner.chain, chain_basis=owner.chain_basis)
    return placed


def _on_chain_of_kind(entity: Entity) -> Entity:
    chain: Chain | None = KINDS[entity.kind].chain
    if entity.chain is not None or chain is None:
        return entity
    return replace(entity, chain=chain, chain_basis=ChainBasis.KIND)


def _broken_rule(record: Entity, known: Entity | None) -> Rejected | None:
    if known is not None and known.kind is not record.kind:
        reason = f"{record.id} is a {known.kind} already and cannot be a {record.kind}"
        return _rejection(record, "kind-changed", reason)
    violation = next(iter(check_entity(record)), None)
    return _rejection(record, violation.rule, violation.message) if violation else None


def _valid_relations(
    relations: dict[str, Relation], entities: dict[str, Entity]
) -> tuple[dict[str, Relation], list[Rejected]]:
    valid: dict[str, Relation] = {}
    rejected: list[Rejected] = []

    def kind_of(entity_id: str) -> Kind | None:
        entity = entities.get(entity_id)
        return entity.kind if entity else None

    for relation_id, relation in relations.items():
        violations = check_relation(relation, kind_of)
        if violations:
            rejected.append(_rejection(relation, violations[0].rule, violations[0].message))
        else:
            valid[relation_id] = relation
    return valid, rejected


def _rejection(record: Entity | Relation, rule: str, message: str) -> Rejected:
    source = next((item.source for item in record.evidence), "")
    return Rejected(source=source, reason=message, field=rule, value=record.id)


def _union(first: tuple[T, ...], second: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
