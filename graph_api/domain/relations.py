"""The relation types: the one place where a type is defined. A type means one thing.

A row says from which kinds to which kinds it goes. Add one only when no row fits.
"""

from dataclasses import dataclass
from enum import StrEnum

from graph_api.domain.kinds import ANY_KIND, ORGANISATIONS, PLATFORMS, Kind


class RelationType(StrEnum):
    """A relation type, by the name it has in the graph."""

    PART_OF = "PART_OF"
    LOCATED_IN = "LOCATED_IN"
    HOSTS = "HOSTS"
    PROMOTES = "PROMOTES"
    CORE_OF = "CORE_OF"
    PARTNERS_IN = "PARTNERS_IN"
    OPERATES = "OPERATES"
    BUILDS = "BUILDS"
    SUPPORTS = "SUPPORTS"
    OFFERS = "OFFERS"
    OF_SERVICE = "OF_SERVICE"
    ABOUT = "ABOUT"
    NEEDS = "NEEDS"
    SERVES = "SERVES"
    PRODUCES = "PRODUCES"
    UPSTREAM_OF = "UPSTREAM_OF"
    IN_INDUSTRY = "IN_INDUSTRY"
    SUPPLIES = "SUPPLIES"
    RESEARCHES = "RESEARCHES"
    PARTICIPATES_IN = "PARTICIPATES_IN"
    COLLABORATES_WITH = "COLLABORATES_WITH"
    HOLDS = "HOLDS"
    INVESTS_IN = "INVESTS_IN"
    CONTROLS = "CONTROLS"
    COMPETES_WITH = "COMPETES_WITH"
    WORKS_AT = "WORKS_AT"
    FUNDS = "FUNDS"
    PROVIDES = "PROVIDES"
    HAS_TIER = "HAS_TIER"
    NOMINATES_TO = "NOMINATES_TO"
    ACCREDITED_AS = "ACCREDITED_AS"
    ENTITLES = "ENTITLES"
    GOVERNED_BY = "GOVERNED_BY"
    REQUIRES = "REQUIRES"
    SETS = "SETS"
    ISSUED = "ISSUED"
    BASED_ON = "BASED_ON"


@dataclass(frozen=True, slots=True)
class RelationDefinition:
    """A relation type: which kinds it joins, what it is called and what it means.

    A symmetric type is stored once, from the lower id to the higher.
    """

    type: RelationType
    sources: frozenset[Kind]
    targets: frozenset[Kind]
    zh: str
    meaning: str
    symmetric: bool = False


def _define(
    name: RelationType,
    sources: frozenset[Kind],
    targets: frozenset[Kind],
    zh: str,
    meaning: str,
) -> RelationDefinition:
    return RelationDefinition(name, sources, targets, zh, meaning)


_COMPLEX = frozenset({Kind.COMPLEX})
_SUBJECTS = frozenset({Kind.TECHNOLOGY, Kind.PRODUCT, Kind.INDUSTRY})
_PLACES = frozenset({Kind.ZONE, Kind.REGION})
_PROVIDERS = ORGANISATIONS | PLATFORMS | _COMPLEX | {Kind.LABORATORY}
_T = RelationType

