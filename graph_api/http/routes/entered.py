"""What the routes of needs and of offers share: headers, problems, the answer to a write."""

from typing import Annotated, Any

from fastapi import Header, Path, Query, Response

from graph_api.domain import BadInputError
from graph_api.http.entering import Written
from graph_api.http.models import ProblemShape
from graph_api.http.models_entered import EntryShape
from loaders.entered.journal import Journal
from loaders.entered.state import Standing

CREATED = 201
REPLAYED = "idempotency-replayed"
WRITE_PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": ProblemShape, "description": description}
    for code, description in (
        (401, "A token is needed: see the header WWW-Authenticate"),
        (403, "The role of the token does not allow this"),
        (412, "The record is no longer as If-Match says"),
    )
}

RecordId = Annotated[str, Path(max_length=200, description="Its id, such as `entered:need-1`")]
Key = Annotated[
    str,
    Header(
        alias="idempotency-key",
        max_length=200,
        description="A key of the sender's own: the same request with it is answered again, not done twice",
    ),
]
Match = Annotated[
    str,
    Header(alias="if-match", max_length=200, description="The ETag of the version to be changed"),
]
Limit = Annotated[int, Query(ge=1, le=1_000)]
Cursor = Annotated[int | None, Query(ge=1, description="`next` of the page before")]


def version_of(match: str) -> int | None:
    """The version that If-Match names, None for any. Raises BadInputError for what is no such tag."""
    tag = match.strip()
    if tag in {"", "*"}:
        return None
    number = tag.removeprefix('"').removesuffix('"')
    if not number.isdecimal() or len(number) > 15 or tag != f'"{number}"':  # noqa: PLR2004 - digits
        raise BadInputError(f'If-Match takes one ETag of this record such as "7", not {tag[:40]!r}')
    return int(number)


def mark(response: Response, standing: Standing) -> None:
    """Put the version of the record on an answer."""
    response.headers["etag"] = f'"{standing.version}"'
    response.headers["cache-control"] = "no-cache"


def mark_written(response: Response, written: Written, path: str) -> None:
    """Put on the answer to a write where the record is, its version, and whether it was there before."""
    mark(response, written.standing)
    response.headers["location"] = f"{path}/{written.standing.id}"
    if written.entered.repeated:
        response.headers[REPLAYED] = "true"


def history_of(journal: Journal, record_id: str) -> list[EntryShape]:
    """Every write to a record, in order."""
    return [EntryShape.of(one) for one in journal.entries() if one.id == record_id]
