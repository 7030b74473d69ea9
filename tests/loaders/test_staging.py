"""Merging records inside one data set: nothing is lost, order of equal records does not matter."""

from collections import Counter
from dataclasses import dataclass

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Rejected,
    Relation,
    RelationType,
    Status,
)
from graph_api.store import entity_of
from loaders.merge import merge_entities
from loaders.staging import FileCounts, staging


def firm(key: str, line: int = 1, **fields: object) -> Entity:
    return Entity(
        id=f"test:{key}",
        kind=fields.pop("kind", Kind.ENTERPRISE),  # type: ignore[arg-type]
        name=str(fields.pop("name", key)),
        evidence=(Evidence(f"test#L{line}"),),
        **fields,  # type: ignore[arg-type]
    )


def supplies(one: str, other: str, line: int = 1, **fields: object) -> Relation:
    return Relation(
        f"test:{one}",
        RelationType.SUPPLIES,
        f"test:{other}",
        Modality.FACT,
        (Evidence(f"test#L{line}"),),
        **fields,  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Staged:
    totals: FileCounts
    entities: dict[str, Entity]
    rejected: list[Rejected]


def stage(records: list[Record]) -> Staged:
    with staging() as staged:
        list(staged.take("records.csv", iter(records)))
        staged.settle()
        bodies = staged.database.execute("SELECT body FROM entity").fetchall()
        entities = [entity_of(orjson.loads(body)) for (body,) in bodies]
        return Staged(
            staged.totals(),
            {one.id: one for one in entities},
            [item for _, item in staged.rejections()],
        )


def test_a_second_record_adds_what_the_first_leaves_open() -> None:
    first = firm("a", 1, name="金鼎", status=Status.OPERATING, properties={"capital": 1})
    second = firm("a", 2, name="金鼎紧固件", since="2001-02-03", properties={"capital": 2, "x": 3})

    merged = merge_entities(first, second)

    assert merged.name == "金鼎"
    assert merged.aliases == ("金鼎紧固件",)
    assert (merged.status, merged.since) == (Status.OPERATING, "2001-02-03")
    assert merged.properties == {"capital": 1, "x": 3}
    assert [item.source for item in merged.evidence] == ["test#L1", "test#L2"]


BROKEN: list[tuple[str, list[Record], str]] = [
    (
        "an id without a scheme",
        [firm("a"), Entity("nothing", Kind.ZONE, "z", (Evidence("t#1"),))],
        "id-form",
    ),
    ("a kind that changes", [firm("a"), firm("a", kind=Kind.ZONE)], "kind-changed"),
    ("no source", [Entity("test:a", Kind.ZONE, "z", ())], "unsourced"),
    ("an end that nobody states", [firm("a"), supplies("a", "b")], "unknown-end"),
    (
        "an end that was refused",
        [firm("a"), firm("b", name=" "), supplies("a", "b")],
        "unknown-end",
    ),
    ("a relation to itself", [firm("a"), supplies("a", "a")], "self-relation"),
    (
        "an end of another kind",
        [firm("a"), firm("b", kind=Kind.ZONE), supplies("a", "b")],
        "kind-not-allowed",
    ),
    (
        "a weight that is no number",
        [firm("a"), firm("b"), supplies("a", "b", weight=float("nan"))],
        "not-finite",
    ),
    ("a lone surrogate", [firm("a", name="x\ud800")], "text-form"),
]


@pytest.mark.parametrize(
    ("records", "rule"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_record_that_breaks_a_rule_is_refused_by_name(records: list[Record], rule: str) -> None:
    staged = stage(records)

    assert rule in [item.rule for item in staged.rejected]
    assert all(item.value and item.reason for item in staged.rejected)


def test_an_offer_stands_on_the_chain_of_its_provider() -> None:
    offer = firm("offer", kind=Kind.OFFER)
    provider = firm("provider", kind=Kind.TALENT_PLATFORM)
    offers = Relation(
        provider.id, RelationType.OFFERS, offer.id, Modality.PLAN, (Evidence("test#L1"),)
    )

    placed = stage([offer, provider, offers]).entities[offer.id]

    assert (placed.chain, placed.chain_basis) == (Chain.TALENT, ChainBasis.KIND)


keys = st.sampled_from("abcdef")
anything = st.one_of(
    st.builds(firm, keys, st.integers(1, 9), name=st.sampled_from(["甲", "乙", " "])),
    st.builds(firm, keys, st.integers(1, 9), kind=st.just(Kind.ZONE)),
    st.builds(supplies, keys, keys, st.integers(1, 9)),
    st.builds(Rejected, st.just("test#L1"), st.just("not an amount")),
)


@given(st.lists(anything, max_size=40))
def test_every_record_is_accounted_for(records: list[Record]) -> None:
    staged = stage(records)

    totals = staged.totals
    assert totals.read == len(records)
    assert totals.read == totals.entities + totals.relations + totals.merged + totals.rejected
    assert totals.rejected == len(staged.rejected)
    assert totals.entities == len(staged.entities)


@given(st.lists(st.builds(firm, keys, st.integers(1, 9)), max_size=20), st.randoms())
def test_records_that_agree_merge_to_the_same_in_any_order(
    records: list[Entity], random: object
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = stage(records).entities, stage(shuffled).entities

    assert one.keys() == other.keys()
    for entity_id, entity in one.items():
        assert Counter(entity.evidence) == Counter(other[entity_id].evidence)
        assert entity.name == other[entity_id].name
