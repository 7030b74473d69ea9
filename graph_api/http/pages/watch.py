"""The page of the watch: open needs whose best providers changed since somebody looked."""

from typing import Annotated

from fastapi import Path, Request, Response

from graph_api.http.context import Context, ContextDep
from graph_api.http.pages.entered import lead_to
from graph_api.http.pages.language import pages
from graph_api.http.routes.watch import watched_of
from graph_api.http.writers import console_writes, local_writer
from loaders.entered.watching import mark_seen

router = pages()

NeedId = Annotated[str, Path(max_length=200)]


@router.get("/watch")
def watch_page(context: ContextDep, request: Request) -> Response:
    """Each open need with what is new; what is met for the first time is kept to compare with."""
    watched = sorted(watched_of(context), key=lambda one: not one.news)
    return context.pages.render(
        request,
        "watch.html",
        active="needs",
        watched=watched,
        fresh=sum(bool(one.news) for one in watched),
        may_write=console_writes(context),
    )


@router.post("/watch/seen")
def see_all(context: ContextDep, request: Request) -> Response:
    """Take everything for seen."""
    return _see(context, request, "")


@router.post("/watch/{need_id}/seen")
def see_one(need_id: NeedId, context: ContextDep, request: Request) -> Response:
    """Take what is new of one need for seen."""
    return _see(context, request, need_id)


def _see(context: Context, request: Request, need_id: str) -> Response:
    local_writer(request, context)
    mark_seen(context.settings.data_folder, watched_of(context), need_id)
    return lead_to(context, request, "/watch")
