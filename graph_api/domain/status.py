"""How real a thing is (status), how a relation is meant (modality), and the pilot ladder (stages)."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The status of an entity. Unknown is the absence of a status and is never guessed."""

    OPERATING = "operating"
    BUILDING = "building"
    PLANNED = "planned"
    CLOSED = "closed"
    NORMATIVE = "normative"


class Modality(StrEnum):
    """How a relation is meant. An inferred one names the rule that inferred it."""

    FACT = "fact"
    PLAN = "plan"
    RULE = "rule"
    INFERRED = "inferred"


class Stage(StrEnum):
    """A rung of the pilot ladder, from the laboratory to the factory (plan, L41)."""

    RESEARCH = "research"
    PILOT = "pilot"
    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a vocabulary as people see it."""

    zh: str
    en: str


STATUSES: dict[Status, Term] = {
    Status.OPERATING: Term("运行", "operating"),
    Status.BUILDING: Term("在建", "being built"),
    Status.PLANNED: Term("拟建", "planned"),
    Status.CLOSED: Term("停用", "closed"),
    Status.NORMATIVE: Term("规范", "normative: a class, tier or rule, not a thing"),
}
UNKNOWN_STATUS = Term("未说明", "not stated")

MODALITIES: dict[Modality, Term] = {
    Modality.FACT: Term("事实", "fact"),
    Modality.PLAN: Term("规划", "plan"),
    Modality.RULE: Term("规定", "rule"),
    Modality.INFERRED: Term("推断", "inferred"),
}

STAGES: dict[Stage, Term] = {
    Stage.RESEARCH: Term("实验研究", "laboratory research"),
    Stage.PILOT: Term("中试熟化", "pilot"),
    Stage.DEMONSTRATION: Term("工业示范", "industrial demonstration"),
    Stage.PRODUCTION: Term("生产过程", "production"),
}
