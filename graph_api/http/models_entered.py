"""The shapes of what people enter: needs and offers, as they are sent and as they stand."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, JsonValue

from graph_api.domain import Kind, Stage, Status
from graph_api.http.models import Shape
from graph_api.http.models_matching import LONGEST_NAME, CleanText
from loaders.entered.fields import Fields, Named, NeedFields, NeedState, OfferFields
from loaders.entered.journal import Entry
from loaders.entered.state import Standing

LONGEST_TEXT = 2_000
MOST_ITEMS = 50
MOST_MONEY = 1e12


def _offered(status: Status | None) -> Status | None:
    if status is Status.NORMATIVE:
        raise ValueError("an offer is planned, building, operating or closed")
    return status


Name = Annotated[CleanText, Field(min_length=1, max_length=LONGEST_NAME)]
Names = Annotated[list[Name], Field(max_length=MOST_ITEMS)]
Text = Annotated[CleanText, Field(min_length=1, max_length=LONGEST_TEXT)]
Money = Annotated[FiniteFloat, Field(ge=0, le=MOST_MONEY)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="ISO date")]
OfferStatus = Annotated[Status, AfterValidator(_offered)]


class ChangeIn(BaseModel):
    """What needs and offers have in common. Names may be ids; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[CleanText, Field(max_length=LONGEST_NAME)] | None = None
    services: Names | None = Field(None, description="Ids, keys or names of services")
    subjects: Names | None = Field(None, description="Technologies, products or industries")
    stages: list[Stage] | None = Field(None, max_length=4)
    region: Name | None = Field(None, description="A region or a zone")
    complex: Name | None = None
    accreditations: Names | None = Field(None, examples=[["CNAS"]])

    def given(self) -> dict[str, Any]:
        """The fields that were sent, as plain values."""
        return self.model_dump(mode="json", exclude_unset=True)


class NeedChangeIn(ChangeIn):
    """A change of a need: only what is sent changes, and null takes a field back."""

    model_config = ConfigDict(title="Change of a need")

    text: Text | None = None
    owner: Name | None = Field(None, description="The organisation that needs it: its id or name")
    budget: Money | None = Field(None, description="CNY yuan")
    deadline: Day | None = None
    state: NeedState | None = None


ONE_NEED: dict[str, JsonValue] = {
    "text": "M12 高强度螺栓的盐雾试验",
    "owner": "金鼎紧固件",
    "services": ["testing"],
}


class NewNeedIn(NeedChangeIn):
    """A new need: a text and its owner, and whatever else is known."""

    model_config = ConfigDict(title="New need", json_schema_extra={"examples": [ONE_NEED]})

    text: Text
    owner: Name


class OfferChangeIn(ChangeIn):
    """A change of an offer: only what is sent changes, and null takes a field back."""

    model_config = ConfigDict(title="Change of an offer")

    text: Text | None = None
    provider: Name | None = Field(None, description="Who offers it: its id or name")
    price_min: Money | None = Field(None, description="CNY yuan")
    price_max: Money | None = Field(None, description="CNY yuan")
    capacity: int | None = Field(None, ge=0, le=1_000_000, description="How many more it can serve")
    lead_days: int | None = Field(None, ge=0, le=10_000, description="How long it takes, in days")
    status: OfferStatus | None = Field(None, description="Null: not stated")


class NewOfferIn(OfferChangeIn):
    """A new offer: a text and its provider, and whatever else is known."""

    model_config = ConfigDict(title="New offer")

    text: Text
    provider: Name


class WrittenNameShape(Shape):
    """An entity that was named: its id, its name when it was entered, and what was written."""

    model_config = ConfigDict(title="Written name")

    id: str
    name: str
    written: str

    @classmethod
    def of(cls, named: Named) -> "WrittenNameShape":
        """The shape of a name."""
        return cls(id=named.id, name=named.name, written=named.written)


class EntryShape(Shape):
    """One accepted write."""

    model_config = ConfigDict(title="Entry")

    entry: int
    at: str = Field(description="ISO 8601, UTC")
    who: str = Field(description="The name of the token, or `local:` and the user of the machine")
    role: str
    action: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryShape":
        """The shape of an entry."""
        return cls(
            entry=entry.number, at=entry.at, who=entry.who, role=entry.role, action=entry.action
        )


