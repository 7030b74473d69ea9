"""`sixchains assign`: the needs of a table, or those saved in the graph, spread over providers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, print_json, print_table
from graph_api.domain import (
    ORGANISATIONS,
    BadInputError,
    Entity,
    Kind,
    NotFoundError,
    SixChainsError,
    Status,
)
from graph_api.store import Graph, resolve, search

if TYPE_CHECKING:
    from graph_api.matching import Need
    from graph_api.matching.assign import Assignment, Candidates
    from loaders.tables.needs import NeedRow

METHODS = ("greedy", "flow")


def register(app: typer.Typer, context: Context) -> None:
    """Add the command."""
    say = context.say

    @app.command(
        "assign",
        help=say(
            "把一批需求分配给各有承接能力的供给方",
            "Spread many needs over providers that can each take only so many",
        ),
    )
    def assign_command(
        file: Annotated[
            Path | None,
            typer.Argument(
                help=say(
                    "需求表：CSV 或工作簿，列与模板 needs 相同；不填则为图中待对接的需求",
                    "Table of needs: CSV or workbook, columns as in the template needs; "
                    "without it the open needs of the graph",
                )
            ),
        ] = None,
        *,
        method: Annotated[
            str, typer.Option(help=say("greedy 或 flow（精确）", "greedy, or flow (exact)"))
        ] = "greedy",
        capacity: Annotated[
            int | None,
            typer.Option(
                min=0,
                help=say(
                    "每个供给方最多承接几项；不填则不限",
                    "How many needs each provider takes; any number where not given",
                ),
            ),
        ] = None,
        capacity_of: Annotated[
            list[str] | None,
            typer.Option(
                metavar="NAME=N",
                help=say(
                    "某一供给方的承接数，可重复",
                    "The same for one provider, may be given again",
                ),
            ),
        ] = None,
        candidates: Annotated[
            int,
            typer.Option(
                min=1,
                max=1_000,
                help=say("每项需求考虑的供给方数", "Providers considered for each need"),
            ),
        ] = 20,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from graph_api.matching import snapshot
        from graph_api.matching.assign import Method, assign
        from graph_api.matching.assign import candidates as find

        if method not in METHODS:
            message = f"--method takes greedy or flow, not {method!r}"
            raise BadInputError(message)
        stated = dict(map(_stated_capacity, capacity_of or ()))
        with context.graph() as graph:
            rows, faults = _rows(graph, file)
            capacities = {resolve(graph, name).id: taken for name, taken in stated.items()}
            needs, unknown = _asked(graph, rows)
            found = find(snapshot(graph), needs, candidates)
        for fault in (*faults, *unknown):
            STDERR.print(fault, markup=False)
        answer = assign(found.table(capacities, capacity), Method(method))
        shown = _Shown(context, rows, found, answer, capacity, found.names())
        if as_json:
            print_json(shown.document())
        else:
            shown.print()


def _stated_capacity(text: str) -> tuple[str, int]:
    name, _, number = text.rpartition("=")
    if not name or not (number.isascii() and number.isdecimal()):
        message = f"--capacity-of takes NAME=NUMBER, not {text!r}"
        raise BadInputError(message)
    return name, int(number)


def _rows(graph: Graph, file: Path | None) -> tuple["Sequence[NeedRow]", Sequence[str]]:
    """The needs of the table, or the open ones of the graph, and what of them was not understood."""
    from graph_api.matching.saved import saved_need
    from loaders.tables.needs import NeedRow, needs_of_table

    if file is not None:
        return needs_of_table(file)
    rows: list[NeedRow] = []
    faults: list[str] = []
    for saved in _open_needs(graph):
        try:
            rows.append(NeedRow(saved.id, saved.name, saved_need(graph, saved.id)))
        except SixChainsError as error:
            faults.append(str(error))
    if not rows:
        message = "no need of the graph is open: name a table, or enter needs in the console"
        raise NotFoundError(message)
    return rows, faults


def _open_needs(graph: Graph) -> Iterator[Entity]:
    """The needs of the graph that are not said to be matched or closed."""
    after: str | None = None
    while True:
        page = search(graph, kinds=(Kind.NEED,), limit=1_000, after=after)
        for one in page.entities:
            if one.properties.get("state", "open") == "open" and one.status is not Status.CLOSED:
                yield one
        after = page.next
        if after is None:
            return


def _asked(graph: Graph, rows: "Sequence[NeedRow]") -> tuple["dict[str, Need]", list[str]]:
    """The needs by the number of their row; a firm that the graph does not know is left out of its need.

    Deadlines are counted from today.
    """
    today = datetime.now(UTC).date()
    needs: dict[str, Need] = {}
    unknown: list[str] = []
    for number, row in enumerate(rows):
        need = row.need
        if need.firm:
            try:
                need = replace(need, firm=resolve(graph, need.firm, ORGANISATIONS).id)
            except NotFoundError as error:
                need = replace(need, firm=None)
                unknown.append(f"{row.place}: {error}")
        needs[f"{number:06}"] = replace(need, as_of=today)
    return needs, unknown


@dataclass(frozen=True, slots=True)
class _Shown:
    """An assignment, with what is needed to show it."""

    context: Context
    rows: "Sequence[NeedRow]"
    found: "Candidates"
    answer: "Assignment"
    default_capacity: int | None
    names: Mapping[str, str]

    def document(self) -> dict[str, Any]:
        """All of it as plain values; a need is named by its row."""
        answer = self.answer
        return {
            "method": answer.method,
            "penalty": answer.penalty,
            "default_capacity": self.default_capacity,
            "total": answer.total,
            "best_total": answer.best_total,
            "lost": answer.lost,
            "charged": answer.charged,
            "assigned": [
                {
                    **self._named(one.need),
                    "provider": {"id": one.provider, "name": self.names[one.provider]},
                    "offer": self.found.options[one.need][one.provider].offer,
                    "status": self.found.options[one.need][one.provider].status,
                    "inferred": self.found.options[one.need][one.provider].inferred,
                    "score": one.score,
                    "best_provider": {
                        "id": one.best_provider,
                        "name": self.names[one.best_provider],
                    },
                    "lost": one.lost,
                }
                for one in answer.assigned
            ],
            "unassigned": self._unassigned(),
            "loads": [
                {
                    "provider": {"id": one.provider, "name": self.names[one.provider]},
                    "load": one.load,
                    "capacity": one.capacity,
                    "capacity_stated": one.stated,
                    "wanted": one.wanted,
                }
                for one in answer.loads
            ],
        }

    def print(self) -> None:
        """Who serves what, what nobody serves and why, then the load of each provider."""
        say = self.context.say
        need, provider, state, score, lost = (
            say("需求", "need"),
            say("提供方", "provider"),
            say("状态", "status"),
            say("得分", "score"),
            say("比最佳低", "below its best"),
        )
        rows: list[Mapping[str, Any]] = []
        for one in self.answer.assigned:
            option = self.found.options[one.need][one.provider]
            rows.append(
                {
                    need: self.rows[int(one.need)].name,
                    provider: option.provider_name,
                    state: say(option.label_zh, option.label_en),
                    score: one.score,
                    lost: one.lost,
                }
            )
        if rows:
            columns = (need, provider, state, score, lost)
            print_table(columns, rows, chinese=self.context.chinese)
        left = self._unassigned()
        for item in left:
            reason = item["zh"] if self.context.chinese else item["en"]
            STDERR.print(
                say(f"未分配：{item['name']}：{reason}", f"Not assigned: {item['name']}: {reason}"),
                markup=False,
            )
        self._print_loads()
        answer = self.answer
        STDERR.print(
            say(
                f"已分配 {len(rows)} 项，未分配 {len(left)} 项；总分 {answer.total}，"
                f"各取最佳为 {answer.best_total}",
                f"{len(rows)} assigned, {len(left)} not; {answer.total} points, "
                f"{answer.best_total} if each had its best",
            )
        )

    def _print_loads(self) -> None:
        say = self.context.say
        provider, load, capacity, wanted = (
            say("提供方", "provider"),
            say("承接", "load"),
            say("上限", "capacity"),
            say("最适合的需求", "best for"),
        )
        any_number = say("不限", "any number")
        assumed = say("（默认）", " (default)")
        ordered = sorted(
            self.answer.loads, key=lambda one: (-one.load, -one.wanted, self.names[one.provider])
        )
        rows = [
            {
                provider: self.names[one.provider],
                load: one.load,
                capacity: (any_number if one.capacity is None else str(one.capacity))
                + ("" if one.stated else assumed),
                wanted: one.wanted,
            }
            for one in ordered
            if one.load or one.wanted
        ]
        if rows:
            title = say("各提供方的承接情况", "Load of each provider")
            columns = (provider, load, capacity, wanted)
            print_table(columns, rows, chinese=self.context.chinese, title=title)

    def _unassigned(self) -> list[dict[str, Any]]:
        left = [
            {
                **self._named(one.need),
                "reason": one.reason,
                "lost": one.best,
                "zh": one.zh,
                "en": one.en,
                "stopped_count": dict(self.found.stopped.get(one.need, {})),
            }
            for one in self.answer.unassigned
        ]
        left += [
            {
                **self._named(need),
                "reason": "problem",
                "lost": 0,
                "zh": f"{error.title_zh}：{error}",
                "en": str(error),
            }
            for need, error in self.found.problems.items()
        ]
        return sorted(left, key=lambda item: str(item["need"]))

    def _named(self, need: str) -> dict[str, Any]:
        row = self.rows[int(need)]
        return {"need": row.place, "name": row.name}
