"""The pages of the questions: a list, and for each a form with its answer below."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from graph_api.domain import SERVICES, STAGES, Kind, RelationType, SixChainsError
from graph_api.http.answers import csv_text, known_parameters
from graph_api.http.context import ContextDep
from graph_api.http.pages.choices import Choice, suggestions
from graph_api.http.pages.home import grouped
from graph_api.http.pages.language import page_language
from graph_api.http.problems import problem_of
from graph_api.http.routes.ask import asked, given_once
from graph_api.http.snapshots import Held
from graph_api.questions import (
    Parameter,
    ParameterType,
    QuestionAnswer,
    find_question,
)
from graph_api.store import sources as read_sources

router = APIRouter(include_in_schema=False)

OK = 200
QuestionName = Annotated[str, Path(max_length=80)]


@router.get("/questions", dependencies=[Depends(page_language), Depends(known_parameters)])
def questions_page(context: ContextDep, request: Request) -> Response:
    """The questions by group."""
    groups = grouped(context.questions)
    return context.pages.render(request, "questions.html", active="questions", groups=groups)


@router.get("/questions/{name}.csv")
def question_csv(name: QuestionName, context: ContextDep, request: Request) -> Response:
    """The answer as a file for a spreadsheet."""
    question = find_question(context.questions, name)
    answer = asked(context, question, _given(request))
    headers = {"content-disposition": f'attachment; filename="{question.command}.csv"'}
    text = csv_text(answer.columns, answer.rows, byte_order_mark=True)
    return Response(text, media_type="text/csv", headers=headers)


@router.get("/questions/{name}")
def question_page(name: QuestionName, context: ContextDep, request: Request) -> Response:
    """The form of a question, and its answer once what it needs is given."""
    question = find_question(context.questions, name)
    given = _given(request)
    needed = [one.name for one in question.parameters if one.required]
    answer: QuestionAnswer | None = None
    problem: dict[str, Any] | None = None
    status = OK
    if given or not needed:
        try:
            answer = asked(context, question, given)
        except SixChainsError as error:
            found = problem_of(error)
            problem, status = found.document(request.url.path, ""), found.status
    held = context.snapshots.current()
    return context.pages.render(
        request,
        "question.html",
        status,
        active="questions",
        question=question,
        fields=[field_of(one, given.get(one.name, ""), held) for one in question.parameters],
        given=given,
        answer=answer,
        names=_names(held, answer),
        documents={one.id: one for one in read_sources(context.graph)},
        problem=problem,
    )


def field_of(parameter: Parameter, value: str, held: Held) -> dict[str, Any]:
    """A field of a form: what it is called, what it takes, what is in it, what it suggests."""
    choices: list[Choice] = []
    control = "text"
    match parameter.type:
        case ParameterType.ENTITY:
            control, choices = "suggest", suggestions(held, parameter.kinds)
            if parameter.kinds == (Kind.SERVICE,):
                first = [service.zh for service in SERVICES.values()]
                choices = sorted(choices, key=lambda one: one.value not in first)
        case ParameterType.CHAIN | ParameterType.STATUS | ParameterType.BOOLEAN:
            control = str(parameter.type)
        case ParameterType.DATE:
            control = "date"
        case ParameterType.INTEGER | ParameterType.NUMBER:
            control = "number"
        case _ if parameter.name == "stage":
            control, choices = "choose", [Choice(one, one) for one in STAGES]
        case _ if parameter.name == "type":
            control, choices = "choose", [Choice(one, one) for one in RelationType]
    return {
        "name": parameter.name,
        "control": control,
        "required": parameter.required,
        "kinds": parameter.kinds,
        "default": parameter.default,
        "description": parameter.description,
        "value": value,
        "choices": choices,
    }


def _given(request: Request) -> dict[str, str]:
    """What the form sent: the parameters of the question that are filled in."""
    return {
        name: value
        for name, value in given_once(request).items()
        if name != "lang" and value.strip()
    }


def _names(held: Held, answer: QuestionAnswer | None) -> dict[str, str]:
    """The names of the entities among the arguments."""
    if answer is None:
        return {}
    entities = held.matching.entities
    return {
        str(value): entities[str(value)].name
        for value in answer.arguments.values()
        if str(value) in entities
    }
