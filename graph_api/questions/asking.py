"""Asks the graph a question: arguments are checked, names become ids, rows come back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_api.questions.arguments import arguments_of
from graph_api.questions.definitions import LIMIT, Argument, ParameterType, Question
from graph_api.store import Graph, resolve


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The answer to a question. `arguments` holds every parameter, entities as canonical ids.

    `rows` are mappings by column; `truncated` says that there are more rows than `limit`.
    """

    question: Question
    arguments: dict[str, Argument]
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    truncated: bool

    def document(self) -> dict[str, Any]:
        """The answer as both doors send it."""
        return {
            "question": self.question.command,
            "title": self.question.title,
            "title_zh": self.question.title_zh,
            "arguments": self.arguments,
            "columns": self.columns,
            "rows": self.rows,
            "count": len(self.rows),
            "truncated": self.truncated,
        }


def ask(
    graph: Graph, question: Question, given: Mapping[str, object], *, seconds: float
) -> QuestionAnswer:
    """The answer of the graph to a question, within so many seconds.

    Raises BadInputError for an argument that does not fit, NotFoundError for an entity that does
    not exist, AmbiguousNameError for a name that fits several, LimitExceededError when time is up.
    """
    arguments = _resolved(graph, question, arguments_of(question, given))
    limit = int(arguments[LIMIT] or 0)
    # one more than the limit, so that the reader sees whether the answer is cut
    answer = graph.read(
        question.query, {**arguments, LIMIT: limit + 1}, rows=limit, seconds=seconds
    )
    return QuestionAnswer(question, arguments, question.columns, answer.rows, answer.truncated)


def _resolved(
    graph: Graph, question: Question, arguments: dict[str, Argument]
) -> dict[str, Argument]:
    resolved = dict(arguments)
    for parameter in question.parameters:
        written = arguments[parameter.name]
        if parameter.type is ParameterType.ENTITY and isinstance(written, str):
            resolved[parameter.name] = resolve(graph, written, parameter.kinds).id
    return resolved
