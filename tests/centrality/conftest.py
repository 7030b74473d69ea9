"""Builders of small collaboration data."""

from collections.abc import Callable, Iterable

import pytest

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType, Subgraph

EVIDENCE = (Evidence("test#1"),)
Row = tuple[str, str, str] | tuple[str, str, str, str]
KIND_OF_LETTER = {
    "o": Kind.ENTERPRISE,
    "i": Kind.INSTITUTE,
    "g": Kind.GOVERNMENT_BODY,
    "p": Kind.PERSON,
    "j": Kind.PROJECT,
    "c": Kind.COMPLEX,
    "h": Kind.PATENT,
    "r": Kind.REGION,
}


def make_network(rows: Iterable[Row], alone: Iterable[str] = ()) -> Subgraph:
    """`o1 PARTNERS_IN c1 [2019-06-03]` rows; the first letter of a name is its kind."""
    relations = []
    names = dict.fromkeys(alone)
    for source, kind, target, *rest in rows:
        names.update(dict.fromkeys((source, target)))
        relations.append(
            Relation(
                f"t:{source}",
                RelationType(kind),
                f"t:{target}",
                Modality.FACT,
                EVIDENCE,
                since=rest[0] if rest else None,
            )
        )
    entities = {
        f"t:{name}": Entity(f"t:{name}", KIND_OF_LETTER[name[0]], name, EVIDENCE) for name in names
    }
    return Subgraph(entities, tuple(relations))


@pytest.fixture
def network() -> Callable[..., Subgraph]:
    return make_network
