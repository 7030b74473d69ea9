"""The shapes of reconciliation: what OpenRefine and other clients of the protocol send and are sent."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    field_validator,
    model_validator,
)
from pydantic import StrictStr as Text

from graph_api.domain.names import is_text
from graph_api.http.models import Shape

MOST_QUERIES = 200
MOST_CANDIDATES = 100
MOST_IDS = 500
MOST_PROPERTIES = 50
MOST_VALUES = 50
LONGEST_VALUE = 10_000


def _storable(text: str) -> str:
    """A text that the graph could hold."""
    if not is_text(text):
        raise ValueError("holds a character that no text has: leave it out")
    return text


CleanText = Annotated[Text, Field(max_length=LONGEST_VALUE), AfterValidator(_storable)]


class _Sent(BaseModel):
    """A part of what a client sends. What it has beyond the protocol is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, sent: object) -> object:
        """A field of null is one that was not sent."""
        if isinstance(sent, dict):
            return {name: value for name, value in sent.items() if value is not None}
        return sent


class NamedIn(_Sent):
    """An entity that the client knows already."""

    id: CleanText
    name: CleanText | None = None


Sent = CleanText | StrictBool | StrictInt | StrictFloat | NamedIn


class PropertyIn(_Sent):
    """A property with the value, or the values, that a candidate should have."""

    pid: CleanText
    v: Sent | Annotated[list[Sent], Field(max_length=MOST_VALUES)]

    @property
    def values(self) -> list[Sent]:
        """The values as a list."""
        return self.v if isinstance(self.v, list) else [self.v]


class QueryIn(_Sent):
    """One query: a name, properties, or both."""

    query: CleanText = ""
    type: CleanText | Annotated[list[CleanText], Field(max_length=MOST_VALUES)] = ""
    type_strict: Literal["any", "should", "all"] = "should"
    limit: Annotated[float, Field(ge=1)] | None = None
    properties: Annotated[list[PropertyIn], Field(max_length=MOST_PROPERTIES)] = Field(
        default_factory=list
    )

    @property
    def types(self) -> list[str]:
        """The ids of the types as a list."""
        given = [self.type] if isinstance(self.type, str) else self.type
        return [one for one in given if one]


class SettingsIn(_Sent):
    """How a property is to be fetched. OpenRefine sends numbers as the texts of its fields."""

    modality: Literal["fact", "plan", "inferred", "all"] = "fact"
    limit: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    @field_validator("limit", mode="before")
    @classmethod
    def _empty_is_none(cls, sent: object) -> object:
        return None if sent == "" else sent


class ExtendedPropertyIn(_Sent):
    """A property that is to be fetched."""

    id: CleanText
    settings: SettingsIn = SettingsIn()


class ExtensionIn(_Sent):
    """Entities by id, and the properties that are to be fetched of each."""

    ids: Annotated[list[CleanText], Field(max_length=MOST_IDS)]
    properties: Annotated[list[ExtendedPropertyIn], Field(max_length=MOST_PROPERTIES)]


class TypeShape(Shape):
    """A type of entity: a kind, or a group of kinds."""

    model_config = ConfigDict(title="Type")

    id: str
    name: str


class FeatureShape(Shape):
    """What of a candidate speaks for or against it."""

    model_config = ConfigDict(title="Feature")

    id: str
    value: bool | float


class CandidateShape(Shape):
    """An entity that a query may mean. `match` is true for one exact name, alias or id alone."""

    model_config = ConfigDict(title="Candidate")

    id: str
    name: str
    description: str = Field(description="Its kind and its status")
    type: list[TypeShape]
    score: float = Field(description="0 to 100; 100 for one exact name, alias or id alone")
    match: bool
    features: list[FeatureShape]


class CandidatesShape(Shape):
    """The candidates of one query, best first."""

    model_config = ConfigDict(title="Candidates")

    result: list[CandidateShape]


class SuggestionShape(Shape):
    """An entity, a property or a type that a text may mean."""

    model_config = ConfigDict(title="Suggestion")

    id: str
    name: str
    description: str = ""


class SuggestedEntityShape(SuggestionShape):
    """A suggested entity, with its types."""

    model_config = ConfigDict(title="SuggestedEntity")

    notable: list[TypeShape]


class SuggestedTypeShape(SuggestionShape):
    """A suggested type, with what is broader."""

    model_config = ConfigDict(title="SuggestedType")

    broader: list[TypeShape]


class EntitySuggestionsShape(Shape):
    """Entities that a text may mean."""

    model_config = ConfigDict(title="EntitySuggestions")

    result: list[SuggestedEntityShape]


class PropertySuggestionsShape(Shape):
    """Properties that a text may mean."""

    model_config = ConfigDict(title="PropertySuggestions")

    result: list[SuggestionShape]


class TypeSuggestionsShape(Shape):
    """Types that a text may mean."""

    model_config = ConfigDict(title="TypeSuggestions")

    result: list[SuggestedTypeShape]


class FlyoutShape(Shape):
    """A small preview: HTML without scripts, every text of it escaped."""

    model_config = ConfigDict(title="Flyout")

    id: str
    html: str


class ProposedPropertyShape(Shape):
    """A property that entities of the type can have."""

    model_config = ConfigDict(title="ProposedProperty")

    id: str
    name: str


class ProposalShape(Shape):
    """The properties that can be fetched of entities of a type."""

    model_config = ConfigDict(title="Proposal")

    type: str
    limit: int | None = None
    properties: list[ProposedPropertyShape]
