"""The command `bulk`: a first load of whole data sets, around the engine instead of through it."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.load import print_report
from graph_api.cli.output import STDERR, STDOUT
from graph_api.domain import BadInputError
from loaders.registry import dataset_named, datasets_in

if TYPE_CHECKING:
    from loaders.bulk import Chosen
    from loaders.pipeline import Options
    from loaders.report import LoadReport


def register(app: typer.Typer, context: Context) -> None:
    """Add the command."""
    say = context.say
    folder_option = typer.Option(
        "--from",
        metavar="FOLDER",
        help=say("数据集文件夹所在的目录", "Folder that holds a folder for each data set"),
    )
    target_option = typer.Option(
        "--neo4j-admin",
        metavar="DIR",
        help=say(
            "不装载，只写出 Neo4j 自带导入工具的文件",
            "Load nothing, and write the files for Neo4j's own import into a new folder",
        ),
    )

    @app.command(
        "bulk",
        help=say(
            "首次批量装载到空图：与 load 结果相同，快数倍；引擎须先停止。\n\n"
            "sixchains bulk --from 目录；sixchains bulk --from 目录 chainkg ickg25",
            "Fill an empty graph: what load makes, several times as fast, with the engine stopped.\n\n"
            "sixchains bulk --from FOLDER; sixchains bulk --from FOLDER chainkg ickg25",
        ),
    )
    def bulk_command(
        names: Annotated[
            list[str] | None,
            typer.Argument(
                help=say("数据集（缺省为全部）", "Data sets; all that are there if none")
            ),
        ] = None,
        *,
        folder: Annotated[Path, folder_option],
        target: Annotated[Path | None, target_option] = None,
    ) -> None:
        started = time.monotonic()
        if target is None and context.settings.database_url is not None:
            raise BadInputError(
                "bulk fills the embedded engine only; for a Neo4j write the files of its own import "
                "with: sixchains bulk --from FOLDER --neo4j-admin DIR"
            )
        chosen = _chosen(context, names or [], folder)
        with context.load_options() as options:
            reports, hint = _run(context, chosen, options, target)
        for report in reports:
            print_report(context, report)
        seconds = time.monotonic() - started
        STDERR.print(say(f"用时 {seconds:.1f} 秒", f"Took {seconds:.1f} s"), highlight=False)
        if hint:
            STDOUT.print(hint, markup=False, highlight=False, soft_wrap=True)


def _run(
    context: Context, chosen: "Sequence[Chosen]", options: "Options", target: Path | None
) -> "tuple[Sequence[LoadReport], str]":
    """The reports, and what is to be done next where files were written."""
    from loaders.bulk import bulk_load, gathered
    from loaders.export.neo4j_admin import SCRIPT, write_import
    from loaders.export.place import working_folder

    if target is None:
        return bulk_load(context.settings, chosen, options), ""
    if target.exists():
        raise BadInputError(f"{target} is there already; name a new folder")
    with working_folder(target) as place, gathered(chosen, options) as found:
        made = place / "files"
        write_import(found.entities(), found.relations(), found.notes(), made)
        made.rename(target)
        return found.reports, f"with Neo4j stopped, run: sh {target / SCRIPT}"


def _chosen(context: Context, names: Sequence[str], folder: Path) -> "list[Chosen]":
    """The data sets to load and their files."""
    if names:
        return [
            (dataset, dataset.inputs_in(folder))
            for dataset in map(dataset_named, dict.fromkeys(names))
        ]
    found, missing = datasets_in(folder)
    for one in missing:
        STDERR.print(
            context.say(f"没有 {one} 的文件，跳过", f"No files of {one} there: left out"),
            markup=False,
        )
    return found
