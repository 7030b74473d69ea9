"""The checker: each rule is broken once, and nothing else is said."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_api.domain import (
    RELATIONS,
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Violation,
    check_ends,
    check_entity,
    check_relation,
)
from graph_api.domain.check import MAX_QUOTE_LENGTH, MAX_TEXT_LENGTH, RESERVED_PROPERTIES

SAID = (Evidence("plan-2020#L55", "以宁波中机机械零部件检测有限公司为依托单位"),)
FIRM = Entity("plan:firm", Kind.ENTERPRISE, "中机公司", SAID)
HOSTS = Relation("plan:firm", RelationType.HOSTS, "plan:complex", Modality.FACT, SAID)
KNOWN = {
    "plan:firm": Kind.ENTERPRISE,
    "plan:other-firm": Kind.ENTERPRISE,
    "plan:complex": Kind.COMPLEX,
    "plan:fund": Kind.FUND,
}


def entity_rules(entity: Entity) -> list[str]:
    return [violation.rule for violation in check_entity(entity)]


def relation_rules(relation: Relation) -> list[str]:
    return [violation.rule for violation in relation_violations(relation, KNOWN)]


def relation_violations(relation: Relation, kinds: Mapping[str, Kind]) -> list[Violation]:
    ends = check_ends(relation, kinds.get(relation.from_id), kinds.get(relation.to_id))
    return [*check_relation(relation), *ends]


def test_sound_records_break_no_rule() -> None:
    assert check_entity(FIRM) == []
    assert relation_violations(HOSTS, KNOWN) == []


@pytest.mark.parametrize(
    ("entity", "rule"),
    [
        (replace(FIRM, id="金鼎"), "id-form"),
        (replace(FIRM, name=" "), "name-missing"),
        (replace(FIRM, chain=Chain.SERVICE), "chain-basis"),
        (replace(FIRM, chain_basis=ChainBasis.ANALYST), "chain-basis"),
        (replace(FIRM, evidence=()), "unsourced"),
        (replace(FIRM, evidence=(Evidence("plan-2020", "中机"),)), "source-form"),
        (replace(FIRM, evidence=(Evidence("Plan#L1", "中机"),)), "source-form"),
        (replace(FIRM, evidence=(Evidence("plan#L1 2", "中机"),)), "source-form"),
        (
            replace(FIRM, evidence=(Evidence("plan#L1", "中" * (MAX_QUOTE_LENGTH + 1)),)),
            "quote-length",
        ),
        (replace(FIRM, evidence=(Evidence("plan#L1", "a\0b"),)), "text-form"),
        (replace(FIRM, evidence=(Evidence("plan#L\ud800", "中机"),)), "text-form"),
        (replace(FIRM, name="中\ud800"), "text-form"),
        (replace(FIRM, name_en="a\0"), "text-form"),
        (replace(FIRM, aliases=("a", "b\udfff")), "text-form"),
        (replace(FIRM, region="a\0"), "text-form"),
        (replace(FIRM, description="字" * (MAX_TEXT_LENGTH + 1)), "text-length"),
        (replace(FIRM, since="2020-6-3"), "date-form"),
        (replace(FIRM, since="20200603"), "date-form"),
        (replace(FIRM, until="2020-02-30"), "date-form"),
        (replace(FIRM, since="2020-06-03", until="2020-06-02"), "date-order"),
        (replace(FIRM, properties={"Rank": 1}), "property-name"),
        (replace(FIRM, properties={"1st": 1}), "property-name"),
        (replace(FIRM, properties={"a b": 1}), "property-name"),
        (replace(FIRM, properties={"a" * 61: 1}), "property-name"),
        (replace(FIRM, properties={"amount": float("nan")}), "not-finite"),
        (replace(FIRM, properties={"amount": float("inf")}), "not-finite"),
        (replace(FIRM, properties={"amount": 2**63}), "integer-range"),
        (replace(FIRM, properties={"amount": -(2**63) - 1}), "integer-range"),
        (replace(FIRM, properties={"note": "a\0"}), "text-form"),
        (replace(FIRM, properties={"notes": ("a", "\ud800")}), "text-form"),
    ],
)
def test_an_entity_that_breaks_a_rule_is_told_which(entity: Entity, rule: str) -> None:
    assert entity_rules(entity) == [rule]


@pytest.mark.parametrize("name", sorted(RESERVED_PROPERTIES))
def test_a_property_cannot_take_the_name_of_a_field(name: str) -> None:
    assert entity_rules(replace(FIRM, properties={name: "x"})) == ["property-name"]


@pytest.mark.parametrize(
    ("relation", "rule"),
    [
        (replace(HOSTS, from_id="plan:nobody"), "unknown-end"),
        (replace(HOSTS, to_id="plan:nobody"), "unknown-end"),
        (replace(HOSTS, from_id="plan:fund"), "kind-not-allowed"),
        (replace(HOSTS, to_id="plan:other-firm"), "kind-not-allowed"),
        (replace(HOSTS, type=RelationType.SUPPLIES, to_id="plan:firm"), "self-relation"),
        (
            Relation(
                "plan:other-firm",
                RelationType.COLLABORATES_WITH,
                "plan:firm",
                Modality.FACT,
                SAID,
            ),
            "order",
        ),
        (replace(HOSTS, modality=Modality.INFERRED), "inference-rule"),
        (replace(HOSTS, properties={"rule": "by-name"}), "inference-rule"),
        (
            replace(HOSTS, modality=Modality.INFERRED, properties={"rule": ""}),
            "inference-rule",
        ),
        (replace(HOSTS, weight=float("nan")), "not-finite"),
        (replace(HOSTS, role="a\0"), "text-form"),
        (replace(HOSTS, evidence=()), "unsourced"),
        (replace(HOSTS, since="soon"), "date-form"),
        (replace(HOSTS, since="2021-01-01", until="2020-01-01"), "date-order"),
        (replace(HOSTS, properties={"weight": 1}), "property-name"),
    ],
)
def test_a_relation_that_breaks_a_rule_is_told_which(relation: Relation, rule: str) -> None:
    assert relation_rules(relation) == [rule]


def test_an_inferred_relation_names_its_rule() -> None:
    inferred = replace(HOSTS, modality=Modality.INFERRED, properties={"rule": "by-name"})
    assert relation_rules(inferred) == []


def test_every_broken_rule_is_told() -> None:
    entity = replace(FIRM, id="x", name="", evidence=(), since="soon")
    assert entity_rules(entity) == ["id-form", "name-missing", "unsourced", "date-form"]


@given(st.sampled_from(RelationType), st.sampled_from(Kind), st.sampled_from(Kind))
def test_a_relation_joins_the_kinds_of_the_table_and_no_others(
    relation_type: RelationType, source: Kind, target: Kind
) -> None:
    kinds = {"plan:a": source, "plan:b": target}
    relation = Relation("plan:a", relation_type, "plan:b", Modality.FACT, SAID)
    row = RELATIONS[relation_type]
    expected = (source not in row.sources) + (target not in row.targets)
    rules = [violation.rule for violation in relation_violations(relation, kinds)]
    assert rules == ["kind-not-allowed"] * expected


@given(st.dates(), st.dates())
def test_dates_are_taken_in_order_only(since: dt.date, until: dt.date) -> None:
    entity = replace(FIRM, since=since.isoformat(), until=until.isoformat())
    assert entity_rules(entity) == ([] if since <= until else ["date-order"])


ANYTHING = st.text(alphabet=st.characters(), max_size=30)
"""Texts with lone surrogates and NUL among their characters."""


@given(ANYTHING, st.floats(allow_nan=True))
@example("\ud800", 0.0)
def test_a_message_can_always_be_written(text: str, number: float) -> None:
    entity = Entity(text, Kind.ZONE, "", (Evidence(text, text),), properties={text: number})
    relation = replace(HOSTS, from_id=text, to_id="plan:fund", role=text, since=text)
    for violation in (*check_entity(entity), *relation_violations(relation, KNOWN)):
        assert violation.rule
        assert violation.message.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_without_surrogates_and_nul_is_a_text(text: str) -> None:
    assert entity_rules(replace(FIRM, description=text, aliases=(text,))) == []
