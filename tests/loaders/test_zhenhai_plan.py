"""The tables of the plan against the text, and against what is known to be true of it."""

import csv
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from graph_api.domain import (
    ORGANISATIONS,
    PLATFORMS,
    SERVICES,
    STAGES,
    ChainBasis,
    Entity,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    check_ends,
    check_entity,
    check_relation,
)
from loaders.zhenhai_plan import DATASET, SOURCES, records

SHARED = Path(__file__).parents[2] / "../shared/plan"
LINES = (SHARED / "zhenhai-plan-2020.txt").read_text(encoding="utf-8").split("\n")
RECORDS = tuple(records())
ENTITIES = {record.id: record for record in RECORDS if isinstance(record, Entity)}
RELATIONS = tuple(record for record in RECORDS if isinstance(record, Relation))
STATED: tuple[Entity | Relation, ...] = (*ENTITIES.values(), *RELATIONS)
SOURCE = re.compile(r"zhenhai-plan-2020#L([1-9]\d*)")
PETROCHEMICALS, MAGNETIC, MACHINERY = (
    f"{DATASET}:complex-{name}" for name in ("petrochemicals", "magnetic", "machinery")
)

OMITTED = {
    "长三角磁性材料创新引擎": "a vision: the property `vision` of the platform",
    "轴承、液压马达实验室": "two laboratories in one phrase: an entity for each",
    "国际、国家标准化技术委员会": "bodies outside the district, in the words of the offer of standardisation",
    "技术经纪人": "an occupation: the property `talent_to_attract` of the plan",
    "理事会制、股份制、会员制": "ways of running a complex: the property `operating_modes` of the plan",
    "政府引导推动模式": "a way of building: the property `building_modes` of the plan",
    "公共平台提升模式": "a way of building: the property `building_modes` of the plan",
    "龙头企业带动模式": "a way of building: the property `building_modes` of the plan",
    "“市场+科技成果转化服务”模式": "a way of working: the property `service_model` of the market",
}
"""Names of the first reading that are no entity of their own, and where they are instead."""

SILENT_LINES = {28, 32, 70}
"""Lines from 20 to 78 that no record quotes: the headings 建设目标, 工作任务 and 保障措施."""

UNQUOTED_CLAUSES = {
    36: {"1.建立完善组织体系", "发挥政府统筹调动资源的优势"},
    38: {"2.建设高能级创新平台", "立足产业共性技术研发和科技成果转化"},
    40: {"3.提升公共服务功能"},
    45: {"1.完善建设运营机制", "提高发展站位", "打破区域限制"}
    | {"立足产业链", "挖掘服务链", "实现多链条融合", "多点位支撑"},
    51: {"4.打造公共服务体系"},
    55: {"1.构建运营管理体系"},
    56: {"2.提升产业创新能力"},
    57: {"3.增强公共服务能力", "实现企业内外部产业链协同", "提高企业核心竞争力"},
    72: {"（一）组织领导"},
    74: {"（二）财政支持"},
    76: {"（三）金融支撑"},
    78: {"（四）人才引进"},
}
"""Clauses of sections 三 and 四 that no record quotes: headings, and aims that name nothing."""


def plan(key: str) -> str:
    return f"{DATASET}:{key}"


def related(relation_type: RelationType, to: str) -> set[str]:
    return {r.from_id for r in RELATIONS if r.type is relation_type and r.to_id == to}


def targets(relation_type: RelationType, start: str) -> set[str]:
    return {r.to_id for r in RELATIONS if r.type is relation_type and r.from_id == start}


def of_kind(*kinds: Kind) -> list[Entity]:
    return [entity for entity in ENTITIES.values() if entity.kind in kinds]


def quoted_positions() -> dict[int, set[int]]:
    positions: dict[int, set[int]] = {}
    for record in STATED:
        for item in record.evidence:
            line = int(item.source.partition("#L")[2])
            start = LINES[line - 1].find(item.quote)
            positions.setdefault(line, set()).update(range(start, start + len(item.quote)))
    return positions


# ---- the form


