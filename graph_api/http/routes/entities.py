"""Entities: search, one by its id, its neighbours, its sources, its profile, its providers and clients."""

from collections import Counter
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from graph_api.domain import Chain, Entity, Kind, RelationType, Status
from graph_api.http.answers import X_QUESTION, x_question
from graph_api.http.clients import clients_of
from graph_api.http.context import Context, ContextDep
from graph_api.http.models import (
    EntitiesShape,
    EntityShape,
    NeighboursShape,
    NodeShape,
    ProfileShape,
    RelationShape,
    SourceShape,
    StatementShape,
    StatementsShape,
    TotalShape,
)
from graph_api.http.models_matching import ClientsShape, MatchedShape
from graph_api.http.routes.centrality import standings_of
from graph_api.http.routes.routers import reading
from graph_api.matching import Need, match
from graph_api.store import entity as read_entity
from graph_api.store import neighbours as read_neighbours
from graph_api.store import resolve, search
from graph_api.store import sources as read_sources

router = reading("entities")

MOST_LISTED = 1_000
EntityId = Annotated[
    str,
    Path(max_length=300, description="Its id, such as `service:testing`; or one merged into it"),
]


@router.get("/entities", operation_id="search_entities")
def search_entities(  # noqa: PLR0913 - the parameters of the search
    context: ContextDep,
    response: Response,
    *,
    q: Annotated[str, Query(max_length=1_000, description="Words; empty lists everything")] = "",
    kind: Annotated[list[Kind] | None, Query(description="Only these kinds")] = None,
    chain: Chain | None = None,
    status: Annotated[
        Status | Literal["unknown"] | None, Query(description="`unknown` has no stated status")
    ] = None,
    complex: Annotated[str, Query(max_length=300, description="Id or name")] = "",  # noqa: A002 - the noun of the domain
    region: Annotated[str, Query(max_length=300, description="Id or name")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 20,
    cursor: Annotated[
        str | None, Query(max_length=2_000, description="`next` of the page before")
    ] = None,
) -> EntitiesShape:
    """Entities whose name, aliases or description hold the words, best first."""
    page = search(
        context.graph,
        q,
        kinds=tuple(kind or ()),
        chain=chain,
        status=status,
        complex_id=resolve(context.graph, complex, (Kind.COMPLEX,)).id if complex else None,
        region_id=resolve(context.graph, region, (Kind.REGION, Kind.ZONE)).id if region else None,
        limit=limit,
        after=cursor,
    )
    asked: dict[str, Any] = {"q": q, "kind": kind or (), "chain": chain, "status": status}
    asked |= {"complex": complex, "region": region, "limit": limit, "cursor": cursor}
    response.headers[X_QUESTION] = x_question("/v1/entities", asked)
    return EntitiesShape(
        total=TotalShape(value=page.total, relation=page.relation),
        entities=[NodeShape.of(one) for one in page.entities],
        next=page.next,
    )


@router.get(
    "/entities/{entity_id:path}/neighbours",
    operation_id="neighbours",
    response_model=NeighboursShape,
)
def neighbours(
    entity_id: EntityId,
    context: ContextDep,
    request: Request,
    response: Response,
    *,
    type: Annotated[list[RelationType] | None, Query(description="Only these types")] = None,  # noqa: A002 - the noun of the domain
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
) -> NeighboursShape | Response:
    """What an entity is directly related to, and how."""
    found = _found(context, entity_id, request)
    if isinstance(found, Response):
        return found
    types = tuple(type or ())
    subgraph, total = read_neighbours(context.graph, found.id, types=types, limit=limit)
    asked = {"type": types, "limit": limit}
    response.headers[X_QUESTION] = x_question(f"/v1/entities/{found.id}/neighbours", asked)
    return NeighboursShape(
        id=found.id,
        total=TotalShape(value=total, relation="eq"),
        truncated=total > len(subgraph.relations),
        nodes={key: NodeShape.of(one) for key, one in subgraph.entities.items()},
        relations=[RelationShape.of(one) for one in subgraph.relations],
    )


@router.get(
    "/entities/{entity_id:path}/sources",
    operation_id="sources_of_entity",
    response_model=StatementsShape,
)
def sources_of_entity(
    entity_id: EntityId,
    context: ContextDep,
    request: Request,
    response: Response,
    *,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED, description="Relations looked at")] = 200,
) -> StatementsShape | Response:
    """Every place that states the entity or one of its relations, with its quote."""
    found = _found(context, entity_id, request)
    if isinstance(found, Response):
        return found
    documents = {one.id: one for one in read_sources(context.graph)}
    subgraph, total = read_neighbours(context.graph, found.id, limit=limit)
    stated = [(found.id, one) for one in found.evidence]
    stated += [(relation.id, one) for relation in subgraph.relations for one in relation.evidence]
    statements = []
    for about, one in stated:
        document = documents.get(one.source.partition("#")[0])
        shape = SourceShape.model_validate(document, from_attributes=True) if document else None
        statements.append(
            StatementShape(about=about, source=one.source, quote=one.quote, document=shape)
        )
    truncated = total > len(subgraph.relations)
    asked = {"limit": limit}
    response.headers[X_QUESTION] = x_question(f"/v1/entities/{found.id}/sources", asked)
    return StatementsShape(
        id=found.id,
        total=TotalShape(value=len(statements), relation="gte" if truncated else "eq"),
        truncated=truncated,
        statements=statements,
    )


