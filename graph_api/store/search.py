"""Search by name: the database's full-text index finds, one order of ours ranks on every engine."""

import base64
import binascii
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from rapidfuzz import fuzz

from graph_api.domain import BadInputError, Chain, Entity, Kind, Status
from graph_api.domain.names import is_text, normalise
from graph_api.store.graph import Graph
from graph_api.store.properties import entity_of
from graph_api.store.schema import FULL_TEXT_INDEX

MOST_CANDIDATES = 500
"""How many hits of the index are ranked; the total of a longer answer is said to be at least so many."""

MOST_WORDS = 12
LARGEST_LIMIT = 1_000

_FILTER = """
WHERE ($kinds IS NULL OR n.kind IN $kinds)
  AND ($chain IS NULL OR n.chain = $chain)
  AND ($status IS NULL OR n.status = $status OR ($status = 'unknown' AND n.status IS NULL))
  AND ($complex IS NULL OR EXISTS {
    MATCH (n)-[:HOSTS|PARTNERS_IN|CORE_OF|PROMOTES|SUPPORTS|PART_OF|FUNDS*1..2]->(:Complex {id: $complex})
  } OR EXISTS { MATCH (:Complex {id: $complex})-[:BUILDS|OFFERS]->(n) })
  AND ($region IS NULL OR EXISTS { MATCH (n)-[:LOCATED_IN|PART_OF*1..3]->(:Entity {id: $region}) })
"""
_INDEX = f"CALL db.index.fulltext.queryNodes('{FULL_TEXT_INDEX}', $words) YIELD node, score WITH node AS n, score"
_RANKED_BY_INDEX = "RETURN properties(n) AS found ORDER BY score DESC, n.id LIMIT $most"
_COUNT = "RETURN count(n) AS total"
_LISTED = """
  AND ($after IS NULL OR n.name > $after OR (n.name = $after AND n.id > $after_id))
RETURN properties(n) AS found ORDER BY n.name, n.id LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of entities, best first. `next` asks for the page after it, None after the last.

    `total` counts all that fit; with the relation "gte" there are at least so many.
    """

    entities: tuple[Entity, ...]
    total: int
    relation: Literal["eq", "gte"]
    next: str | None


def search(  # noqa: PLR0913 - each filter is one
    graph: Graph,
    text: str = "",
    *,
    kinds: Collection[Kind] = (),
    chain: Chain | None = None,
    status: Status | Literal["unknown"] | None = None,
    complex_id: str | None = None,
    region_id: str | None = None,
    limit: int = 20,
    after: str | None = None,
) -> SearchPage:
    """Entities whose names or descriptions have the text and that pass the filters.

    Without a text all of them, by name. `after` is the `next` of the page before. Raises
    BadInputError for a limit outside 1 to 1000 or a cursor that is none.
    """
    if not 1 <= limit <= LARGEST_LIMIT:
        raise BadInputError(f"limit takes 1 to {LARGEST_LIMIT}, not {limit}")
    if not is_text(text):
        raise BadInputError(f"{text[:40]!a} is no text that a name could have; write it anew")
    filters = {
        "kinds": sorted(kinds) or None,
        "chain": chain and str(chain),
        "status": status and str(status),
        "complex": complex_id,
        "region": region_id,
    }
    if not normalise(text):
        return _listed(graph, filters, limit, after)
    start = _position(after)
    found, cut = _found(graph, text, filters)
    page = found[start : start + limit]
    more = len(found) > start + limit
    return SearchPage(
        tuple(page),
        len(found),
        "gte" if cut else "eq",
        _cursor([start + limit]) if more else None,
    )


def candidates(
    graph: Graph,
    text: str,
    *,
    kinds: Collection[Kind] = (),
) -> list[Entity]:
    """What the full-text index finds for a text, ranked by how near the names are to it.

    All words must be there; where nothing has them all, some. The same on every engine.
    """
    anything = dict.fromkeys(("chain", "status", "complex", "region"))
    return _found(graph, text, {**anything, "kinds": sorted(kinds) or None})[0]


