"""What loaders yield and the store writes: entities, relations, and rows that were rejected."""

from dataclasses import dataclass, field
from typing import TypeAlias

from graph_api.domain.chains import Chain, ChainBasis
from graph_api.domain.kinds import Kind
from graph_api.domain.relations import RELATIONS, RelationType
from graph_api.domain.status import Modality, Status

Value: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What a property may hold: one value, or a list of texts."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact is stated: `source` is `source-id#locator`, `quote` a short verbatim text or ""."""

    source: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document or a data set that facts are taken from. Bookkeeping, not an entity."""

    id: str
    title: str
    publisher: str = ""
    published: str = ""
    licence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing as one data set states it.

    `chain` is set only where it differs from the chain of the kind, and then `chain_basis` says why;
    `since` and `until` are ISO dates; `properties` holds what the kind has beyond the common ones.
    Read back from the graph it also carries its chain whatever the basis, every id of its records,
    and the data sets that state it.
    """

    id: str
    kind: Kind
    name: str
    evidence: tuple[Evidence, ...]
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    description: str | None = None
    status: Status | None = None
    chain: Chain | None = None
    chain_basis: ChainBasis | None = None
    region: str | None = None
    since: str | None = None
    until: str | None = None
    properties: dict[str, Value] = field(default_factory=dict)
    record_ids: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation as one data set states it.

    Two relations are the same when `from_id`, `type`, `to_id` and `role` agree.
    An inferred one names its rule in `properties["rule"]`.
    """

    from_id: str
    type: RelationType
    to_id: str
    modality: Modality
    evidence: tuple[Evidence, ...]
    role: str | None = None
    weight: float | None = None
    since: str | None = None
    until: str | None = None
    properties: dict[str, Value] = field(default_factory=dict)
    datasets: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of the relation, the same in every load: `from|TYPE|to|role`."""
        return "|".join((self.from_id, self.type, self.to_id, self.role or ""))


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A part of the graph that can be drawn or measured. Every end of a relation is among the entities."""

    entities: dict[str, Entity]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row, or a part of one, that could not be taken, and what was kept of it.

    `rule` is the short name by which reports count, `reason` a sentence about this row.
    """

    source: str
    reason: str
    field: str = ""
    value: str = ""
    kept: str = "nothing"
    rule: str = ""


Record: TypeAlias = Entity | Relation | Rejected


def ordered(relation_type: RelationType, one: str, other: str) -> tuple[str, str]:
    """The two ends in the order in which they are stored: lower id first for a symmetric type."""
    if RELATIONS[relation_type].symmetric and other < one:
        return other, one
    return one, other
