"""The shapes of assignment: needs with capacities in, who serves whom and the loads out."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from graph_api.http.models import Shape
from graph_api.http.models_matching import LONGEST_NAME, NamedShape, NeedIn, ProviderShape
from graph_api.matching.assign import (
    CANDIDATES,
    LOAD_PENALTY,
    Assigned,
    Assignment,
    Candidates,
    Load,
    Method,
    Option,
)

MOST_NEEDS = 500
MOST_CANDIDATES = 100
MOST_CAPACITIES = 5_000
LARGEST_CAPACITY = 1_000_000

Capacity = Annotated[int, Field(ge=0, le=LARGEST_CAPACITY)]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class AssignIn(BaseModel):
    """Up to 500 needs, and how many of them each provider can take."""

    model_config = ConfigDict(
        title="Needs to assign",
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "needs": [{"text": "紧固件盐雾试验"}, {"text": "轴承检测"}],
                    "method": "greedy",
                    "default_capacity": 1,
                }
            ]
        },
    )

    needs: list[NeedIn] = Field(min_length=1, max_length=MOST_NEEDS)
    method: Method = Field(
        Method.GREEDY,
        description="`flow` finds the greatest sum of points, `greedy` one at most two points a need below",
    )
    candidates: int = Field(
        CANDIDATES, ge=1, le=MOST_CANDIDATES, description="Providers considered for each need"
    )
    capacities: dict[Name, Capacity] = Field(
        default_factory=dict,
        max_length=MOST_CAPACITIES,
        description="How many needs a provider takes, by its id or name",
    )
    default_capacity: Capacity | None = Field(
        None, description="How many any other provider takes; null for any number"
    )
    penalty: int = Field(
        LOAD_PENALTY, ge=0, le=1_000, description="Points that the last place of a provider costs"
    )
    weights: dict[str, int] = Field(
        default_factory=dict, description="Weights of parts, in points; see /v1/algorithms"
    )


class AssignedShape(Shape):
    """A need with the provider it is assigned to; `need` is its position in the request, from 0."""

    model_config = ConfigDict(title="Assigned")

    need: int
    provider: ProviderShape
    offer: NamedShape
    status: str | None = Field(description="null where no source states one")
    inferred: bool = Field(description="Whether nobody wrote this offer: 可能具备")
    label_zh: str
    label_en: str
    score: int
    best_provider: NamedShape = Field(description="The provider that fits it best")
    lost: int = Field(description="Points by which that one fits better; 0 where it is this one")

    @classmethod
    def of(cls, one: Assigned, options: Mapping[str, Option]) -> "AssignedShape":
        """The shape of an assigned need, of whose candidates these are the options."""
        option, best = options[one.provider], options[one.best_provider]
        return cls(
            need=int(one.need),
            provider=ProviderShape(
                id=option.provider, name=option.provider_name, kind=option.provider_kind
            ),
            offer=NamedShape(id=option.offer, name=option.offer_name),
            status=option.status,
            inferred=option.inferred,
            label_zh=option.label_zh,
            label_en=option.label_en,
            score=one.score,
            best_provider=NamedShape(id=best.provider, name=best.provider_name),
            lost=one.lost,
        )


class UnassignedShape(Shape):
    """A need that nobody is assigned to, and why."""

    model_config = ConfigDict(title="Unassigned")

    need: int
    reason: str = Field(
        description="`nobody` fits it, all that fit are `full`, or there is a `problem` with it"
    )
    lost: int = Field(description="Points of its best provider; 0 where nobody fits")
    zh: str
    en: str
    stopped_count: dict[str, int] = Field(
        default_factory=dict, description="Where nobody fits: the offers that each gate stopped"
    )
    problem: dict[str, Any] | None = None


class LoadShape(Shape):
    """The share of a provider that fits at least one need."""

    model_config = ConfigDict(title="Load")

    provider: NamedShape
    load: int = Field(description="Needs assigned to it")
    capacity: int | None = Field(description="Needs it takes; null for any number")
    capacity_stated: bool = Field(description="Whether the request gave its capacity")
    wanted: int = Field(description="Needs that it fits best")

    @classmethod
    def of(cls, load: Load, name: str) -> "LoadShape":
        """The shape of a provider's share."""
        return cls(
            provider=NamedShape(id=load.provider, name=name),
            load=load.load,
            capacity=load.capacity,
            capacity_stated=load.stated,
            wanted=load.wanted,
        )


class AssignmentShape(Shape):
    """Every need once, assigned or not; `lost` is `best_total` less `total`."""

    model_config = ConfigDict(title="Assignment")

    method: Method
    penalty: int
    default_capacity: int | None = Field(
        description="Taken for providers of which no capacity was given; null for any number"
    )
    total: int = Field(description="Points of all that are assigned")
    best_total: int = Field(description="Points if every need had its best provider")
    lost: int
    charged: int = Field(
        description="Points that the load penalty took off the sum that was sought"
    )
    assigned: list[AssignedShape]
    unassigned: list[UnassignedShape]
    loads: list[LoadShape] = Field(description="The most loaded first")

    @classmethod
    def of(
        cls,
        answer: Assignment,
        default_capacity: int | None,
        found: Candidates,
        unassigned: list[UnassignedShape],
    ) -> "AssignmentShape":
        """The shape of an assignment of the needs with these candidates."""
        names = found.names()
        loads = sorted(answer.loads, key=lambda one: (-one.load, -one.wanted, one.provider))
        return cls(
            method=answer.method,
            penalty=answer.penalty,
            default_capacity=default_capacity,
            total=answer.total,
            best_total=answer.best_total,
            lost=answer.lost,
            charged=answer.charged,
            assigned=[AssignedShape.of(one, found.options[one.need]) for one in answer.assigned],
            unassigned=unassigned,
            loads=[LoadShape.of(one, names[one.provider]) for one in loads],
        )