class RecordShape(Shape):
    """What needs and offers have in common as they stand."""

    id: str
    kind: Kind
    name: str
    text: str
    services: list[WrittenNameShape]
    subjects: list[WrittenNameShape]
    stages: list[Stage]
    region: WrittenNameShape | None
    complex: WrittenNameShape | None
    accreditations: list[str]
    version: int = Field(description="Number of the entry that changed it last; also its ETag")
    deleted: bool
    created: EntryShape
    changed: EntryShape


class NeedRecordShape(RecordShape):
    """A need that somebody entered."""

    model_config = ConfigDict(title="Entered need")

    owner: WrittenNameShape
    budget: float | None = Field(description="CNY yuan")
    deadline: str | None = Field(description="ISO date")
    state: NeedState

    @classmethod
    def of(cls, standing: Standing) -> "NeedRecordShape":
        """The shape of a standing need."""
        fields = standing.fields
        if not isinstance(fields, NeedFields):
            raise TypeError(f"{standing.id} is no need")
        return cls(
            **_common(standing, fields),
            owner=WrittenNameShape.of(fields.holder),
            budget=fields.budget,
            deadline=fields.deadline,
            state=fields.state,
        )


class OfferRecordShape(RecordShape):
    """An offer that somebody entered. `status` is null where it was not stated."""

    model_config = ConfigDict(title="Entered offer")

    provider: WrittenNameShape
    price_min: float | None = Field(description="CNY yuan")
    price_max: float | None = Field(description="CNY yuan")
    capacity: int | None
    lead_days: int | None
    status: Status | None

    @classmethod
    def of(cls, standing: Standing) -> "OfferRecordShape":
        """The shape of a standing offer."""
        fields = standing.fields
        if not isinstance(fields, OfferFields):
            raise TypeError(f"{standing.id} is no offer")
        return cls(
            **_common(standing, fields),
            provider=WrittenNameShape.of(fields.holder),
            price_min=fields.price_min,
            price_max=fields.price_max,
            capacity=fields.capacity,
            lead_days=fields.lead_days,
            status=fields.status,
        )


class WrittenShape(Shape):
    """What came of a write. Accepted is accepted; `waiting` says why the graph does not have it yet."""

    in_graph: bool
    waiting: str = ""


class NeedWrittenShape(WrittenShape):
    """A need as a write left it."""

    model_config = ConfigDict(title="Written need")

    need: NeedRecordShape


class OfferWrittenShape(WrittenShape):
    """An offer as a write left it."""

    model_config = ConfigDict(title="Written offer")

    offer: OfferRecordShape


class NeedAccountShape(Shape):
    """A need with every write that made it what it is."""

    model_config = ConfigDict(title="Need and its history")

    need: NeedRecordShape
    history: list[EntryShape]


class OfferAccountShape(Shape):
    """An offer with every write that made it what it is."""

    model_config = ConfigDict(title="Offer and its history")

    offer: OfferRecordShape
    history: list[EntryShape]


class NeedsShape(Shape):
    """One page of needs, the newest first. `next` is the cursor of the page after it."""

    model_config = ConfigDict(title="Needs")

    total: int
    needs: list[NeedRecordShape]
    next: int | None


class OffersShape(Shape):
    """One page of offers, the newest first. `next` is the cursor of the page after it."""

    model_config = ConfigDict(title="Offers")

    total: int
    offers: list[OfferRecordShape]
    next: int | None


Deleted = Literal["without", "with", "only"]


def of_page(
    found: Iterable[Standing], deleted: Deleted, limit: int, cursor: int | None
) -> tuple[int, list[Standing], int | None]:
    """How many of the records there are, those of the page, and the cursor of the next one."""
    wanted = {"without": (False,), "with": (False, True), "only": (True,)}[deleted]
    every = [one for one in found if one.deleted in wanted]
    rest = [one for one in every if cursor is None or one.created.number < cursor]
    page = rest[:limit]
    return len(every), page, page[-1].created.number if len(rest) > limit else None


def _common(standing: Standing, fields: Fields) -> dict[str, Any]:
    return {
        "id": standing.id,
        "kind": standing.kind,
        "name": fields.title,
        "text": fields.text,
        "services": [WrittenNameShape.of(one) for one in fields.services],
        "subjects": [WrittenNameShape.of(one) for one in fields.subjects],
        "stages": list(fields.stages),
        "region": WrittenNameShape.of(fields.region) if fields.region else None,
        "complex": WrittenNameShape.of(fields.complex) if fields.complex else None,
        "accreditations": list(fields.accreditations),
        "version": standing.version,
        "deleted": standing.deleted,
        "created": EntryShape.of(standing.created),
        "changed": EntryShape.of(standing.changed),
    }
