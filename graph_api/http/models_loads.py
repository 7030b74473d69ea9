"""The shapes of answers about loads and what they rejected."""

from pydantic import ConfigDict, Field

from graph_api.http.models import Shape, TotalShape
from graph_api.http.reports import files_of, reasons_of
from graph_api.store import LoadRecord


class LoadedFileShape(Shape):
    """What came of one file: read = entities + relations + merged + rejected, all of them records."""

    model_config = ConfigDict(title="LoadedFile", from_attributes=True)

    name: str = Field(examples=["companies.csv"])
    read: int
    entities: int
    relations: int
    merged: int
    rejected: int


class RejectionShape(Shape):
    """How many records a rule rejected."""

    model_config = ConfigDict(title="Rejection")

    rule: str = Field(examples=["capital-unreadable"])
    count: int


class LoadShape(Shape):
    """One load of a data set: read = entities + relations + merged + rejected, all of them records."""

    model_config = ConfigDict(title="Load")

    id: str
    dataset: str
    started: str = Field(description="ISO time")
    ended: str = Field(description="ISO time")
    read: int
    entities: int
    relations: int
    merged: int = Field(
        description="Records that said more of an entity or relation stated already"
    )
    rejected: int
    created: int = Field(
        description="Entities and relations that are new in the graph; so the next"
    )
    updated: int
    unchanged: int
    removed: int
    joined: int = Field(
        description="Records that became one with a record of another name, or ceased to be"
    )
    file_hash: str = Field(description='SHA-256 over the files; "" for a data set without files')
    files: list[LoadedFileShape]
    reasons: list[RejectionShape] = Field(description="The most frequent first")

    @classmethod
    def of(cls, record: LoadRecord) -> "LoadShape":
        """The shape of a load. Where its files were on the machine is left out."""
        kept = {name: getattr(record, name) for name in cls.model_fields if hasattr(record, name)}
        files = [LoadedFileShape.model_validate(one) for one in files_of(record)]
        reasons = [RejectionShape(rule=rule, count=n) for rule, n in reasons_of(record).items()]
        return cls(**{**kept, "files": files, "reasons": reasons})


class LoadsShape(Shape):
    """Loads, newest first."""

    model_config = ConfigDict(title="Loads")

    total: TotalShape
    truncated: bool = Field(description="Whether there are more after these")
    loads: list[LoadShape]


class RejectedRowShape(Shape):
    """One record that a load could not take."""

    model_config = ConfigDict(title="RejectedRow", from_attributes=True)

    file: str
    source: str = Field(description="`source-id#locator`", examples=["chainkg#company:row=812"])
    field: str = Field(description='The column, or ""')
    value: str = Field(description="What stood there, at most 500 characters")
    rule: str
    reason: str
    kept: str = Field(description="What of the record was kept all the same", examples=["nothing"])


class RejectedRowsShape(Shape):
    """Rows that a load rejected, in the order in which it met them."""

    model_config = ConfigDict(title="RejectedRows")

    load: str
    total: TotalShape
    truncated: bool = Field(description="Whether there are more after these")
    rows: list[RejectedRowShape]
