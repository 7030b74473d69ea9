"""Entities by id or by name."""

from collections.abc import Collection

from graph_api.domain import (
    AmbiguousNameError,
    BadInputError,
    Entity,
    Kind,
    NotFoundError,
    looks_like_id,
)
from graph_api.domain.names import is_text, normalise
from graph_api.store.graph import Graph
from graph_api.store.properties import entity_of
from graph_api.store.search import candidates

LONGEST_NAME = 200
NEAREST_SHOWN = 3
CANDIDATES_SHOWN = 20


def entity(graph: Graph, entity_id: str) -> Entity:
    """The entity of an id, be it the canonical one or that of a record merged into it.

    Raises NotFoundError for an id that the graph does not have.
    """
    for query in (
        "MATCH (n:Entity {id: $id}) RETURN properties(n) AS found",
        "MATCH (r:Redirect {id: $id}) WITH r.to AS id MATCH (n:Entity {id: id}) RETURN properties(n) AS found",
    ):
        rows = graph.read(query, {"id": entity_id}).rows
        if rows:
            return entity_of(rows[0]["found"])
    raise NotFoundError(
        f"no entity has the id {entity_id[:LONGEST_NAME]!r}; look it up by its name with: sixchains search"
    )


def resolve(graph: Graph, text: str, kinds: Collection[Kind] = ()) -> Entity:
    """The one entity that an id, a merged id, a name or an alias means, of one of the kinds if given.

    Names are compared as `normalise` writes them. A part of a name is no name: where several contain
    it they are offered. Raises AmbiguousNameError with the candidates, NotFoundError with the nearest
    names, BadInputError for what can be neither.
    """
    wanted = text.strip()
    if not normalise(wanted) or len(wanted) > LONGEST_NAME or not is_text(wanted):
        raise BadInputError(
            f"{text[:40]!a} is neither an id nor a name; write up to {LONGEST_NAME} characters"
        )
    if looks_like_id(wanted):
        found = entity(graph, wanted)
        if kinds and found.kind not in kinds:
            raise NotFoundError(
                f"{found.id} is of the kind {found.kind}, not {_one_of(kinds)}; give the id of one that is"
            )
        return found
    known = candidates(graph, wanted, kinds=kinds)
    named = [one for one in known if _bears(one, wanted)]
    if len(named) == 1:
        return named[0]
    containing = named or [one for one in known if _contains(one, wanted)]
    if len(containing) > 1:
        raise AmbiguousNameError(
            f"{wanted!r} fits {len(containing)} entities; write the whole name or the id of one of them",
            [
                {"id": one.id, "name": one.name, "kind": str(one.kind)}
                for one in containing[:CANDIDATES_SHOWN]
            ],
        )
    near = "、".join(one.name for one in (containing or known)[:NEAREST_SHOWN])
    hint = f"did you mean {near}?" if near else "see what there is with: sixchains search"
    raise NotFoundError(f"no {_one_of(kinds)} is called {wanted!r}; {hint}")


def _bears(candidate: Entity, name: str) -> bool:
    return normalise(name) in {normalise(text) for text in (candidate.name, *candidate.aliases)}


def _contains(candidate: Entity, name: str) -> bool:
    return any(normalise(name) in normalise(text) for text in (candidate.name, *candidate.aliases))


def _one_of(kinds: Collection[Kind]) -> str:
    return " or ".join(sorted(kinds)) if kinds else "entity"
