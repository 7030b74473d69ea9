"""The text of docs/questions.md, made from the question files."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from graph_api.questions.definitions import LIMIT, Parameter, Question

_HEAD = """# Questions

This page is made from the files in `cypher/`; change those.

A question is asked with `sixchains ask NAME --PARAMETER VALUE`, with `GET /v1/ask/NAME?PARAMETER=VALUE`
or with its form in the console. An entity is given by its id or by its name. Every question takes
`limit`, and an answer that was cut says `truncated`.
"""


def markdown(known: Mapping[str, Question]) -> str:
    """The page: a table of contents by group, then each question with parameters and columns."""
    parts = [_HEAD]
    ordered = sorted(known.values(), key=attrgetter("group", "name"))
    for group, members in groupby(ordered, key=attrgetter("group")):
        parts.append(_group(group, list(members)))
    return "\n".join(parts)


def _group(group: str, members: list[Question]) -> str:
    rows = "\n".join(f"| [{q.command}](#{q.command}) | {q.title} | {q.title_zh} |" for q in members)
    table = f"## {group}\n\n| question | | |\n|---|---|---|\n{rows}\n"
    return "\n".join([table, *(_question(question) for question in members)])


def _question(question: Question) -> str:
    notes = f"\n{question.notes}\n" if question.notes else ""
    return (
        f"### {question.command}\n\n"
        f"{question.title} · {question.title_zh}\n{notes}\n"
        f"{_parameters(question.parameters)}\n"
        f"Columns: {', '.join(f'`{column}`' for column in question.columns)}\n\n"
        f"```\n{_command(question)}\n```\n"
    )


def _parameters(parameters: Iterable[Parameter]) -> str:
    rows = "\n".join(
        f"| `{p.name}` | {p.type_text.replace('|', ' or ')} | {_default(p)} | {p.description} |"
        for p in parameters
    )
    return f"| parameter | takes | without it | |\n|---|---|---|---|\n{rows}\n"


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return "needed"
    if parameter.default is None:
        return "all" if parameter.name != LIMIT else ""
    return f"`{parameter.default}`"


def _command(question: Question) -> str:
    needed = [
        f"--{p.name.replace('_', '-')} {p.example}" for p in question.parameters if p.required
    ]
    return " ".join(["sixchains ask", question.command, *needed])
