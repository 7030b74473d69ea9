"""What is seen in the graph, as a function of what each data set states (docs/decisions/0001, 0004)."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, TypeAlias

import orjson

from graph_api.domain import DERIVED_PROPERTIES, strength
from graph_api.store.properties import Properties

LOCAL = "local"
"""The data set of what people entered: its values go before all others."""

_LONGEST_TEXT = 4_000

Statements: TypeAlias = Mapping[tuple[str, str], Properties]
"""What is stated of one element, by data set and by the id of the record in that data set."""


def fold(statements: Statements, element_id: str) -> Properties:
    """The properties of the node or relation `element_id`, of which these statements are made.

    People's own entries go first, then the record of the strongest id, then data sets by name: the
    first value stands, later ones fill what is open; other names become aliases; evidence is joined.
    The order in which the statements were made does not matter. `digest` tells two foldings apart
    without a look at their properties.
    """
    if len(statements) == 1:
        ((dataset, record_id), stated), *_ = statements.items()
        ordered = [stated]
        datasets, record_ids, folded = [dataset], [record_id], dict(stated)
    else:
        keys = sorted(statements, key=_precedence)
        ordered = [statements[key] for key in keys]
        datasets = sorted({dataset for dataset, _ in keys})
        record_ids = sorted({record_id for _, record_id in keys})
        folded = {}
        for stated in reversed(ordered):
            folded |= stated
        folded |= _evidence(ordered)
    folded["id"] = element_id
    if "name" in folded:
        aliases = _aliases(folded["name"], ordered)
        folded |= {"aliases": aliases} if aliases else {}
        folded["record_ids"] = record_ids
        texts = (folded["name"], folded.get("name_en"), *aliases, folded.get("description"))
        folded["text"] = " ".join(text for text in texts if text)[:_LONGEST_TEXT]
    folded["datasets"] = datasets
    if len(statements) > 1 or record_ids != [element_id]:
        folded["statements"] = [
            orjson.dumps(
                [dataset, statements[dataset, record_id]], option=orjson.OPT_SORT_KEYS
            ).decode()
            for dataset, record_id in sorted(statements)
        ]
    folded["digest"] = blake2b(
        orjson.dumps(folded, option=orjson.OPT_SORT_KEYS), digest_size=12
    ).hexdigest()
    return folded


def unfold(properties: Mapping[str, Any]) -> dict[tuple[str, str], Properties]:
    """The statements that were folded: the inverse of `fold`."""
    kept = properties.get("statements")
    if kept:
        stated_by = (orjson.loads(statement) for statement in kept)
        return {(dataset, stated["id"]): stated for dataset, stated in stated_by}
    stated = {name: value for name, value in properties.items() if name not in DERIVED_PROPERTIES}
    return {(dataset, stated["id"]): stated for dataset in properties.get("datasets") or ()}


def _precedence(key: tuple[str, str]) -> tuple[bool, tuple[int, str], str]:
    dataset, record_id = key
    return dataset != LOCAL, strength(record_id), dataset


def _evidence(ordered: Iterable[Properties]) -> Properties:
    pairs = (
        pair for stated in ordered for pair in zip(stated["sources"], stated["quotes"], strict=True)
    )
    once = list(dict.fromkeys(pairs))
    return {"sources": [source for source, _ in once], "quotes": [quote for _, quote in once]}


def _aliases(name: str, ordered: Iterable[Properties]) -> list[str]:
    names = (text for stated in ordered for text in (stated["name"], *stated.get("aliases", ())))
    return [text for text in dict.fromkeys(names) if text != name]
