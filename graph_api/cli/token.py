"""`sixchains token`: who may write over HTTP."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json, print_table
from loaders.entered.entering import Role
from loaders.entered.tokens import add_token, remove_token, tokens


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    say = context.say
    token = typer.Typer(
        no_args_is_help=True,
        help=say("令牌：谁可以通过接口写入", "Tokens: who may write over HTTP"),
    )
    app.add_typer(token, name="token")
    _register_add(token, context)
    _register_list(token, context)
    _register_remove(token, context)


def _register_add(token: typer.Typer, context: Context) -> None:
    say = context.say

    @token.command(
        "add", help=say("生成一个令牌，只显示这一次", "Make a token; it is shown this once")
    )
    def add_command(
        name: Annotated[str, typer.Argument(help=say("持有人", "Who is to have it"))],
        *,
        role: Annotated[
            Role,
            typer.Option(
                help=say(
                    "broker 只改自己录入的；steward 可改所有人的；admin 同 steward",
                    "broker: their own needs and offers; steward: those of all; admin: as a steward",
                )
            ),
        ] = Role.BROKER,
        days: Annotated[
            int | None,
            typer.Option(min=1, max=3_650, help=say("有效天数", "Days until it expires")),
        ] = None,
    ) -> None:
        secret = add_token(context.settings.data_folder, name, role, days)
        STDOUT.print(secret, highlight=False, markup=False, soft_wrap=True)
        STDERR.print(
            say(
                "请现在保存：以后不再显示。用法：Authorization: Bearer 令牌",
                "Keep it now: it is not shown again. Use it as: Authorization: Bearer TOKEN",
            ),
            markup=False,
        )


def _register_list(token: typer.Typer, context: Context) -> None:
    say = context.say

    @token.command("list", help=say("列出令牌（不含令牌本身）", "List the tokens, not themselves"))
    def list_command(*, as_json: Annotated[bool, json_option(context)] = False) -> None:
        now = datetime.now(UTC)
        rows = [
            {
                "name": one.name,
                "role": str(one.role),
                "made": one.made,
                "expires": one.expires or None,
                "valid": one.is_valid(now),
            }
            for one in tokens(context.settings.data_folder)
        ]
        if as_json:
            print_json(rows)
        elif rows:
            columns = ("name", "role", "made", "expires", "valid")
            print_table(columns, rows, chinese=context.chinese)
        else:
            STDERR.print(
                say("还没有令牌。生成一个：", "There is no token yet. Make one: ")
                + "sixchains token add NAME --role broker",
                markup=False,
            )


def _register_remove(token: typer.Typer, context: Context) -> None:
    say = context.say

    @token.command(
        "remove", help=say("收回令牌，立即生效", "Take a token away; it is refused at once")
    )
    def remove_command(
        name: Annotated[str, typer.Argument(help=say("持有人", "Who has it"))],
    ) -> None:
        remove_token(context.settings.data_folder, name)
        STDOUT.print(say(f"已收回 {name} 的令牌", f"Removed the token of {name}"), highlight=False)
