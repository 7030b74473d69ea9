"""Cypher from outside: one statement that only reads."""

from typing import Any

from fastapi import Response

from graph_api.domain import LimitExceededError
from graph_api.http.answers import Json
from graph_api.http.context import ContextDep
from graph_api.http.middleware import BYTES_PER_MEGABYTE
from graph_api.http.models_asking import RowsShape, StatementIn
from graph_api.http.routes.routers import plain

router = plain("cypher")


@router.post("/cypher", operation_id="cypher", response_model=RowsShape)
def cypher(asked: StatementIn, context: ContextDep) -> Response:
    """The rows of a statement that only reads.

    Five layers stand before the graph: an allow-list on the parsed statement, READ mode, a reader's
    login where the engine has one, limits of time, rows and size, and a number of statements at one
    time. The door stays closed (503) where the database let a test write through it at the start.
    """
    answer = context.door.run(asked.query, asked.parameters)
    document: dict[str, Any] = {
        "columns": answer.columns,
        "rows": answer.rows,
        "count": len(answer.rows),
        "truncated": answer.truncated,
    }
    body = Json(document, headers={"cache-control": "no-store"})
    if len(body.body) > context.settings.cypher_megabytes * BYTES_PER_MEGABYTE:
        raise LimitExceededError(
            f"the answer is larger than {context.settings.cypher_megabytes} MB: return fewer "
            "columns or rows"
        )
    return body