def test_every_record_keeps_the_rules_of_the_domain() -> None:
    def kind_of(entity_id: str) -> Kind | None:
        return ENTITIES[entity_id].kind if entity_id in ENTITIES else None

    broken = [violation for entity in ENTITIES.values() for violation in check_entity(entity)]
    for relation in RELATIONS:
        broken += check_relation(relation)
        broken += check_ends(relation, kind_of(relation.from_id), kind_of(relation.to_id))
    assert broken == []


def test_no_record_is_stated_twice_and_none_stands_alone() -> None:
    assert len(RECORDS) == len(ENTITIES) + len({relation.id for relation in RELATIONS})
    joined = {end for relation in RELATIONS for end in (relation.from_id, relation.to_id)}
    assert set(ENTITIES) == joined


def test_every_quote_stands_in_the_line_it_names() -> None:
    misplaced = []
    for record in STATED:
        for item in record.evidence:
            match = SOURCE.fullmatch(item.source)
            if match is None or not item.quote or item.quote not in LINES[int(match[1]) - 1]:
                misplaced.append((record.id, item))
    assert misplaced == []


def test_a_status_of_a_thing_quotes_the_words_it_rests_on() -> None:
    unfounded = []
    for entity in ENTITIES.values():
        words = entity.properties.get("status_basis", "")
        due = entity.status not in {None, Status.NORMATIVE}
        if due != any(str(words) in item.quote for item in entity.evidence if words):
            unfounded.append(entity.id)
    assert unfounded == []


def test_a_chain_of_an_analyst_gives_its_reason_and_services_follow_the_table() -> None:
    for entity in ENTITIES.values():
        reasoned = "chain_reason" in entity.properties or entity.kind is Kind.SERVICE
        assert entity.chain_basis in ({None, ChainBasis.ANALYST} if reasoned else {None}), entity
    for service in SERVICES.values():
        stated = ENTITIES[service.id]
        assert (stated.name, stated.name_en) == (service.zh, service.en)


def test_every_rule_of_inference_is_explained() -> None:
    guide = files("loaders.zhenhai_plan").joinpath("README.md").read_text(encoding="utf-8")
    used = {str(r.properties["rule"]) for r in RELATIONS if r.modality is Modality.INFERRED}
    assert used == set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE))


def test_each_line_and_clause_that_names_something_has_a_record() -> None:
    positions = quoted_positions()
    silent = {n for n in range(20, 79) if LINES[n - 1].strip() and n not in positions}
    assert silent == SILENT_LINES
    unquoted: dict[int, set[str]] = {}
    for number in range(34, 79):
        for clause in re.finditer(r"[^。；，、\s]+", LINES[number - 1]):
            if number not in SILENT_LINES and not positions[number] & set(range(*clause.span())):
                unquoted.setdefault(number, set()).add(clause.group())
    assert unquoted == UNQUOTED_CLAUSES


def test_every_name_of_the_first_reading_is_there_or_left_out_for_a_reason() -> None:
    names = {name for entity in ENTITIES.values() for name in (entity.name, *entity.aliases)}
    with (SHARED / "entities-draft.tsv").open(encoding="utf-8", newline="") as file:
        drafted = {row["name"] for row in csv.DictReader(file, delimiter="\t")}
    assert len(drafted) == 108
    assert drafted - names == set(OMITTED)


def test_a_name_means_one_thing() -> None:
    names = Counter(name for entity in ENTITIES.values() for name in {entity.name, *entity.aliases})
    shared = {name for name, number in names.items() if number > 1}
    assert shared == {"共性技术研发平台"}  # two platforms bear it: asking for it must list both


# ---- known truths of the text


def test_the_source_is_the_plan_of_2020() -> None:
    (source,) = SOURCES
    assert source.title == "镇海区产业创新服务综合体建设实施方案"
    assert source.publisher == "宁波市镇海区人民政府办公室"
    assert source.published == "2020-06-03"


def test_no_finance_institution_and_no_person_is_named() -> None:
    assert of_kind(Kind.PERSON) == []
    assert [e.name for e in of_kind(Kind.FINANCE_PROVIDER) if "is_class" not in e.properties] == []


def test_no_subsidy_has_an_amount() -> None:
    subsidies = of_kind(Kind.SUBSIDY)
    assert len(subsidies) == 3
    for subsidy in subsidies:
        assert "amount" not in subsidy.properties
        assert subsidy.properties["amount_status"] == "unknown"
        assert subsidy.properties["amount_reason"] == "具体政策另行制定"


