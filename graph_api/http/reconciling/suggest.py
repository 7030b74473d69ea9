"""Suggestions for what a person types: entities, properties and types, with a small preview of each."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from graph_api.domain import KINDS, RELATIONS, STATUSES, Entity, NotFoundError
from graph_api.domain.names import normalise
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.http.models_reconcile import (
    ProposedPropertyShape,
    SuggestedEntityShape,
    SuggestedTypeShape,
    SuggestionShape,
    TypeShape,
)
from graph_api.http.reconciling.candidates import standing_of, title_of, types_of
from graph_api.http.reconciling.names import LONGEST, Known, Names
from graph_api.http.reconciling.vocabulary import (
    PROPERTIES,
    TYPES,
    Property,
    Type,
    kinds_of,
    properties_of,
    property_named,
)

PAGE = 10
MOST_SKIPPED = 1_000


def entities(
    names: Names, prefix: str, types: Iterable[str], cursor: int, language: str
) -> list[SuggestedEntityShape]:
    """A page of entities: of this id, then whose name begins so, the shortest first, then the likest."""
    kinds = kinds_of([one for one in types if one], frozenset.union)
    text = prefix.strip()[:LONGEST]
    if not text or not kinds:
        return []
    by_id = names.by_id(text)

    def found() -> Iterator[Known]:
        if by_id is not None and by_id.kind in kinds:
            yield by_id
        yield from names.beginning(text, kinds)
        yield from (one.known for one in names.alike(text, kinds, PAGE))

    each = {one.id: one for one in islice(found(), cursor + 2 * PAGE)}
    return [
        SuggestedEntityShape(
            id=one.id,
            name=one.name,
            description=standing_of(one, language),
            notable=types_of(one.kind, language),
        )
        for one in list(each.values())[cursor : cursor + PAGE]
    ]


def properties(prefix: str, cursor: int, language: str) -> list[SuggestionShape]:
    """A page of properties whose id or name has the text; all of them for an empty one."""
    found = (
        one for one in PROPERTIES.values() if _has(prefix, one.id, one.zh, one.en, meaning_of(one))
    )
    return [
        SuggestionShape(id=one.id, name=title_of(one, language), description=meaning_of(one))
        for one in islice(found, cursor, cursor + PAGE)
    ]


def types(prefix: str, cursor: int, language: str) -> list[SuggestedTypeShape]:
    """A page of types whose id or name has the text; all of them for an empty one."""
    found = (one for one in TYPES.values() if _has(prefix, one.id, one.zh, one.en))
    return [_suggested(one, language) for one in islice(found, cursor, cursor + PAGE)]


def proposed(type_id: str, limit: int | None, language: str) -> list[ProposedPropertyShape]:
    """The properties that entities of a type can have; of every type where none is named."""
    kinds = kinds_of([type_id] if type_id in TYPES else [], frozenset.union)
    found = [] if type_id and type_id not in TYPES else properties_of(kinds)
    return [ProposedPropertyShape(id=one.id, name=title_of(one, language)) for one in found[:limit]]


def lines_of_property(pid: str, language: str) -> list[str]:
    """What a property is, line by line. Raises NotFoundError."""
    known = property_named(pid)
    if known is None:
        raise NotFoundError(f"there is no property {pid[:80]!r}: see /reconcile/suggest/property")
    return [title_of(known, language), meaning_of(known)]


def lines_of_type(type_id: str, language: str) -> list[str]:
    """What a type is, line by line. Raises NotFoundError."""
    known = TYPES.get(type_id)
    if known is None:
        raise NotFoundError(f"there is no type {type_id[:80]!r}: see /reconcile/suggest/type")
    kinds = (KINDS[kind].zh if language == "zh" else KINDS[kind].en for kind in sorted(known.kinds))
    return [_name(known, language), ("、" if language == "zh" else ", ").join(kinds)]


def lines_of_entity(entity: Entity, language: str) -> list[str]:
    """What an entity is, line by line: name, kind and status, description, sources."""
    is_zh = language == "zh"
    term = STATUSES[entity.status] if entity.status else UNKNOWN_STATUS
    kind = KINDS[entity.kind]
    standing = f"{kind.zh} · 状态：{term.zh}" if is_zh else f"{kind.en} · status: {term.en}"
    sources = dict.fromkeys(one.source for one in entity.evidence)
    lines = [entity.name, standing, entity.description or ""]
    lines.append(("来源：" if is_zh else "sources: ") + "；".join(islice(sources, 3)))
    return [line for line in lines if line]


def meaning_of(asked: Property) -> str:
    """What a property means, in a phrase."""
    return RELATIONS[asked.relation].meaning if asked.relation is not None else ""


def _suggested(one: Type, language: str) -> SuggestedTypeShape:
    broader = [TYPES[one.broader]] if one.broader else []
    return SuggestedTypeShape(
        id=one.id,
        name=_name(one, language),
        broader=[TypeShape(id=up.id, name=_name(up, language)) for up in broader],
    )


def _name(one: Type, language: str) -> str:
    return one.zh if language == "zh" else one.en


def _has(prefix: str, *texts: str) -> bool:
    wanted = normalise(prefix)
    return any(wanted in normalise(text) for text in chain(texts)) if wanted else True