@router.get(
    "/entities/{entity_id:path}/profile", operation_id="profile", response_model=ProfileShape
)
def profile(entity_id: EntityId, context: ContextDep, request: Request) -> ProfileShape | Response:
    """An entity at a glance: facts, relations counted, complexes, place in the network."""
    found = _found(context, entity_id, request)
    if isinstance(found, Response):
        return found
    held = context.snapshots.current()
    relations: Counter[str] = Counter()
    complexes: set[str] = set()
    for relation in held.subgraph.relations:
        if found.id in {relation.from_id, relation.to_id}:
            outgoing = relation.from_id == found.id
            other = relation.to_id if outgoing else relation.from_id
            relations[f"{relation.type}{'>' if outgoing else '<'}"] += 1
            if held.subgraph.entities[other].kind is Kind.COMPLEX:
                complexes.add(other)
    return ProfileShape(
        entity=EntityShape.of(found),
        relations=dict(sorted(relations.items())),
        complexes=[NodeShape.of(held.subgraph.entities[one]) for one in sorted(complexes)],
        measures=standings_of(held, found.id),
    )


@router.get(
    "/entities/{entity_id:path}/providers", operation_id="providers", response_model=MatchedShape
)
def providers(
    entity_id: EntityId,
    context: ContextDep,
    request: Request,
    *,
    q: Annotated[str, Query(max_length=2_000, description="What is needed, in words")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> MatchedShape | Response:
    """Who could serve this firm, best first, with reasons that add up to the score."""
    found = _found(context, entity_id, request)
    if isinstance(found, Response):
        return found
    held = context.snapshots.current()
    return MatchedShape.of(match(held.matching, Need(text=q, firm=found.id), limit))


@router.get(
    "/entities/{entity_id:path}/clients", operation_id="clients", response_model=ClientsShape
)
def clients(
    entity_id: EntityId,
    context: ContextDep,
    request: Request,
    *,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> ClientsShape | Response:
    """Which firms this provider could serve, best first, with the reasons."""
    found = _found(context, entity_id, request)
    if isinstance(found, Response):
        return found
    return clients_of(context.snapshots.current().matching, found, limit)


@router.get("/entities/{entity_id:path}", operation_id="entity", response_model=EntityShape)
def entity(entity_id: EntityId, context: ContextDep, request: Request) -> EntityShape | Response:
    """One entity with its facts and sources. A merged id answers 308 to the canonical one."""
    found = _found(context, entity_id, request)
    return found if isinstance(found, Response) else EntityShape.of(found)


def _found(context: Context, entity_id: str, request: Request) -> Entity | Response:
    """The entity, or for a merged id the redirect to the same address of the canonical one."""
    found = read_entity(context.graph, entity_id)
    if found.id == entity_id:
        return found
    path = request.url.path
    start, _, rest = path.partition("/entities/")
    suffix = rest.removeprefix(entity_id)
    target = f"{start}/entities/{quote(found.id, safe=':')}{suffix}"
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(target + query, status_code=308)
