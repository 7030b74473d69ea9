"""The six chains that the plan of 2020 joins, in the order in which the plan names them."""

from dataclasses import dataclass
from enum import StrEnum


class Chain(StrEnum):
    """A chain, by its identifier."""

    GOVERNANCE = "governance"
    INDUSTRY = "industry"
    INNOVATION = "innovation"
    SERVICE = "service"
    TALENT = "talent"
    FINANCE = "finance"


class ChainBasis(StrEnum):
    """Why an entity stands on its chain. The plan itself assigns no entity to a chain."""

    KIND = "kind"
    STATED = "stated"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class ChainDefinition:
    """A chain as people see it. `light` and `dark` are its colours on the two backgrounds."""

    chain: Chain
    zh: str
    en: str
    holds: str
    light: str
    dark: str


CHAINS: dict[Chain, ChainDefinition] = {
    definition.chain: definition
    for definition in (
        ChainDefinition(
            Chain.GOVERNANCE,
            "政务链",
            "Governance",
            "government bodies, policies, accreditation, service windows",
            "#b83a34",
            "#f0776f",
        ),
        ChainDefinition(
            Chain.INDUSTRY,
            "产业链",
            "Industry",
            "zones, enterprises, products, suppliers and buyers, supply-chain platforms",
            "#2c6bb0",
            "#6fa8e8",
        ),
        ChainDefinition(
            Chain.INNOVATION,
            "创新链",
            "Innovation",
            "universities, institutes, innovation centres, R&D and pilot platforms, topics, projects",
            "#7350be",
            "#a98cf0",
        ),
        ChainDefinition(
            Chain.SERVICE,
            "服务链",
            "Service",
            "testing, calibration, IP, standards, technology market, incubation, events",
            "#107268",
            "#4cc2b4",
        ),
        ChainDefinition(
            Chain.TALENT,
            "人才链",
            "Talent",
            "people, talent platforms, programmes, tiers",
            "#a5570b",
            "#eba24e",
        ),
        ChainDefinition(
            Chain.FINANCE,
            "金融链",
            "Finance",
            "funds, subsidies, loans, vouchers, investors",
            "#746310",
            "#d1ba4c",
        ),
    )
}
