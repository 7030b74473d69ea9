"""Commands of the steward: load, unload, hash, export."""

from pathlib import Path
from typing import Annotated

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json, print_table
from graph_api.domain import BadInputError, EnvironmentFaultError
from graph_api.store import graph_hash, unload, whole
from loaders.pipeline import load, preview
from loaders.registry import DATASETS, dataset_named
from loaders.report import LoadReport, write_rejections

REASONS_SHOWN = 20


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    say = context.say
    names = ", ".join(DATASETS)

    @app.command(
        "load",
        help=say(
            "装载一个数据集（可重复执行，结果不变）", "Load a data set; again changes nothing"
        ),
    )
    def load_command(
        dataset: Annotated[str, typer.Argument(help=say("数据集：", "Data set: ") + names)],
        *,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=say("只检查，不写入", "Do all but write"))
        ] = False,
        strict: Annotated[
            bool,
            typer.Option("--strict", help=say("有一条不合格即停止", "Stop at a rejected record")),
        ] = False,
        batch: Annotated[
            int, typer.Option(min=1, max=100_000, help=say("每批条数", "Records a transaction"))
        ] = 5_000,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        chosen = dataset_named(dataset)
        with context.progress() as progress:
            if dry_run:
                report = preview(chosen, progress=progress, strict=strict)
            else:
                with context.graph() as graph:
                    report = load(graph, chosen, progress=progress, batch=batch, strict=strict)
        rejections = write_rejections(report, context.settings.data_folder / "reports")
        if as_json:
            print_json(report)
        else:
            print_report(context, report, rejections)

    @app.command("unload", help=say("移除一个数据集", "Remove a data set"))
    def unload_command(
        dataset: Annotated[str, typer.Argument(help=say("数据集：", "Data set: ") + names)],
    ) -> None:
        dataset_named(dataset)
        with context.graph() as graph:
            removed = unload(graph, dataset)
        STDOUT.print(
            say(
                f"已移除 {dataset}：{removed} 个实体与关系；重新装载：sixchains load {dataset}",
                f"Removed {dataset}: {removed} entities and relations; load it anew with: sixchains load {dataset}",
            )
        )

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


def print_report(context: Context, report: LoadReport, rejections: Path | None) -> None:
    """Show what a load did, and the reasons of rejected records by count."""
    say = context.say
    columns = {
        say("读取", "read"): report.read,
        say("实体", "entities"): report.entities,
        say("关系", "relations"): report.relations,
        say("合并", "merged"): report.merged,
        say("拒绝", "rejected"): len(report.rejected),
        say("新增", "created"): report.created,
        say("更新", "updated"): report.updated,
        say("未变", "unchanged"): report.unchanged,
        say("移除", "removed"): report.removed,
    }
    title = f"{report.dataset}" + (
        say("（试运行，未写入）", " (dry run, nothing written)") if report.dry_run else ""
    )
    print_table(tuple(columns), [columns], chinese=context.chinese, title=title)
    if report.rejected:
        reasons: dict[str, int] = {}
        for item in report.rejected:
            reasons[item.reason] = reasons.get(item.reason, 0) + 1
        most = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:REASONS_SHOWN]
        reason, count = say("原因", "reason"), say("条数", "records")
        print_table(
            (reason, count),
            [{reason: text, count: number} for text, number in most],
            chinese=context.chinese,
        )
        STDERR.print(say(f"逐条见 {rejections}", f"Each record is in {rejections}"), markup=False)
