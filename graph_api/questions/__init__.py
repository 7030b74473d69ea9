"""Questions: Cypher as files. A file becomes a route, a command, a form, a page and its tests."""

from graph_api.questions.arguments import arguments_of, takes
from graph_api.questions.asking import QuestionAnswer, ask
from graph_api.questions.definitions import Argument, Parameter, ParameterType, Question
from graph_api.questions.documentation import markdown
from graph_api.questions.files import FOLDER, find_question, questions, read_question
from graph_api.questions.outside import read_outside
from graph_api.questions.read_only import check_read_only

__all__ = [
    "FOLDER",
    "Argument",
    "Parameter",
    "ParameterType",
    "Question",
    "QuestionAnswer",
    "arguments_of",
    "ask",
    "check_read_only",
    "find_question",
    "markdown",
    "questions",
    "read_outside",
    "read_question",
    "takes",
]
