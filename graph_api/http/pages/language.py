"""The parameter that every page takes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query

from graph_api.http.answers import known_parameters


async def page_language(
    lang: Annotated[Literal["zh", "en"] | None, Query(description="Language of the page")] = None,
) -> None:
    """Accept `lang` on a page; the page itself reads it."""


def pages() -> APIRouter:
    """A router of pages."""
    checks = [Depends(page_language), Depends(known_parameters)]
    return APIRouter(dependencies=checks, include_in_schema=False)
