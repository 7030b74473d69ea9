"""What matching reads: entities and relations as columns, from a database or from records in memory."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from graph_api.domain import KINDS as KINDS_BY_NAME
from graph_api.domain import (
    ORGANISATIONS,
    PLATFORMS,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Subgraph,
)
from graph_api.store import EntityRow, Graph, RelationRow, entity_rows, relation_rows

_T = RelationType

PROVIDERS = ORGANISATIONS | PLATFORMS | {Kind.COMPLEX, Kind.LABORATORY}
"""The kinds that can offer something."""

DESCRIBED = PROVIDERS | {Kind.OFFER}
TOLD = frozenset({Kind.OFFER})
"""The kinds of which all properties are read: prices, capacity, dates."""

EVIDENT = frozenset({_T.OFFERS, _T.PRODUCES})
"""The types of relations whose sources are shown beside a score."""

JOINING = frozenset(
    {
        _T.HOSTS,
        _T.PARTNERS_IN,
        _T.CORE_OF,
        _T.OPERATES,
        _T.BUILDS,
        _T.SUPPORTS,
        _T.COLLABORATES_WITH,
        _T.PARTICIPATES_IN,
        _T.SUPPLIES,
        _T.CONTROLS,
        _T.INVESTS_IN,
        _T.PRODUCES,
        _T.IN_INDUSTRY,
        _T.RESEARCHES,
        _T.SERVES,
        _T.UPSTREAM_OF,
        _T.LOCATED_IN,
        _T.PART_OF,
    }
)
"""The types that a way between two organisations may follow."""

READ = JOINING | {_T.OFFERS, _T.OF_SERVICE, _T.ABOUT}
"""The types that say anything about who can serve whom."""

KINDS = tuple(Kind)
TYPES = tuple(RelationType)
MODALITIES = tuple(Modality)
"""A kind, a type and a modality are held as their places in these."""

CODES: Mapping[str, int] = MappingProxyType(
    {name: code for table in (KINDS, TYPES, MODALITIES) for code, name in enumerate(table)}
)
"""The place of each; none is called as one of another table is."""


class Link(NamedTuple):
    """A relation between the entities at two places; the last two only of types in `EVIDENT`."""

    start: int
    type: int
    end: int
    role: str
    modality: int
    evidence: tuple[Evidence, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Records:
    """Entities in the order of their ids, and relations in the order of start, type, end and role.

    `place` leads from an id to its entity, also from the ids of records that were merged into it.
    """

    entities: list[EntityRow]
    kinds: list[Kind]
    links: list[Link]
    place: Mapping[str, int]

    def evidence(self, place: int) -> tuple[Evidence, ...]:
        """Where the entity is stated; nothing for a kind of which that is not read."""
        row = self.entities[place]
        return _evidence(row.sources, row.quotes)

    def told(self, place: int) -> Mapping[str, Any]:
        """Its properties; nothing for a kind of which they are not read."""
        return self.entities[place].told or {}

    def of_kind(self, *kinds: Kind) -> Iterator[int]:
        """The places of the entities of these kinds."""
        wanted = frozenset(kinds)
        return (place for place, kind in enumerate(self.kinds) if kind in wanted)


def records_in(graph: Graph) -> Records:
    """What the database holds, read in pages, relations beside entities. Raises DatabaseUnavailableError."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        relations = beside.submit(list, relation_rows(graph, READ, evident=EVIDENT))
        entities = list(entity_rows(graph, described=DESCRIBED, told=TOLD))
        return _records(entities, _taken(relations.result()))


def _taken(rows: list[RelationRow]) -> Iterator[RelationRow]:
    """The rows, each let go of when it is given: they are large together."""
    while rows:
        yield rows.pop()


def records_of(subgraph: Subgraph) -> Records:
    """What records in memory hold."""
    return _records(
        map(_entity_row, subgraph.entities.values()),
        (_relation_row(one) for one in subgraph.relations if one.type in READ),
    )


def _records(entities: Iterable[EntityRow], relations: Iterable[RelationRow]) -> Records:
    rows = sorted(entities, key=lambda row: row.id)
    place = {
        merged: number
        for number, row in enumerate(rows)
        for merged in row.record_ids or ()
        if merged != row.id
    }
    place |= {row.id: number for number, row in enumerate(rows)}
    found = (_link(place, row) for row in relations)
    links = sorted(link for link in found if link is not None)
    return Records(rows, [KINDS[CODES[row.kind]] for row in rows], links, place)


def _link(place: Mapping[str, int], row: RelationRow) -> Link | None:
    start, name, end, role = row.id.split("|", 3)
    if start not in place or end not in place:
        return None
    return Link(
        place[start],
        CODES[name],
        place[end],
        role,
        CODES[row.modality],
        _evidence(row.sources, row.quotes),
        row.rule or "",
    )


def _evidence(sources: list[str] | None, quotes: list[str] | None) -> tuple[Evidence, ...]:
    return tuple(map(Evidence, sources or (), quotes or ()))


def _entity_row(entity: Entity) -> EntityRow:
    """The entity as the database would give it."""
    described = entity.kind in DESCRIBED
    return EntityRow(
        entity.id,
        entity.kind,
        entity.name,
        entity.name_en,
        list(entity.aliases),
        entity.status,
        entity.chain or KINDS_BY_NAME[entity.kind].chain,
        entity.region,
        list(entity.record_ids),
        entity.description if described else None,
        [one.source for one in entity.evidence] if described else None,
        [one.quote for one in entity.evidence] if described else None,
        _listed(entity.properties.get("stages")) if described else None,
        _listed(entity.properties.get("accreditations")) if described else None,
        _told(entity) if entity.kind in TOLD else None,
    )


def _listed(value: object) -> list[str] | None:
    return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value]


def _told(entity: Entity) -> dict[str, Any]:
    return {**entity.properties, "since": entity.since, "until": entity.until}


def _relation_row(relation: Relation) -> RelationRow:
    if relation.type not in EVIDENT:
        return RelationRow(relation.id, relation.modality, None, None, None)
    return RelationRow(
        relation.id,
        relation.modality,
        [one.source for one in relation.evidence],
        [one.quote for one in relation.evidence],
        str(relation.properties["rule"]) if "rule" in relation.properties else None,
    )
