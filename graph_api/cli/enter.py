"""`sixchains enter`: needs and offers of a spreadsheet, row by row, as if by hand."""

from pathlib import Path
from typing import Annotated

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json
from graph_api.domain import NotFoundError

REFUSED = 2
"""Exit code where a row was not taken."""


def register(app: typer.Typer, context: Context) -> None:
    """Add the command of this module."""
    say = context.say

    @app.command(
        "enter",
        help=say(
            "按模板录入需求和服务项；单位和主题填图中的名称即可，同一行不会录入两次\n\n"
            "sixchains template needs；sixchains enter needs.xlsx",
            "Enter the needs and offers of a template; firms and subjects are named as in the graph, "
            "and no row is entered twice\n\nsixchains template needs; sixchains enter needs.xlsx",
        ),
    )
    def enter_command(
        file: Annotated[
            Path, typer.Argument(help=say("填好的工作簿或 CSV", "The workbook or CSV"))
        ],
        *,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from loaders.entered.entering import user_of_this_machine
        from loaders.entered.journal import Journal
        from loaders.entered.settle import settle
        from loaders.entered.sheets import enter_file
        from loaders.identity.known import known_in

        if not file.is_file():
            raise NotFoundError(f"there is no file {file}; make one with: sixchains template needs")
        journal = Journal(context.settings.data_folder)
        with context.graph() as graph:
            taken = enter_file(graph, journal, user_of_this_machine(), file)
            settle(graph, journal, known_in(context.settings.data_folder))
        ids = [one.standing.id for one in taken.entered]
        if as_json:
            before = [one.standing.id for one in taken.repeated]
            print_json({"entered": ids, "there_before": before, "faults": taken.faults})
        else:
            STDOUT.print(
                say(
                    f"录入 {len(ids)} 条，此前已有 {len(taken.repeated)} 条，未录入 {len(taken.faults)} 条",
                    f"Entered {len(ids)}, there before {len(taken.repeated)}, not taken {len(taken.faults)}",
                ),
                highlight=False,
            )
            for fault in taken.faults:
                STDERR.print(f"  {fault}", markup=False, highlight=False)
        if taken.faults:
            raise typer.Exit(REFUSED)
