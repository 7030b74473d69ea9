"""Paths between two entities."""

from typing import Annotated

from fastapi import Query, Response

from graph_api.http.answers import X_QUESTION, x_question
from graph_api.http.context import ContextDep
from graph_api.http.models import NodeShape, PathsShape, RankedPathShape, RelationShape
from graph_api.http.routes.routers import reading
from graph_api.store import paths as read_paths
from graph_api.store import resolve
from graph_api.store.paths import LONGEST

router = reading("entities")

MOST_PATHS = 50


@router.get("/paths", operation_id="paths")
def paths(
    context: ContextDep,
    response: Response,
    *,
    start: Annotated[
        str, Query(alias="from", min_length=1, max_length=300, description="Id or name")
    ],
    end: Annotated[str, Query(alias="to", min_length=1, max_length=300, description="Id or name")],
    longest: Annotated[int, Query(alias="max", ge=1, le=LONGEST, description="Steps at most")] = 4,
    limit: Annotated[int, Query(ge=1, le=MOST_PATHS)] = 10,
) -> PathsShape:
    """How one entity reaches another, best first.

    The score sinks with the length of a path and with the degree of what it passes: a way through
    what everybody is tied to says little.
    """
    one, other = resolve(context.graph, start), resolve(context.graph, end)
    subgraph, ranked = read_paths(context.graph, one.id, other.id, longest=longest, limit=limit)
    asked = {"from": one.id, "to": other.id, "max": longest, "limit": limit}
    response.headers[X_QUESTION] = x_question("/v1/paths", asked)
    return PathsShape(
        from_id=one.id,
        to_id=other.id,
        longest=longest,
        truncated=len(ranked) >= limit,
        nodes={key: NodeShape.of(node) for key, node in subgraph.entities.items()},
        relations={relation.id: RelationShape.of(relation) for relation in subgraph.relations},
        paths=[
            RankedPathShape(
                nodes=list(path.nodes), relations=list(path.relations), score=path.score
            )
            for path in ranked
        ],
    )
