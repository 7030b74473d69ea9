"""`sixchains ask`: a command for each question file, with an option for each of its parameters."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, print_json, print_table
from graph_api.questions import Parameter, Question, ask, questions

PREFIX = "given_"
"""Before the name of a parameter in Python, where it may be a keyword such as `from`."""


def register(app: typer.Typer, context: Context) -> None:
    """Add `ask` with its questions, grouped as their folders are."""
    say = context.say
    asking = typer.Typer(
        no_args_is_help=True,
        help=say("提问：每个问题是一个 Cypher 文件", "Ask a question; each is a Cypher file"),
    )
    for question in questions().values():
        asking.command(
            name=question.name.replace("_", "-"),
            help=_help(question, context),
            rich_help_panel=question.group,
        )(_command(question, context))
    app.add_typer(asking, name="ask")


def _help(question: Question, context: Context) -> str:
    title = context.say(question.title_zh, question.title)
    return f"{title}\n\n{question.notes}" if question.notes else title


def _command(question: Question, context: Context) -> Callable[..., None]:
    """A function whose signature is the parameters of the question: what Typer makes options of."""

    def command(*, as_json: bool, **arguments: str | None) -> None:
        given = {
            name.removeprefix(PREFIX): value
            for name, value in arguments.items()
            if value is not None
        }
        with context.graph() as graph:
            answer = ask(graph, question, given, seconds=context.settings.question_seconds)
        if as_json:
            print_json(answer.document())
            return
        _print_answer(question, context, answer.columns, answer.rows, truncated=answer.truncated)

    command.__doc__ = question.title
    options = [_option(parameter) for parameter in question.parameters]
    options.append(
        inspect.Parameter(
            "as_json",
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, json_option(context)],
        )
    )
    signature = inspect.Signature(options)
    command.__signature__ = signature  # type: ignore[attr-defined] # how inspect documents it
    command.__annotations__ = {option.name: option.annotation for option in options}
    return command


def _option(parameter: Parameter) -> inspect.Parameter:
    name = f"--{parameter.name.replace('_', '-')}"
    takes = parameter.type if not parameter.kinds else "|".join(parameter.kinds)
    default: Any = ... if parameter.required else None
    shown = None if parameter.required else parameter.default
    help_text = f"{parameter.description} [{takes}]" + (
        f" (= {shown})" if shown is not None else ""
    )
    return inspect.Parameter(
        PREFIX + parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[
            str | None,
            typer.Option(name, help=help_text.replace("[", r"\["), show_default=False),
        ],
    )


def _print_answer(
    question: Question,
    context: Context,
    columns: tuple[str, ...],
    rows: tuple[dict[str, Any], ...],
    *,
    truncated: bool,
) -> None:
    title = context.say(question.title_zh, question.title)
    if rows:
        print_table(columns, rows, chinese=context.chinese, title=title)
        count = context.say(f"{len(rows)} 行", f"{len(rows)} rows")
        more = context.say("，还有更多：请加大 --limit", ", there are more: raise --limit")
        STDERR.print(count + (more if truncated else ""))
    else:
        STDERR.print(
            context.say(
                f"{title}：没有符合条件的记录。用 sixchains doctor 查看已装载的数据。",
                f"{title}: no record fits. See what is loaded with: sixchains doctor",
            )
        )
