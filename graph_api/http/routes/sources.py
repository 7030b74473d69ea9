"""Sources: the documents and data sets that facts are taken from."""

from fastapi import Response
from pydantic import ConfigDict

from graph_api.http.answers import X_QUESTION, x_question
from graph_api.http.context import ContextDep
from graph_api.http.models import Shape, SourceShape
from graph_api.http.routes.routers import reading
from graph_api.store import sources as read_sources

router = reading("entities")


class SourcesShape(Shape):
    """Every source, by its id."""

    model_config = ConfigDict(title="Sources")

    sources: list[SourceShape]


@router.get("/sources", operation_id="sources")
def sources(context: ContextDep, response: Response) -> SourcesShape:
    """The documents and data sets that facts are taken from."""
    found = sorted(read_sources(context.graph), key=lambda one: one.id)
    response.headers[X_QUESTION] = x_question("/v1/sources", {})
    return SourcesShape(
        sources=[SourceShape.model_validate(one, from_attributes=True) for one in found]
    )
