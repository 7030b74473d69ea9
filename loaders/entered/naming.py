"""Names and words that people wrote become entities of the graph and words of the domain."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

from graph_api.domain import (
    RELATIONS,
    SERVICES,
    BadInputError,
    Entity,
    Kind,
    RelationType,
    Stage,
    Status,
)
from graph_api.store import Graph, resolve
from loaders.entered.fields import HOLDERS, Fields, Named, NeedFields, NeedState, OfferFields
from loaders.values import YUAN, money

HOLDER_KINDS: Mapping[Kind, frozenset[Kind]] = {
    Kind.NEED: RELATIONS[RelationType.NEEDS].sources,
    Kind.OFFER: RELATIONS[RelationType.OFFERS].sources,
}
SUBJECT_KINDS = RELATIONS[RelationType.ABOUT].targets
PLACE_KINDS = frozenset({Kind.ZONE, Kind.REGION})
_MONEY_HELP = "write an amount in yuan such as 300000 or 30万元"


def maker_of(
    graph: Graph, kind: Kind, given: Mapping[str, Any]
) -> Callable[[Fields | None], Fields]:
    """What makes the fields of a record from those it has and what was given.

    Names and ids are looked up at once: NotFoundError or AmbiguousNameError for one that fits none or
    several. A value that is None takes back what was said before; the text and the holder stay.
    """
    changed = _resolved(graph, kind, given)

    def make(before: Fields | None) -> Fields:
        if before is not None:
            return replace(before, **changed)
        try:
            return (NeedFields if kind is Kind.NEED else OfferFields)(**changed)
        except TypeError:
            raise BadInputError(
                f"a new {kind} needs a text and {_article(HOLDERS[kind])}: give both"
            ) from None

    return make


def _resolved(graph: Graph, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        read = _READERS.get(name)
        found |= read(graph, kind, value) if read is not None else {name: value}
    return found


def _text(_: Graph, kind: Kind, value: str | None) -> dict[str, Any]:
    if not (value or "").strip():
        raise BadInputError(f"the text of a {kind} says what it is: it cannot be empty")
    return {"text": str(value).strip()}


def _holder(graph: Graph, kind: Kind, value: str | None) -> dict[str, Any]:
    if not value:
        raise BadInputError(f"a {kind} has {_article(HOLDERS[kind])}: it cannot be empty")
    entity = resolve(graph, value, HOLDER_KINDS[kind])
    return {
        "holder": _named(entity, value),
        "chain": entity.chain,
        "chain_basis": entity.chain_basis,
    }


_Reader: TypeAlias = Callable[[Graph, Kind, Any], dict[str, Any]]
_READERS: Mapping[str, _Reader] = {
    "text": _text,
    "owner": _holder,
    "provider": _holder,
    "name": lambda _, __, value: {"name": (value or "").strip()},
    "services": lambda graph, _, value: {"services": _all(graph, value, (Kind.SERVICE,))},
    "subjects": lambda graph, _, value: {"subjects": _all(graph, value, SUBJECT_KINDS)},
    "region": lambda graph, _, value: {"region": _one(graph, value, PLACE_KINDS)},
    "complex": lambda graph, _, value: {"complex": _one(graph, value, (Kind.COMPLEX,))},
    "stages": lambda _, __, value: {"stages": tuple(dict.fromkeys(map(Stage, value or ())))},
    "accreditations": lambda _, __, value: {
        "accreditations": tuple(dict.fromkeys(one.strip() for one in value or ()))
    },
    "state": lambda _, __, value: {"state": NeedState(value or NeedState.OPEN)},
    "status": lambda _, __, value: {"status": Status(value) if value else None},
}
"""How the fields that are more than a value are read: names become entities, words of the domain themselves."""


def _all(graph: Graph, texts: Iterable[str] | None, kinds: Collection[Kind]) -> tuple[Named, ...]:
    found = [_one(graph, text, kinds) for text in texts or ()]
    return tuple({one.id: one for one in found if one is not None}.values())


def _one(graph: Graph, text: str | None, kinds: Collection[Kind]) -> Named | None:
    if not text:
        return None
    wanted = SERVICES[text].id if text in SERVICES and Kind.SERVICE in kinds else text
    return _named(resolve(graph, wanted, kinds), text)


def _named(entity: Entity, written: str) -> Named:
    return Named(entity.id, entity.kind, entity.name, written.strip())


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def yuan(text: str) -> float | None:
    """An amount in yuan as people write it, a bare number too: "30万元", "1,000"; None for no text.

    Raises BadInputError for what is none, and for another currency.
    """
    if not text:
        return None
    for spelled in (text, f"{text}元"):
        with suppress(ValueError):
            amount, currency = money(spelled)
            if currency != YUAN:
                raise BadInputError(f"{text[:40]!r} is in {currency}: {_MONEY_HELP}")
            return amount
    raise BadInputError(f"{text[:40]!r} is no amount: {_MONEY_HELP}")
