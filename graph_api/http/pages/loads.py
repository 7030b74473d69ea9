"""The pages of the loads: a list, and for each load its files, its reasons and the rows it rejected."""

from collections import Counter
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.responses import FileResponse

from graph_api.domain import SixChainsError
from graph_api.http.context import ContextDep
from graph_api.http.pages.language import pages
from graph_api.http.problems import problem_of
from graph_api.http.reports import (
    RejectedPage,
    Wanted,
    files_of,
    found_load,
    reasons_of,
    rejected_page,
    report_of,
)
from graph_api.store import loads
from loaders.registry import DATASETS

router = pages()

LOADS_PER_PAGE = 50
ROWS_PER_PAGE = 50
FARTHEST = 100_000_000
LoadId = Annotated[str, Path(max_length=200)]
Offset = Annotated[int, Query(ge=0, le=FARTHEST)]
Text = Annotated[str, Query(max_length=500)]


@router.get("/loads")
def loads_page(
    context: ContextDep, request: Request, *, dataset: Text = "", offset: Offset = 0
) -> Response:
    """The loads, newest first; or what to run when there are none."""
    every = loads(context.graph)
    found = [one for one in every if dataset in {"", one.dataset}]
    return context.pages.render(
        request,
        "loads.html",
        active="loads",
        loads=found[offset : offset + LOADS_PER_PAGE],
        total=len(found),
        offset=offset,
        per_page=LOADS_PER_PAGE,
        dataset=dataset,
        datasets=Counter(one.dataset for one in every),
        known=DATASETS,
    )


@router.get("/loads/{load_id}.csv")
def load_csv(load_id: LoadId, context: ContextDep) -> Response:
    """The report of a load as a file for a spreadsheet."""
    record = found_load(context.graph, load_id)
    path = report_of(context.settings.data_folder, record)
    headers = {"cache-control": "no-cache"}
    return FileResponse(path, media_type="text/csv", filename=path.name, headers=headers)


@router.get("/loads/{load_id}")
def load_page(
    load_id: LoadId,
    context: ContextDep,
    request: Request,
    *,
    rule: Text = "",
    q: Text = "",
    offset: Offset = 0,
) -> Response:
    """A load: its counts, its files, its reasons, and the rows that it rejected."""
    record = found_load(context.graph, load_id)
    page = RejectedPage(0, ())
    problem: dict[str, Any] | None = None
    try:
        wanted = Wanted(offset, ROWS_PER_PAGE, rule, q)
        page = rejected_page(context.settings.data_folder, record, wanted)
    except SixChainsError as error:
        problem = problem_of(error).document(request.url.path, "")
    return context.pages.render(
        request,
        "load.html",
        active="loads",
        load=record,
        files=files_of(record),
        reasons=reasons_of(record),
        page=page,
        offset=offset,
        per_page=ROWS_PER_PAGE,
        asked={"rule": rule, "q": q},
        problem=problem,
        known=DATASETS,
    )
