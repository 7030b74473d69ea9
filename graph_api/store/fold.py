"""What is seen in the graph, as a function of what each data set states (docs/decisions/0001)."""

from collections.abc import Mapping
from typing import Any

import orjson

from graph_api.domain import DERIVED_PROPERTIES
from graph_api.store.properties import Properties

LOCAL = "local"
"""The data set of what people entered: its values go before all others."""

_LONGEST_TEXT = 4_000


def fold(statements: Mapping[str, Properties]) -> Properties:
    """The properties of a node or relation that these data sets state, by name of data set.

    People's own entries go first, then data sets by name: the first value stands, later ones fill
    what is open; other names become aliases; evidence is joined. The order in which the statements
    were made does not matter.
    """
    ordered = sorted(statements, key=lambda name: (name != LOCAL, name))
    folded: Properties = {}
    for name in ordered:
        for key, value in statements[name].items():
            folded.setdefault(key, value)
    evidence = _evidence(statements[name] for name in ordered)
    folded |= {
        "sources": [source for source, _ in evidence],
        "quotes": [quote for _, quote in evidence],
    }
    if "name" in folded:
        aliases = _aliases(folded["name"], [statements[name] for name in ordered])
        folded |= {"aliases": aliases} if aliases else {}
        folded["record_ids"] = [folded["id"]]
        texts = (folded["name"], folded.get("name_en"), *aliases, folded.get("description"))
        folded["text"] = " ".join(text for text in texts if text)[:_LONGEST_TEXT]
    folded["datasets"] = sorted(statements)
    if len(statements) > 1:
        folded["statements"] = [
            orjson.dumps([name, statements[name]], option=orjson.OPT_SORT_KEYS).decode()
            for name in sorted(statements)
        ]
    return folded


def unfold(properties: Mapping[str, Any]) -> dict[str, Properties]:
    """The statements that were folded: the inverse of `fold`."""
    kept = properties.get("statements")
    if kept:
        return dict(orjson.loads(statement) for statement in kept)
    stated = {name: value for name, value in properties.items() if name not in DERIVED_PROPERTIES}
    return dict.fromkeys(properties.get("datasets") or (), stated)


def _evidence(statements: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - an iterator of mappings
    pairs = (
        pair
        for statement in statements
        for pair in zip(statement["sources"], statement["quotes"], strict=True)
    )
    return list(dict.fromkeys(pairs))


def _aliases(name: str, statements: list[Properties]) -> list[str]:
    names = (
        text
        for statement in statements
        for text in (statement["name"], *statement.get("aliases", ()))
    )
    return [text for text in dict.fromkeys(names) if text != name]
