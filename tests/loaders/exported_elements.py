"""Elements for tests of exports: made-up records, folded as the store folds them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    Value,
)
from graph_api.store.fold import fold
from graph_api.store.properties import Properties, stated_of_entity, stated_of_relation

ODD = (
    *("", " ", " x", "x\n", "\r", "a\r\nb", 'say "so"', "a;b|c,d", "a | b", "\\", "\\|", "=1+1"),
    *("'x", "]]>", "<&>", "\x01", "\ufffe", "\u3000", "\ufdd0", "\x1f", "镇海", "\U00020000", ","),
)
"""Texts that some format has a use of its own for."""

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"), max_size=8
) | st.sampled_from(ODD)
NAMES = TEXT.filter(lambda text: text.strip())
VALUES = (
    TEXT
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.lists(TEXT, max_size=3).map(tuple)
)
OWN = st.dictionaries(
    st.sampled_from(("amount", "codes", "type", "to", "own_to", "source", "schema", "quote")),
    VALUES,
    max_size=4,
)
EVIDENCE = st.lists(
    st.builds(Evidence, st.sampled_from(("s#L1", "s#t:row=2", "t.x#L1")), TEXT),
    min_size=1,
    max_size=3,
).map(tuple)


@dataclass(frozen=True)
class Made:
    """Elements that are there already."""

    nodes: list[Properties] = field(default_factory=list)
    links: list[Properties] = field(default_factory=list)
    others: list[tuple[str, Properties]] = field(default_factory=list)

    def entities(self) -> Iterator[Properties]:
        return iter(self.nodes)

    def relations(self) -> Iterator[Properties]:
        return iter(self.links)

    def notes(self) -> Iterator[tuple[str, Properties]]:
        return iter(self.others)


def node(entity: Entity, *datasets: str) -> Properties:
    """The properties of an entity that these data sets state alike."""
    stated = stated_of_entity(entity)
    return fold({(name, entity.id): stated for name in datasets or ("one",)}, entity.id)


def link(relation: Relation, *datasets: str) -> Properties:
    """The properties of a relation that these data sets state alike."""
    stated = stated_of_relation(relation)
    return fold({(name, relation.id): stated for name in datasets or ("one",)}, relation.id)


def odd_elements(number: int) -> Made:
    """So many entities, and relations from each to the next, with odd texts, lists and numbers."""
    chance = random.Random(1)  # noqa: S311 - the same in every run

    def text() -> str:
        return "".join(chance.choices(ODD, k=chance.randint(1, 2)))

    def own() -> dict[str, Value]:
        numbers = (-(2**63), 2**53 + 1, 0, 1e300, -0.0, 5.0, 5e-324, 0.1 + 0.2)
        values: tuple[Value, ...] = (
            text(),
            chance.choice(numbers),
            chance.random() > 0.5,
            tuple(text() for _ in range(chance.randint(1, 3))),
        )
        names = ("amount", "codes", "type", "area")
        return {name: chance.choice(values) for name in names if chance.random() > 0.4}

    def evidence() -> tuple[Evidence, ...]:
        return tuple(Evidence(f"s#L{line}", text()) for line in range(chance.randint(1, 3)))

    kinds = (Kind.ZONE, Kind.ENTERPRISE)
    nodes = [
        Entity(
            f"test:{one}",
            kinds[one % 2],
            f"{text()}名",
            evidence(),
            aliases=(text(),),
            description=text(),
            properties=own(),
        )
        for one in range(number)
    ]
    links = [
        Relation(
            f"test:{one}",
            RelationType.PART_OF,
            f"test:{one + 1}",
            Modality.PLAN,
            evidence(),
            role=text() or None,
            weight=chance.random(),
            properties=own(),
        )
        for one in range(number - 1)
    ]
    notes: list[tuple[str, Properties]] = [("Redirect", {"id": "old:0", "to": "test:0"})]
    return Made([node(one, "one", "two") for one in nodes], [link(one) for one in links], notes)


@st.composite
def made(draw: st.DrawFn) -> Made:
    """Any graph of at most three zones and the relations between them."""
    keys = draw(
        st.lists(st.sampled_from(("test:a", "test:b", "test:a-b")), min_size=1, unique=True)
    )
    ends = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys), TEXT), max_size=3))
    links = {
        relation.id: link(relation, *draw(DATASETS))
        for relation in (draw(relations(*end)) for end in ends if end[0] != end[1])
    }
    return Made(
        [node(draw(entities(key)), *draw(DATASETS)) for key in sorted(keys)],
        [links[key] for key in sorted(links)],
        [
            ("Source", {"id": "s", "title": draw(TEXT), "url": ""}),
            ("Redirect", {"id": "x:y", "to": keys[0]}),
        ],
    )


DATASETS = st.lists(st.sampled_from(("one", "two", "local")), min_size=1, max_size=2, unique=True)


@st.composite
def entities(draw: st.DrawFn, key: str) -> Entity:
    chain = draw(st.none() | st.sampled_from(Chain))
    return Entity(
        id=key,
        kind=draw(st.sampled_from((Kind.ZONE, Kind.OFFER, Kind.ENTERPRISE))),
        name=draw(NAMES),
        evidence=draw(EVIDENCE),
        name_en=draw(st.none() | TEXT),
        aliases=tuple(draw(st.lists(TEXT, max_size=2))),
        description=draw(st.none() | TEXT),
        status=draw(st.none() | st.sampled_from(Status)),
        chain=chain,
        chain_basis=ChainBasis.STATED if chain else None,
        region=draw(st.none() | TEXT),
        since=draw(st.none() | st.just("2020-06-03")),
        properties=draw(OWN),
    )


@st.composite
def relations(draw: st.DrawFn, one: str, other: str, role: str) -> Relation:
    return Relation(
        one,
        RelationType.PART_OF,
        other,
        draw(st.sampled_from(Modality)),
        draw(EVIDENCE),
        role=role or None,
        weight=draw(st.none() | st.floats(-1e300, 1e300)),
        properties=draw(OWN),
    )
