"""What holds of every score: its range, its sum, that evidence never lowers a part, that a plan is no fact."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    Subgraph,
)
from graph_api.matching import PARTS, Match, Need, build_snapshot, explain_pair, match

EVIDENCE = (Evidence("test#L1"),)
T = RelationType
OFFERS = ("t:test-fasteners", "t:test-bearings", "t:test-magnets", "t:map-patents", "t:pilot-run")
PROVIDERS = ("t:inspector", "t:planned-lab", "t:magnet-lab", "t:pilot-line", "t:institute")
needs = st.builds(
    Need,
    text=st.lists(
        st.sampled_from(("紧固件", "盐雾", "检测", "轴承", "永磁材料", "中试", "专利", "量子")),
        max_size=3,
    ).map("".join),
    service=st.sampled_from([None, "testing", "pilot"]),
    subjects=st.sampled_from([(), ("紧固件",), ("永磁材料", "轴承")]),
    firm=st.sampled_from([None, "金星螺丝", "银星磁业"]),
).filter(lambda need: need != Need())
weightings = st.dictionaries(st.sampled_from(list(PARTS)), st.integers(0, 1000))

added = st.one_of(
    st.tuples(
        st.sampled_from(OFFERS),
        st.just(T.ABOUT),
        st.sampled_from(("t:fastener", "t:bearing", "t:magnet")),
    ),
    st.tuples(
        st.sampled_from(OFFERS),
        st.just(T.OF_SERVICE),
        st.sampled_from(("service:testing", "service:pilot", "t:patent-map")),
    ),
    st.tuples(
        st.sampled_from(PROVIDERS), st.just(T.SUPPLIES), st.sampled_from(("t:screws", "t:magnets"))
    ),
)


def found(stated: Subgraph, need: Need, provider: str) -> Match | None:
    return explain_pair(build_snapshot(stated), need, provider).match


@given(needs, weightings)
def test_a_score_is_the_sum_of_its_reasons_and_a_share_of_the_most(
    district: Subgraph, need: Need, weights: dict[str, int]
) -> None:
    for one in match(build_snapshot(district), need, weights=weights).results:
        assert one.score == sum(reason.contribution for reason in one.reasons)
        assert 0 <= one.value <= 1


@given(needs, added)
def test_a_further_fact_never_lowers_a_part_of_the_one_that_it_is_about(
    district: Subgraph, need: Need, fact: tuple[str, RelationType, str]
) -> None:
    """The parts of the same offer; a provider may come to be seen by a better one of its offers.

    A fact of another offer is no fact of this one: what more offers say is less rare in each of them.
    """
    start, name, end = fact
    relation = Relation(start, name, end, Modality.FACT, EVIDENCE)
    more = Subgraph(district.entities, (*district.relations, relation))
    owners = [one.from_id for one in district.relations if one.to_id == start]
    provider = start if name is T.SUPPLIES else owners[0]
    before, after = found(district, need, provider), found(more, need, provider)
    if before is None or (name is not T.SUPPLIES and start != before.offer):
        return
    assert after is not None
    assert after.score >= before.score
    if after.offer == before.offer:
        for old, new in zip(before.reasons, after.reasons, strict=True):
            assert new.value >= old.value


@given(needs, st.sampled_from(OFFERS), st.sampled_from(PROVIDERS))
def test_a_further_source_never_lowers_anything(
    district: Subgraph, need: Need, offer: str, provider: str
) -> None:
    entity = district.entities[offer]
    sourced = replace(entity, evidence=(*entity.evidence, Evidence("test#L2", "a quote")))
    more = Subgraph(district.entities | {offer: sourced}, district.relations)
    before, after = found(district, need, provider), found(more, need, provider)
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.score >= before.score


@pytest.mark.parametrize("worse", [Status.BUILDING, Status.PLANNED, None])
@given(need=needs, offer=st.sampled_from(OFFERS))
def test_nothing_that_is_less_real_stands_above_the_same_that_operates(
    district: Subgraph, need: Need, offer: str, worse: Status | None
) -> None:
    """A twin of the provider and of its offer, which differ in nothing but how real they are."""
    owner = next(
        one.from_id for one in district.relations if (one.type, one.to_id) == (T.OFFERS, offer)
    )
    real, lesser = (
        twin(district, owner, offer, status, key)
        for status, key in ((Status.OPERATING, "real"), (worse, "lesser"))
    )
    both = Subgraph(
        district.entities | real.entities | lesser.entities,
        (*district.relations, *real.relations, *lesser.relations),
    )
    ranks = {
        one.provider: place
        for place, one in enumerate(match(build_snapshot(both), need, 100).results)
    }
    if "twin:lesser" in ranks:
        assert ranks["twin:real"] < ranks["twin:lesser"]


def twin(stated: Subgraph, owner: str, offer: str, status: Status | None, key: str) -> Subgraph:
    """The provider and the offer once more under other ids, with the same name, status and relations."""
    ids = {owner: f"twin:{key}", offer: f"twin:{key}-offer"}
    entities = {
        ids[one]: replace(stated.entities[one], id=ids[one], status=status)
        for one in (owner, offer)
    }
    relations = tuple(
        replace(one, from_id=ids.get(one.from_id, one.from_id), to_id=ids.get(one.to_id, one.to_id))
        for one in stated.relations
        if (one.from_id in ids or one.to_id in ids)
        and (one.type is not T.OFFERS or (one.from_id, one.to_id) == (owner, offer))
    )
    return Subgraph(entities, relations)


@given(st.lists(st.text("紧固件检测盐雾ab1 ", max_size=12), min_size=1, max_size=6), st.randoms())
def test_the_texts_of_others_in_another_order_change_nothing(
    texts: list[str], order: object
) -> None:
    def results(names: list[str]) -> list[tuple[str, int]]:
        entities = {
            f"t:{name.encode().hex()}": Entity(
                f"t:{name.encode().hex()}",
                Kind.ENTERPRISE,
                name,
                EVIDENCE,
                description=name,
            )
            for name in names
        }
        snap = build_snapshot(Subgraph(entities, ()))
        return [(one.provider, one.score) for one in match(snap, Need("紧固件检测 ab1")).results]

    shuffled = list(texts)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert results(shuffled) == results(texts)
