"""`sixchains match` and `sixchains why-not`: who can serve a need, and why somebody else is not listed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph_api.cli.context import Context, json_option
from graph_api.cli.output import STDERR, STDOUT, print_json, print_table
from graph_api.domain import RELATIONS, BadInputError, RelationType, Stage
from graph_api.store import Graph, resolve

if TYPE_CHECKING:
    from graph_api.matching import Match, MatchResult, Need, PairExplanation, Path, Understood

SOURCES_SHOWN = 4
"""Sources that are shown of a result; --json has them all."""

MATCH_ZH = """为一项需求或一家企业寻找供给方。

先显示理解了什么、没有理解什么；再列出供给方：状态、得分及其构成（各项相加恰为总分）、从企业到供给方的路径、出处与原文。
拟建的不会当作在运行；没有写明、由产品或机构类型推断的标为“可能具备”，排在写明的之后。

例：sixchains match "紧固件盐雾试验" --firm 金鼎紧固件 --accreditation CNAS --budget 5000
"""
MATCH_EN = """Find who can serve a need or a firm.

Shows what was understood and what was not; then the providers with status, score and the points it is
made of, which add up exactly, the path from the firm, and sources with quotes. What is planned is never
shown as operating; what nobody wrote and only follows from products or kind is labelled as possible and
comes after what is stated.

Example: sixchains match "紧固件盐雾试验" --firm 金鼎紧固件 --accreditation CNAS --budget 5000
"""
WHY_ZH = """说明某个供给方为什么没有列入，或为什么排在那里：是哪个条件挡住了它，或在哪几项上得分较低。

例：sixchains why-not "紧固件盐雾试验" 中科院宁波材料所 --firm 金鼎紧固件
"""
WHY_EN = """Say why a provider is not listed, or why it stands where it does: which condition stopped it, or in
which parts it scored lower.

Example: sixchains why-not "紧固件盐雾试验" 中科院宁波材料所 --firm 金鼎紧固件
"""


def register(app: typer.Typer, context: Context) -> None:
    """Add the commands of this module."""
    _add_match(app, context)
    _add_why_not(app, context)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of both commands say; each is as it was typed."""

    text: str
    need: str | None
    firm: str | None
    service: str | None
    subject: Sequence[str] | None
    stage: str | None
    region: str | None
    complex: str | None
    budget: float | None
    accreditation: Sequence[str] | None
    deadline: str | None
    weights: Sequence[str] | None

    def as_need(self, graph: Graph) -> "Need":
        """The need that is asked for; the options change a saved one.

        Raises BadInputError for a need that says nothing and for a stage that is none.
        """
        from datetime import UTC, datetime

        from graph_api.matching import Need
        from graph_api.matching.saved import saved_need

        today = datetime.now(UTC).date()
        fields: dict[str, Any] = {
            "text": self.text,
            "service": self.service,
            "subjects": tuple(self.subject or ()),
            "stage": self._stage(),
            "region": self.region,
            "firm": self.firm,
            "complex_id": self.complex,
            "budget": self.budget,
            "deadline": self.deadline,
            "accreditations": tuple(self.accreditation or ()),
        }
        given = {name: value for name, value in fields.items() if value not in (None, "", ())}
        if self.need is not None:
            from dataclasses import replace

            return replace(saved_need(graph, self.need, today), **given)
        if not given:
            message = "say what is needed: a text, --service, --firm, or --need with a saved one"
            raise BadInputError(message)
        return Need(**given, as_of=today)

    def points(self) -> dict[str, int]:
        """The weights that are changed. Raises BadInputError for what is no part=points."""
        changed = {}
        for text in self.weights or ():
            part, equals, number = text.partition("=")
            if not equals or not (number.isascii() and number.isdecimal()):
                message = f"--weights takes part=points such as network=0, not {text!r}"
                raise BadInputError(message)
            changed[part] = int(number)
        return changed

    def _stage(self) -> Stage | None:
        if self.stage is None:
            return None
        if self.stage not in set(Stage):
            message = f"--stage takes one of {', '.join(Stage)}, not {self.stage!r}"
            raise BadInputError(message)
        return Stage(self.stage)


