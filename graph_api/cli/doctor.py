"""`sixchains doctor`: what is installed, which engine runs, what is loaded, and what to do next."""

import platform
from importlib.metadata import version
from typing import Annotated, Any

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDOUT, print_json, print_table
from graph_api.domain import SixChainsError
from graph_api.settings import settings_in_force
from graph_api.store import counts, graph_hash, loads
from graph_api.version import VERSION

LIBRARIES = ("neo4j", "arcadedb-embedded", "fastapi", "networkx", "pyvis")


def register(app: typer.Typer, context: Context) -> None:
    """Add the command of this module."""
    say = context.say

    @app.command(
        "doctor",
        help=say("检查安装、引擎、数据和设置", "Check installation, engine, data and settings"),
    )
    def doctor_command(
        *,
        as_json: Annotated[
            bool, typer.Option("--json", help=say("输出 JSON", "Print JSON"))
        ] = False,
    ) -> None:
        findings = examine(context)
        if as_json:
            print_json(findings)
        else:
            _print(context, findings)
        if findings["problem"]:
            raise typer.Exit(findings["exit_code"])


def examine(context: Context) -> dict[str, Any]:
    """What there is: `installed`, `settings`, `engine`, `loaded`, `problem` (or None) and `next`."""
    findings: dict[str, Any] = {
        "installed": {
            "sixchains": VERSION,
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "settings": settings_in_force(context.settings),
        "engine": None,
        "loaded": None,
        "problem": None,
        "exit_code": 0,
    }
    try:
        with context.graph() as graph:
            findings["engine"] = {"name": graph.engine, "version": graph.version}
            findings["loaded"] = {**counts(graph), "hash": graph_hash(graph), "loads": loads(graph)}
    except SixChainsError as error:
        findings |= {"problem": str(error), "exit_code": error.exit_code}
    findings["next"] = _next_step(context, findings)
    return findings


def _next_step(context: Context, findings: dict[str, Any]) -> str:
    if findings["problem"]:
        return context.say(
            "先解决上面的问题，再运行 sixchains doctor",
            "Mend the problem above, then run: sixchains doctor",
        )
    if not findings["loaded"]["entities"]:
        return context.say(
            "装载方案：sixchains load zhenhai-plan", "Load the plan: sixchains load zhenhai-plan"
        )
    return context.say(
        "打开控制台：sixchains demo；提问：sixchains ask --help",
        "Open the console: sixchains demo; ask: sixchains ask --help",
    )


def _print(context: Context, findings: dict[str, Any]) -> None:
    say = context.say
    part, found = say("部件", "part"), say("版本", "version")
    print_table(
        (part, found),
        [{part: name, found: text} for name, text in findings["installed"].items()],
        chinese=False,
        title=say("已安装", "Installed"),
    )
    print_table(
        ("setting", "value", "from"),
        findings["settings"],
        chinese=False,
        title=say("设置", "Settings"),
    )
    if findings["problem"]:
        STDOUT.print(say("问题：", "Problem: ") + findings["problem"], style="red", markup=False)
    else:
        engine, loaded = findings["engine"], findings["loaded"]
        STDOUT.print(
            say("引擎：", "Engine: ") + f"{engine['name']} {engine['version']}", highlight=False
        )
        numbers = {
            say("实体", "entities"): sum(loaded["entities"].values()),
            say("关系", "relations"): sum(loaded["relations"].values()),
            say("数据集", "data sets"): ", ".join(loaded["datasets"]) or "—",
            say("哈希", "hash"): loaded["hash"],
        }
        print_table(tuple(numbers), [numbers], chinese=False, title=say("已装载", "Loaded"))
    STDOUT.print(findings["next"], style="bold", highlight=False)
