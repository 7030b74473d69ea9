"""The shapes of answers about the graph: nodes, entities, relations, lists."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from graph_api.domain import KINDS, Chain, ChainBasis, Entity, Evidence, Kind, Relation, Status

ONE_NODE: dict[str, JsonValue] = {
    "id": "zhenhai-plan:magnetic-materials",
    "kind": "Complex",
    "name": "磁性材料产业创新服务综合体",
    "status": "planned",
    "chain": None,
}


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class ProblemShape(Shape):
    """What went wrong (RFC 9457, `application/problem+json`)."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(examples=["/problems/not-found"], description="Address that explains it")
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What happened, to which record, and what to do next")
    instance: str = Field(description="The path that was asked for")
    request_id: str = Field(description="Under this id the log of the server has the request")
    candidates: list[dict[str, str]] | None = Field(
        None, description="For a name that fits several: each with id, name and kind"
    )
    errors: list[dict[str, str]] | None = Field(
        None, description="For input that is not valid: every fault, where it is and what it is"
    )


class NodeShape(Shape):
    """An entity in short. `status` is null where no source states one: unknown is never guessed."""

    model_config = ConfigDict(title="Node", json_schema_extra={"examples": [ONE_NODE]})

    id: str
    kind: Kind
    name: str
    status: Status | None
    chain: Chain | None

    @classmethod
    def of(cls, entity: Entity) -> "NodeShape":
        """The node of an entity."""
        return cls(
            id=entity.id,
            kind=entity.kind,
            name=entity.name,
            status=entity.status,
            chain=entity.chain or KINDS[entity.kind].chain,
        )


class EvidenceShape(Shape):
    """Where a fact is stated: `source-id#locator`, and a short verbatim quote or ""."""

    model_config = ConfigDict(title="Evidence")

    source: str = Field(examples=["zhenhai-plan-2020#L55"])
    quote: str

    @classmethod
    def all_of(cls, evidence: Iterable[Evidence]) -> "list[EvidenceShape]":
        """The evidence of a record."""
        return [cls(source=one.source, quote=one.quote) for one in evidence]


class EntityShape(NodeShape):
    """An entity with all its facts and its sources."""

    model_config = ConfigDict(title="Entity")

    chain_basis: ChainBasis | None = Field(
        description="Why it stands on its chain: by its kind, stated by a source, or an analyst's choice"
    )
    name_en: str | None
    aliases: list[str]
    description: str | None
    region: str | None
    since: str | None = Field(description="ISO date")
    until: str | None = Field(description="ISO date")
    properties: dict[str, Any] = Field(description="What its kind has beyond the common ones")
    record_ids: list[str] = Field(description="Ids of records that were merged into it")
    datasets: list[str]
    evidence: list[EvidenceShape]

    @classmethod
    def of(cls, entity: Entity) -> "EntityShape":
        """The shape of an entity."""
        chain = entity.chain or KINDS[entity.kind].chain
        basis = entity.chain_basis or (ChainBasis.KIND if chain else None)
        return cls(
            id=entity.id,
            kind=entity.kind,
            name=entity.name,
            status=entity.status,
            chain=chain,
            chain_basis=basis,
            name_en=entity.name_en,
            aliases=list(entity.aliases),
            description=entity.description,
            region=entity.region,
            since=entity.since,
            until=entity.until,
            properties=dict(entity.properties),
            record_ids=list(entity.record_ids),
            datasets=list(entity.datasets),
            evidence=EvidenceShape.all_of(entity.evidence),
        )


class RelationShape(Shape):
    """A relation with its sources. A relation is planned or inferred where `modality` says so."""

    model_config = ConfigDict(title="Relation")

    id: str = Field(examples=["zhenhai-plan:zhongji|HOSTS|zhenhai-plan:machine-parts|"])
    type: str
    from_id: str = Field(serialization_alias="from")
    to_id: str = Field(serialization_alias="to")
    modality: str
    role: str | None
    weight: float | None
    since: str | None
    until: str | None
    properties: dict[str, Any]
    datasets: list[str]
    evidence: list[EvidenceShape]

    @classmethod
    def of(cls, relation: Relation) -> "RelationShape":
        """The shape of a relation."""
        return cls(
            id=relation.id,
            type=relation.type,
            from_id=relation.from_id,
            to_id=relation.to_id,
            modality=relation.modality,
            role=relation.role,
            weight=relation.weight,
            since=relation.since,
            until=relation.until,
            properties=dict(relation.properties),
            datasets=list(relation.datasets),
            evidence=EvidenceShape.all_of(relation.evidence),
        )


class TotalShape(Shape):
    """How many there are in all: exactly (`eq`), or at least (`gte`)."""

    model_config = ConfigDict(title="Total")

    value: int
    relation: Literal["eq", "gte"]


class EntitiesShape(Shape):
    """One page of a search. `next` is the cursor of the page after it, null on the last one."""

    model_config = ConfigDict(title="Entities")

    total: TotalShape
    entities: list[NodeShape]
    next: str | None


class NeighboursShape(Shape):
    """An entity, its neighbours by id and the relations between them."""

    model_config = ConfigDict(title="Neighbours")

    id: str
    total: TotalShape = Field(description="Relations of the entity in all; fewer may be listed")
    truncated: bool
    nodes: dict[str, NodeShape]
    relations: list[RelationShape]


class SourceShape(Shape):
    """A document or a data set that facts are taken from."""

    model_config = ConfigDict(title="Source")

    id: str
    title: str
    publisher: str
    published: str
    licence: str
    url: str


class StatementShape(Shape):
    """One place that states something of an entity: of itself, or of one of its relations."""

    model_config = ConfigDict(title="Statement")

    about: str = Field(description="The id of the entity or of the relation")
    source: str
    quote: str
    document: SourceShape | None = Field(description="The document, where it is known")


class StatementsShape(Shape):
    """Everything that states an entity."""

    model_config = ConfigDict(title="Statements")

    id: str
    total: TotalShape
    truncated: bool
    statements: list[StatementShape]


class ProfileShape(Shape):
    """An entity at a glance: its facts, its relations counted, its place in the collaboration network."""

    model_config = ConfigDict(title="Profile")

    entity: EntityShape
    relations: dict[str, int] = Field(
        description="Relations by type and direction: `HOSTS>` goes out, `HOSTS<` comes in"
    )
    complexes: list[NodeShape]
    measures: list[dict[str, Any]] = Field(
        description="Value, rank and percentile of each measure; empty for who is not in the network"
    )


class RankedPathShape(Shape):
    """One path: ids in order; `score` sinks with length and with the degree of what it passes."""

    model_config = ConfigDict(title="Path")

    nodes: list[str]
    relations: list[str]
    score: float


class PathsShape(Shape):
    """Paths between two entities, best first, with each node and relation once."""

    model_config = ConfigDict(title="Paths")

    from_id: str = Field(serialization_alias="from")
    to_id: str = Field(serialization_alias="to")
    longest: int
    truncated: bool = Field(description="Whether there may be more paths than are listed")
    nodes: dict[str, NodeShape]
    relations: dict[str, RelationShape]
    paths: list[RankedPathShape]
