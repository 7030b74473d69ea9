"""Ids: `scheme:value`, stable across loads, readable, and ordered by how strong their scheme is."""

import re
from collections.abc import Iterable

from graph_api.domain.errors import BadInputError

STRONG_SCHEMES: tuple[str, ...] = (
    "uscc",
    "ror",
    "stock",
    "moe",
    "gbt4754",
    "gbt2260",
    "cordis",
    "service",
)
"""Schemes kept by somebody outside a single data set, strongest first.

uscc is the 统一社会信用代码 (GB 32100-2015), ror the Research Organization Registry, moe the 学校标识码,
gbt4754 and gbt2260 the national codes of industries and regions, service the domain's own table.
Every other scheme is the name of a data set.
"""

MAX_ID_LENGTH = 200
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}:[A-Za-z0-9][A-Za-z0-9._/+-]*")
_LOOKS_LIKE_ID = re.compile(r"[a-z][a-z0-9-]{0,39}:\S+")


def is_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return len(text) <= MAX_ID_LENGTH and _ID.fullmatch(text) is not None


def looks_like_id(text: str) -> bool:
    """Whether somebody who wrote this meant an id and not a name, be it well-formed or not."""
    return _LOOKS_LIKE_ID.fullmatch(text) is not None


def make_id(scheme: str, value: str) -> str:
    """The id `scheme:value`. Raises BadInputError where that is not of the form of an id."""
    made = f"{scheme}:{value}"
    if not is_id(made):
        message = (
            f"{made[:MAX_ID_LENGTH]!r} is not an id: write scheme:value with a lower-case scheme "
            f"and ASCII letters, digits and . _ / + - in the value"
        )
        raise BadInputError(message)
    return made


def scheme_of(entity_id: str) -> str:
    """The scheme of an id: `uscc` of `uscc:91330211144341218U`."""
    return entity_id.partition(":")[0]


def canonical_id(ids: Iterable[str]) -> str:
    """The one of several ids of an entity that names it: strongest scheme, then smallest string.

    Raises ValueError for no ids.
    """
    return min(ids, key=strength)


def strength(entity_id: str) -> tuple[int, str]:
    """What orders ids, the strongest first: rank of the scheme, then the id itself."""
    scheme = scheme_of(entity_id)
    rank = STRONG_SCHEMES.index(scheme) if scheme in STRONG_SCHEMES else len(STRONG_SCHEMES)
    return rank, entity_id
