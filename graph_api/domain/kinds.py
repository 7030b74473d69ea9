"""The kinds of entity: the one place where a kind is defined. A new kind is one line of `KINDS`."""

from dataclasses import dataclass
from enum import StrEnum

from graph_api.domain.chains import Chain


class Kind(StrEnum):
    """A kind, by the label that its nodes bear beside `Entity`. A kind never changes for an id."""

    GOVERNMENT_BODY = "GovernmentBody"
    UNIVERSITY = "University"
    INSTITUTE = "Institute"
    INNOVATION_CENTRE = "InnovationCentre"
    ENTERPRISE = "Enterprise"
    ASSOCIATION = "Association"
    ALLIANCE = "Alliance"
    FINANCE_PROVIDER = "FinanceProvider"
    COMPLEX = "Complex"
    ZONE = "Zone"
    REGION = "Region"
    RD_PLATFORM = "RDPlatform"
    PILOT_PLATFORM = "PilotPlatform"
    SERVICE_PLATFORM = "ServicePlatform"
    DIGITAL_PLATFORM = "DigitalPlatform"
    TALENT_PLATFORM = "TalentPlatform"
    LABORATORY = "Laboratory"
    EQUIPMENT = "Equipment"
    PERSON = "Person"
    TALENT_TIER = "TalentTier"
    TALENT_PROGRAMME = "TalentProgramme"
    FUND = "Fund"
    FINANCE_PRODUCT = "FinanceProduct"
    SUBSIDY = "Subsidy"
    SERVICE = "Service"
    OFFER = "Offer"
    NEED = "Need"
    TECHNOLOGY = "Technology"
    PRODUCT = "Product"
    INDUSTRY = "Industry"
    PROJECT = "Project"
    ACHIEVEMENT = "Achievement"
    PATENT = "Patent"
    STANDARD = "Standard"
    EVENT = "Event"
    POLICY = "Policy"
    TIER = "Tier"
    RULE = "Rule"
    CONDITION = "Condition"
    TARGET = "Target"


@dataclass(frozen=True, slots=True)
class KindDefinition:
    """A kind as people see it.

    `chain` is the chain its entities stand on unless a source or an analyst says otherwise; None for
    what spans all six or none. An Offer or a Need stands on the chain of its provider or owner.
    `glyph` is the one character that stands for it on a card.
    """

    kind: Kind
    zh: str
    en: str
    chain: Chain | None
    glyph: str


