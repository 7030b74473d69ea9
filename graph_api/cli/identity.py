"""Commands on which records are one: resolve, review, judge, split."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from getpass import getuser
from typing import Annotated

import typer

from graph_api.cli.context import Context
from graph_api.cli.output import STDERR, STDOUT, print_table
from graph_api.domain import Entity, NotFoundError
from graph_api.store import Graph


class VerdictChoice(StrEnum):
    """What can be said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


KEYS = {"s": VerdictChoice.SAME, "d": VerdictChoice.DIFFERENT, "u": VerdictChoice.UNSURE}


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    _register_resolve(app, context)
    _register_review(app, context)
    _register_judge(app, context)
    _register_split(app, context)


def _register_resolve(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "resolve",
        help=say(
            "按名称规则查找同一机构：有把握的合并，其余列入待审",
            "Find organisations that are one by their names: join the sure ones, list the rest for review",
        ),
    )
    def resolve_command() -> None:
        from loaders.identity.deciding import find_close

        with context.graph() as graph:
            with context.progress() as progress:
                found = find_close(
                    graph,
                    context.settings.data_folder,
                    lambda done, total: progress("match", done, total),
                )
            moved = _apply(context, graph)
        STDOUT.print(
            say(
                f"按规则合并 {found.close} 对，待审 {found.to_review} 对（sixchains review）；图中变动 {moved} 条记录",
                f"{found.close} pairs are one by the rule, {found.to_review} are for review "
                f"(sixchains review); {moved} records moved in the graph",
            ),
            highlight=False,
        )


def _register_review(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "review",
        help=say(
            "逐对审核名称相近的机构：s 相同，d 不同，u 不确定，q 退出",
            "Walk the pairs of close names: s same, d different, u unsure, q quit",
        ),
    )
    def review_command(
        *,
        who: Annotated[str, typer.Option(help=say("审核人", "Who judges"))] = "",
        limit: Annotated[int, typer.Option(min=1, help=say("至多几对", "Pairs at most"))] = 1_000,
    ) -> None:
        from loaders.identity.deciding import both, judge, to_review
        from loaders.identity.judgements import Judgement

        folder = context.settings.data_folder
        pairs = to_review(folder)
        if not pairs:
            STDERR.print(
                say("没有待审的记录。先运行：", "Nothing to review. Run first: ")
                + "sixchains resolve"
            )
            return
        with context.graph() as graph:
            for number, pair in enumerate(pairs[:limit], 1):
                try:
                    left, right = both(graph, pair)
                except NotFoundError:
                    continue  # its data set was unloaded since; the next resolve forgets the pair
                STDOUT.print(f"{number}/{len(pairs)}  {pair.why}", highlight=False, markup=False)
                print_pair(context, left, right)
                answer = _asked(context)
                if answer is None:
                    break
                now = datetime.now(UTC).isoformat(timespec="seconds")
                verdict = Judgement(
                    pair.left, pair.right, answer.value, who or getuser(), now, "review"
                )
                judge(graph, folder, verdict)
            moved = _apply(context, graph)
        STDOUT.print(
            say(f"图中变动 {moved} 条记录", f"{moved} records moved in the graph"), highlight=False
        )


def _register_judge(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "judge",
        help=say(
            "判断两条记录是否同一事物，判断先于一切规则",
            "Say whether two records are one; a judgement goes before every rule",
        ),
    )
    def judge_command(
        left: Annotated[str, typer.Argument(help=say("记录编号", "Id of a record"))],
        right: Annotated[str, typer.Argument(help=say("另一条记录的编号", "Id of the other"))],
        verdict: Annotated[
            VerdictChoice, typer.Argument(help=say("相同、不同或不确定", "What they are"))
        ],
        *,
        why: Annotated[str, typer.Option(help=say("理由", "Why"))] = "",
        who: Annotated[str, typer.Option(help=say("判断人", "Who judges"))] = "",
    ) -> None:
        from loaders.identity.deciding import judge
        from loaders.identity.judgements import Judgement

        now = datetime.now(UTC).isoformat(timespec="seconds")
        judgement = Judgement(left, right, verdict.value, who or getuser(), now, why)
        with context.graph() as graph:
            judge(graph, context.settings.data_folder, judgement)
            moved = _apply(context, graph)
        STDOUT.print(
            say(f"已记录；图中变动 {moved} 条记录", f"Kept; {moved} records moved in the graph"),
            highlight=False,
        )


def _register_split(app: typer.Typer, context: Context) -> None:
    say = context.say

    @app.command(
        "split",
        help=say(
            "撤销合并：把一条记录与同实体的其他记录分开",
            "Undo a merge: set a record apart from the others of its entity",
        ),
    )
    def split_command(
        record: Annotated[str, typer.Argument(help=say("记录编号", "Id of the record"))],
        *,
        why: Annotated[str, typer.Option(help=say("理由", "Why"))] = "",
        who: Annotated[str, typer.Option(help=say("判断人", "Who judges"))] = "",
    ) -> None:
        from loaders.identity.deciding import split

        folder = context.settings.data_folder
        with context.graph() as graph:
            others = split(graph, folder, record, who or getuser(), why)
            _apply(context, graph)
        apart = ", ".join(others)
        STDOUT.print(
            say(f"{record} 已与 {apart} 分开", f"{record} is apart from {apart}"), highlight=False
        )


def print_pair(context: Context, left: Entity, right: Entity) -> None:
    """Show two entities side by side."""
    say = context.say
    field = say("项目", "field")
    facts: dict[str, Callable[[Entity], str]] = {
        say("编号", "id"): lambda one: ", ".join(one.record_ids or (one.id,)),
        say("名称", "name"): lambda one: one.name,
        say("别名", "aliases"): lambda one: "、".join(one.aliases),
        say("类型", "kind"): lambda one: str(one.kind),
        say("地区", "region"): lambda one: one.region or "",
        say("数据集", "data sets"): lambda one: ", ".join(one.datasets),
        say("简介", "description"): lambda one: (one.description or "")[:120],
    }
    rows = [{field: label, "A": told(left), "B": told(right)} for label, told in facts.items()]
    print_table((field, "A", "B"), rows, chinese=context.chinese)


def _asked(context: Context) -> VerdictChoice | None:
    """The answer to one pair; None for an end of the review."""
    question = context.say(
        "相同 s / 不同 d / 不确定 u / 退出 q", "same s / different d / unsure u / quit q"
    )
    while True:
        answer = typer.prompt(question, default="u", err=True).strip().lower()[:1]
        if answer == "q":
            return None
        if answer in KEYS:
            return KEYS[answer]


def _apply(context: Context, graph: Graph) -> int:
    """Bring the graph to what is known of pairs of records now."""
    from loaders.identity.known import known_in
    from loaders.pipeline import resolve_identity

    with context.load_options() as options:
        known = known_in(context.settings.data_folder)
        return resolve_identity(graph, replace(options, known=known))
