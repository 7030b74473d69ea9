"""The page of one entity: its facts, its sources, what it is related to."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Request, Response
from fastapi.responses import RedirectResponse

from graph_api.domain import ORGANISATIONS, Entity, Relation, Subgraph
from graph_api.domain.relations import RELATIONS
from graph_api.http.context import ContextDep
from graph_api.http.pages.language import pages
from graph_api.http.routes.centrality import standings_of
from graph_api.store import entity as read_entity
from graph_api.store import neighbours
from graph_api.store import sources as read_sources

router = pages()

MOST_RELATIONS = 300


@dataclass(frozen=True, slots=True)
class Group:
    """The relations of one type in one direction, each with its other end."""

    type: str
    direction: str
    members: list[tuple[Relation, Entity]]


@router.get("/entities/{entity_id:path}")
def entity_page(
    entity_id: Annotated[str, Path(max_length=300)], context: ContextDep, request: Request
) -> Response:
    """An entity. A merged id leads to the page of the canonical one."""
    found = read_entity(context.graph, entity_id)
    if found.id != entity_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/entities/{quote(found.id, safe=':')}{query}", status_code=308)
    subgraph, total = neighbours(context.graph, found.id, limit=MOST_RELATIONS)
    own = [one for one in subgraph.relations if found.id in {one.from_id, one.to_id}]
    return context.pages.render(
        request,
        "entity.html",
        active="search",
        entity=found,
        groups=groups_of(found, subgraph),
        listed=len(own),
        total=total,
        documents={one.id: one for one in read_sources(context.graph)},
        is_organisation=found.kind in ORGANISATIONS,
        standings=standings_of(context.snapshots.current(), found.id),
    )


def groups_of(entity: Entity, subgraph: Subgraph) -> list[Group]:
    """The relations of the entity by type and direction, in the order of the domain table."""
    groups: dict[tuple[str, str], Group] = {}
    for relation in subgraph.relations:
        if entity.id == relation.from_id:
            direction, other = "out", relation.to_id
        elif entity.id == relation.to_id:
            direction, other = "in", relation.from_id
        else:
            continue
        if RELATIONS[relation.type].symmetric:
            direction = "both"
        key = (relation.type, direction)
        group = groups.setdefault(key, Group(relation.type, direction, []))
        group.members.append((relation, subgraph.entities[other]))
    order = list(RELATIONS)
    for group in groups.values():
        group.members.sort(key=lambda one: (one[1].kind, one[1].name, one[0].id))
    return sorted(
        groups.values(), key=lambda one: (order.index(one.members[0][0].type), one.direction)
    )
