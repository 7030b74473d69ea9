"""The program `sixchains`: which commands there are, and what becomes of an error."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from graph_api.cli import (
    ask,
    assign,
    bulk,
    data,
    doctor,
    enter,
    identity,
    load,
    look,
    serve,
    token,
    view,
    watch,
)
from graph_api.cli.context import Context
from graph_api.cli.output import complain
from graph_api.domain import BadInputError, SixChainsError
from graph_api.logs import configure_logs
from graph_api.settings import Settings, read_settings
from graph_api.version import VERSION

INTERRUPTED = 130
LANGUAGES = ("zh", "en")
EXIT_CODES = (
    "0 ok · 1 failed · 2 bad input · 3 not found · 4 ambiguous name · 5 database · "
    "6 limit · 7 not allowed · 8 this machine · 9 busy · 10 news (watch --exit-code)"
)


def main() -> None:
    """Run the command line; ends the process with one of the documented exit codes."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. An error of ours becomes one sentence on stderr."""
    chinese = False
    try:
        settings = _settings(arguments)
        chinese = settings.language == "zh"
        configure_logs(settings, sys.stderr)
        build(Context(settings))(args=list(arguments), prog_name="sixchains", standalone_mode=True)
    except SixChainsError as error:
        complain(error, chinese=chinese)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return 0


def build(context: Context) -> typer.Typer:
    """The program with all its commands, its help in the language of the settings."""
    say = context.say
    app = typer.Typer(
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        help=say(
            "六链：创新资源知识图谱。谁能向哪家企业提供哪项服务，依据何在，还缺什么。",
            "Six Chains: who can supply which service to which firm, on what evidence, and what is missing.",
        ),
        epilog=say("退出码：", "Exit codes: ") + EXIT_CODES,
    )

    def show_version(asked: bool) -> None:  # noqa: FBT001 - as typer calls it
        if asked:
            typer.echo(f"sixchains {VERSION}")
            raise typer.Exit

    @app.callback()
    def options(
        *,
        lang: Annotated[
            str | None, typer.Option(help=say("语言：zh 或 en", "Language: zh or en"))
        ] = None,
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                is_eager=True,
                callback=show_version,
                help=say("显示版本", "Show the version"),
            ),
        ] = False,
    ) -> None:
        pass

    for part in (
        serve,
        load,
        bulk,
        identity,
        data,
        ask,
        look,
        assign,
        enter,
        watch,
        view,
        token,
        doctor,
    ):
        part.register(app, context)
    return app


def _settings(arguments: Sequence[str]) -> Settings:
    language = _language(arguments)
    return read_settings(language=language) if language else read_settings()


def _language(arguments: Sequence[str]) -> str | None:
    """The value of --lang, which decides in which language the commands are built."""
    for position, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            language = value if equals else next(iter(arguments[position + 1 :]), "")
            if language not in LANGUAGES:
                message = f"--lang takes zh or en, not {language!r}"
                raise BadInputError(message)
            return language
    return None
