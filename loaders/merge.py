"""One record out of several of the same id: what the first says stands, the next adds what is open."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from graph_api.domain import Entity, Relation

T = TypeVar("T")


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


def _union(first: tuple[T, ...], second: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
