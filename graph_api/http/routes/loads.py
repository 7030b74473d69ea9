"""Loads: which were made, what came of them, and what each of them rejected."""

from typing import Annotated

from fastapi import Path, Query, Response

from graph_api.http.answers import X_QUESTION, x_question
from graph_api.http.context import ContextDep
from graph_api.http.models import TotalShape
from graph_api.http.models_loads import (
    LoadShape,
    LoadsShape,
    RejectedRowShape,
    RejectedRowsShape,
)
from graph_api.http.reports import Wanted, found_load, rejected_page
from graph_api.http.routes.routers import plain
from graph_api.store import loads as read_loads

router = plain("loads")
"""Without an entity tag: a load that changes nothing leaves the revision of the graph as it is."""

MOST_LISTED = 1_000
FARTHEST = 100_000_000
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="How many to leave out first")]
Limit = Annotated[int, Query(ge=1, le=MOST_LISTED)]


@router.get("/loads", operation_id="loads")
def loads(
    context: ContextDep,
    response: Response,
    *,
    dataset: Annotated[str, Query(max_length=100, description="Only loads of this one")] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> LoadsShape:
    """The loads that were made, newest first, with their counts, files and reasons of rejection."""
    every = read_loads(context.graph)
    found = [one for one in every if dataset in {"", one.dataset}]
    asked = {"dataset": dataset, "offset": offset, "limit": limit}
    _mark(response, "/v1/loads", asked)
    return LoadsShape(
        total=TotalShape(value=len(found), relation="eq" if len(every) < MOST_LISTED else "gte"),
        truncated=len(found) > offset + limit,
        loads=[LoadShape.of(one) for one in found[offset : offset + limit]],
    )


@router.get("/loads/{load_id}/rejected", operation_id="rejected")
def rejected(  # noqa: PLR0913 - the parameters of the list
    load_id: Annotated[str, Path(max_length=200, description="`id` of one of /v1/loads")],
    context: ContextDep,
    response: Response,
    *,
    rule: Annotated[str, Query(max_length=100, description="Only rows of this rule")] = "",
    q: Annotated[str, Query(max_length=500, description="Only rows that hold this")] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> RejectedRowsShape:
    """The records that a load rejected: where each stands, what is wrong, what was kept."""
    record = found_load(context.graph, load_id)
    wanted = Wanted(offset, limit, rule, q)
    page = rejected_page(context.settings.data_folder, record, wanted)
    asked = {"rule": rule, "q": q, "offset": offset, "limit": limit}
    _mark(response, f"/v1/loads/{record.id}/rejected", asked)
    return RejectedRowsShape(
        load=record.id,
        total=TotalShape(value=page.total, relation="eq"),
        truncated=page.total > offset + limit,
        rows=[RejectedRowShape.model_validate(row) for row in page.rows],
    )


def _mark(response: Response, path: str, asked: dict[str, object]) -> None:
    response.headers.update({X_QUESTION: x_question(path, asked), "cache-control": "no-cache"})
