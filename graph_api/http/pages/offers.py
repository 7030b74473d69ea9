"""The pages of offers that people entered, and a form for each."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from graph_api.domain import Kind
from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import OFFERED_STATUSES, catch_up, entered_of, journal_of
from graph_api.http.pages.entered import (
    PER_PAGE,
    Refused,
    accept,
    empty,
    lead_to,
    press,
    surroundings,
    typed_in,
    values_of,
)
from graph_api.http.pages.language import pages
from graph_api.http.routes.entered import history_of
from graph_api.http.writers import FormDep, console_writes
from loaders.entered.entering import Wanted, standing_of
from loaders.entered.journal import Action
from loaders.entered.state import Standing

router = pages()

OK = 200
OfferId = Annotated[str, Path(max_length=200)]


@router.get("/offers")
def offers_page(
    context: ContextDep,
    request: Request,
    *,
    deleted: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Every offer that was entered, the newest first."""
    waiting = catch_up(context)
    every = entered_of(context, Kind.OFFER)
    standing = [one for one in every if not one.deleted]
    return context.pages.render(
        request,
        "offers.html",
        active="needs",
        offers=standing[offset : offset + PER_PAGE],
        total=len(standing),
        offset=offset,
        per_page=PER_PAGE,
        gone=next((one for one in every if one.deleted and one.id == deleted), None),
        deleted=[one for one in every if one.deleted],
        may_write=console_writes(context),
        waiting=waiting,
    )


@router.get("/offers/new")
def new_offer_page(
    context: ContextDep,
    request: Request,
    *,
    provider: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """An empty form."""
    typed = empty({"holder": provider, "holder_name": provider})
    return _form(context, request, typed)


@router.post("/offers")
def enter_offer(context: ContextDep, request: Request, form: FormDep) -> Response:
    """Enter what the form says."""
    done = accept(context, request, Kind.OFFER, form)
    if isinstance(done, Refused):
        return _form(context, request, typed_in(form), refused=done)
    return lead_to(context, request, f"/offers/{done.standing.id}", said="entered")


@router.get("/offers/{offer_id}")
def offer_page(
    offer_id: OfferId,
    context: ContextDep,
    request: Request,
    *,
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """An offer: its form, and every write that made it so."""
    standing = standing_of(journal_of(context), Kind.OFFER, offer_id)
    return _form(context, request, values_of(standing.fields), standing=standing, said=said)


@router.post("/offers/{offer_id}")
def change_offer(
    offer_id: OfferId, context: ContextDep, request: Request, form: FormDep
) -> Response:
    """Change an offer to what the form says."""
    standing = standing_of(journal_of(context), Kind.OFFER, offer_id)
    done = accept(context, request, Kind.OFFER, form, standing)
    if isinstance(done, Refused):
        return _form(context, request, typed_in(form), standing=standing, refused=done)
    return lead_to(context, request, f"/offers/{offer_id}", said="changed")


@router.post("/offers/{offer_id}/delete")
def delete_offer(offer_id: OfferId, context: ContextDep, request: Request) -> Response:
    """Take an offer away; the list then offers to undo it."""
    wanted = Wanted(Action.DELETE, Kind.OFFER, offer_id)
    return press(context, request, wanted, "/offers", deleted=offer_id)


@router.post("/offers/{offer_id}/restore")
def restore_offer(offer_id: OfferId, context: ContextDep, request: Request) -> Response:
    """Undo that."""
    wanted = Wanted(Action.RESTORE, Kind.OFFER, offer_id)
    return press(context, request, wanted, f"/offers/{offer_id}", said="restored")


def _form(
    context: Context,
    request: Request,
    typed: dict[str, Any],
    *,
    standing: Standing | None = None,
    refused: Refused | None = None,
    said: str = "",
) -> Response:
    return context.pages.render(
        request,
        "offer.html",
        refused.status if refused else OK,
        active="needs",
        typed=typed,
        standing=standing,
        history=history_of(journal_of(context), standing.id) if standing else [],
        statuses=OFFERED_STATUSES,
        problem=refused.problem if refused else None,
        said=said,
        **surroundings(context, context.snapshots.current(), Kind.OFFER),
    )
