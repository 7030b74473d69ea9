"""What the pages of needs and of offers share: their forms, read and filled in again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ValidationError

from graph_api.domain import SERVICES, Kind, SixChainsError
from graph_api.http.context import Context
from graph_api.http.entering import Written, catch_up, write
from graph_api.http.models_entered import NewNeedIn, NewOfferIn
from graph_api.http.pages.choices import complexes_of, suggestions
from graph_api.http.problems import problem_of, problem_of_validation
from graph_api.http.snapshots import Held
from graph_api.http.writers import Form, console_writes, local_writer
from loaders.entered.entering import Wanted
from loaders.entered.fields import HOLDERS, Fields, NeedFields, OfferFields
from loaders.entered.journal import Action
from loaders.entered.naming import HOLDER_KINDS, PLACE_KINDS, SUBJECT_KINDS, yuan
from loaders.entered.state import Standing

PER_PAGE = 20
SEE_OTHER = 303
_FIRST_SERVICES = frozenset(service.zh for service in SERVICES.values())
_PARTS = re.compile(r"[;；|\n]")
_LISTS = ("subjects", "accreditations")
_MONEY = ("budget", "price_min", "price_max")
_WHOLE = ("capacity", "lead_days")
_SHAPES: Mapping[Kind, type[BaseModel]] = {Kind.NEED: NewNeedIn, Kind.OFFER: NewOfferIn}
_BLANK: Mapping[str, str] = dict.fromkeys(
    (
        *("text", "name", "holder", "holder_name", "subjects", "region", "complex", "state"),
        *("accreditations", "deadline", "status", "version", *_MONEY, *_WHOLE),
    ),
    "",
)
"""Every field that a form may show, with nothing in it."""

NOUNS: Mapping[Kind, str] = {Kind.NEED: "needs", Kind.OFFER: "offers"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: what is wrong with it, as a problem document, and its status."""

    problem: Mapping[str, Any]
    status: int


def values_of(fields: Fields) -> dict[str, Any]:
    """What stands in the form of a record."""
    found: dict[str, Any] = {
        **_BLANK,
        "text": fields.text,
        "name": fields.name,
        "holder": fields.holder.id,
        "holder_name": fields.holder.name,
        "services": [one.name for one in fields.services],
        "subjects": "；".join(one.name for one in fields.subjects),
        "stages": [str(one) for one in fields.stages],
        "region": fields.region.name if fields.region else "",
        "complex": fields.complex.id if fields.complex else "",
        "accreditations": "；".join(fields.accreditations),
    }
    if isinstance(fields, NeedFields):
        found |= {"budget": _number(fields.budget), "deadline": fields.deadline or ""}
        found |= {"state": str(fields.state)}
    if isinstance(fields, OfferFields):
        found |= {name: _number(getattr(fields, name)) for name in (*_MONEY[1:], *_WHOLE)}
        found |= {"status": str(fields.status or "")}
    return found


def typed_in(form: Form) -> dict[str, Any]:
    """What stands in a form that was sent, to be shown again."""
    found: dict[str, Any] = {name: form.text(name) for name in _BLANK}
    found |= {name: list(form.all(name)) for name in ("services", "stages")}
    return {**found, "holder_name": form.text("holder")}


def empty(asked: Mapping[str, str]) -> dict[str, Any]:
    """A new form, with what the address fills in."""
    return {**_BLANK, "services": [], "stages": [], "state": "open", **asked}


def given_of(kind: Kind, form: Form) -> dict[str, Any]:
    """The fields of a form as the API takes them. Raises BadInputError for what is none."""
    names = set(_SHAPES[kind].model_fields)
    given: dict[str, Any] = {name: form.text(name) or None for name in names}
    given[HOLDERS[kind]] = form.text("holder")
    given |= {name: list(form.all(name)) for name in ("services", "stages")}
    for name in _LISTS:
        given[name] = [one.strip() for one in _PARTS.split(form.text(name)) if one.strip()]
    for name in names.intersection(_MONEY):
        given[name] = yuan(form.text(name))
    for name in names.intersection(_WHOLE):
        given[name] = (
            int(form.text(name)) if form.text(name).isdecimal() else form.text(name) or None
        )
    shape = _SHAPES[kind].model_validate(given)
    return shape.model_dump(mode="json")


def accept(
    context: Context, request: Request, kind: Kind, form: Form, standing: Standing | None = None
) -> Written | Refused:
    """Enter what a form says: a new record, or all fields of one that stands."""
    try:
        writer = local_writer(request, context)
        wanted = Wanted(
            Action.CHANGE if standing else Action.CREATE,
            kind,
            standing.id if standing else "",
            version=_version(form),
            key=form.text("key")[:200],
            body=given_of(kind, form),
        )
        return write(context, writer, wanted)
    except ValidationError as error:
        found = problem_of_validation(error.errors(include_url=False, include_input=False))
    except SixChainsError as error:
        found = problem_of(error)
    return Refused(found.document(request.url.path, ""), found.status)


def press(
    context: Context, request: Request, wanted: Wanted, address: str, **parameters: str
) -> Response:
    """Do what a button says, and lead on. Raises what `write` raises."""
    write(context, local_writer(request, context), wanted)
    return lead_to(context, request, address, **parameters)


def lead_to(context: Context, request: Request, address: str, **parameters: str) -> Response:
    """Lead the browser to a page after a write, in its language."""
    target = context.pages.words(request).link(address, **parameters)
    return RedirectResponse(target, status_code=SEE_OTHER)


def surroundings(context: Context, held: Held, kind: Kind) -> dict[str, Any]:
    """What every form of the kind offers to choose from, and whether it may be sent."""
    return {
        "kind_of": str(kind),
        "noun": NOUNS[kind],
        "holders": suggestions(held, tuple(sorted(HOLDER_KINDS[kind]))),
        "services": sorted(
            suggestions(held, (Kind.SERVICE,)), key=lambda one: one.value not in _FIRST_SERVICES
        ),
        "subjects": suggestions(held, tuple(sorted(SUBJECT_KINDS))),
        "places": suggestions(held, tuple(sorted(PLACE_KINDS))),
        "complexes": complexes_of(held),
        "key": token_hex(12),
        "may_write": console_writes(context),
        "waiting": catch_up(context),
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def _version(form: Form) -> int | None:
    text = form.text("version")
    return int(text) if text.isdecimal() and len(text) < 16 else None  # noqa: PLR2004 - digits
