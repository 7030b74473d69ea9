"""`sixchains demo` and `serve`: the console and the API; `engine`: the embedded engine by hand."""

import threading
import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDERR, STDOUT
from graph_api.domain import BadInputError
from graph_api.settings import Settings
from graph_api.store import Graph, engine
from loaders.pipeline import load
from loaders.registry import DATASETS

DEMO_DATASET = "zhenhai-plan"
BROWSER_DELAY_SECONDS = 0.5


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    say = context.say
    host_option = typer.Option(help=say("监听地址", "Address to listen on"))
    port_option = typer.Option(min=1, max=65535, help=say("端口", "Port"))

    @app.command(
        "demo",
        help=say("装载方案、启动服务并打开控制台", "Load the plan, serve, and open the console"),
    )
    def demo_command(
        *,
        port: Annotated[int | None, port_option] = None,
        browser: Annotated[bool, typer.Option(help=say("打开浏览器", "Open a browser"))] = True,
    ) -> None:
        settings = _with_address(context.settings, None, port)
        with context.graph() as graph:
            with context.load_options() as options:
                report = load(graph, DATASETS[DEMO_DATASET], options=options)
            STDOUT.print(
                say(
                    f"方案已就绪：{report.entities} 个实体，{report.relations} 条关系",
                    f"The plan is loaded: {report.entities} entities, {report.relations} relations",
                ),
                highlight=False,
            )
            _run(context, settings, graph, browser=browser, open_to_network=False)

    @app.command("serve", help=say("启动 HTTP 接口与控制台", "Serve the HTTP API and the console"))
    def serve_command(
        *,
        host: Annotated[str | None, host_option] = None,
        port: Annotated[int | None, port_option] = None,
        open_to_network: Annotated[
            bool,
            typer.Option(
                "--open",
                help=say("允许本机以外的地址访问（只读）", "Let other machines read"),
            ),
        ] = False,
    ) -> None:
        settings = _with_address(context.settings, host, port)
        with context.graph() as graph:
            _run(context, settings, graph, browser=False, open_to_network=open_to_network)

    engines = typer.Typer(
        no_args_is_help=True, help=say("内嵌引擎：启动、停止、状态", "The embedded engine")
    )
    app.add_typer(engines, name="engine")

    @engines.command("start", help=say("启动并保持运行", "Start it and keep it running"))
    def start_command() -> None:
        state = engine.start(_embedded(context.settings), stay=True)
        STDOUT.print(
            say(
                f"引擎运行中：端口 {state.port}，进程 {state.pid}",
                f"Running: port {state.port}, process {state.pid}",
            ),
            highlight=False,
        )

    @engines.command("stop", help=say("停止", "Stop it"))
    def stop_command() -> None:
        stopped = engine.stop(_embedded(context.settings))
        STDOUT.print(say("已停止", "Stopped") if stopped else say("没有运行", "It was not running"))

    @engines.command("status", help=say("状态", "Tell whether it runs"))
    def status_command() -> None:
        state = engine.status(_embedded(context.settings))
        if state is None:
            STDOUT.print(
                say(
                    "没有运行；启动：sixchains engine start",
                    "Not running; start it with: sixchains engine start",
                )
            )
        else:
            STDOUT.print(
                say(
                    f"运行中：端口 {state.port}，进程 {state.pid}",
                    f"Running: port {state.port}, process {state.pid}",
                ),
                highlight=False,
            )


def _run(
    context: Context, settings: Settings, graph: Graph, *, browser: bool, open_to_network: bool
) -> None:
    from graph_api.http import serve

    address = f"http://{settings.host}:{settings.port}/"

    def announce() -> None:
        STDERR.print(
            context.say(
                f"控制台：{address}（按 Ctrl-C 结束）", f"Console: {address} (Ctrl-C ends it)"
            ),
            highlight=False,
        )
        if browser:
            threading.Timer(BROWSER_DELAY_SECONDS, _open_browser, [address]).start()

    serve(settings, graph, open_to_network=open_to_network, ready=announce)


def _open_browser(address: str) -> None:
    """Show the console where there is a desktop; a browser for the terminal would take it over."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(address)


def _with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    given = {"host": host, "port": port}
    changed = {name: value for name, value in given.items() if value is not None}
    return settings.model_copy(update=changed)


def _embedded(settings: Settings) -> Settings:
    if settings.database_url:
        message = f"the database is {settings.database_url}, not the embedded engine; unset SIXCHAINS_DATABASE_URL"
        raise BadInputError(message)
    return settings