def _found(graph: Graph, text: str, passed: Mapping[str, Any]) -> tuple[list[Entity], bool]:
    """What the index finds, ranked, and whether there may be more than was looked at."""
    words = [word for word in text.split()[:MOST_WORDS] if normalise(word)]
    found: list[Entity] = []
    cut = False
    if len(normalise(text)) == 1:
        query = "MATCH (n:Entity) " + _FILTER + " AND n.text CONTAINS $text " + _LISTED
        values = {"text": text.strip(), "after": None, "after_id": None}
        found, cut = _entities(graph, query, {**passed, **values})
    elif words:
        query = _INDEX + _FILTER + _RANKED_BY_INDEX
        for joined, fits in _attempts(text, words):
            found, cut = _entities(graph, query, {**passed, "words": joined}, fits=fits)
            if found:
                break
    return sorted(found, key=lambda one: (-_nearness(one, text), one.name, one.id)), cut


def _listed(graph: Graph, filters: Mapping[str, Any], limit: int, after: str | None) -> SearchPage:
    last_name, last_id = _last(after)
    values = {**filters, "after": last_name, "after_id": last_id}
    found, _ = _entities(graph, "MATCH (n:Entity) " + _FILTER + _LISTED, values, most=limit + 1)
    total = graph.read("MATCH (n:Entity) " + _FILTER + _COUNT, filters).rows[0]["total"]
    page = found[:limit]
    following = _cursor([page[-1].name, page[-1].id]) if len(found) > limit else None
    return SearchPage(tuple(page), total, "eq", following)


def _entities(
    graph: Graph,
    query: str,
    values: Mapping[str, Any],
    *,
    most: int = MOST_CANDIDATES,
    fits: Callable[[str], bool] = bool,
) -> tuple[list[Entity], bool]:
    """The entities of a query whose texts fit, and whether it gave as many rows as it may."""
    rows = graph.read(query, {**values, "most": most}).rows
    found = [entity_of(row["found"]) for row in rows if fits(row["found"]["text"])]
    return found, len(rows) == most


def _attempts(text: str, words: list[str]) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Queries of the index, strict ones first, each with what its hits must fulfil.

    The embedded engine takes a phrase for its pairs of characters in any order, so the hits are
    looked at again: what is left is the same on every engine.
    """
    wanted = [normalise(word) for word in words]
    phrases = [_quoted(word) for word in words]
    yield " AND ".join(phrases), lambda found: all(word in normalise(found) for word in wanted)
    yield " OR ".join(phrases), lambda found: any(word in normalise(found) for word in wanted)
    yield _loose(text), bool


def _nearness(candidate: Entity, text: str) -> float:
    """How near the nearest name is: 4 the same, 3 begins with it, 2 contains it, below that alike."""
    wanted = normalise(text)
    return max(
        _nearness_of(normalise(name), wanted) - (0.25 if position else 0.0)
        for position, name in enumerate((candidate.name, *candidate.aliases))
    )


def _nearness_of(name: str, wanted: str) -> float:
    if name == wanted:
        return 4.0
    alike = fuzz.ratio(name, wanted) / 101
    if name.startswith(wanted):
        return 3.0 + alike
    return (2.0 if wanted in name else 0.0) + alike


def _quoted(word: str) -> str:
    """A word as a Lucene phrase: nothing in it is syntax."""
    return '"' + word.replace("\\", " ").replace('"', " ") + '"'


def _loose(text: str) -> str:
    """Pairs of characters, any of them: what finds a name that is written a little otherwise."""
    letters = normalise(text)[:60]
    pairs = dict.fromkeys(letters[start : start + 2] for start in range(max(1, len(letters) - 1)))
    return " OR ".join(_quoted(pair) for pair in pairs)


def _cursor(value: list[object]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


def _position(cursor: str | None) -> int:
    value = _decoded(cursor)
    if value is None:
        return 0
    if len(value) != 1 or not isinstance(value[0], int) or not 0 <= value[0] <= MOST_CANDIDATES:
        raise _not_a_cursor()
    return value[0]


def _last(cursor: str | None) -> tuple[str | None, str | None]:
    value = _decoded(cursor)
    if value is None:
        return None, None
    if len(value) != len(("name", "id")) or not all(isinstance(part, str) for part in value):
        raise _not_a_cursor()
    return value[0], value[1]


def _decoded(cursor: str | None) -> list[Any] | None:
    if cursor is None:
        return None
    try:
        value = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise _not_a_cursor() from None
    if not isinstance(value, list):
        raise _not_a_cursor()
    return value


def _not_a_cursor() -> BadInputError:
    return BadInputError(
        "the cursor is not one that a page gave as its next; begin without a cursor"
    )
