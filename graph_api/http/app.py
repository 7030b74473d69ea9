"""The application: what it is made of, and what becomes of an error."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from graph_api.domain import SixChainsError
from graph_api.http.answers import Json, NotModifiedError
from graph_api.http.context import Context
from graph_api.http.cross_origin import CrossOrigin, readers_of
from graph_api.http.door import CypherDoor
from graph_api.http.middleware import (
    REQUEST_ID,
    BoundedBody,
    CleanAddress,
    Headers,
    KnownHost,
    is_loopback,
    shown_path,
    status_text,
)
from graph_api.http.models import ProblemShape
from graph_api.http.pages import page_routes
from graph_api.http.problems import (
    MEDIA_TYPE,
    Problem,
    problem_of,
    problem_of_status,
    problem_of_validation,
)
from graph_api.http.reconciling.names import read_names
from graph_api.http.rendering import STATIC, Pages, problem_page
from graph_api.http.routes import api_routes
from graph_api.http.snapshots import Renewed, Snapshots
from graph_api.questions import questions
from graph_api.settings import Settings
from graph_api.store import Graph
from graph_api.version import VERSION

TITLE = "Six Chains"
COMPONENTS = "#/components/schemas/"
SUFFIX = "Shape"
DESCRIPTION = """Who can supply which service to which firm, on what evidence, and what is missing.

Every fact carries its sources; status and modality are part of every answer: what is planned is never
presented as what operates. Errors are problem documents (RFC 9457). Lists say how many of how many, and
carry the address that made them in `x-question`. Reads have an entity tag of the graph's revision."""


def create_app(settings: Settings, graph: Graph) -> FastAPI:
    """The application over an open graph. Raises BadInputError where a question file is wrong."""
    context = Context(
        settings,
        graph,
        questions(),
        Snapshots(graph),
        CypherDoor(graph, settings),
        Pages(settings),
        Renewed("names in memory", lambda: read_names(graph)),
    )
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.context = context
    app.router.routes.extend((*api_routes(), *page_routes()))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _handle_errors(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign] # as FastAPI documents it
    app.add_middleware(BoundedBody, megabytes=settings.body_megabytes)
    app.add_middleware(CleanAddress)
    app.add_middleware(CrossOrigin, allowed=readers_of(settings))
    if settings.allowed_hosts or is_loopback(settings.host):
        app.add_middleware(KnownHost, allowed=(settings.host, *settings.allowed_hosts))
    app.add_middleware(Headers)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Before the first request: a test write through the door for Cypher, and the first snapshot."""
    context: Context = app.state.context
    log = structlog.get_logger("sixchains.http")
    try:
        if not await run_in_threadpool(context.door.test):
            log.error("the door for Cypher stays closed: a test write through it was not refused")
        await run_in_threadpool(context.snapshots.current)
    except SixChainsError as error:
        log.warning("started without the database", reason=str(error))
    yield


def _handle_errors(app: FastAPI) -> None:
    """One handler for each class of error: a page for browsers, a problem document for programs."""

    @app.exception_handler(SixChainsError)
    async def ours(request: Request, error: SixChainsError) -> Response:
        return answer_problem(request, problem_of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer_problem(request, problem_of_validation(error.errors()))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        detail = str(error.detail)
        if detail == status_text(error.status_code):
            detail = _plain_words(request, error.status_code, error.headers)
        return answer_problem(request, problem_of_status(error.status_code, detail, error.headers))

    @app.exception_handler(NotModifiedError)
    async def unchanged(_: Request, error: NotModifiedError) -> Response:
        headers = {"etag": error.tag, "cache-control": "no-cache", "vary": "accept"}
        return Response(status_code=304, headers=headers)


def answer_problem(request: Request, problem: Problem) -> Response:
    """A problem as a page where the caller is a browser, else as a problem document."""
    request_id = request.scope.get("state", {}).get(REQUEST_ID, "")
    document = problem.document(shown_path(request.scope), request_id)
    if "text/html" in request.headers.get("accept", ""):
        return problem_page(request, problem, document)
    headers = {"cache-control": "no-store", **problem.headers}
    return Json(document, problem.status, headers, MEDIA_TYPE)


def _plain_words(request: Request, status: int, headers: Mapping[str, str] | None) -> str:
    """What the framework says with a bare status, in a sentence."""
    path = shown_path(request.scope)
    match status:
        case 404:
            return f"there is nothing at {path}: see /docs for the addresses there are"
        case 405:
            allowed = (headers or {}).get("Allow", "another method")
            return f"{path} does not take {request.method[:20]}: use {allowed}"
        case _:
            return f"the request was refused: {status_text(status).lower()}"


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The schema, with every error as the problem document that it is."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        problem = {MEDIA_TYPE: {"schema": {"$ref": f"{COMPONENTS}{ProblemShape.__name__}"}}}
        for path in schema["paths"].values():
            for operation in path.values():
                for code, answer in operation["responses"].items():
                    if int(code) >= 400:  # noqa: PLR2004 - errors
                        answer["content"] = problem
        app.openapi_schema = _plainly_named(schema)
    return app.openapi_schema


def _plainly_named(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with `Entity` where this code says `EntityShape`: there the domain has the name."""
    text = orjson.dumps(schema).decode()
    taken = set(schema["components"]["schemas"])
    for name in taken:
        plain = name.removesuffix(SUFFIX)
        if plain in taken:
            continue  # a word of the domain has that name in the schema too
        text = text.replace(f'"{COMPONENTS}{name}"', f'"{COMPONENTS}{plain}"')
        text = text.replace(f'"{name}":{{', f'"{plain}":{{')
    named: dict[str, Any] = orjson.loads(text)
    return named
