"""Whether the server lives, whether it is ready, and what it is."""

from typing import Any

from fastapi import Response

from graph_api.domain import SixChainsError
from graph_api.http.answers import Json
from graph_api.http.context import Context, ContextDep
from graph_api.http.problems import MEDIA_TYPE, RETRY_SECONDS
from graph_api.http.routes.routers import plain
from graph_api.version import VERSION

router = plain("health")


@router.get("/health/live", operation_id="live")
async def live() -> dict[str, str]:
    """The process answers. Nothing else is looked at."""
    return {"status": "ok"}


@router.get("/health/ready", operation_id="ready", response_model=dict[str, Any])
def ready(context: ContextDep) -> Response:
    """Every part that answers need, each `ok` or what is wrong with it; 503 where one is not ready."""
    parts = {"database": _database(context), "questions": _questions(context)}
    is_ready = all(state == "ok" for state in parts.values())
    document: dict[str, Any] = {
        "status": "ready" if is_ready else "not ready",
        "parts": {**parts, "cypher door": context.door.state},
    }
    if is_ready:
        return Json(document, headers={"cache-control": "no-store"})
    failing = [name for name, state in parts.items() if state != "ok"]
    problem = {
        "type": "/problems/database-unavailable",
        "title": "The server is not ready",
        "status": 503,
        "detail": f"not ready: {', '.join(failing)}; ask again in a moment",
        "instance": "/v1/health/ready",
    }
    headers = {"retry-after": str(RETRY_SECONDS), "cache-control": "no-store"}
    return Json(problem | document | {"status": 503}, 503, headers, MEDIA_TYPE)


@router.get("/version", operation_id="version")
def version(context: ContextDep) -> dict[str, str]:
    """The version of this program, and the engine with its version."""
    return {
        "version": VERSION,
        "engine": context.graph.engine,
        "engine_version": context.graph.version,
    }


def _database(context: Context) -> str:
    try:
        context.graph.ping()
    except SixChainsError as error:
        return str(error)
    return "ok"


def _questions(context: Context) -> str:
    return "ok" if context.questions else "there are no question files"
