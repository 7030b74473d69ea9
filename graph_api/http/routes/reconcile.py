"""Reconciliation (W3C Reconciliation Service API 0.2): what OpenRefine asks of the names of the graph."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from graph_api.domain import BadInputError, SixChainsError
from graph_api.http.answers import Json
from graph_api.http.context import Context, ContextDep
from graph_api.http.cross_origin import framed_by
from graph_api.http.models import ProblemShape
from graph_api.http.models_reconcile import (
    EntitySuggestionsShape,
    FlyoutShape,
    PropertySuggestionsShape,
    ProposalShape,
    TypeSuggestionsShape,
)
from graph_api.http.reconciling import suggest
from graph_api.http.reconciling.candidates import answers
from graph_api.http.reconciling.extension import extended
from graph_api.http.reconciling.facts import read_facts
from graph_api.http.reconciling.manifest import manifest
from graph_api.http.reconciling.names import Names
from graph_api.http.reconciling.sent import FORM, batch_of, extension_of, fields_of
from graph_api.http.rendering import PAGE_POLICY
from graph_api.http.routes.routers import PREFIX, PROBLEMS
from graph_api.store import entity

PLACE = "/reconcile"
TOO_LARGE: dict[int | str, dict[str, Any]] = {
    413: {"model": ProblemShape, "description": "The batch is larger than the manifest says"}
}
FIELDS = {
    "type": "object",
    "properties": {
        "queries": {"type": "string", "description": "A batch of queries, a JSON object"},
        "extend": {"type": "string", "description": "Ids and properties, a JSON object"},
    },
}
BODY = {"requestBody": {"required": True, "content": {FORM: {"schema": FIELDS}}}}

Prefix = Annotated[str, Query(max_length=1_000, description="What was typed so far")]
Cursor = Annotated[int, Query(ge=0, le=suggest.MOST_SKIPPED, description="Suggestions to skip")]
Id = Annotated[str, Query(min_length=1, max_length=300)]
Sent = Annotated[str | None, Query(description="The same field as in a form")]


async def get_service(
    request: Request, context: ContextDep, *, queries: Sent = None, extend: Sent = None
) -> Response:
    """The manifest; with `queries` the candidates of a batch, with `extend` values of properties.

    Parameters that the protocol does not know are not looked at; JSONP is not spoken.
    """
    _ = queries, extend  # documented here, read with those of the form
    return await _answer(request, context)


async def post_service(request: Request, context: ContextDep) -> Response:
    """The candidates of a batch of queries, or values of properties: a form with `queries` or `extend`."""
    return await _answer(request, context)


async def _answer(request: Request, context: Context) -> Response:
    sent = await fields_of(request)
    language = context.settings.language
    headers = {"cache-control": "no-cache"}
    read = partial(read_facts, context.graph)
    if "queries" in sent:
        batch = batch_of(sent["queries"])
        found = await run_in_threadpool(lambda: answers(read, _names(context), batch, language))
        return Json({key: one.model_dump() for key, one in found.items()}, headers=headers)
    if "extend" in sent:
        query = extension_of(sent["extend"])
        rows = await run_in_threadpool(lambda: extended(read, _names(context), query, language))
        return Json(rows, headers=headers)
    if request.method == "POST" or "query" in sent:
        raise BadInputError(
            "there is no field queries or extend: send a batch as the manifest says"
        )
    address = str(request.base_url).rstrip("/")
    path = request.url.path.rstrip("/")
    made = Json(manifest(address, path, language), headers=headers)
    made.background = BackgroundTask(_prepare, context)  # the next request is a batch
    return made


def suggest_entity(
    context: ContextDep,
    *,
    prefix: Prefix = "",
    type: Annotated[str, Query(max_length=300, description="Only of this type")] = "",  # noqa: A002 - the word of the protocol
    cursor: Cursor = 0,
) -> EntitySuggestionsShape:
    """Entities whose name begins with the text, then those with names like it."""
    language = context.settings.language
    found = suggest.entities(_names(context), prefix, type.split(","), cursor, language)
    return EntitySuggestionsShape(result=found)


async def suggest_property(
    context: ContextDep, *, prefix: Prefix = "", cursor: Cursor = 0
) -> PropertySuggestionsShape:
    """Properties that have the text in their id, name or meaning."""
    found = suggest.properties(prefix, cursor, context.settings.language)
    return PropertySuggestionsShape(result=found)


async def suggest_type(
    context: ContextDep, *, prefix: Prefix = "", cursor: Cursor = 0
) -> TypeSuggestionsShape:
    """Types that have the text in their id or name."""
    return TypeSuggestionsShape(result=suggest.types(prefix, cursor, context.settings.language))


def flyout_entity(context: ContextDep, *, id: Id) -> FlyoutShape:  # noqa: A002 - the word of the protocol
    """What an entity is, in a few lines of HTML."""
    lines = suggest.lines_of_entity(entity(context.graph, id), context.settings.language)
    return _flyout(id, lines)


async def flyout_property(context: ContextDep, *, id: Id) -> FlyoutShape:  # noqa: A002 - as above
    """What a property is, in a few lines of HTML."""
    return _flyout(id, suggest.lines_of_property(id, context.settings.language))


async def flyout_type(context: ContextDep, *, id: Id) -> FlyoutShape:  # noqa: A002 - as above
    """What a type is, in a few lines of HTML."""
    return _flyout(id, suggest.lines_of_type(id, context.settings.language))


async def propose_properties(
    context: ContextDep,
    *,
    type: Annotated[str, Query(max_length=300, description="A type; empty for any")] = "",  # noqa: A002 - as above
    limit: Annotated[int | None, Query(ge=1, le=1_000)] = None,
) -> ProposalShape:
    """The properties that can be fetched of entities of a type."""
    found = suggest.proposed(type, limit, context.settings.language)
    return ProposalShape(type=type, limit=limit, properties=found)


def preview(request: Request, context: ContextDep, *, id: Id) -> HTMLResponse:  # noqa: A002 - as above
    """One entity as a small page for a frame: kind, status, description, sources with quotes."""
    found = entity(context.graph, id)
    response = context.pages.render(request, "preview.html", entity=found)
    own, _, _ = PAGE_POLICY.rpartition("; ")
    policy = f"{own}; frame-ancestors {framed_by(context.settings)}"
    response.headers["content-security-policy"] = policy
    return response


def _names(context: Context) -> Names:
    return context.names.of(context.snapshots.revision())


def _prepare(context: Context) -> None:
    """Have the names in memory; where the database is not there, the batch will say so."""
    with suppress(SixChainsError):
        _names(context)


def _flyout(sent: str, lines: list[str]) -> FlyoutShape:
    title, *others = map(escape, lines)
    rest = "".join(f"<p>{line}</p>" for line in others if line)
    return FlyoutShape(id=sent, html=f"<p><strong>{title}</strong></p>{rest}")


_READ: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("/suggest/entity", suggest_entity, "suggest_entity"),
    ("/suggest/property", suggest_property, "suggest_property"),
    ("/suggest/type", suggest_type, "suggest_type"),
    ("/flyout/entity", flyout_entity, "flyout_entity"),
    ("/flyout/property", flyout_property, "flyout_property"),
    ("/flyout/type", flyout_type, "flyout_type"),
    ("/properties", propose_properties, "propose_properties"),
    ("/preview", preview, "preview"),
)


def _router() -> APIRouter:
    """The routes at `/v1/reconcile`, and outside the schema the same at `/reconcile`."""
    made = APIRouter(tags=["reconciliation"], responses=PROBLEMS)
    for place in (f"{PREFIX}{PLACE}", PLACE):
        shown = place != PLACE
        for ending, in_schema in (("", shown), ("/", False)):
            made.get(
                f"{place}{ending}",
                operation_id="reconcile" if in_schema else None,
                include_in_schema=in_schema,
                response_model=None,
                responses=TOO_LARGE,
            )(get_service)
            made.post(
                f"{place}{ending}",
                operation_id="reconcile_batch" if in_schema else None,
                include_in_schema=in_schema,
                response_model=None,
                responses=TOO_LARGE,
                openapi_extra=BODY,
            )(post_service)
        for path, function, name in _READ:
            made.get(
                f"{place}{path}",
                operation_id=f"reconcile_{name}" if shown else None,
                include_in_schema=shown,
                response_class=HTMLResponse if function is preview else Json,
            )(function)
    return made


router = _router()
