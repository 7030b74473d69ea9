"""`sixchains watch`: open needs for which somebody better appeared."""

from typing import Annotated, Any

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json

NEWS = 10
"""Exit code of `--exit-code` where there is news."""


def register(app: typer.Typer, context: Context) -> None:
    """Add the command of this module."""
    say = context.say

    @app.command(
        "watch",
        help=say(
            "待对接的需求：自上次查看以来，提供方有什么变化",
            "Open needs: what changed among their providers since the last look",
        ),
    )
    def watch_command(
        *,
        seen: Annotated[
            str,
            typer.Option(
                help=say("标为已看：需求编号，或 all", "Mark as seen: the id of a need, or all")
            ),
        ] = "",
        exit_code: Annotated[
            bool,
            typer.Option(
                "--exit-code",
                help=say(f"有新情况时退出码为 {NEWS}", f"Exit with {NEWS} where there is news"),
            ),
        ] = False,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from graph_api.matching import snapshot
        from loaders.entered.cases import watched_needs
        from loaders.entered.journal import Journal
        from loaders.entered.watching import mark_seen, watch

        folder = context.settings.data_folder
        with context.graph() as graph:
            taken = snapshot(graph)
            needs = watched_needs(graph, taken, Journal(folder))
            watched = watch(taken, needs, folder)
        if not needs:
            STDERR.print(
                say(
                    "没有待对接的需求。先在控制台录入：sixchains serve",
                    "No need is open. Enter one in the console: sixchains serve",
                ),
                markup=False,
            )
        if as_json:
            print_json(list(watched))
        else:
            for one in watched:
                _print(context, one)
        if seen:
            number = mark_seen(folder, watched, "" if seen == "all" else seen)
            STDERR.print(say(f"已标为已看：{number} 条", f"Marked as seen: {number}"), markup=False)
        if exit_code and any(one.news for one in watched):
            raise typer.Exit(NEWS)


def _print(context: Context, one: Any) -> None:  # noqa: ANN401 - imported only when it runs
    say = context.say
    STDOUT.print(f"{one.title}  {one.id}", style="bold", markup=False, highlight=False)
    if one.problem:
        STDOUT.print(f"  {one.problem}", markup=False, highlight=False)
        return
    if one.before is None:
        STDOUT.print(say("  从现在起关注", "  watched from now on"), highlight=False)
    elif not one.news:
        STDOUT.print(say("  没有变化", "  nothing changed"), highlight=False)
    for item in one.news:
        STDOUT.print(f"  * {say(item.zh, item.en)}", markup=False, highlight=False)
    for place, seen in enumerate(one.now.providers[:3], 1):
        label = say(seen.label_zh, seen.label_en)
        points = say("分", "points")
        STDOUT.print(
            f"  {place}. {seen.provider_name} ({label}) {seen.score} {points}",
            markup=False,
            highlight=False,
        )
