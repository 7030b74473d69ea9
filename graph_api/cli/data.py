"""Commands that read or move the whole graph: hash, export, backup, restore, template."""

from pathlib import Path
from typing import Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDERR, STDOUT
from graph_api.domain import BadInputError, EnvironmentFaultError
from graph_api.store import graph_hash


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    _register_hash(app, context)
    _register_export(app, context)
    _register_backup(app, context)
    _register_template(app, context)


def _register_hash(app: typer.Typer, context: Context) -> None:
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


def _register_export(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "export",
        help=say(
            "导出整图：json、jsonl、graphml、csv、parquet、jsonld、neo4j-admin、xlsx",
            "Export the whole graph: json, jsonl, graphml, csv, parquet, jsonld, neo4j-admin or xlsx",
        ),
    )
    def export_command(
        target: Annotated[
            Path, typer.Argument(help=say("目标文件或文件夹", "Target file or folder"))
        ],
        form: Annotated[str, typer.Option("--format", help=say("格式", "Format"))] = "json",
    ) -> None:
        from loaders.export import export

        with context.graph() as graph:
            done = export(graph, form, target)
        STDERR.print(
            say(
                f"已写入 {done.target}：{done.entities} 个实体，{done.relations} 条关系",
                f"Wrote {done.target}: {done.entities} entities, {done.relations} relations",
            ),
            markup=False,
        )
        if done.hint:
            STDOUT.print(done.hint, markup=False, highlight=False, soft_wrap=True)


def _register_backup(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "backup",
        help=say(
            "把整图、装载记录和人工判断备份为一个文件（服务运行时也可）",
            "Back up the graph, its loads and the judgements into one file, while serving too",
        ),
    )
    def backup_command(
        target: Annotated[Path, typer.Argument(help=say("备份文件", "File of the backup"))],
    ) -> None:
        from loaders.entered.journal import Journal
        from loaders.export import backup
        from loaders.identity.known import JUDGEMENTS_FILE

        folder = context.settings.data_folder
        judgements, entered = folder / JUDGEMENTS_FILE, Journal(folder).path
        with context.graph() as graph:
            manifest = backup(graph, target, judgements=judgements, entered=entered)
        STDOUT.print(
            say(
                f"已备份到 {target}，哈希 {manifest.hash}",
                f"Backed up to {target}, hash {manifest.hash}",
            ),
            highlight=False,
            soft_wrap=True,
        )

    @app.command(
        "restore",
        help=say(
            "从备份恢复（任一引擎）；图须为空，除非加 --replace",
            "Restore a backup on any engine; the graph must be empty unless --replace is given",
        ),
    )
    def restore_command(
        source: Annotated[Path, typer.Argument(help=say("备份文件", "File of the backup"))],
        *,
        replace: Annotated[
            bool, typer.Option("--replace", help=say("替换现有的图", "Replace what is there"))
        ] = False,
    ) -> None:
        from loaders.entered.journal import Journal
        from loaders.export import restore
        from loaders.identity.known import JUDGEMENTS_FILE

        folder = context.settings.data_folder
        judgements, entered = folder / JUDGEMENTS_FILE, Journal(folder).path
        with context.graph() as graph, context.progress() as progress:
            manifest = restore(
                graph,
                source,
                replace=replace,
                judgements=judgements,
                entered=entered,
                progress=progress,
            )
        STDOUT.print(
            say(f"已恢复，哈希 {manifest.hash}", f"Restored, hash {manifest.hash}"),
            highlight=False,
            soft_wrap=True,
        )


def _register_template(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "template",
        help=say(
            "生成填写用的工作簿：organisations、platforms、needs、people、funds、projects、relations、all …\n\n"
            "填好后：sixchains load table 文件.xlsx",
            "Make a workbook to fill in: organisations, platforms, needs, people, funds, projects, "
            "relations, all …\n\nThen load it with: sixchains load table FILE.xlsx",
        ),
    )
    def template_command(
        kind: Annotated[str, typer.Argument(help=say("模板或类型名", "Template or kind"))],
        target: Annotated[Path | None, typer.Argument(help=say("目标文件", "Target file"))] = None,
    ) -> None:
        from loaders.tables import write_template

        path = target or Path(f"{kind}.xlsx")
        if path.exists():
            raise BadInputError(f"{path} is there already; name another file")
        try:
            write_template(kind, path)
        except OSError as error:
            message = f"{path} cannot be written: {error.strerror}; choose another place"
            raise EnvironmentFaultError(message) from error
        STDERR.print(
            say(f"已写入 {path}；填好后：", f"Wrote {path}; fill it in, then: ")
            + f"sixchains load table {path}",
            markup=False,
        )
