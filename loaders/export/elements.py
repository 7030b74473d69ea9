"""What can be exported: a stream of entities, one of relations, and the notes that go with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from graph_api.domain import Subgraph
from graph_api.store.properties import Properties, stated_of_entity, stated_of_relation


class Elements(Protocol):
    """Properties of entities and relations, sorted by id, as often as they are asked for."""

    def entities(self) -> Iterator[Properties]:
        """The properties of each entity."""

    def relations(self) -> Iterator[Properties]:
        """The properties of each relation; its type and ends are in its id."""

    def notes(self) -> Iterator[tuple[str, Properties]]:
        """Label and properties of each node of bookkeeping."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the graph that is in memory. It has no notes."""

    subgraph: Subgraph

    def entities(self) -> Iterator[Properties]:
        """See `Elements.entities`."""
        for _, entity in sorted(self.subgraph.entities.items()):
            yield {
                **stated_of_entity(entity),
                "record_ids": list(entity.record_ids),
                "datasets": list(entity.datasets),
            }

    def relations(self) -> Iterator[Properties]:
        """See `Elements.relations`."""
        for relation in sorted(self.subgraph.relations, key=lambda one: one.id):
            yield {**stated_of_relation(relation), "datasets": list(relation.datasets)}

    def notes(self) -> Iterator[tuple[str, Properties]]:
        """See `Elements.notes`."""
        return iter(())
