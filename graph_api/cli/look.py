"""Commands of those who look: search, match and why-not, centrality, cypher."""

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import typer

from graph_api.cli import match
from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, print_json, print_table
from graph_api.domain import KINDS, BadInputError, Entity, Kind
from graph_api.questions import read_outside
from graph_api.store import search


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    for add in (_add_search, match.register, _add_centrality, _add_cypher):
        add(app, context)


def _add_search(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command("search", help=say("按名称搜索", "Search by name"))
    def search_command(
        text: Annotated[str, typer.Argument(help=say("名称或其一部分", "A name or a part of one"))],
        *,
        kind: Annotated[
            str | None, typer.Option(help=say("类型，如 Enterprise", "Kind, such as Enterprise"))
        ] = None,
        limit: Annotated[int, _limit_option(context)] = 20,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        kinds = [_kind(kind)] if kind else []
        with context.graph() as graph:
            page = search(graph, text, kinds=kinds, limit=limit)
        rows = [_row(entity) for entity in page.entities]
        if as_json:
            print_json({"total": {"value": page.total, "relation": page.relation}, "rows": rows})
        elif rows:
            print_table(("entity", "id", "chain"), rows, chinese=context.chinese)
            STDERR.print(say(f"{len(rows)} / {page.total}", f"{len(rows)} of {page.total}"))
        else:
            STDERR.print(
                say(
                    f"没有找到“{text}”；可换较短的词，或用 sixchains doctor 查看已装载的数据",
                    f"Nothing is called {text!r}; try a shorter word, or see what is loaded: sixchains doctor",
                ),
                markup=False,
            )


def _add_centrality(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "centrality", help=say("合作网络中心性", "Centrality in the collaboration network")
    )
    def centrality_command(
        *,
        name: Annotated[
            str,
            typer.Option(
                "--measure",
                help=say(
                    "指标，如 betweenness；未知的指标会列出全部",
                    "Measure, such as betweenness; an unknown one is answered with the list",
                ),
            ),
        ] = "betweenness",
        limit: Annotated[int, _limit_option(context)] = 20,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from graph_api.centrality import MEASURES, collaboration_of, measure

        with context.graph() as graph:
            rows = measure(collaboration_of(graph), [name])[:limit]
        if as_json:
            print_json(rows)
            return
        columns = ("rank", "name", "kind", "value", "percentile", "method")
        print_table(
            columns,
            [{column: getattr(row, column) for column in columns} for row in rows],
            chinese=context.chinese,
            title=f"{say(MEASURES[name].zh, name)}: {MEASURES[name].definition}",
        )


def _add_cypher(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command("cypher", help=say("运行一条只读 Cypher", "Run one read-only Cypher statement"))
    def cypher_command(
        statement: Annotated[
            str,
            typer.Argument(help=say("语句；- 表示标准输入", "The statement; - is standard input")),
        ],
        *,
        parameters: Annotated[
            str, typer.Option(help=say("参数（JSON 对象）", "Parameters, a JSON object"))
        ] = "{}",
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        query = sys.stdin.read() if statement == "-" else statement
        with context.graph() as graph:
            answer = read_outside(graph, context.settings, query, _parameters(parameters))
        if as_json:
            print_json(answer)
            return
        print_table(answer.columns, answer.rows, chinese=context.chinese)
        count = len(answer.rows)
        more = say("（已截断）", " (cut off)") if answer.truncated else ""
        STDERR.print(say(f"{count} 行{more}", f"{count} rows{more}"))


def _limit_option(context: Context) -> Any:  # noqa: ANN401 - what typer.Option returns is its own
    return typer.Option(min=1, max=10_000, help=context.say("最多几条", "At most so many"))


def _row(entity: Entity) -> dict[str, Any]:
    node = {"id": entity.id, "kind": entity.kind, "name": entity.name, "status": entity.status}
    return {"entity": node, "id": entity.id, "chain": entity.chain}


def _kind(name: str) -> Kind:
    if name not in KINDS:
        message = f"there is no kind {name!r}; choose one of: {', '.join(Kind)}"
        raise BadInputError(message)
    return Kind(name)


def _parameters(text: str) -> Mapping[str, Any]:
    try:
        values = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f'--parameters is not JSON: {error}; write an object such as \'{{"name": "x"}}\''
        raise BadInputError(message) from None
    if not isinstance(values, dict):
        message = '--parameters takes a JSON object, such as \'{"name": "x"}\''
        raise BadInputError(message)
    return values
