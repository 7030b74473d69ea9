"""Matching in the small district: understanding, gates, score, explanations, ranks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    STATUSES,
    AmbiguousNameError,
    BadInputError,
    Evidence,
    Kind,
    Modality,
    NotFoundError,
    Relation,
    RelationType,
    Stage,
    Status,
    Subgraph,
)
from graph_api.matching import (
    GATES,
    PARTS,
    Need,
    Snapshot,
    algorithms,
    build_snapshot,
    explain_pair,
    match,
    understand,
)

PIECES = (
    "紧固件",
    "盐雾",
    "检测",
    "轴承",
    "永磁材料",
    "中试",
    "专利导航",
    "量子",
    "金星螺丝",
    "，",
)
needs = st.builds(
    Need,
    text=st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    service=st.sampled_from([None, "testing", "知识产权", "t:calibration"]),
    subjects=st.sampled_from([(), ("紧固件",), ("永磁材料", "轴承")]),
    stage=st.sampled_from([None, None, Stage.PILOT]),
    region=st.sampled_from([None, None, "镇海区"]),
    firm=st.sampled_from([None, "金星螺丝", "银星磁业", "中心检测公司"]),
    complex_id=st.sampled_from([None, None, "t:magnetic"]),
).filter(lambda need: need != Need())
weightings = st.dictionaries(st.sampled_from(list(PARTS)), st.integers(0, 1000))


def providers(snap: Snapshot, need: Need, limit: int = 10) -> list[str]:
    return [found.provider_name for found in match(snap, need, limit).results]


@given(needs, weightings)
def test_every_score_is_exactly_the_sum_of_its_reasons(
    snap: Snapshot, need: Need, weights: dict[str, int]
) -> None:
    for found in match(snap, need, weights=weights).results:
        assert found.score == sum(reason.contribution for reason in found.reasons)
        assert [reason.part for reason in found.reasons] == list(PARTS)
        for reason in found.reasons:
            assert reason.contribution == round(reason.weight * reason.value)
            assert reason.weight == weights.get(reason.part, PARTS[reason.part].weight)
            assert (-1 if reason.part == "network" else 0) <= reason.value <= 1


@given(needs)
def test_written_offers_come_first_and_then_the_score_decides(snap: Snapshot, need: Need) -> None:
    results = match(snap, need).results
    order = [(found.guessed, -found.score) for found in results]
    assert order == sorted(order)
    assert len({found.provider for found in results}) == len(results)


@given(needs)
def test_the_status_is_in_every_result_and_sentence(snap: Snapshot, need: Need) -> None:
    for found in match(snap, need).results:
        assert found.status not in {Status.CLOSED, Status.NORMATIVE}
        if found.inferred:
            assert found.label_zh == "可能具备"
            assert "可能具备" in found.sentence_zh
            assert "推断" in found.sentence_zh
            assert f"“{found.offer_name}”（运行）" not in found.sentence_zh
            assert "提供“" not in found.sentence_zh
        else:
            assert found.status
            term = STATUSES[found.status]
            assert f"“{found.offer_name}”（{term.zh}）" in found.sentence_zh
            assert f"{found.offer_name} ({term.en})" in found.sentence_en
            offers = f"{found.provider_name}提供" in found.sentence_zh
            assert offers == (found.status is Status.OPERATING)


@given(needs)
def test_a_sentence_is_made_of_its_reasons_and_nothing_else(snap: Snapshot, need: Need) -> None:
    for found in match(snap, need).results:
        _, _, said = found.sentence_zh.partition("：")
        clauses = {reason.zh for reason in found.reasons if reason.zh}
        assert set(said.removesuffix("。").split("；")) - {""} <= clauses


@given(needs, st.integers(0, 4))
def test_a_shorter_answer_is_the_beginning_of_a_longer_one(
    snap: Snapshot, need: Need, limit: int
) -> None:
    long, short = match(snap, need, 100), match(snap, need, limit)
    assert short.results == long.results[:limit]
    assert short.total == long.total == len(long.results)
    assert sum(short.stopped_count.values()) == len(short.stopped)


@given(needs, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(
    district: Subgraph, snap: Snapshot, need: Need, random: object
) -> None:
    entities, relations = list(district.entities.items()), list(district.relations)
    random.shuffle(entities)  # type: ignore[attr-defined]
    random.shuffle(relations)  # type: ignore[attr-defined]
    shuffled = build_snapshot(Subgraph(dict(entities), tuple(relations)))
    assert match(shuffled, need) == match(snap, need)


@given(needs, st.sampled_from(["t:inspector", "t:planned-lab", "t:institute", "t:screws"]))
def test_why_and_why_not_agree_with_the_answer(snap: Snapshot, need: Need, provider: str) -> None:
    told = explain_pair(snap, need, provider, limit=1)
    results = match(snap, need, 100).results
    ranks = {found.provider: place for place, found in enumerate(results, start=1)}
    assert told.rank == ranks.get(provider)
    assert told.listed == (told.rank == 1)
    assert told.listed == ("未列入" not in told.sentence_zh)
    assert told.provider_name in told.sentence_zh
    if told.match is None and told.stopped:
        assert told.stopped[0].zh in told.sentence_zh
    for part in told.lower_parts:
        own = next(reason for reason in told.match.reasons if reason.part == part)  # type: ignore[union-attr]
        first = next(reason for reason in results[0].reasons if reason.part == part)
        assert own.contribution < first.contribution


ANSWERS = {
    "by text": (Need("紧固件盐雾试验"), ["中心检测公司", "轴承实验室", "磁材分析中心"]),
    "by a wider service": (Need(service="知识产权"), ["磁材分析中心"]),
    "by a narrower service": (
        Need(service="校准", subjects=("轴承",)),
        ["轴承实验室", "中心检测公司", "磁材分析中心"],
    ),
    "in one complex": (
        Need("检测", complex_id="机械综合体"),
        ["中心检测公司", "轴承实验室"],
    ),
    "in a complex that the text names": (Need("磁性综合体的检测"), ["磁材分析中心"]),
    "at a stage": (Need("永磁材料", stage=Stage.DEMONSTRATION), ["中试线"]),
    "in a region": (Need("检测", region="镇海区"), ["中心检测公司", "轴承实验室"]),
    "of a whole complex": (
        Need(complex_id="机械综合体"),
        ["中心检测公司", "轴承实验室", "材料所", "金星螺丝"],
    ),
    "for a firm": (Need(firm="金星螺丝"), ["中心检测公司", "轴承实验室", "材料所"]),
    "by kind alone": (Need("永磁材料研发"), ["材料所"]),
    "what nobody offers": (Need("量子计算"), []),
    "a stage that nobody names": (Need(service="检验检测", stage=Stage.PILOT), []),
    "not one's own": (
        Need("紧固件检测", firm="中心检测公司", complex_id="机械综合体"),
        ["轴承实验室"],
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(snap: Snapshot, name: str) -> None:
    need, expected = ANSWERS[name]
    assert providers(snap, need) == expected


def test_no_result_says_what_was_understood_and_what_stopped_the_rest(snap: Snapshot) -> None:
    answer = match(snap, Need("紧固件检测", stage=Stage.PILOT))
    assert answer.results == ()
    assert [tag.name for tag in answer.understood.services] == ["检验检测"]
    assert [tag.name for tag in answer.understood.subjects] == ["紧固件"]
    assert answer.stopped_count == dict.fromkeys((gate.name for gate in GATES), 0) | {
        "service": 1,
        "stage": 4,
    }
    assert {stop.zh for stop in answer.stopped} == {
        "未说明提供服务“检验检测”",
        "未说明适用于“中试熟化”阶段",
    }


REALITY = {
    "what runs": (Modality.FACT, Status.OPERATING, Status.OPERATING, "运行"),
    "a fact without a status": (Modality.FACT, None, Status.OPERATING, "运行"),
    "a planned offer": (Modality.PLAN, Status.PLANNED, Status.PLANNED, "拟建"),
    "a plan without a status": (Modality.PLAN, None, None, "状态未说明"),
    "an inferred offer": (Modality.INFERRED, Status.OPERATING, Status.OPERATING, "可能具备"),
}


@pytest.mark.parametrize("name", REALITY)
def test_an_operating_provider_does_not_make_its_offers_operate(
    district: Subgraph, name: str
) -> None:
    modality, stated, shown, label = REALITY[name]
    relations = tuple(
        replace(one, modality=modality) if one.to_id == "t:test-fasteners" else one
        for one in district.relations
    )
    offer = replace(district.entities["t:test-fasteners"], status=stated)
    snap = build_snapshot(Subgraph(district.entities | {offer.id: offer}, relations))
    found = match(snap, Need("紧固件盐雾试验")).results[0]
    assert found.provider_name == "中心检测公司"
    assert (found.status, found.label_zh) == (shown, label)
    assert found.inferred == (modality is Modality.INFERRED)
    assert label in found.sentence_zh
    assert ("中心检测公司提供“" in found.sentence_zh) == (label == "运行")


def test_an_inferred_offer_counts_less_than_a_stated_one(district: Subgraph) -> None:
    relations = tuple(
        replace(one, modality=Modality.INFERRED, properties={"rule": "by-name"})
        if (one.type, one.to_id) == (RelationType.OFFERS, "t:test-fasteners")
        else one
        for one in district.relations
    )
    snap = build_snapshot(Subgraph(district.entities, relations))
    found = match(snap, Need("紧固件盐雾试验")).results[0]
    assert (found.inferred, found.guessed) == (True, False)
    assert found.reasons[-1].contribution == 80
    assert "by-name" in found.sentence_zh


def test_explicit_fields_win_over_the_text(snap: Snapshot) -> None:
    view = understand(snap, Need("紧固件检测", service="中试", subjects=("永磁材料",)))
    assert [(tag.name, tag.how) for tag in view.understood.services] == [("中试", "stated")]
    assert [(tag.name, tag.how) for tag in view.understood.subjects] == [("永磁材料", "stated")]


def test_a_firm_named_in_the_text_is_the_one_that_asks(snap: Snapshot) -> None:
    view = understand(snap, Need("金星螺丝想找检测"))
    assert view.understood.firm is not None
    assert view.understood.firm.id == "t:screws"
    assert [(tag.name, tag.how) for tag in view.understood.subjects] == [("紧固件", "firm")]
    assert view.understood.unknown == ()


def test_the_path_leads_from_the_firm_to_the_offer(snap: Snapshot) -> None:
    found = match(snap, Need("紧固件检测", firm="金星螺丝")).results[0]
    assert found.path.nodes == ("t:screws", "t:mechanical", "t:inspector", "t:test-fasteners")
    assert found.path.relations == (
        "t:screws|PARTNERS_IN|t:mechanical|",
        "t:inspector|HOSTS|t:mechanical|",
        "t:inspector|OFFERS|t:test-fasteners|",
    )
    assert 0 < found.path.closeness < 1


def test_another_complex_takes_points_and_never_more_than_fifty(snap: Snapshot) -> None:
    result = match(snap, Need("检测", firm="银星磁业"))
    network = {
        found.provider_name: next(
            one.contribution for one in found.reasons if one.part == "network"
        )
        for found in result.results
    }
    assert network["中心检测公司"] == -50
    assert 0 < network["磁材分析中心"] <= 50


def test_ties_go_by_status_then_sources_then_name(district: Subgraph, snap: Snapshot) -> None:
    level = dict.fromkeys(PARTS, 0)
    names = [one.provider_name for one in match(snap, Need("检测"), weights=level).results]
    assert names == ["中心检测公司", "磁材分析中心", "轴承实验室"]
    better = replace(
        district.entities["t:test-bearings"], evidence=(Evidence("test#L1"), Evidence("test#L2"))
    )
    sourced = build_snapshot(Subgraph(district.entities | {better.id: better}, district.relations))
    names = [one.provider_name for one in match(sourced, Need("检测"), weights=level).results]
    assert names == ["中心检测公司", "轴承实验室", "磁材分析中心"]


REFUSED = {
    "nothing": (Need(), BadInputError, "says nothing"),
    "blank": (Need("  "), BadInputError, "says nothing"),
    "too much": (Need("检" * 2001), BadInputError, "2001 characters"),
    "an unknown service": (Need(service="检验检查"), NotFoundError, "检验检测"),
    "an unknown firm": (Need(firm="t:nobody"), NotFoundError, "no firm"),
    "a service as a firm": (Need(firm="service:testing"), NotFoundError, "no firm"),
    "a firm as a complex": (Need(complex_id="金星螺丝"), NotFoundError, "no complex"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_needs_that_are_refused(snap: Snapshot, name: str) -> None:
    need, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        match(snap, need)


def test_a_name_of_two_is_refused_with_both(district: Subgraph) -> None:
    twin = replace(district.entities["t:screws"], id="t:screws-2")
    snap = build_snapshot(Subgraph(district.entities | {twin.id: twin}, district.relations))
    with pytest.raises(AmbiguousNameError) as refused:
        match(snap, Need(firm="金星螺丝"))
    assert [one["id"] for one in refused.value.candidates] == ["t:screws", "t:screws-2"]


@pytest.mark.parametrize("weights", [{"fame": 1}, {"text": -1}, {"text": 1001}])
def test_weights_out_of_range_are_refused(snap: Snapshot, weights: dict[str, int]) -> None:
    with pytest.raises(BadInputError):
        match(snap, Need("检测"), weights=weights)


def test_an_unknown_provider_is_not_found(snap: Snapshot) -> None:
    with pytest.raises(NotFoundError, match="no provider"):
        explain_pair(snap, Need("检测"), "t:nobody")


def test_an_empty_graph_gives_an_empty_answer() -> None:
    answer = match(build_snapshot(Subgraph({}, ())), Need("紧固件检测"))
    assert (answer.results, answer.total) == ((), 0)
    assert answer.understood.unknown == ("紧固件检测",)


def test_the_weights_of_the_parts_are_the_documented_ones() -> None:
    relevance = [part.weight for part in PARTS.values() if part.name not in {"network", "status"}]
    assert sum(relevance) == 1000
    assert (PARTS["network"].weight, PARTS["status"].weight) == (50, 100)


def test_every_step_is_described() -> None:
    described = {(one.step, one.name): one for one in algorithms()}
    assert set(described) == {("gate", gate.name) for gate in GATES} | {
        ("score", name) for name in PARTS
    }
    assert all(len(one.explanation) > 30 and one.zh and one.en for one in described.values())


def test_offers_are_inferred_only_for_those_that_wrote_none(snap: Snapshot) -> None:
    inferred = {offer.provider for offer in snap.offers if offer.inferred_by}
    written = {offer.provider for offer in snap.offers if not offer.inferred_by}
    assert inferred == {"t:institute", "t:screws", "t:magnets"}
    assert not inferred & written
    rules = {(offer.provider_kind, offer.inferred_by) for offer in snap.offers if offer.guessed}
    assert rules == {(Kind.INSTITUTE, "services-of-kind"), (Kind.ENTERPRISE, "makes-product")}


def test_a_product_asked_for_finds_who_makes_it_last_and_with_the_fact(
    district: Subgraph,
) -> None:
    makes = Evidence("test#L9", "金星螺丝生产紧固件")
    relations = tuple(
        replace(one, evidence=(makes,)) if one.type is RelationType.PRODUCES else one
        for one in district.relations
    )
    results = match(build_snapshot(Subgraph(district.entities, relations)), Need("紧固件")).results
    found = results[-1]
    assert (found.provider_name, found.rule) == ("金星螺丝", "makes-product")
    assert (found.label_zh, found.status, found.guessed) == ("可能具备", None, True)
    assert makes in found.reasons[0].evidence
    assert "提供方涉及“紧固件”" in found.sentence_zh
    assert "是否供应未写明" in found.sentence_zh
    assert [one.guessed for one in results] == sorted(one.guessed for one in results)


def test_what_goes_into_a_product_is_near_to_it_and_the_more_the_fewer_things_it_goes_into(
    district: Subgraph,
) -> None:
    def subject(*inputs: tuple[str, str]) -> float:
        added = tuple(
            Relation(one, RelationType.UPSTREAM_OF, other, Modality.FACT, (Evidence("test#L1"),))
            for one, other in inputs
        )
        snap = build_snapshot(Subgraph(district.entities, (*district.relations, *added)))
        told = explain_pair(snap, Need(subjects=("轴承",)), "t:magnets")
        return told.match.reasons[0].value if told.match else 0.0

    direct = subject(("t:magnet", "t:bearing"))
    assert direct == pytest.approx(0.32)
    shared = subject(("t:magnet", "t:bearing"), ("t:magnet", "t:fastener"))
    assert 0 < subject(("t:bearing", "t:magnet")) < shared < direct
    assert subject() == 0
