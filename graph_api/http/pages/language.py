"""The parameter that every page takes."""

from typing import Annotated, Literal

from fastapi import Query


async def page_language(
    lang: Annotated[Literal["zh", "en"] | None, Query(description="Language of the page")] = None,
) -> None:
    """Accept `lang` on a page; the page itself reads it."""