RELATIONS: dict[RelationType, RelationDefinition] = {
    definition.type: definition
    for definition in (
        _define(
            _T.PART_OF,
            ANY_KIND,
            ORGANISATIONS
            | PLATFORMS
            | _PLACES
            | _COMPLEX
            | _SUBJECTS
            | {Kind.SERVICE, Kind.POLICY},
            "属于",
            "is a part or a sub-class of",
        ),
        _define(
            _T.LOCATED_IN,
            ORGANISATIONS | PLATFORMS | _COMPLEX | {Kind.LABORATORY, Kind.EQUIPMENT, Kind.ZONE},
            _PLACES,
            "位于",
            "stands there",
        ),
        _define(_T.HOSTS, ORGANISATIONS, _COMPLEX, "依托单位", "is the organisation it relies on"),
        _define(
            _T.PROMOTES,
            frozenset({Kind.GOVERNMENT_BODY}),
            _COMPLEX,
            "协同推动、统筹",
            "promotes, coordinates or runs daily work; `role` says which",
        ),
        _define(
            _T.CORE_OF,
            frozenset({Kind.ZONE, Kind.INNOVATION_CENTRE}),
            _COMPLEX,
            "核心载体",
            "is one of its cores; `role` says of what",
        ),
        _define(
            _T.PARTNERS_IN,
            ORGANISATIONS,
            PLATFORMS | _COMPLEX | {Kind.ALLIANCE},
            "联合、牵手",
            "takes part; `role` says as what",
        ),
        _define(
            _T.OPERATES,
            ORGANISATIONS,
            PLATFORMS | {Kind.LABORATORY, Kind.EQUIPMENT},
            "运营",
            "runs it",
        ),
        _define(
            _T.BUILDS,
            _COMPLEX | ORGANISATIONS,
            PLATFORMS | ORGANISATIONS | {Kind.LABORATORY, Kind.EVENT, Kind.EQUIPMENT},
            "建设、成立",
            "plans or founds it",
        ),
        _define(
            _T.SUPPORTS,
            ANY_KIND,
            PLATFORMS | _COMPLEX | {Kind.FUND},
            "支撑、补充",
            "supports or complements",
        ),
        _define(_T.OFFERS, _PROVIDERS, frozenset({Kind.OFFER}), "提供", "has this offer"),
        _define(
            _T.OF_SERVICE,
            frozenset({Kind.OFFER, Kind.NEED}),
            frozenset({Kind.SERVICE}),
            "服务类型",
            "is of this type of service",
        ),
        _define(
            _T.ABOUT,
            frozenset(
                {
                    Kind.OFFER,
                    Kind.NEED,
                    Kind.PROJECT,
                    Kind.ACHIEVEMENT,
                    Kind.PATENT,
                    Kind.POLICY,
                    Kind.EVENT,
                }
            ),
            _SUBJECTS,
            "主题",
            "has this subject",
        ),
        _define(
            _T.NEEDS, ORGANISATIONS | _COMPLEX, frozenset({Kind.NEED}), "需求", "has this need"
        ),
        _define(
            _T.SERVES,
            PLATFORMS | _COMPLEX | ORGANISATIONS | {Kind.OFFER, Kind.LABORATORY, Kind.EVENT},
            frozenset({Kind.INDUSTRY, Kind.PRODUCT, Kind.ENTERPRISE, Kind.ZONE}),
            "服务对象",
            "is for them",
        ),
        _define(
            _T.PRODUCES,
            frozenset({Kind.ENTERPRISE}),
            frozenset({Kind.PRODUCT}),
            "生产",
            "makes it",
        ),
        _define(
            _T.UPSTREAM_OF,
            frozenset({Kind.PRODUCT, Kind.INDUSTRY}),
            frozenset({Kind.PRODUCT, Kind.INDUSTRY}),
            "上游",
            "is an input of",
        ),
        _define(
            _T.IN_INDUSTRY,
            frozenset({Kind.ENTERPRISE}),
            frozenset({Kind.INDUSTRY}),
            "所属产业",
            "belongs to this industry",
        ),
        _define(_T.SUPPLIES, ORGANISATIONS, ORGANISATIONS, "供给", "sells to"),
        _define(
            _T.RESEARCHES,
            ORGANISATIONS | PLATFORMS | {Kind.PERSON},
            frozenset({Kind.TECHNOLOGY}),
            "研究",
            "does research on",
        ),
        _define(
            _T.PARTICIPATES_IN,
            ORGANISATIONS | {Kind.PERSON},
            frozenset({Kind.PROJECT}),
            "参加项目",
            "takes part; `role`, `amount`, `currency`",
        ),
        RelationDefinition(
            _T.COLLABORATES_WITH, ORGANISATIONS, ORGANISATIONS, "合作", "works with", symmetric=True
        ),
        _define(
            _T.HOLDS,
            ORGANISATIONS | {Kind.PERSON},
            frozenset({Kind.PATENT, Kind.ACHIEVEMENT, Kind.STANDARD}),
            "持有",
            "owns it",
        ),
        _define(
            _T.INVESTS_IN, ORGANISATIONS | {Kind.FUND}, ORGANISATIONS, "投资", "has invested in"
        ),
        _define(_T.CONTROLS, ORGANISATIONS, ORGANISATIONS, "控股", "is the parent or controls it"),
        RelationDefinition(
            _T.COMPETES_WITH, ORGANISATIONS, ORGANISATIONS, "竞争", "competes with", symmetric=True
        ),
        _define(
            _T.WORKS_AT,
            frozenset({Kind.PERSON}),
            ORGANISATIONS,
            "任职",
            "works there; `role`, `since`, `until`",
        ),
        _define(
            _T.FUNDS,
            frozenset({Kind.FUND, Kind.FINANCE_PRODUCT, Kind.SUBSIDY, Kind.GOVERNMENT_BODY}),
            ORGANISATIONS | _COMPLEX | {Kind.PROJECT},
            "资助",
            "gives money to",
        ),
        _define(
            _T.PROVIDES,
            ORGANISATIONS,
            frozenset({Kind.FINANCE_PRODUCT}),
            "提供金融产品",
            "provides this finance product",
        ),
        _define(
            _T.HAS_TIER,
            frozenset({Kind.TALENT_PLATFORM, Kind.COMPLEX}),
            frozenset({Kind.TALENT_TIER}),
            "人才层次",
            "trains or gathers talent of this tier",
        ),
        _define(
            _T.NOMINATES_TO,
            _COMPLEX,
            frozenset({Kind.TALENT_PROGRAMME}),
            "优先推荐申报",
            "nominates its talent with priority",
        ),
        _define(
            _T.ACCREDITED_AS,
            _COMPLEX,
            frozenset({Kind.TIER}),
            "列入名单",
            "is on this list; `since`, `until`",
        ),
        _define(
            _T.ENTITLES,
            frozenset({Kind.TIER}),
            frozenset({Kind.SUBSIDY}),
            "可享补助",
            "entitles to this subsidy",
        ),
        _define(
            _T.GOVERNED_BY,
            frozenset({Kind.SUBSIDY, Kind.TIER}),
            frozenset({Kind.RULE}),
            "适用规则",
            "is subject to this rule",
        ),
        _define(
            _T.REQUIRES,
            frozenset({Kind.TIER, Kind.POLICY}),
            frozenset({Kind.CONDITION}),
            "要求",
            "asks for this condition",
        ),
        _define(
            _T.SETS,
            frozenset({Kind.POLICY}),
            frozenset(
                {
                    Kind.TARGET,
                    Kind.TIER,
                    Kind.RULE,
                    Kind.SUBSIDY,
                    Kind.CONDITION,
                    Kind.FUND,
                    Kind.FINANCE_PRODUCT,
                    Kind.TALENT_PROGRAMME,
                }
            ),
            "规定",
            "lays it down",
        ),
        _define(
            _T.ISSUED,
            frozenset({Kind.GOVERNMENT_BODY}),
            frozenset({Kind.POLICY}),
            "印发、批准",
            "issued or approved it; `role` says which",
        ),
        _define(
            _T.BASED_ON,
            frozenset({Kind.POLICY}),
            frozenset({Kind.POLICY}),
            "依据",
            "names it as its basis",
        ),
    )
}
