"""Data extension: the values of properties for entities that a client has reconciled."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from graph_api.domain import BadInputError, Modality
from graph_api.http.models_reconcile import ExtensionIn, SettingsIn
from graph_api.http.reconciling.candidates import title_of
from graph_api.http.reconciling.facts import MOST_OF_EACH, Fact, ReadFacts, canonical
from graph_api.http.reconciling.names import Names
from graph_api.http.reconciling.vocabulary import Property, property_named

MODALITIES: dict[str, frozenset[str]] = {
    "fact": frozenset({Modality.FACT, Modality.RULE}),
    "plan": frozenset({Modality.PLAN}),
    "inferred": frozenset({Modality.INFERRED}),
    "all": frozenset(Modality),
}
"""Which relations each choice fetches. What is only planned or inferred comes where it is asked for."""


def extended(read: ReadFacts, names: Names, query: ExtensionIn, language: str) -> dict[str, Any]:
    """The rows by the ids that were sent, each with the values of each property, and what these are.

    An id that leads to no entity has no values. Raises BadInputError for a property that there cannot be.
    """
    asked: dict[str, tuple[Property, SettingsIn]] = {}
    for one in query.properties:
        known = property_named(one.id)
        if known is None:
            message = (
                f"there is no property {one.id[:80]!r}: ask properties?type= for those there are"
            )
            raise BadInputError(message)
        asked[one.id] = (known, one.settings)
    leads_to = canonical(names, query.ids)
    facts = read(set(leads_to.values()), [known for known, _ in asked.values()])
    return {
        "meta": [_described(known, language) for known, _ in asked.values()],
        "rows": {
            sent: {
                pid: _cells(facts.of(leads_to[sent], known), settings) if sent in leads_to else []
                for pid, (known, settings) in asked.items()
            }
            for sent in query.ids
        },
    }


def _described(asked: Property, language: str) -> dict[str, Any]:
    described: dict[str, Any] = {"id": asked.id, "name": title_of(asked, language)}
    value_type = asked.value_type
    if value_type is not None:
        name = value_type.zh if language == "zh" else value_type.en
        described["type"] = {"id": value_type.id, "name": name}
    return described


def _cells(facts: Iterable[Fact], settings: SettingsIn) -> list[dict[str, Any]]:
    wanted = MODALITIES[settings.modality]
    most = MOST_OF_EACH if settings.limit is None else int(min(settings.limit, MOST_OF_EACH))
    cells: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if not fact.modality or fact.modality in wanted:
            cell = _cell(fact)
            cells.setdefault(repr(cell), cell)
    return list(cells.values())[:most]


def _cell(fact: Fact) -> dict[str, Any]:
    """A value as the protocol writes it: an entity, a date, a number, or a text."""
    match fact.value:
        case _ if fact.id:
            return {"id": fact.id, "name": str(fact.value)}
        case bool():
            return {"str": str(fact.value).lower()}
        case int():
            return {"int": fact.value}
        case float():
            return {"float": fact.value}
        case str() if _is_date(fact.value):
            return {"date": f"{fact.value}T00:00:00Z"}
        case _:
            return {"str": str(fact.value)}


def _is_date(text: str) -> bool:
    """Whether it is a whole ISO date."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
