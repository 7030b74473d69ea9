"""Commands of the steward: load, loads, unload, rebuild."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json, print_table
from graph_api.domain import BadInputError
from graph_api.store import loads
from loaders.dataset import Dataset, Inputs
from loaders.entered.dataset import entered_dataset
from loaders.entered.journal import Journal
from loaders.entered.records import DATASET as ENTERED
from loaders.entered.settle import forget, load_all
from loaders.pipeline import Options, load, preview, unload
from loaders.rebuild import rebuild
from loaders.registry import DATASETS, dataset_named, datasets_in, table_dataset
from loaders.report import LoadReport

REASONS_SHOWN = 20
ALL, TABLE = "all", "table"


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    _register_load(app, context)
    _register_loads(app, context)
    _register_unload(app, context)
    _register_rebuild(app, context)


def _register_load(app: typer.Typer, context: Context) -> None:
    say = context.say
    names = ", ".join((*DATASETS, ENTERED, TABLE, ALL))
    folder_option = typer.Option(
        "--from",
        metavar="FOLDER",
        help=say("数据集文件夹所在的目录", "Folder that holds a folder for each data set"),
    )

    @app.command(
        "load",
        help=say(
            "装载数据集（可重复执行，结果不变）。\n\n"
            "sixchains load zhenhai-plan；sixchains load chainkg --from 目录；"
            "sixchains load registry-zhejiang 文件…；sixchains load table 文件.xlsx；"
            "sixchains load all --from 目录",
            "Load a data set; loading it again changes nothing.\n\n"
            "sixchains load zhenhai-plan; sixchains load chainkg --from FOLDER; "
            "sixchains load registry-zhejiang FILE…; sixchains load table FILE.xlsx; "
            "sixchains load all --from FOLDER",
        ),
    )
    def load_command(
        dataset: Annotated[str, typer.Argument(help=say("数据集：", "Data set: ") + names)],
        files: Annotated[
            list[Path] | None, typer.Argument(help=say("数据文件", "Files of the data set"))
        ] = None,
        *,
        folder: Annotated[Path | None, folder_option] = None,
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
        chosen = _chosen(context, dataset, files or [], folder)
        reports = []
        with context.load_options(batch=batch, strict=strict) as options:
            for one, inputs in chosen:
                report = _run(context, one, inputs, options, dry_run=dry_run)
                reports.append(report)
                if not as_json:
                    print_report(context, report)
        if as_json:
            print_json(reports if dataset == ALL else reports[0])


def _register_loads(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command("loads", help=say("列出各次装载及其结果", "List the loads and what came of them"))
    def loads_command(
        *,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        with context.graph() as graph:
            found = loads(graph)
        if as_json:
            print_json(list(found))
        elif found:
            names = {
                "dataset": say("数据集", "data set"),
                "started": say("时间", "when"),
                **_counts(context),
            }
            rows = [{label: getattr(one, name) for name, label in names.items()} for one in found]
            print_table(tuple(names.values()), rows, chinese=context.chinese)
        else:
            STDERR.print(
                say("还没有装载过。试试：", "Nothing was loaded yet. Try: ")
                + "sixchains load zhenhai-plan"
            )


def _register_unload(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command("unload", help=say("移除一个数据集", "Remove a data set"))
    def unload_command(
        dataset: Annotated[str, typer.Argument(help=say("数据集名", "Name of the data set"))],
    ) -> None:
        with context.graph() as graph, context.load_options() as options:
            removed = unload(graph, dataset, options)
            if dataset == ENTERED:
                forget(graph)
        STDOUT.print(
            say(
                f"已移除 {dataset}：{removed} 个实体与关系",
                f"Removed {dataset}: {removed} entities and relations",
            ),
            highlight=False,
        )


def _register_rebuild(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "rebuild",
        help=say(
            "清空后按各数据集的文件和人工判断重建整图",
            "Empty the graph and make it anew from the files of its data sets and the judgements",
        ),
    )
    def rebuild_command(
        *,
        yes: Annotated[
            bool, typer.Option("--yes", help=say("不再询问", "Do not ask before it begins"))
        ] = False,
    ) -> None:
        with context.graph() as graph, context.load_options() as options:
            if not yes:
                typer.confirm(
                    say("将清空整图并重新装载，继续？", "Empty the graph and load it anew?"),
                    abort=True,
                    err=True,
                )
            for report in rebuild(graph, options):
                print_report(context, report)


def _chosen(
    context: Context, name: str, files: Sequence[Path], folder: Path | None
) -> list[tuple[Dataset, Inputs]]:
    """The data sets to load and their files."""
    if name == ALL:
        if folder is None or files:
            raise BadInputError(
                "load all takes a folder and no files: sixchains load all --from FOLDER"
            )
        found, missing = datasets_in(folder)
        for one in missing:
            STDERR.print(
                context.say(f"没有 {one} 的文件，跳过", f"No files of {one} there: left out"),
                markup=False,
            )
        return found
    if name == TABLE:
        if len(files) != 1 or folder is not None:
            raise BadInputError("load table takes one file: sixchains load table FILE.xlsx")
        return [table_dataset(files[0])]
    if name == ENTERED:
        return [entered_dataset(Journal(context.settings.data_folder).path)]
    dataset = dataset_named(name)
    if dataset.tables and not files and folder is None:
        raise BadInputError(
            f"say where the files of {name} are: sixchains load {name} --from FOLDER, or name its files"
        )
    if folder is not None:
        return [(dataset, dataset.inputs_in(folder))]
    return [(dataset, dataset.inputs_of(files))]


def _run(
    context: Context, dataset: Dataset, inputs: Inputs, options: Options, *, dry_run: bool
) -> LoadReport:
    if dry_run:
        return preview(dataset, inputs, options)
    journal = Journal(context.settings.data_folder)
    with context.graph() as graph:
        if dataset.name == ENTERED:
            return load_all(graph, journal, options)
        report = load(graph, dataset, inputs, options)
        if journal.entries():  # what people entered refers to what was loaded
            load_all(graph, journal, options)
    return report


def print_report(context: Context, report: LoadReport) -> None:
    """Show what a load did, by file, and the reasons of rejected records by count."""
    say = context.say
    note = say("（试运行，未写入）", " (dry run, nothing written)") if report.dry_run else ""
    labels = _counts(context)
    file, whole = say("文件", "file"), say("合计", "in all")
    rows: list[dict[str, Any]] = [
        {file: one.name, **{label: getattr(one, name) for name, label in labels.items()}}
        for one in report.files
    ]
    if len(rows) != 1:
        total = {label: getattr(report, name) for name, label in labels.items()}
        rows.append({file: whole, **total})
    columns = (file, *labels.values())
    print_table(columns, rows, chinese=context.chinese, title=f"{report.dataset}{note}")
    if not report.dry_run:
        STDOUT.print(
            say(
                f"图中新增 {report.created}、更新 {report.updated}、未变 {report.unchanged}、移除 {report.removed}",
                f"In the graph: {report.created} created, {report.updated} updated, "
                f"{report.unchanged} unchanged, {report.removed} removed",
            ),
            highlight=False,
        )
    if not report.read:
        STDERR.print(
            say(
                "文件中没有可装载的行（示例行不算）",
                "The files hold no row to load; example rows do not count",
            )
        )
    if report.reasons:
        reason, count = say("原因", "reason"), say("条数", "records")
        most = list(report.reasons.items())[:REASONS_SHOWN]
        print_table(
            (reason, count),
            [{reason: text, count: number} for text, number in most],
            chinese=context.chinese,
        )
        STDERR.print(
            say(f"逐条见 {report.rejections}", f"Each record is in {report.rejections}"),
            markup=False,
        )


def _counts(context: Context) -> dict[str, str]:
    """The counts of a load with their labels: read is the sum of the others."""
    say = context.say
    return {
        "read": say("读取", "read"),
        "entities": say("实体", "entities"),
        "relations": say("关系", "relations"),
        "merged": say("合并", "merged"),
        "rejected": say("拒绝", "rejected"),
    }
