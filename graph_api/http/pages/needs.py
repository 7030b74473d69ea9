"""The pages of needs: what was entered and who is best for it now, and a form for each."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from graph_api.domain import Entity, Kind, SixChainsError
from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import catch_up, entered_of, journal_of
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
from graph_api.http.problems import problem_of
from graph_api.http.routes.entered import history_of
from graph_api.http.writers import FormDep, console_writes
from graph_api.matching import MatchResult, Need, match
from graph_api.matching.saved import saved_need
from loaders.entered.asking import is_understood, need_of_standing
from loaders.entered.cases import other_needs
from loaders.entered.entering import Wanted, standing_of
from loaders.entered.fields import NeedFields, NeedState
from loaders.entered.journal import Action
from loaders.entered.state import Standing

router = pages()

OK = 200
SHOWN = 3
"""Providers that the page of a need shows, as its brief does."""

NeedId = Annotated[str, Path(max_length=200)]
Text = Annotated[str, Query(max_length=2_000)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Found = MatchResult | dict[str, Any] | None
"""What came of asking for a need: an answer, the problem that it had, or nothing where it is not asked."""


@router.get("/needs")
def needs_page(
    context: ContextDep,
    request: Request,
    *,
    state: NeedState | None = None,
    deleted: Annotated[str, Query(max_length=200)] = "",
    offset: Offset = 0,
) -> Response:
    """Every need that was entered, the newest first, each with who is best for it now."""
    waiting = catch_up(context)
    every = entered_of(context, Kind.NEED)
    standing = [one for one in every if not one.deleted and state in {None, _state(one)}]
    page = standing[offset : offset + PER_PAGE]
    return context.pages.render(
        request,
        "needs.html",
        active="needs",
        needs=[(one, _asked(context, one, 1)) for one in page],
        total=len(standing),
        offset=offset,
        per_page=PER_PAGE,
        state=state,
        states=NeedState,
        is_understood=is_understood,
        gone=next((one for one in every if one.deleted and one.id == deleted), None),
        deleted=[one for one in every if one.deleted],
        others=_others(context) if not offset and state is None else [],
        may_write=console_writes(context),
        waiting=waiting,
    )


@router.get("/needs/new")
def new_need_page(
    context: ContextDep,
    request: Request,
    *,
    text: Text = "",
    firm: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """An empty form, or with what the page of matching asked."""
    typed = empty({"text": text, "holder": firm, "holder_name": firm})
    return _form(context, request, typed)


@router.post("/needs")
def enter_need(context: ContextDep, request: Request, form: FormDep) -> Response:
    """Enter what the form says."""
    done = accept(context, request, Kind.NEED, form)
    if isinstance(done, Refused):
        return _form(context, request, typed_in(form), refused=done)
    return lead_to(context, request, f"/needs/{done.standing.id}", said="entered")


@router.get("/needs/{need_id}")
def need_page(
    need_id: NeedId,
    context: ContextDep,
    request: Request,
    *,
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A need: its form, who is first for it, and every write that made it so."""
    standing = standing_of(journal_of(context), Kind.NEED, need_id)
    return _form(context, request, values_of(standing.fields), standing=standing, said=said)


@router.post("/needs/{need_id}")
def change_need(need_id: NeedId, context: ContextDep, request: Request, form: FormDep) -> Response:
    """Change a need to what the form says."""
    standing = standing_of(journal_of(context), Kind.NEED, need_id)
    done = accept(context, request, Kind.NEED, form, standing)
    if isinstance(done, Refused):
        return _form(context, request, typed_in(form), standing=standing, refused=done)
    return lead_to(context, request, f"/needs/{need_id}", said="changed")


@router.post("/needs/{need_id}/delete")
def delete_need(need_id: NeedId, context: ContextDep, request: Request) -> Response:
    """Take a need away; the list then offers to undo it."""
    return press(
        context, request, Wanted(Action.DELETE, Kind.NEED, need_id), "/needs", deleted=need_id
    )


@router.post("/needs/{need_id}/restore")
def restore_need(need_id: NeedId, context: ContextDep, request: Request) -> Response:
    """Undo that."""
    wanted = Wanted(Action.RESTORE, Kind.NEED, need_id)
    return press(context, request, wanted, f"/needs/{need_id}", said="restored")


def _form(
    context: Context,
    request: Request,
    typed: dict[str, Any],
    *,
    standing: Standing | None = None,
    refused: Refused | None = None,
    said: str = "",
) -> Response:
    held = context.snapshots.current()
    found = _asked(context, standing, SHOWN) if standing is not None else None
    return context.pages.render(
        request,
        "need.html",
        refused.status if refused else OK,
        active="needs",
        typed=typed,
        standing=standing,
        history=history_of(journal_of(context), standing.id) if standing else [],
        found=found,
        is_understood=is_understood,
        states=NeedState,
        problem=refused.problem if refused else None,
        said=said,
        **surroundings(context, held, Kind.NEED),
    )


def _asked(context: Context, standing: Standing, limit: int) -> Found:
    if standing.deleted:
        return None
    return _matched(context, standing.id, need_of_standing(standing), limit)


def _others(context: Context) -> list[tuple[Entity, Found]]:
    """The needs of data sets, with who is best for each now."""
    found: list[tuple[Entity, Found]] = []
    taken = context.snapshots.current().matching
    for one in other_needs(context.graph, taken, PER_PAGE):
        try:
            found.append((one, _matched(context, one.id, saved_need(context.graph, one.id), 1)))
        except SixChainsError as error:
            found.append((one, problem_of(error).document(f"/needs/{one.id}", "")))
    return found


def _matched(context: Context, need_id: str, need: Need, limit: int) -> Found:
    try:
        return match(context.snapshots.current().matching, need, limit)
    except SixChainsError as error:
        return problem_of(error).document(f"/needs/{need_id}", "")


def _state(standing: Standing) -> NeedState:
    return standing.fields.state if isinstance(standing.fields, NeedFields) else NeedState.OPEN