def test_one_organisation_beside_government_takes_part_in_two_complexes() -> None:
    part = {RelationType.HOSTS, RelationType.PARTNERS_IN, RelationType.CORE_OF}
    part |= {RelationType.SUPPORTS, RelationType.PROMOTES, RelationType.BUILDS}
    complexes: dict[str, set[str]] = {}
    for relation in RELATIONS:
        ends = (relation.from_id, relation.to_id)
        for organisation, other in (ends, ends[::-1]):
            kind = ENTITIES[organisation].kind
            is_other = ENTITIES[other].kind is Kind.COMPLEX
            if relation.type in part and kind in ORGANISATIONS and is_other:
                complexes.setdefault(organisation, set()).add(other)
    several = {
        organisation
        for organisation, found in complexes.items()
        if len(found) > 1 and ENTITIES[organisation].kind is not Kind.GOVERNMENT_BODY
    }
    assert several == {plan("nimte")}
    assert complexes[plan("nimte")] == {MAGNETIC, MACHINERY}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ucas-ningbo-materials-college", "nimte"),
        ("ningbo-fastener-association", "zhenhai-fastener-association"),
        ("magnetic-rd-platform", "machinery-rd-platform"),
    ],
)
def test_what_is_two_stays_two(first: str, second: str) -> None:
    assert ENTITIES[plan(first)].name != ENTITIES[plan(second)].name


def test_four_sources_of_finance_of_the_petrochemical_complex() -> None:
    sources = {
        entity.name
        for entity in of_kind(Kind.FUND)
        if entity.properties.get("is_source_class")
        and PETROCHEMICALS in targets(RelationType.FUNDS, entity.id)
    }
    assert sources == {"政府扶持", "风险投资", "银行贷款", "本土企业参股"}


def test_three_tiers_of_talent() -> None:
    names = {ENTITIES[tier].name for tier in targets(RelationType.HAS_TIER, PETROCHEMICALS)}
    assert names == {"高层次人才", "高技能人才", "工程应用型人才"}
    assert len(of_kind(Kind.TALENT_TIER)) == 3


def test_five_technologies_of_the_magnetic_platform_and_four_materials_of_the_pilots() -> None:
    assert len(targets(RelationType.RESEARCHES, plan("magnetic-rd-platform"))) == 5
    assert len(targets(RelationType.ABOUT, plan("offer-magnetic-pilot-incubation"))) == 4


def test_three_targets() -> None:
    stated = {
        (e.properties["comparator"], e.properties["value"], e.properties["counts_tier"])
        for e in of_kind(Kind.TARGET)
    }
    assert stated == {(">=", 5, "any"), (">=", 2, "省级"), (">=", 2, "市级")}


def test_four_tiers_in_the_order_that_the_highest_only_needs() -> None:
    tiers = sorted(of_kind(Kind.TIER), key=lambda tier: str(tier.properties["rank"]))
    assert [tier.name for tier in tiers] == ["省级创建", "省级培育", "市级创建", "市级培育"]
    for tier in tiers:
        assert len(targets(RelationType.ENTITLES, tier.id)) == 3
        assert targets(RelationType.GOVERNED_BY, tier.id) == {plan("rule-highest-only")}


def test_four_conditions_and_the_eight_functions_of_the_third() -> None:
    assert len(targets(RelationType.REQUIRES, plan("implementation-plan"))) == 4
    third = ENTITIES[plan("condition-functions")].properties
    functions = ["研发", "设计", "检测", "认证", "孵化", "技术市场", "人才培训", "科技金融"]
    assert third["functions"] == tuple(functions)
    services = third["function_services"]
    assert isinstance(services, tuple)
    assert [ENTITIES[service].kind for service in services] == [Kind.SERVICE] * 8


