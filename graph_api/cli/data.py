"""Commands that read or move the whole graph: hash, export."""

from pathlib import Path
from typing import Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDERR, STDOUT
from graph_api.domain import BadInputError, EnvironmentFaultError
from graph_api.store import graph_hash, whole


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    say = context.say

    @app.command(
        "hash",
        help=say(
            "整图的规范哈希，与顺序和引擎无关", "The canonical hash, free of order and engine"
        ),
    )
    def hash_command() -> None:
        with context.graph() as graph:
            STDOUT.print(graph_hash(graph), highlight=False)

    @app.command("export", help=say("导出整图", "Export the whole graph"))
    def export_command(
        target: Annotated[
            Path, typer.Argument(help=say("目标文件或文件夹", "Target file or folder"))
        ],
        form: Annotated[
            str,
            typer.Option(
                "--format", help=say("格式：json、graphml、csv", "Format: json, graphml or csv")
            ),
        ] = "json",
    ) -> None:
        from loaders.export import FORMATS, export

        if form not in FORMATS:
            message = f"there is no format {form!r}; choose one of: {', '.join(FORMATS)}"
            raise BadInputError(message)
        with context.graph() as graph:
            subgraph = whole(graph)
        try:
            written = export(subgraph, form, target)
        except OSError as error:
            message = f"{target} cannot be written: {error.strerror}; choose another place"
            raise EnvironmentFaultError(message) from error
        STDERR.print(
            say(
                f"已写入 {written}：{len(subgraph.entities)} 个实体，{len(subgraph.relations)} 条关系",
                f"Wrote {written}: {len(subgraph.entities)} entities, {len(subgraph.relations)} relations",
            ),
            markup=False,
        )
