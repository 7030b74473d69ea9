"""What the graph states of entities under a property: fields, properties of kinds, relations."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from graph_api.domain import KINDS, Entity, RelationType, Status
from graph_api.http.reconciling.names import Names
from graph_api.http.reconciling.vocabulary import Property
from graph_api.store import Graph
from graph_api.store.named import Related, entities, related

MOST_OF_EACH = 100
"""Neighbours of an entity that are read for one relation and direction."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a property. Where it is an entity, `id` is its id and `modality` how it is meant."""

    value: str | bool | int | float
    id: str = ""
    modality: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of some entities."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    related: Mapping[tuple[str, RelationType, bool], list[Related]] = field(default_factory=dict)

    def of(self, entity_id: str, asked: Property) -> list[Fact]:
        """The values that an entity has under a property; none where nothing is stated."""
        if asked.relation is None:
            found = self.entities.get(entity_id)
            return [Fact(value) for value in _stated(found, asked.id)] if found else []
        directions = (True, False) if asked.outgoing is None else (asked.outgoing,)
        return [
            Fact(one.name, one.other, one.modality)
            for outgoing in directions
            for one in self.related.get((entity_id, asked.relation, outgoing), ())
        ]


ReadFacts = Callable[[Collection[str], Collection[Property]], Facts]
"""What is stated of entities, by their ids, under properties."""


def read_facts(graph: Graph, ids: Collection[str], asked: Collection[Property]) -> Facts:
    """What the graph has of the entities under these properties, in two statements at most."""
    types = {one.relation for one in asked if one.relation is not None}
    fields = any(one.relation is None for one in asked)
    grouped: dict[tuple[str, RelationType, bool], list[Related]] = {}
    for one in related(graph, ids, types, each=MOST_OF_EACH):
        grouped.setdefault((one.id, one.type, one.outgoing), []).append(one)
    return Facts(entities(graph, ids) if fields else {}, grouped)


def canonical(names: Names, ids: Collection[str]) -> dict[str, str]:
    """The id of the entity that each id leads to, for those that lead to one."""
    known = {one: names.by_id(one) for one in ids}
    return {one: found.id for one, found in known.items() if found is not None}


def _stated(entity: Entity, name: str) -> Iterator[str | bool | int | float]:
    match name:
        case "kind":
            yield KINDS[entity.kind].zh
        case "chain":
            chain = entity.chain or KINDS[entity.kind].chain
            if chain is not None:
                yield str(chain)
        case "sources":
            yield from dict.fromkeys(one.source for one in entity.evidence)
        case "aliases" | "record_ids" | "datasets":
            yield from getattr(entity, name)
        case "id" | "name" | "name_en" | "description" | "status" | "region" | "since" | "until":
            value: str | Status | None = getattr(entity, name)
            if value is not None:
                yield str(value)
        case _:
            held = entity.properties.get(name)
            if isinstance(held, tuple):
                yield from held
            elif held is not None:
                yield held
