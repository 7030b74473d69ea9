"""The tables of words: complete, unambiguous, and consistent with each other."""

import re
from collections import Counter

import pytest

from graph_api.domain import (
    CHAINS,
    KINDS,
    MODALITIES,
    ORGANISATIONS,
    PLATFORMS,
    RELATIONS,
    SERVICES,
    STAGES,
    STATUSES,
    Chain,
    Kind,
    Modality,
    Relation,
    RelationType,
    Stage,
    Status,
    is_id,
    ordered,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_word_has_exactly_one_row_under_its_own_key() -> None:
    assert {definition.chain: definition for definition in CHAINS.values()} == CHAINS
    assert {definition.kind: definition for definition in KINDS.values()} == KINDS
    assert {definition.type: definition for definition in RELATIONS.values()} == RELATIONS
    assert {definition.key: definition for definition in SERVICES.values()} == SERVICES
    assert set(CHAINS) == set(Chain)
    assert set(KINDS) == set(Kind)
    assert set(RELATIONS) == set(RelationType)
    assert set(STATUSES) == set(Status)
    assert set(MODALITIES) == set(Modality)
    assert set(STAGES) == set(Stage)


def test_the_six_chains_stand_in_the_order_of_the_plan() -> None:
    assert [definition.zh for definition in CHAINS.values()] == [
        "政务链",
        "产业链",
        "创新链",
        "服务链",
        "人才链",
        "金融链",
    ]


def test_the_nine_sections_stand_in_the_order_of_the_plan() -> None:
    assert [definition.zh for definition in SERVICES.values() if definition.is_section] == [
        "技术研发",
        "工业设计",
        "检验检测",
        "标准信息",
        "知识产权",
        "成果转化",
        "创业孵化",
        "人才培育",
        "科技金融",
    ]


def test_every_word_is_said_in_both_languages() -> None:
    terms = [
        *((row.zh, row.en) for row in CHAINS.values()),
        *((row.zh, row.en) for row in KINDS.values()),
        *((row.zh, row.en) for row in SERVICES.values()),
        *((row.zh, row.en) for row in STATUSES.values()),
        *((row.zh, row.en) for row in MODALITIES.values()),
        *((row.zh, row.en) for row in STAGES.values()),
        *((row.zh, row.meaning) for row in RELATIONS.values()),
    ]
    for zh, en in terms:
        assert CHINESE.search(zh), zh
        assert en, zh
        assert not CHINESE.search(en), en


@pytest.mark.parametrize(
    "words",
    [
        [row.zh for row in CHAINS.values()],
        [row.zh for row in KINDS.values()],
        [row.glyph for row in KINDS.values()],
        [row.zh for row in RELATIONS.values()],
        [row.zh for row in SERVICES.values()],
        [row.light for row in CHAINS.values()],
        [row.dark for row in CHAINS.values()],
    ],
)
def test_no_two_rows_look_alike(words: list[str]) -> None:
    assert [word for word, number in Counter(words).items() if number > 1] == []


def test_a_label_and_a_relation_type_never_share_a_name() -> None:
    labels = {kind.value for kind in Kind} | {"Entity", "Source", "Load"}
    assert labels & {relation_type.value for relation_type in RelationType} == set()
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", label) for label in labels)
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", relation_type) for relation_type in RelationType)


def test_glyphs_are_one_character_and_colours_are_colours() -> None:
    assert all(len(row.glyph) == 1 for row in KINDS.values())
    for row in CHAINS.values():
        assert re.fullmatch(r"#[0-9a-f]{6}", row.light)
        assert re.fullmatch(r"#[0-9a-f]{6}", row.dark)


def test_service_ids_are_ids() -> None:
    assert [row.id for row in SERVICES.values() if not is_id(row.id)] == []


def test_organisations_and_platforms_are_apart() -> None:
    assert ORGANISATIONS.isdisjoint(PLATFORMS)


@pytest.mark.parametrize("relation_type", list(RelationType))
def test_a_relation_type_goes_somewhere_and_a_symmetric_one_both_ways(
    relation_type: RelationType,
) -> None:
    row = RELATIONS[relation_type]
    assert row.sources
    assert row.targets
    if row.symmetric:
        assert row.sources == row.targets


def test_every_kind_can_be_joined_to_another() -> None:
    for kind in Kind:
        others = [row for row in RELATIONS.values() if kind in row.sources | row.targets]
        assert [row for row in others if row.type is not RelationType.PART_OF], kind


@pytest.mark.parametrize("relation_type", list(RelationType))
def test_only_a_symmetric_relation_is_turned_round(relation_type: RelationType) -> None:
    turned = ordered(relation_type, "plan:b", "plan:a")
    expected = ("plan:a", "plan:b") if RELATIONS[relation_type].symmetric else ("plan:b", "plan:a")
    assert turned == expected
    assert ordered(relation_type, "plan:a", "plan:b") == ("plan:a", "plan:b")


def test_the_id_of_a_relation_is_its_ends_its_type_and_its_role() -> None:
    plain = Relation("plan:a", RelationType.HOSTS, "plan:b", Modality.FACT, ())
    with_role = Relation("plan:a", RelationType.HOSTS, "plan:b", Modality.FACT, (), role="依托单位")
    assert plain.id == "plan:a|HOSTS|plan:b|"
    assert with_role.id == "plan:a|HOSTS|plan:b|依托单位"
