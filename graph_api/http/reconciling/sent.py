"""What a client sent: the parameters of the address and of a form, and the JSON in them."""

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qsl

import orjson
from fastapi import Request
from pydantic import BaseModel, TypeAdapter, ValidationError

from graph_api.domain import BadInputError
from graph_api.http.models_reconcile import MOST_QUERIES, ExtensionIn, QueryIn
from graph_api.http.problems import BodyTooLargeError

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 50
LONGEST_KEY = 200

Model = TypeVar("Model", bound=BaseModel)


async def fields_of(request: Request) -> dict[str, str]:
    """The parameters of a GET, or of the form of a POST; an empty one counts as not sent.

    Raises BadInputError for a body that is no form.
    """
    if request.method != "POST":
        return {name: value for name, value in request.query_params.items() if value}
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if media_type != FORM:
        raise BadInputError(
            f"the body is {media_type[:80] or 'of no type'}: send a form ({FORM}) with the field queries or extend"
        )
    try:
        given = parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        message = f"the form cannot be read: {error}; send UTF-8, percent-encoded"
        raise BadInputError(message) from None
    return {name: value for name, value in given if value}


def batch_of(text: str) -> dict[str, QueryIn]:
    """The queries of a batch by their keys.

    Raises BadInputError that names the query and what is wrong with it, BodyTooLargeError for too many.
    """
    given = _object(text, "queries")
    if len(given) > MOST_QUERIES:
        raise BodyTooLargeError(
            f"the batch has {len(given)} queries: send {MOST_QUERIES} at most, as batchSize in the manifest says"
        )
    batch: dict[str, QueryIn] = {}
    for key, sent in given.items():
        if len(key) > LONGEST_KEY:
            raise BadInputError(f"the key {key[:40]!r}… is longer than {LONGEST_KEY} characters")
        query = _checked(QueryIn, sent, f"the query {key!r}")
        if not query.query.strip() and not query.properties:
            raise BadInputError(f"the query {key!r} asks for nothing: give query or properties")
        batch[key] = query
    return batch


def extension_of(text: str) -> ExtensionIn:
    """The extension that is asked for. Raises BadInputError that says what is wrong."""
    return _checked(ExtensionIn, _object(text, "extend"), "extend")


def _object(text: str, name: str) -> Mapping[str, object]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = f"{name} is not JSON: {error}; send a JSON object in UTF-8"
        raise BadInputError(message) from None
    if not isinstance(found, dict):
        raise BadInputError(f"{name} is no JSON object: send one")
    return found


def _checked(model: type[Model], sent: object, what: str) -> Model:
    try:
        return TypeAdapter(model).validate_python(sent)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "its value"
        message = f"{what}, {place[:200]}: {first['msg']}"
        raise BadInputError(message) from None
