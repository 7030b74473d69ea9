"""Complexes, through their questions: coverage of the six chains, gaps, entitlements."""

from typing import Annotated

from fastapi import Path, Request, Response

from graph_api.domain import BadInputError, Kind
from graph_api.http.answers import X_QUESTION, Json, tagged
from graph_api.http.context import Context, ContextDep
from graph_api.http.models_asking import AnswerShape
from graph_api.http.routes.ask import address_of, asked, given_once
from graph_api.http.routes.routers import asking
from graph_api.questions import find_question
from graph_api.store import resolve

router = asking("complexes")

ComplexId = Annotated[str, Path(max_length=300, description="The id or the name of the complex")]


@router.get("/complexes", operation_id="complexes", response_model=AnswerShape)
def complexes(context: ContextDep, request: Request, response: Response) -> Response:
    """The complexes, with who hosts, promotes and takes part in them."""
    return _answer(context, request, response, "complexes")


@router.get(
    "/complexes/{complex_id:path}/coverage", operation_id="coverage", response_model=AnswerShape
)
def coverage(
    complex_id: ComplexId, context: ContextDep, request: Request, response: Response
) -> Response:
    """The six chains of a complex: how many operate, are being built, are planned."""
    return _answer(context, request, response, "coverage", complex_id)


@router.get("/complexes/{complex_id:path}/gaps", operation_id="gaps", response_model=AnswerShape)
def gaps(
    complex_id: ComplexId, context: ContextDep, request: Request, response: Response
) -> Response:
    """What a complex lacks."""
    return _answer(context, request, response, "gaps", complex_id)


@router.get(
    "/complexes/{complex_id:path}/overview", operation_id="overview", response_model=AnswerShape
)
def overview(
    complex_id: ComplexId, context: ContextDep, request: Request, response: Response
) -> Response:
    """Everything that belongs to a complex, and how."""
    return _answer(context, request, response, "complex_overview", complex_id)


@router.get(
    "/complexes/{complex_id:path}/entitlements",
    operation_id="entitlements",
    response_model=AnswerShape,
)
def entitlements(
    complex_id: ComplexId, context: ContextDep, request: Request, response: Response
) -> Response:
    """Which subsidies a complex is entitled to, from the highest list it is on."""
    return _answer(context, request, response, "entitlements", complex_id)


def _answer(
    context: Context, request: Request, response: Response, name: str, complex_id: str | None = None
) -> Response:
    """The answer of a question; its other parameters are query parameters."""
    question = find_question(context.questions, name)
    given = given_once(request)
    if complex_id is not None:
        if "complex" in given:
            raise BadInputError(
                "the complex is named in the path: leave the query parameter complex out"
            )
        given["complex"] = resolve(context.graph, complex_id, (Kind.COMPLEX,)).id
    answer = asked(context, question, given)
    headers = {X_QUESTION: address_of(answer), **tagged(response)}
    return Json(answer.document(), headers=headers)
