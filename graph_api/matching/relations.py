"""The relations of a subgraph, looked up by type and end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph_api.domain import Kind, Relation, RelationType, Subgraph

_T = RelationType
_IN_COMPLEX = (_T.HOSTS, _T.PARTNERS_IN, _T.SUPPORTS, _T.CORE_OF, _T.PART_OF)
_THROUGH = (_T.PARTNERS_IN, _T.OPERATES, _T.PART_OF, _T.SUPPORTS)
SUBJECTS = frozenset({Kind.TECHNOLOGY, Kind.PRODUCT, Kind.INDUSTRY})
"""The kinds that a need or an offer can be about."""

_PLACES = frozenset({Kind.ZONE, Kind.REGION})


@dataclass(frozen=True, slots=True)
class Relations:
    """The subgraph and its relations by (type, start) and (type, end), each in the order of the ids."""

    subgraph: Subgraph
    starting: Mapping[tuple[RelationType, str], tuple[Relation, ...]]
    ending: Mapping[tuple[RelationType, str], tuple[Relation, ...]]

    def targets(self, entity_id: str, *types: RelationType) -> Iterator[str]:
        """Where relations of the types lead from the entity."""
        for name in types:
            yield from (relation.to_id for relation in self.starting.get((name, entity_id), ()))

    def sources(self, entity_id: str, *types: RelationType) -> Iterator[str]:
        """Where relations of the types that lead to the entity come from."""
        for name in types:
            yield from (relation.from_id for relation in self.ending.get((name, entity_id), ()))

    def of_kinds(self, ids: Iterable[str], kinds: Iterable[Kind]) -> frozenset[str]:
        """Those of the ids whose entity is of one of the kinds."""
        allowed = frozenset(kinds)
        return frozenset(one for one in ids if self.subgraph.entities[one].kind in allowed)

    def broader(self, entity_id: str) -> frozenset[str]:
        """The service or subject and what it is a part of, all the way up: services apart from subjects."""
        kind = self.subgraph.entities[entity_id].kind
        alike = SUBJECTS if kind in SUBJECTS else frozenset({kind})
        found: set[str] = set()
        ahead = [entity_id]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.of_kinds(self.targets(one, _T.PART_OF), alike))
        return frozenset(found)

    def complexes(self, entity_id: str) -> frozenset[str]:
        """The complexes to which something belongs: itself, or through a platform it runs or is part of."""
        near = {entity_id, *self.targets(entity_id, *_THROUGH)}
        found = {
            one
            for member in near
            for one in (
                member,
                *self.targets(member, *_IN_COMPLEX),
                *self.sources(member, _T.BUILDS),
            )
        }
        return self.of_kinds(found, (Kind.COMPLEX,))

    def places(self, entity_id: str) -> frozenset[str]:
        """The zones and regions in which something lies, all the way up."""
        entities = self.subgraph.entities
        found: set[str] = set()
        ahead = [entity_id]
        seen: set[str] = set()
        while ahead:
            one = ahead.pop()
            if one in seen or one not in entities:
                continue
            seen.add(one)
            above = {*self.targets(one, _T.LOCATED_IN, _T.PART_OF), entities[one].region or ""}
            inside = self.of_kinds((place for place in above if place in entities), _PLACES)
            found |= inside
            ahead.extend(inside)
        return frozenset(found)


def relations_of(subgraph: Subgraph) -> Relations:
    """The lookup of a subgraph."""
    starting: dict[tuple[RelationType, str], list[Relation]] = {}
    ending: dict[tuple[RelationType, str], list[Relation]] = {}
    for relation in sorted(subgraph.relations, key=lambda relation: relation.id):
        starting.setdefault((relation.type, relation.from_id), []).append(relation)
        ending.setdefault((relation.type, relation.to_id), []).append(relation)
    return Relations(
        subgraph,
        {key: tuple(value) for key, value in starting.items()},
        {key: tuple(value) for key, value in ending.items()},
    )
