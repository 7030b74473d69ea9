"""The shapes of matching: needs, providers with their reasons, explanations."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from graph_api.domain import Modality, Stage
from graph_api.http.models import EvidenceShape, Shape
from graph_api.matching import (
    Description,
    Match,
    MatchResult,
    Need,
    PairExplanation,
    Reason,
    Understood,
)

MOST_NEEDS = 100
MOST_RESULTS = 100
LONGEST_NAME = 200
LARGEST_BUDGET = 1e15


def _clean(text: str) -> str:
    """A text without control characters but line breaks and tabs."""
    if any(character < " " and character not in "\n\r\t" for character in text):
        raise ValueError("holds a control character: leave it out")
    return text


CleanText = Annotated[str, AfterValidator(_clean)]


class NeedIn(BaseModel):
    """What a firm needs. Each field but `text` and `stage` takes an id or a name; fields win over the text."""

    model_config = ConfigDict(
        title="Need",
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"text": "紧固件盐雾试验", "firm": "金鼎紧固件"}]},
    )

    text: CleanText = Field("", max_length=2_000)
    service: str | None = Field(None, max_length=LONGEST_NAME)
    subjects: list[str] = Field(default_factory=list, max_length=50)
    stage: Stage | None = None
    region: str | None = Field(None, max_length=LONGEST_NAME)
    firm: str | None = Field(None, max_length=LONGEST_NAME)
    complex: str | None = Field(None, max_length=LONGEST_NAME)
    budget: float | None = Field(
        None, ge=0, le=LARGEST_BUDGET, description="The most it pays, CNY yuan"
    )
    deadline: str | None = Field(None, max_length=10, description="ISO date, such as 2026-12-31")
    accreditations: list[Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]] = Field(
        default_factory=list, max_length=20, description="What the provider must hold, such as CNAS"
    )
    as_of: date | None = Field(
        None, description="The day from which the deadline is counted; today if it is not given"
    )

    def need(self) -> Need:
        """The need as matching takes it."""
        return Need(
            text=self.text,
            service=self.service or None,
            subjects=tuple(self.subjects),
            stage=self.stage,
            region=self.region or None,
            firm=self.firm or None,
            complex_id=self.complex or None,
            budget=self.budget,
            deadline=self.deadline or None,
            accreditations=tuple(self.accreditations),
            as_of=self.as_of or datetime.now(UTC).date(),
        )


class MatchIn(BaseModel):
    """Up to 100 needs."""

    model_config = ConfigDict(title="Needs to match", extra="forbid")

    needs: list[NeedIn] = Field(min_length=1, max_length=MOST_NEEDS)
    limit: int = Field(10, ge=1, le=MOST_RESULTS, description="Providers listed for each need")
    weights: dict[str, int] = Field(
        default_factory=dict, description="Weights of parts, in points; see /v1/algorithms"
    )


class ExplainIn(BaseModel):
    """One need and one provider: why it is listed, or why not."""

    model_config = ConfigDict(title="Pair to explain", extra="forbid")

    need: NeedIn
    provider: str = Field(min_length=1, max_length=LONGEST_NAME, description="Its id or its name")
    limit: int = Field(10, ge=1, le=MOST_RESULTS)
    weights: dict[str, int] = Field(default_factory=dict)


class ReasonShape(Shape):
    """One bar of the waterfall: `contribution` is `weight` times `value`, in points."""

    model_config = ConfigDict(title="Reason")

    part: str
    weight: int
    value: float
    contribution: int
    zh: str
    en: str
    compared: list[str]
    evidence: list[EvidenceShape]


class NamedShape(Shape):
    """An id with its name."""

    model_config = ConfigDict(title="Named")

    id: str
    name: str


class ProviderShape(NamedShape):
    """A provider."""

    model_config = ConfigDict(title="Provider")

    kind: str


class WayShape(Shape):
    """Ids and names along the way from the firm to the offer, and how each relation between is meant."""

    model_config = ConfigDict(title="Way")

    nodes: list[str]
    names: list[str]
    relations: list[str]
    modalities: list[Modality]
    closeness: float = Field(description="Of the best way to the provider, 0 to 1")


class MatchShape(Shape):
    """A provider with its best offer. `score` is exactly the sum of the contributions of `reasons`."""

    model_config = ConfigDict(title="Match")

    provider: ProviderShape
    offer: NamedShape
    services: list[str]
    complexes: list[str]
    status: str | None = Field(description="null where no source states one")
    inferred: bool = Field(description="Whether nobody wrote this offer: 可能具备")
    label_zh: str
    label_en: str
    rule: str | None = Field(description="The rule that inferred it, null for a stated offer")
    score: int = Field(description="In points; 1000 is an offer that fits in every respect")
    value: float = Field(description="The score as a share of the most that is possible, 0 to 1")
    reasons: list[ReasonShape]
    path: WayShape
    also: list[str]
    sentence_zh: str
    sentence_en: str

    @classmethod
    def of(cls, match: Match) -> "MatchShape":
        """The shape of a match."""
        return cls.model_validate(plain_match(match))


class StoppedShape(Shape):
    """An offer that a gate stopped, and why."""

    model_config = ConfigDict(title="Stopped")

    provider: str
    provider_name: str
    offer: str
    offer_name: str
    gate: str
    zh: str
    en: str


class MatchedShape(Shape):
    """The answer to one need; or, in `problem`, why this need could not be answered."""

    model_config = ConfigDict(title="Matched")

    understood: dict[str, Any] | None = None
    results: list[MatchShape] = Field(default_factory=list)
    stopped: list[StoppedShape] = Field(
        default_factory=list, description="The nearest of the offers that a gate stopped"
    )
    stopped_count: dict[str, int] = Field(
        default_factory=dict, description="How many offers each gate stopped, in all"
    )
    total: int = Field(default=0, description="Providers found, of which `results` are the first")
    problem: dict[str, Any] | None = None

    @classmethod
    def of(cls, result: MatchResult) -> "MatchedShape":
        """The shape of the answer to a need."""
        return cls.model_validate(plain_result(result))


class MatchesShape(Shape):
    """One answer per need, in the order of the needs."""

    model_config = ConfigDict(title="Matches")

    answers: list[MatchedShape]


class ExplanationShape(Shape):
    """Why a provider stands where it does for a need, or why it is not there."""

    model_config = ConfigDict(title="Explanation")

    provider: NamedShape
    understood: dict[str, Any]
    listed: bool
    rank: int | None
    match: MatchShape | None
    last: MatchShape | None = Field(
        description="The last one listed, where this one stands behind it"
    )
    stopped: list[StoppedShape]
    lower_parts: list[str]
    sentence_zh: str
    sentence_en: str

    @classmethod
    def of(cls, pair: PairExplanation) -> "ExplanationShape":
        """The shape of an explanation."""
        return cls.model_validate(
            {
                "provider": {"id": pair.provider, "name": pair.provider_name},
                "understood": understood_of(pair.understood),
                "listed": pair.listed,
                "rank": pair.rank,
                "match": plain_match(pair.match) if pair.match else None,
                "last": plain_match(pair.last) if pair.last else None,
                "stopped": [asdict(one) for one in pair.stopped],
                "lower_parts": pair.lower_parts,
                "sentence_zh": pair.sentence_zh,
                "sentence_en": pair.sentence_en,
            }
        )


class ClientShape(Shape):
    """A firm that a provider could serve, where the provider stands for it, and why."""

    model_config = ConfigDict(title="Client")

    firm: NamedShape
    rank: int
    match: MatchShape


class ClientsShape(Shape):
    """Firms that a provider could serve, best first. `considered` firms were compared, of `of` in all."""

    model_config = ConfigDict(title="Clients")

    provider: NamedShape
    total: int
    considered: int
    truncated: bool = Field(description="Whether there are more firms than were compared or listed")
    clients: list[ClientShape]


class AlgorithmShape(Shape):
    """One step of matching; `weight` is in points, null for a gate."""

    model_config = ConfigDict(title="Algorithm")

    step: str
    name: str
    zh: str
    en: str
    weight: int | None
    explanation: str

    @classmethod
    def of(cls, description: Description) -> "AlgorithmShape":
        """The shape of a step."""
        return cls.model_validate(description, from_attributes=True)


def understood_of(understood: Understood) -> dict[str, Any]:
    """What was understood of a need, as plain values."""
    return asdict(understood)


def plain_result(result: MatchResult) -> dict[str, Any]:
    """The answer to a need as plain values, in the shape of `MatchedShape`."""
    return {
        "understood": understood_of(result.understood),
        "results": [plain_match(match) for match in result.results],
        "stopped": [asdict(one) for one in result.stopped],
        "stopped_count": result.stopped_count,
        "total": result.total,
        "problem": None,
    }


def plain_match(match: Match) -> dict[str, Any]:
    """A match as plain values, in the shape of `MatchShape`."""
    return {
        "provider": {
            "id": match.provider,
            "name": match.provider_name,
            "kind": match.provider_kind,
        },
        "offer": {"id": match.offer, "name": match.offer_name},
        "services": match.services,
        "complexes": match.complexes,
        "status": match.status,
        "inferred": match.inferred,
        "label_zh": match.label_zh,
        "label_en": match.label_en,
        "rule": match.rule,
        "score": match.score,
        "value": match.value,
        "reasons": [_plain_reason(reason) for reason in match.reasons],
        "path": {
            "nodes": match.path.nodes,
            "names": match.path.names,
            "relations": match.path.relations,
            "modalities": match.path.modalities,
            "closeness": match.path.closeness,
        },
        "also": match.also,
        "sentence_zh": match.sentence_zh,
        "sentence_en": match.sentence_en,
    }


def _plain_reason(reason: Reason) -> dict[str, Any]:
    return {
        "part": reason.part,
        "weight": reason.weight,
        "value": reason.value,
        "contribution": reason.contribution,
        "zh": reason.zh,
        "en": reason.en,
        "compared": reason.compared,
        "evidence": [{"source": one.source, "quote": one.quote} for one in reason.evidence],
    }
