"""Offers that people enter: written with a token, read by all."""

from typing import Annotated

from fastapi import Query, Response

from graph_api.domain import Kind
from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import catch_up, entered_of, journal_of, write
from graph_api.http.models_entered import (
    Deleted,
    NewOfferIn,
    OfferAccountShape,
    OfferChangeIn,
    OfferRecordShape,
    OffersShape,
    OfferWrittenShape,
    of_page,
)
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
from loaders.entered.entering import Wanted, Writer, standing_of
from loaders.entered.journal import Action

router = plain("offers")

PATH = "/v1/offers"


@router.post("/offers", operation_id="enter_offer", status_code=CREATED, responses=WRITE_PROBLEMS)
def enter_offer(
    asked: NewOfferIn,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
) -> OfferWrittenShape:
    """Enter an offer; with an Idempotency-Key a request that is sent again makes no second one."""
    wanted = Wanted(Action.CREATE, Kind.OFFER, key=idempotency_key, body=asked.given())
    return _done(context, writer, wanted, response)


@router.get("/offers", operation_id="offers")
def offers(
    context: ContextDep,
    *,
    deleted: Annotated[Deleted, Query(description="Whether deleted ones are listed")] = "without",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> OffersShape:
    """The offers that people entered, the newest first, with who entered them and when."""
    catch_up(context)
    found = entered_of(context, Kind.OFFER)
    total, page, following = of_page(found, deleted, limit, cursor)
    return OffersShape(
        total=total, offers=[OfferRecordShape.of(one) for one in page], next=following
    )


@router.get("/offers/{offer_id}", operation_id="offer")
def offer(offer_id: RecordId, context: ContextDep, response: Response) -> OfferAccountShape:
    """An offer as it stands, deleted or not, and every write that made it so."""
    journal = journal_of(context)
    standing = standing_of(journal, Kind.OFFER, offer_id)
    mark(response, standing)
    return OfferAccountShape(
        offer=OfferRecordShape.of(standing), history=history_of(journal, standing.id)
    )


@router.patch("/offers/{offer_id}", operation_id="change_offer", responses=WRITE_PROBLEMS)
def change_offer(  # noqa: PLR0913 - the headers of a write
    offer_id: RecordId,
    asked: OfferChangeIn,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
    if_match: Match = "",
) -> OfferWrittenShape:
    """Change an offer: only the fields that are sent; null takes a field back."""
    wanted = Wanted(
        Action.CHANGE,
        Kind.OFFER,
        offer_id,
        version=version_of(if_match),
        key=idempotency_key,
        body=asked.given(),
    )
    return _done(context, writer, wanted, response)


@router.delete("/offers/{offer_id}", operation_id="delete_offer", responses=WRITE_PROBLEMS)
def delete_offer(
    offer_id: RecordId,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
    if_match: Match = "",
) -> OfferWrittenShape:
    """Take it out of the graph. The journal keeps the account, and it can be restored."""
    version = version_of(if_match)
    wanted = Wanted(Action.DELETE, Kind.OFFER, offer_id, version=version, key=idempotency_key)
    return _done(context, writer, wanted, response)


@router.post("/offers/{offer_id}/restore", operation_id="restore_offer", responses=WRITE_PROBLEMS)
def restore_offer(
    offer_id: RecordId,
    writer: WriterDep,
    context: ContextDep,
    response: Response,
    *,
    idempotency_key: Key = "",
) -> OfferWrittenShape:
    """Undo a deletion: the record is again as it was before."""
    wanted = Wanted(Action.RESTORE, Kind.OFFER, offer_id, key=idempotency_key)
    return _done(context, writer, wanted, response)


def _done(
    context: Context, writer: Writer, wanted: Wanted, response: Response
) -> OfferWrittenShape:
    written = write(context, writer, wanted)
    mark_written(response, written, PATH)
    return OfferWrittenShape(
        offer=OfferRecordShape.of(written.standing),
        in_graph=written.in_graph,
        waiting=written.waiting,
    )