KINDS: dict[Kind, KindDefinition] = {
    definition.kind: definition
    for definition in (
        KindDefinition(Kind.GOVERNMENT_BODY, "政府部门", "government body", Chain.GOVERNANCE, "政"),
        KindDefinition(Kind.UNIVERSITY, "高校", "university", Chain.INNOVATION, "校"),
        KindDefinition(Kind.INSTITUTE, "科研院所", "research institute", Chain.INNOVATION, "所"),
        KindDefinition(
            Kind.INNOVATION_CENTRE,
            "制造业创新中心",
            "manufacturing innovation centre",
            Chain.INNOVATION,
            "创",
        ),
        KindDefinition(Kind.ENTERPRISE, "企业", "enterprise", Chain.INDUSTRY, "企"),
        KindDefinition(Kind.ASSOCIATION, "行业协会、学会", "association", Chain.SERVICE, "协"),
        KindDefinition(Kind.ALLIANCE, "联盟", "alliance", Chain.INNOVATION, "盟"),
        KindDefinition(Kind.FINANCE_PROVIDER, "金融机构", "finance provider", Chain.FINANCE, "融"),
        KindDefinition(
            Kind.COMPLEX, "产业创新服务综合体", "innovation service complex", None, "综"
        ),
        KindDefinition(Kind.ZONE, "园区、走廊", "zone or corridor", Chain.INDUSTRY, "园"),
        KindDefinition(Kind.REGION, "行政区", "administrative region", None, "区"),
        KindDefinition(Kind.RD_PLATFORM, "研发平台", "R&D platform", Chain.INNOVATION, "研"),
        KindDefinition(Kind.PILOT_PLATFORM, "中试平台", "pilot platform", Chain.INNOVATION, "试"),
        KindDefinition(
            Kind.SERVICE_PLATFORM, "公共服务平台", "public service platform", Chain.SERVICE, "台"
        ),
        KindDefinition(Kind.DIGITAL_PLATFORM, "数字平台", "digital platform", Chain.INDUSTRY, "数"),
        KindDefinition(Kind.TALENT_PLATFORM, "人才平台", "talent platform", Chain.TALENT, "才"),
        KindDefinition(Kind.LABORATORY, "实验室", "laboratory", Chain.SERVICE, "验"),
        KindDefinition(Kind.EQUIPMENT, "仪器、装置", "equipment", Chain.INNOVATION, "器"),
        KindDefinition(Kind.PERSON, "人才", "person", Chain.TALENT, "人"),
        KindDefinition(Kind.TALENT_TIER, "人才层次", "talent tier", Chain.TALENT, "层"),
        KindDefinition(Kind.TALENT_PROGRAMME, "人才计划", "talent programme", Chain.TALENT, "计"),
        KindDefinition(Kind.FUND, "资金、基金", "fund", Chain.FINANCE, "金"),
        KindDefinition(Kind.FINANCE_PRODUCT, "金融产品", "finance product", Chain.FINANCE, "贷"),
        KindDefinition(Kind.SUBSIDY, "补助", "subsidy", Chain.FINANCE, "补"),
        KindDefinition(Kind.SERVICE, "服务类型", "service type", Chain.SERVICE, "类"),
        KindDefinition(Kind.OFFER, "服务项", "offer", None, "供"),
        KindDefinition(Kind.NEED, "需求", "need", None, "需"),
        KindDefinition(Kind.TECHNOLOGY, "技术方向", "technology", Chain.INNOVATION, "技"),
        KindDefinition(Kind.PRODUCT, "产品", "product", Chain.INDUSTRY, "品"),
        KindDefinition(Kind.INDUSTRY, "产业", "industry", Chain.INDUSTRY, "业"),
        KindDefinition(Kind.PROJECT, "项目", "project", Chain.INNOVATION, "项"),
        KindDefinition(Kind.ACHIEVEMENT, "科技成果", "achievement", Chain.INNOVATION, "果"),
        KindDefinition(Kind.PATENT, "专利", "patent", Chain.INNOVATION, "专"),
        KindDefinition(Kind.STANDARD, "标准", "standard", Chain.SERVICE, "标"),
        KindDefinition(Kind.EVENT, "活动", "event", Chain.SERVICE, "会"),
        KindDefinition(Kind.POLICY, "政策文件", "policy document", Chain.GOVERNANCE, "策"),
        KindDefinition(Kind.TIER, "创建层级", "accreditation tier", Chain.GOVERNANCE, "级"),
        KindDefinition(Kind.RULE, "规则", "rule", Chain.GOVERNANCE, "规"),
        KindDefinition(Kind.CONDITION, "成立条件", "condition", Chain.GOVERNANCE, "条"),
        KindDefinition(Kind.TARGET, "目标", "target", Chain.GOVERNANCE, "目"),
    )
}

ORGANISATIONS = frozenset(
    {
        Kind.GOVERNMENT_BODY,
        Kind.UNIVERSITY,
        Kind.INSTITUTE,
        Kind.INNOVATION_CENTRE,
        Kind.ENTERPRISE,
        Kind.ASSOCIATION,
        Kind.ALLIANCE,
        Kind.FINANCE_PROVIDER,
    }
)
PLATFORMS = frozenset(
    {
        Kind.RD_PLATFORM,
        Kind.PILOT_PLATFORM,
        Kind.SERVICE_PLATFORM,
        Kind.DIGITAL_PLATFORM,
        Kind.TALENT_PLATFORM,
    }
)
ANY_KIND = frozenset(Kind)