def _add_match(app: typer.Typer, context: Context) -> None:
    say = context.say
    option = _Options(context)

    @app.command("match", help=say(MATCH_ZH, MATCH_EN))
    def match_command(
        text: Annotated[str, typer.Argument(help=say("需求文字", "The need in words"))] = "",
        *,
        need: Annotated[str | None, option.need] = None,
        firm: Annotated[str | None, option.firm] = None,
        service: Annotated[str | None, option.service] = None,
        subject: Annotated[list[str] | None, option.subject] = None,
        stage: Annotated[str | None, option.stage] = None,
        region: Annotated[str | None, option.region] = None,
        complex_: Annotated[str | None, option.complex] = None,
        budget: Annotated[float | None, option.budget] = None,
        accreditation: Annotated[list[str] | None, option.accreditation] = None,
        deadline: Annotated[str | None, option.deadline] = None,
        weights: Annotated[list[str] | None, option.weights] = None,
        limit: Annotated[int, option.limit] = 10,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from graph_api.matching import match, snapshot

        asked = Asked(
            text,
            need,
            firm,
            service,
            subject,
            stage,
            region,
            complex_,
            budget,
            accreditation,
            deadline,
            weights,
        )
        points = asked.points()
        with context.graph() as graph:
            wanted = asked.as_need(graph)
            result = match(snapshot(graph), wanted, limit, weights=points)
        if as_json:
            print_json(result)
        else:
            _print_result(context, result)


def _add_why_not(app: typer.Typer, context: Context) -> None:
    say = context.say
    option = _Options(context)

    @app.command("why-not", help=say(WHY_ZH, WHY_EN))
    def why_not_command(
        text: Annotated[
            str,
            typer.Argument(help=say("需求文字；没有就写 ''", "The need in words; '' for none")),
        ],
        provider: Annotated[
            str, typer.Argument(help=say("供给方名称或编号", "Name or id of the provider"))
        ],
        *,
        need: Annotated[str | None, option.need] = None,
        firm: Annotated[str | None, option.firm] = None,
        service: Annotated[str | None, option.service] = None,
        subject: Annotated[list[str] | None, option.subject] = None,
        stage: Annotated[str | None, option.stage] = None,
        region: Annotated[str | None, option.region] = None,
        complex_: Annotated[str | None, option.complex] = None,
        budget: Annotated[float | None, option.budget] = None,
        accreditation: Annotated[list[str] | None, option.accreditation] = None,
        deadline: Annotated[str | None, option.deadline] = None,
        weights: Annotated[list[str] | None, option.weights] = None,
        limit: Annotated[int, option.limit] = 10,
        as_json: Annotated[bool, json_option(context)] = False,
    ) -> None:
        from graph_api.matching import explain_pair, snapshot

        asked = Asked(
            text,
            need,
            firm,
            service,
            subject,
            stage,
            region,
            complex_,
            budget,
            accreditation,
            deadline,
            weights,
        )
        points = asked.points()
        with context.graph() as graph:
            wanted = asked.as_need(graph)
            place = resolve(graph, provider).id
            told = explain_pair(snapshot(graph), wanted, place, limit, weights=points)
        if as_json:
            print_json(told)
        else:
            _print_pair(context, told)


class _Options:
    """The options of a need, in the language of the settings."""

    def __init__(self, context: Context) -> None:
        say = context.say

        def of(zh: str, en: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 - what typer gives
            return typer.Option(*names, help=say(zh, en), **more)

        self.need = of("已保存需求的编号或名称", "Id or name of a saved need")
        self.firm = of("提出需求的企业，名称或编号", "Name or id of the firm that asks")
        self.service = of(
            "服务类型，如 检验检测 或 testing", "Service, such as 检验检测 or testing"
        )
        self.subject = of(
            "产品、技术或产业；可重复", "Product, technology or industry; may be given again"
        )
        self.stage = of(f"阶段：{'、'.join(Stage)}", f"Stage: {', '.join(Stage)}", metavar="STAGE")
        self.region = of("行政区或园区", "Region or zone")
        self.complex = of("产业创新服务综合体", "Complex", "--complex")
        self.budget = of("预算，人民币元", "The most it pays, CNY yuan", min=0)
        self.accreditation = of(
            "须具备的资质，如 CNAS；可重复", "What it must hold, such as CNAS; may be given again"
        )
        self.deadline = of("最迟日期，如 2026-12-31", "Needed by, such as 2026-12-31")
        self.weights = of(
            "某一部分的权重，如 network=0；可重复",
            "Points of a part, such as network=0; may be given again",
            metavar="PART=POINTS",
        )
        self.limit = of("最多几条", "At most so many", min=1, max=10_000)


def _print_result(context: Context, result: "MatchResult") -> None:
    """What was understood, then each provider with its score, its reasons and its sources."""
    say = context.say
    _print_understood(context, result.understood)
    for number, item in enumerate(result.results, start=1):
        _print_match(context, item, f"{number}. ")
    stopped = sum(result.stopped_count.values())
    gates = _gates(context, result.stopped_count)
    more = say(f"；未通过条件的服务项 {stopped} 个", f"; {stopped} offers stopped by a condition")
    STDERR.print(
        say(
            f"{len(result.results)} / {result.total} 个供给方",
            f"{len(result.results)} of {result.total} providers",
        )
        + (f"{more} ({gates})" if gates else ""),
        markup=False,
    )
    if not result.results:
        for stop in result.stopped[:10]:
            STDERR.print(
                f"  {stop.provider_name}｜{stop.offer_name}：{say(stop.zh, stop.en)}", markup=False
            )


def _print_understood(context: Context, understood: "Understood") -> None:
    say = context.say
    tags = [tag.name for tag in (*understood.services, *understood.subjects)]
    tags += [tag.name for tag in (understood.complex, understood.region, understood.firm) if tag]
    if understood.budget is not None:
        tags.append(say(f"预算{understood.budget:,.0f}元", f"budget {understood.budget:,.0f} yuan"))
    if understood.deadline is not None:
        tags.append(say(f"{understood.deadline}前", f"by {understood.deadline}"))
    tags += understood.accreditations
    named = "、".join(dict.fromkeys(tags)) or "—"
    STDERR.print(say("理解为：", "Understood: ") + named, markup=False)
    if understood.unknown:
        unknown = "、".join(understood.unknown)
        STDERR.print(say("未能理解：", "Not understood: ") + unknown, markup=False)


def _print_match(context: Context, item: "Match", before: str = "") -> None:
    """One provider: its head, the waterfall of its score, the path and the sources."""
    from graph_api.matching import PARTS

    say = context.say
    head = f"{before}{item.provider_name}｜{item.offer_name}｜{say(item.label_zh, item.label_en)}"
    STDOUT.print()
    STDOUT.print(f"{head}｜{item.score} {say('分', 'points')}", markup=False, style="bold")
    columns = (say("得分", "points"), say("理由", "reason"), say("说明", "explanation"))
    rows = [
        {
            columns[0]: f"{reason.contribution:+d}",
            columns[1]: f"{say(PARTS[reason.part].zh, PARTS[reason.part].en)} "
            f"({reason.weight} × {reason.value:g})",
            columns[2]: say(reason.zh, reason.en),
        }
        for reason in item.reasons
        if reason.contribution or reason.zh
    ]
    rows.append({columns[0]: f"= {item.score}", columns[1]: say("合计", "sum"), columns[2]: ""})
    print_table(columns, rows, chinese=context.chinese)
    if item.path.relations:
        STDOUT.print(
            say("路径：", "Path: ") + _way(context, item.path), markup=False, soft_wrap=True
        )
    shown = dict.fromkeys(one for reason in item.reasons for one in reason.evidence)
    for one in list(shown)[:SOURCES_SHOWN]:
        quote = f"“{one.quote}”" if one.quote else ""
        STDOUT.print(
            f"{say('出处：', 'Source: ')}{one.source} {quote}", markup=False, soft_wrap=True
        )
    if item.also:
        others = "、".join(item.also)
        STDOUT.print(say("另有服务项：", "Also offers: ") + others, markup=False, soft_wrap=True)


def _way(context: Context, path: "Path") -> str:
    """The path in names, each relation with its direction and, where it is no fact, how it is meant."""
    from graph_api.domain import MODALITIES, Modality

    steps = [path.names[0]]
    for place, relation in enumerate(path.relations):
        start, type_, _, _ = relation.split("|", 3)
        name = RELATIONS[RelationType(type_)].zh if context.chinese else type_
        modality = path.modalities[place]
        if modality is not Modality.FACT:
            name += f"（{context.say(MODALITIES[modality].zh, MODALITIES[modality].en)}）"
        steps.append(f"—{name}→" if start == path.nodes[place] else f"←{name}—")
        steps.append(path.names[place + 1])
    return " ".join(steps)


def _print_pair(context: Context, told: "PairExplanation") -> None:
    """Why the provider stands where it does: the sentence, its stops, its score beside the last one's."""
    from graph_api.matching import PARTS

    say = context.say
    _print_understood(context, told.understood)
    STDOUT.print(say(told.sentence_zh, told.sentence_en), markup=False, soft_wrap=True)
    for stop in told.stopped:
        STDOUT.print(
            f"  {stop.offer_name}：{say(stop.zh, stop.en)} [{stop.gate}]",
            markup=False,
            soft_wrap=True,
        )
    if told.match is None:
        return
    if told.last is None:
        _print_match(context, told.match)
        return
    columns = (say("理由", "reason"), told.provider_name, told.last.provider_name)
    rows = [
        {
            columns[0]: say(PARTS[own.part].zh, PARTS[own.part].en),
            columns[1]: f"{own.contribution:+d}",
            columns[2]: f"{his.contribution:+d}",
        }
        for own, his in zip(told.match.reasons, told.last.reasons, strict=True)
    ]
    rows.append(
        {
            columns[0]: say("合计", "sum"),
            columns[1]: str(told.match.score),
            columns[2]: str(told.last.score),
        }
    )
    print_table(columns, rows, chinese=context.chinese)


def _gates(context: Context, counts: "dict[str, int]") -> str:
    from graph_api.matching import GATES

    named: Iterable[str] = (
        f"{context.say(gate.zh, gate.en)} {counts[gate.name]}"
        for gate in GATES
        if counts[gate.name]
    )
    return "、".join(named)
