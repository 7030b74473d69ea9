"""The HTML views: one file each, that also works from a USB stick."""

from typing import Annotated, Literal

from fastapi import Query, Response
from fastapi.responses import HTMLResponse

from graph_api.drawing import draw_ego, draw_path, draw_six_chains
from graph_api.http.answers import tagged
from graph_api.http.context import ContextDep
from graph_api.http.routes.paths import MOST_PATHS
from graph_api.http.routes.routers import reading
from graph_api.store.paths import LONGEST

router = reading("views")

VIEW_POLICY = "frame-ancestors 'self'"
"""A view states its own content-security-policy, with the hashes of its scripts, in the page."""

Lang = Annotated[Literal["zh", "en"] | None, Query(description="Language of the view")]
Name = Annotated[str, Query(min_length=1, max_length=300, description="Id or name")]


@router.get("/views/six_chains", operation_id="view_six_chains", response_class=HTMLResponse)
def view_six_chains(context: ContextDep, response: Response, *, lang: Lang = None) -> HTMLResponse:
    """The six lanes by complex, planned things dashed, gaps as empty slots."""
    held = context.snapshots.current()
    language = lang or context.settings.language

    def draw() -> str:
        return draw_six_chains(context.graph, language, held.subgraph)

    return _page(held.once(("six_chains", language), draw), response)


@router.get("/views/ego", operation_id="view_ego", response_class=HTMLResponse)
def view_ego(
    context: ContextDep,
    response: Response,
    *,
    of: Name,
    limit: Annotated[int, Query(ge=1, le=1_000, description="Relations at most")] = 200,
    lang: Lang = None,
) -> HTMLResponse:
    """An entity and its neighbours by relation."""
    html = draw_ego(context.graph, of, lang or context.settings.language, limit=limit)
    return _page(html, response)


@router.get("/views/path", operation_id="view_path", response_class=HTMLResponse)
def view_path(  # noqa: PLR0913 - the parameters of the search
    context: ContextDep,
    response: Response,
    *,
    start: Annotated[Name, Query(alias="from")],
    end: Annotated[Name, Query(alias="to")],
    longest: Annotated[int, Query(alias="max", ge=1, le=LONGEST, description="Steps at most")] = 4,
    limit: Annotated[int, Query(ge=1, le=MOST_PATHS)] = 10,
    lang: Lang = None,
) -> HTMLResponse:
    """How one entity reaches another, step by step. 404 where no path is that short."""
    html = draw_path(
        context.graph,
        (start, end),
        lang or context.settings.language,
        longest=longest,
        limit=limit,
    )
    return _page(html, response)


def _page(html: str, response: Response) -> HTMLResponse:
    headers = {"content-security-policy": VIEW_POLICY, **tagged(response)}
    return HTMLResponse(html, headers=headers)
