"""Pages about the server itself: the API, the types of problem, the colours of the chains."""

from typing import Annotated, Any

from fastapi import Path, Request, Response

from graph_api.domain import CHAINS, NotFoundError
from graph_api.http.context import ContextDep
from graph_api.http.pages.language import pages
from graph_api.http.problems import PROBLEMS

router = pages()

REFERENCE = "#/components/schemas/"


@router.get("/docs")
def docs(context: ContextDep, request: Request) -> Response:
    """The API, from its own schema; nothing is loaded from elsewhere."""
    schema = request.app.openapi()
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tags.setdefault(operation["tags"][0], []).append(
                {"path": path, "method": method.upper(), **operation}
            )
    return context.pages.render(
        request,
        "docs.html",
        active="docs",
        schema=schema,
        tags=tags,
        schemas=schema["components"]["schemas"],
        type_of=type_of,
        problems=PROBLEMS.values(),
    )


@router.get("/problems")
def problems(context: ContextDep, request: Request) -> Response:
    """The types of problem."""
    return context.pages.render(
        request, "problems.html", active="docs", problems=list(PROBLEMS.values())
    )


@router.get("/problems/{slug}")
def problem(
    slug: Annotated[str, Path(max_length=80)], context: ContextDep, request: Request
) -> Response:
    """What a type of problem means."""
    if slug not in PROBLEMS:
        raise NotFoundError(f"there is no type of problem {slug!r}: see /problems")
    return context.pages.render(request, "problems.html", active="docs", problems=[PROBLEMS[slug]])


@router.get("/theme.css")
async def theme() -> Response:
    """The colours of the chains, from the domain table, for both backgrounds."""
    light = "".join(f"--{chain}:{row.light};" for chain, row in CHAINS.items())
    dark = "".join(f"--{chain}:{row.dark};" for chain, row in CHAINS.items())
    rules = "".join(f".chain-{chain}{{--chain:var(--{chain})}}" for chain in CHAINS)
    css = f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{rules}"
    return Response(css, media_type="text/css", headers={"cache-control": "max-age=3600"})


def type_of(schema: dict[str, Any]) -> str:
    """The type of a value in a schema, in few words: `list of Node`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(type_of(one) for one in schema[key])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"][:8]) + (
            " | …" if len(schema["enum"]) > 8 else ""  # noqa: PLR2004 - what fits a line
        )
    match schema.get("type"):
        case "array":
            return f"list of {type_of(schema.get('items', {}))}"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"map of {type_of(schema['additionalProperties'])}"
        case None:
            return "any"
        case kind:
            return str(kind)
