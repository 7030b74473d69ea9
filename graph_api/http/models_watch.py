"""The shapes of the watch: open needs, who was first for them, who is, and what is new."""

from pydantic import ConfigDict, Field

from graph_api.domain import Status
from graph_api.http.models import Shape
from loaders.entered.watching import NewsKind, Watched


class SeenShape(Shape):
    """A provider as it stood; `parts` are points and sum to `score`."""

    model_config = ConfigDict(title="Seen provider")

    provider: str
    provider_name: str
    offer: str
    offer_name: str
    status: Status | None
    inferred: bool
    label_zh: str
    label_en: str
    score: int
    parts: dict[str, int]


class LookShape(Shape):
    """The first providers of one version of a need at one time, and how many there were."""

    model_config = ConfigDict(title="Look")

    version: int
    at: str = Field(description="ISO 8601, UTC")
    providers: list[SeenShape]
    total: int


class NewsShape(Shape):
    """One change. All but a lost provider are for the better."""

    model_config = ConfigDict(title="News")

    kind: NewsKind
    provider: str
    zh: str
    en: str


class WatchedShape(Shape):
    """An open need: its last look (null where this is the first), what it is now, and what is new."""

    model_config = ConfigDict(title="Watched need")

    id: str
    title: str
    before: LookShape | None
    now: LookShape | None
    news: list[NewsShape]
    problem: str = Field(description="Why the need could not be asked, else empty")

    @classmethod
    def of(cls, watched: Watched) -> "WatchedShape":
        """The shape of a watched need."""
        return cls.model_validate(watched, from_attributes=True)


class SeenIn(Shape):
    """Which need was seen; of none, all were."""

    model_config = ConfigDict(title="Needs seen", extra="forbid")

    need: str = Field("", max_length=200, description="The id of a need; empty for all")


class SeenCountShape(Shape):
    """Of how many needs what is now was taken for seen."""

    model_config = ConfigDict(title="Needs seen by now")

    seen: int
