"""How answers and errors look on a terminal: tables for people, JSON for programs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph_api.domain import (
    MODALITIES,
    RELATIONS,
    STATUSES,
    AmbiguousNameError,
    Modality,
    RelationType,
    SixChainsError,
    Status,
)
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.questions.labels import COLUMNS

SOURCES, QUOTES = "sources", "quotes"
STDOUT = Console()
STDERR = Console(stderr=True)
YES_NO = {True: {True: "是", False: "否"}, False: {True: "yes", False: "no"}}
STATUS_STYLES = {
    Status.OPERATING: "green",
    Status.BUILDING: "yellow",
    Status.PLANNED: "yellow dim",
    Status.CLOSED: "red",
    Status.NORMATIVE: "blue",
}


def print_json(value: object) -> None:
    """Write a value to standard output as one JSON document, two spaces deep, keys as they come."""
    option = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_DATACLASS
    text = orjson.dumps(value, default=str, option=option)  # a path is its text
    STDOUT.file.write(text.decode() + "\n")


def print_table(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, chinese: bool, title: str = ""
) -> None:
    """Write rows as a table: nodes by name and status, paths as a chain of names, lists by line.

    The columns `sources` and `quotes`, side by side in every answer, become one.
    """
    shown = [column for column in columns if column != QUOTES or SOURCES not in columns]
    table = Table(title=escape(title) or None, title_justify="left", show_lines=True)
    for column in shown:
        table.add_column(escape(column_label(column, chinese=chinese)), overflow="fold")
    for row in rows:
        table.add_row(
            *(
                _evidence(row[SOURCES], row[QUOTES])
                if column == SOURCES and QUOTES in columns
                else cell(row.get(column), chinese=chinese)
                for column in shown
            )
        )
    STDOUT.print(table)


def column_label(column: str, *, chinese: bool) -> str:
    """The heading of a column of an answer."""
    return COLUMNS.get(column, column) if chinese else column.replace("_", " ")


def cell(value: object, *, chinese: bool) -> str:
    """One value of a row as rich markup, safe for any text."""
    match value:
        case None | [] | ():
            text = "[dim]—[/dim]"
        case bool():
            text = YES_NO[chinese][value]
        case {"nodes": [*nodes], "relations": [*relations]}:
            text = _path(nodes, relations, chinese=chinese)
        case {"id": _, "kind": _, "name": name, "status": status}:
            text = f"{escape(str(name))} {_status(status, chinese=chinese)}"
        case {"type": type_, "modality": modality, "from": _, "to": _}:
            text = f"{_relation(type_, chinese=chinese)} {_modality(modality, chinese=chinese)}"
        case float():
            text = f"{value:.4g}"
        case str():
            text = _term(value, chinese=chinese)
        case Mapping():
            text = ", ".join(
                f"{escape(str(key))}: {cell(item, chinese=chinese)}" for key, item in value.items()
            )
        case list() | tuple():
            text = "\n".join(cell(item, chinese=chinese) for item in value)
        case _:
            text = escape(str(value))
    return text


def complain(error: SixChainsError, *, chinese: bool) -> None:
    """Write an error to standard error as one sentence; the candidates of a name on lines below."""
    title = f"{error.title_zh}：" if chinese else f"{error.title}: "
    STDERR.print(f"[red]{title}[/red]{escape(str(error))}", soft_wrap=True)
    if isinstance(error, AmbiguousNameError):
        for candidate in error.candidates:
            STDERR.print(
                f"  {escape(candidate['id'])}  {escape(candidate['name'])}  ({candidate['kind']})",
                soft_wrap=True,
            )


def _path(nodes: Sequence[Any], relations: Sequence[Any], *, chinese: bool) -> str:
    steps = [escape(str(nodes[0]["name"]))] if nodes else []
    for position, relation in enumerate(relations):
        name = _relation(relation["type"], chinese=chinese)
        forward = relation["from"] == nodes[position]["id"]
        arrow = f"—{name}→" if forward else f"←{name}—"
        steps.append(f"[dim]{arrow}[/dim] {escape(str(nodes[position + 1]['name']))}")
    return " ".join(steps)


def _relation(name: object, *, chinese: bool) -> str:
    text = str(name)
    known = chinese and text in RelationType.__members__
    return RELATIONS[RelationType(text)].zh if known else escape(text)


def _modality(name: object, *, chinese: bool) -> str:
    if name not in MODALITIES:
        return escape(str(name or ""))
    term = MODALITIES[Modality(str(name))]
    return f"[dim]{term.zh if chinese else term.en}[/dim]"


def _status(name: object, *, chinese: bool) -> str:
    """The status beside a name; a class, tier or rule has none that one would look for."""
    if name == Status.NORMATIVE:
        return ""
    if name and name not in STATUSES:
        return escape(str(name))
    term = STATUSES[Status(str(name))] if name else UNKNOWN_STATUS
    style = STATUS_STYLES.get(Status(str(name)), "dim") if name else "dim"
    return f"[{style}]{term.zh if chinese else str(name or term.en)}[/{style}]"


def _evidence(sources: Sequence[str], quotes: Sequence[str]) -> str:
    """Each source once, with what was quoted from it below."""
    by_source: dict[str, list[str]] = {}
    for source, quote in zip(sources, quotes, strict=True):
        by_source.setdefault(source, []).append(quote)
    return "\n".join(
        f"[dim]{escape(source)}[/dim]"
        + "".join(f"\n“{escape(quote)}”" for quote in dict.fromkeys(texts) if quote)
        for source, texts in by_source.items()
    )


def _term(text: str, *, chinese: bool) -> str:
    """A word of the domain in the reader's language; any other text as it is."""
    if chinese and text in STATUSES:
        return f"[{STATUS_STYLES[Status(text)]}]{STATUSES[Status(text)].zh}[/]"
    if chinese and text in MODALITIES:
        return MODALITIES[Modality(text)].zh
    return escape(text)
