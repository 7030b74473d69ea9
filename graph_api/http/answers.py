"""How answers are sent: JSON by orjson, CSV that a spreadsheet cannot be tricked by, entity tags."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from starlette.concurrency import run_in_threadpool

from graph_api.domain import BadInputError, DatabaseUnavailableError
from graph_api.http.context import ContextDep
from graph_api.version import VERSION
from loaders.report import inert

X_QUESTION = "x-question"
BYTE_ORDER_MARK = "﻿"
LONGEST_HEADER = 2_000


class Json(Response):
    """A JSON answer rendered by orjson, keys as they come."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The bytes of the document."""
        return orjson.dumps(content, option=orjson.OPT_SERIALIZE_DATACLASS, default=str)


class NotModifiedError(Exception):
    """The caller has this answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


async def fresh(request: Request, response: Response, context: ContextDep) -> None:
    """Mark an answer with the revision of the graph that it is of, and that of the snapshot in memory.

    A dependency of routes that read. Raises NotModifiedError where the caller has that revision.
    Where the database cannot be asked nothing is marked: the route itself then says what is wrong.
    """
    try:
        revision = context.snapshots.recent or await run_in_threadpool(context.snapshots.revision)
    except DatabaseUnavailableError:
        return
    accept = request.headers.get("accept", "")
    parts = (VERSION, revision, context.snapshots.held_revision, accept, context.settings.language)
    variant = "|".join(parts)
    tag = f'W/"{hashlib.blake2b(variant.encode(), digest_size=12).hexdigest()}"'
    asked = request.headers.get("if-none-match", "")
    if tag in {one.strip() for one in asked.split(",")} or asked.strip() == "*":
        raise NotModifiedError(tag)
    response.headers.update({"etag": tag, "cache-control": "no-cache", "vary": "accept"})


def tagged(response: Response) -> dict[str, str]:
    """The headers that `fresh` set, for a route that makes its answer itself."""
    return {key: value for key, value in response.headers.items() if key != "content-length"}


async def known_parameters(request: Request) -> None:
    """Refuse query parameters that the route does not have.

    A dependency of every router. Raises BadInputError that names the parameter.
    """
    if not request.url.query:
        return
    known = sorted(set(_query_names(request.scope["route"].dependant)))
    for name in request.query_params:
        if name not in known:
            raise BadInputError(
                f"there is no query parameter {name[:80]!r} here: "
                f"this address takes {', '.join(known) or 'none'}"
            )


def _query_names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of all that it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _query_names(inner)


def x_question(path: str, parameters: Mapping[str, object]) -> str:
    """The header that says what a list answers: the canonical address that gives it again."""
    given = [
        (name, one)
        for name, value in parameters.items()
        for one in (value if isinstance(value, list | tuple) else (value,))
        if one is not None and one != ""
    ]
    text = f"{quote(path)}?{urlencode(given)}" if given else quote(path)
    return text[:LONGEST_HEADER]


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, byte_order_mark: bool = False
) -> str:
    """Rows as CSV (RFC 4180). A column of nodes becomes two: the name, and the id beside it.

    Texts that a spreadsheet would take for a formula begin with an apostrophe. With a byte order mark
    spreadsheet programs read the Chinese right.
    """
    given = list(rows)
    nodes = {column for column in columns if any(_is_node(row.get(column)) for row in given)}
    out = io.StringIO()
    writer = csv.writer(out)
    heading: list[str] = []
    for column in columns:
        heading += [column, f"{column}_id"] if column in nodes else [column]
    writer.writerow(heading)
    for row in given:
        cells: list[object] = []
        for column in columns:
            value = row.get(column)
            cells.append(_cell(value))
            if column in nodes:
                cells.append(_id_of(value))
        writer.writerow(cells)
    return (BYTE_ORDER_MARK if byte_order_mark else "") + out.getvalue()


def _is_node(value: object) -> bool:
    return isinstance(value, Mapping) and "id" in value and "name" in value and "kind" in value


def _id_of(value: object) -> str:
    match value:
        case {"id": found, "kind": _, "name": _}:
            return inert(str(found))
        case _:
            return ""


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case _:
            return inert(plain(value))


def plain(value: object) -> str:
    """A value of a row as one line of text: nodes by name, paths as a chain, lists with ；between."""
    match value:
        case None:
            return ""
        case {"nodes": nodes, "relations": relations}:
            return _chain(nodes, relations)
        case {"id": _, "name": name}:
            return str(name)
        case {"type": kind, "from": start, "to": end}:
            return f"{start} {kind} {end}"
        case Mapping():
            return ", ".join(f"{key}: {plain(inner)}" for key, inner in value.items())
        case list() | tuple():
            return "；".join(plain(inner) for inner in value)
        case _:
            return str(value)


def _chain(nodes: Sequence[Any], relations: Sequence[Any]) -> str:
    text = str(nodes[0]["name"]) if nodes else ""
    for position, relation in enumerate(relations):
        forward = relation["from"] == nodes[position]["id"]
        arrow = f" -{relation['type']}-> " if forward else f" <-{relation['type']}- "
        text += arrow + str(nodes[position + 1]["name"])
    return text