# ---- what a planner or a broker asks


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("zhongji-testing", Status.OPERATING),
        ("offer-zhongji-testing", Status.OPERATING),
        ("fastener-laboratory", Status.OPERATING),
        ("bearing-laboratory", Status.PLANNED),
        ("hydraulic-motor-laboratory", Status.PLANNED),
        ("magnetic-testing-centre", Status.PLANNED),
        ("petrochemical-testing-platform", Status.PLANNED),
        ("zhenhai-technology-market", Status.OPERATING),
        ("magnetic-alliance", Status.PLANNED),
        ("polybutene-demonstration-unit", Status.PLANNED),
        ("magnetic-ip-service", None),
        ("complex-petrochemicals", Status.BUILDING),
        ("complex-other", Status.NORMATIVE),
    ],
)
def test_status_is_what_the_text_supports(key: str, status: Status | None) -> None:
    assert ENTITIES[plan(key)].status == status


def test_providers_of_testing() -> None:
    offers = related(RelationType.OF_SERVICE, "service:testing")
    providers = {provider for offer in offers for provider in related(RelationType.OFFERS, offer)}
    assert providers == {
        plan("zhongji-testing"),
        plan("fastener-laboratory"),
        plan("bearing-laboratory"),
        plan("hydraulic-motor-laboratory"),
        plan("magnetic-testing-centre"),
        plan("petrochemical-testing-platform"),
    }


def test_the_testing_of_the_host_is_inferred_from_its_name() -> None:
    offer = plan("offer-zhongji-testing")
    about = [r for r in RELATIONS if offer in (r.from_id, r.to_id)]
    assert {r.modality for r in about} == {Modality.INFERRED}
    assert {r.properties["rule"] for r in about} == {"name-states-business"}


def test_every_offer_has_one_provider_and_at_least_one_service() -> None:
    for offer in of_kind(Kind.OFFER):
        assert len(related(RelationType.OFFERS, offer.id)) == 1, offer
        assert targets(RelationType.OF_SERVICE, offer.id), offer


def test_the_way_from_a_fastener_firm_to_the_fastener_laboratory() -> None:
    firm, fasteners = plan("jinding-fasteners"), plan("industry-fasteners")
    assert MACHINERY in targets(RelationType.PARTNERS_IN, firm)
    assert fasteners in targets(RelationType.IN_INDUSTRY, firm)
    assert fasteners in targets(RelationType.SERVES, MACHINERY)
    assert plan("offer-fastener-testing") in related(RelationType.SERVES, fasteners)


@pytest.mark.parametrize(
    ("complex_id", "stages"),
    [
        (PETROCHEMICALS, {"research", "pilot", "demonstration", "production"}),
        (MAGNETIC, {"research", "pilot"}),
        (MACHINERY, {"research"}),
    ],
)
def test_rungs_of_the_pilot_ladder(complex_id: str, stages: set[str]) -> None:
    built = targets(RelationType.BUILDS, complex_id) | related(RelationType.HOSTS, complex_id)
    providers = {complex_id} | built
    things = built | {o for p in providers for o in targets(RelationType.OFFERS, p)}
    found = [ENTITIES[thing].properties.get("stages", ()) for thing in things]
    assert {stage for item in found if isinstance(item, tuple) for stage in item} == stages
    assert stages <= {stage.value for stage in STAGES}


def test_every_platform_and_laboratory_belongs_to_a_complex() -> None:
    ours = {e.id for e in of_kind(*PLATFORMS, Kind.LABORATORY, Kind.EQUIPMENT)}
    attached = set()
    for complex_id in (PETROCHEMICALS, MAGNETIC, MACHINERY):
        attached |= targets(RelationType.BUILDS, complex_id)
        attached |= related(RelationType.SUPPORTS, complex_id)
    assert ours - attached == set()


def test_each_complex_nominates_to_three_programmes() -> None:
    for complex_id in (PETROCHEMICALS, MAGNETIC, MACHINERY):
        assert len(targets(RelationType.NOMINATES_TO, complex_id)) == 3


def test_an_offer_of_a_complex_stands_on_the_chain_of_its_first_service() -> None:
    for complex_id in (PETROCHEMICALS, MAGNETIC, MACHINERY):
        for offer in targets(RelationType.OFFERS, complex_id):
            services = [
                r.to_id
                for r in RELATIONS
                if r.from_id == offer and r.type is RelationType.OF_SERVICE
            ]
            first = next(iter(targets(RelationType.PART_OF, services[0])), services[0])
            assert ENTITIES[offer].chain is SERVICES[first.removeprefix("service:")].chain
