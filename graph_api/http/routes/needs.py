"""Needs that people enter: written with a token, read by all."""

from typing import Annotated

from fastapi import Query, Response

from graph_api.domain import Kind
from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import catch_up, entered_of, journal_of, write
from graph_api.http.models_entered import (
    Deleted,
    NeedAccountShape,
    NeedChangeIn,
    NeedRecordShape,
    NeedsShape,
    NeedWrittenShape,
    NewNeedIn,
    of_page,
)
from graph_api.http.models_matching import MatchedShape
from graph_api.http.routes.entered import (
    CREATED,
    WRITE_PROBLEMS,
    Cursor,
    Key,
    Limit,
    Match,
    RecordId,
    history_of,
    mark,
    mark_written,
    version_of,
)
from graph_api.http.routes.routers import plain
from graph_api.http.writers import WriterDep
from graph_api.matching import match
from loaders.entered.cases import case_of
from loaders.entered.entering import Wanted, Writer, standing_of
from loaders.entered.fields import NeedState
from loaders.entered.journal import Action

router = plain("needs")

PATH = "/v1/needs"


@router.post("/needs", operation_id="enter_need", status_code=CREATED, responses=WRITE_PROBLEMS)
def enter_need(
    asked: NewNeedIn,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
) -> NeedWrittenShape:
    """Enter a need; with an Idempotency-Key a request that is sent again makes no second one."""
    wanted = Wanted(Action.CREATE, Kind.NEED, key=idempotency_key, body=asked.given())
    return _done(context, writer, wanted, response)


@router.get("/needs", operation_id="needs")
def needs(
    context: ContextDep,
    *,
    state: NeedState | None = None,
    deleted: Annotated[Deleted, Query(description="Whether deleted ones are listed")] = "without",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> NeedsShape:
    """The needs that people entered, the newest first, with who entered them and when."""
    catch_up(context)
    found = entered_of(context, Kind.NEED)
    if state is not None:
        found = [one for one in found if NeedRecordShape.of(one).state is state]
    total, page, following = of_page(found, deleted, limit, cursor)
    return NeedsShape(total=total, needs=[NeedRecordShape.of(one) for one in page], next=following)


@router.get("/needs/{need_id}", operation_id="need")
def need(need_id: RecordId, context: ContextDep, response: Response) -> NeedAccountShape:
    """A need as it stands, deleted or not, and every write that made it so."""
    journal = journal_of(context)
    standing = standing_of(journal, Kind.NEED, need_id)
    mark(response, standing)
    return NeedAccountShape(
        need=NeedRecordShape.of(standing), history=history_of(journal, standing.id)
    )


@router.get("/needs/{need_id}/providers", operation_id="providers_of_need")
def providers_of_need(
    need_id: RecordId,
    context: ContextDep,
    *,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> MatchedShape:
    """Who can serve a need, entered or of a data set, best first: the figures of its brief."""
    case = case_of(context.graph, journal_of(context), need_id)
    held = context.snapshots.current()
    return MatchedShape.of(match(held.matching, case.need, limit))


@router.patch("/needs/{need_id}", operation_id="change_need", responses=WRITE_PROBLEMS)
def change_need(  # noqa: PLR0913 - the headers of a write
    need_id: RecordId,
    asked: NeedChangeIn,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
    if_match: Match = "",
) -> NeedWrittenShape:
    """Change a need: only the fields that are sent; null takes a field back."""
    wanted = Wanted(
        Action.CHANGE,
        Kind.NEED,
        need_id,
        version=version_of(if_match),
        key=idempotency_key,
        body=asked.given(),
    )
    return _done(context, writer, wanted, response)


@router.delete("/needs/{need_id}", operation_id="delete_need", responses=WRITE_PROBLEMS)
def delete_need(
    need_id: RecordId,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
    if_match: Match = "",
) -> NeedWrittenShape:
    """Take it out of the graph. The journal keeps the account, and it can be restored."""
    version = version_of(if_match)
    wanted = Wanted(Action.DELETE, Kind.NEED, need_id, version=version, key=idempotency_key)
    return _done(context, writer, wanted, response)


@router.post("/needs/{need_id}/restore", operation_id="restore_need", responses=WRITE_PROBLEMS)
def restore_need(
    need_id: RecordId,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
) -> NeedWrittenShape:
    """Undo a deletion: the record is again as it was before."""
    wanted = Wanted(Action.RESTORE, Kind.NEED, need_id, key=idempotency_key)
    return _done(context, writer, wanted, response)


def _done(context: Context, writer: Writer, wanted: Wanted, response: Response) -> NeedWrittenShape:
    written = write(context, writer, wanted)
    mark_written(response, written, PATH)
    return NeedWrittenShape(
        need=NeedRecordShape.of(written.standing),
        in_graph=written.in_graph,
        waiting=written.waiting,
    )
