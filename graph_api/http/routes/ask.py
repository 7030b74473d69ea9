"""Questions: which there are, and one answer, as JSON or CSV."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Path, Request, Response

from graph_api.domain import BadInputError
from graph_api.http.answers import X_QUESTION, Json, csv_text, known_parameters, tagged, x_question
from graph_api.http.context import Context, ContextDep
from graph_api.http.models_asking import AnswerShape, QuestionShape, QuestionsShape
from graph_api.http.routes.routers import asking
from graph_api.questions import Question, QuestionAnswer, ask, find_question

router = asking("questions")

CSV = "text/csv"


@router.get("/ask", operation_id="questions", dependencies=[Depends(known_parameters)])
def questions(context: ContextDep) -> QuestionsShape:
    """The questions that can be asked, with their parameters and columns."""
    return QuestionsShape(
        questions=[QuestionShape.of(question) for question in context.questions.values()]
    )


@router.get(
    "/ask/{name}",
    operation_id="ask",
    response_model=AnswerShape,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
    openapi_extra={"x-parameters": "those of the question, see GET /v1/ask"},
)
def ask_question(
    name: Annotated[str, Path(max_length=80, description="`providers-of-service`")],
    context: ContextDep,
    request: Request,
    response: Response,
) -> Response:
    """The answer to a question. Its parameters are query parameters; `Accept: text/csv` gives CSV."""
    question = find_question(context.questions, name)
    answer = asked(context, question, given_once(request))
    headers = {
        X_QUESTION: address_of(answer),
        "x-truncated": "true" if answer.truncated else "false",
        **tagged(response),
    }
    if wants_csv(request):
        text = csv_text(answer.columns, answer.rows)
        return Response(text, media_type=CSV, headers=headers)
    return Json(answer.document(), headers=headers)


def asked(context: Context, question: Question, given: Mapping[str, str]) -> QuestionAnswer:
    """The answer to a question within the time of the settings."""
    return ask(context.graph, question, given, seconds=context.settings.question_seconds)


def given_once(request: Request) -> dict[str, str]:
    """The query parameters of a request. Raises BadInputError for one that is given twice."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadInputError(f"the parameter {name[:80]!r} is given twice: give it once")
        given[name] = value
    return given


def address_of(answer: QuestionAnswer) -> str:
    """The address that gives this answer again."""
    return x_question(f"/v1/ask/{answer.question.command}", answer.arguments)


def wants_csv(request: Request) -> bool:
    """Whether the caller asks for CSV before JSON."""
    accept = request.headers.get("accept", "")
    return CSV in accept and "json" not in accept.partition(CSV)[0]
