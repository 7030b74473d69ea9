"""The page of one complex: the six chains, what is missing, what belongs to it."""

from typing import Annotated

from fastapi import Path, Request, Response

from graph_api.domain import Kind
from graph_api.http.context import ContextDep
from graph_api.http.pages.home import grouped
from graph_api.http.pages.language import pages
from graph_api.http.pages.standing import coverage_of_all, gaps_of_all
from graph_api.questions import ParameterType
from graph_api.store import resolve

router = pages()


@router.get("/complexes/{complex_id:path}")
def complex_page(
    complex_id: Annotated[str, Path(max_length=300)], context: ContextDep, request: Request
) -> Response:
    """A complex, by its id or its name."""
    found = resolve(context.graph, complex_id, (Kind.COMPLEX,))
    held = context.snapshots.current()
    about = {
        question.name: question
        for question in context.questions.values()
        if any(
            parameter.type is ParameterType.ENTITY and parameter.kinds == (Kind.COMPLEX,)
            for parameter in question.parameters
        )
    }
    return context.pages.render(
        request,
        "complex.html",
        active="home",
        entity=found,
        coverage=coverage_of_all(context, held).get(found.id),
        gaps=gaps_of_all(context, held).get(found.id),
        groups=grouped(about),
    )
