"""`sixchains view`: the HTML views as files to take away."""

from pathlib import Path
from typing import Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDERR
from graph_api.domain import EnvironmentFaultError
from graph_api.store.paths import LONGEST


def register(app: typer.Typer, context: Context) -> None:
    """Add `view` with a command for each view."""
    say = context.say
    viewing = typer.Typer(
        no_args_is_help=True,
        help=say("生成可离线打开的 HTML 视图", "Make HTML views that open offline"),
    )
    app.add_typer(viewing, name="view")
    output_option = typer.Option("--output", "-o", help=say("目标文件", "Target file"))
    lang = context.settings.language

    @viewing.command("six-chains", help=say("六链泳道 × 综合体", "Six lanes by complex"))
    def six_chains_command(
        *, output: Annotated[Path, output_option] = Path("six-chains.html")
    ) -> None:
        from graph_api.drawing import draw_six_chains

        with context.graph() as graph:
            _save(context, output, draw_six_chains(graph, lang))

    @viewing.command("ego", help=say("一个实体及其关系", "An entity and its relations"))
    def ego_command(
        of: Annotated[str, typer.Option(help=say("实体名称或编号", "Name or id of the entity"))],
        *,
        limit: Annotated[
            int, typer.Option(min=1, max=1_000, help=say("最多关系数", "Relations at most"))
        ] = 200,
        output: Annotated[Path, output_option] = Path("ego.html"),
    ) -> None:
        from graph_api.drawing import draw_ego

        with context.graph() as graph:
            _save(context, output, draw_ego(graph, of, lang, limit=limit))

    @viewing.command("path", help=say("从一个实体到另一个的路径", "The paths from one to another"))
    def path_command(
        start: Annotated[str, typer.Option("--from", help=say("起点", "Start"))],
        end: Annotated[str, typer.Option("--to", help=say("终点", "End"))],
        *,
        longest: Annotated[
            int, typer.Option("--max", min=1, max=LONGEST, help=say("最多步数", "Steps at most"))
        ] = 4,
        output: Annotated[Path, output_option] = Path("path.html"),
    ) -> None:
        from graph_api.drawing import draw_path

        with context.graph() as graph:
            _save(context, output, draw_path(graph, (start, end), lang, longest=longest))


def _save(context: Context, output: Path, html: str) -> None:
    from viz import write

    try:
        write(output, html)
    except OSError as error:
        message = (
            f"{output} cannot be written: {error.strerror}; choose another place with --output"
        )
        raise EnvironmentFaultError(message) from error
    STDERR.print(
        context.say(
            f"已写入 {output}，可用浏览器离线打开", f"Wrote {output}; it opens offline in a browser"
        ),
        markup=False,
        soft_wrap=True,
    )
