"""What is entered of a need or an offer, and the same as plain values of JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from graph_api.domain import Chain, ChainBasis, Kind, Stage, Status

LONGEST_TITLE = 40
"""Characters of a text that stand for it where no name was given."""

T = TypeVar("T")
Plain: TypeAlias = dict[str, Any]


class NeedState(StrEnum):
    """Whether somebody is still looked for."""

    OPEN = "open"
    MATCHED = "matched"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the graph that somebody named: its id, its kind and its name then, and what was written."""

    id: str
    kind: Kind
    name: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What needs and offers have in common.

    `holder` is the owner of a need and the provider of an offer; `chain` and `chain_basis` are the
    holder's, as the graph had them when this was entered.
    """

    text: str
    holder: Named
    name: str = ""
    services: tuple[Named, ...] = ()
    subjects: tuple[Named, ...] = ()
    stages: tuple[Stage, ...] = ()
    region: Named | None = None
    complex: Named | None = None
    accreditations: tuple[str, ...] = ()
    chain: Chain | None = None
    chain_basis: ChainBasis | None = None

    @property
    def title(self) -> str:
        """The name, or the beginning of the text."""
        line = " ".join((self.name or self.text).split())
        short = line[:LONGEST_TITLE]
        return line if self.name or len(line) <= LONGEST_TITLE else f"{short}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFields(Fields):
    """A need. `budget` is in CNY yuan, `deadline` an ISO date."""

    budget: float | None = None
    deadline: str | None = None
    state: NeedState = NeedState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFields(Fields):
    """An offer. Prices are in CNY yuan; `capacity` is how many more it can serve, `lead_days` how long it takes.

    No `status` is: not stated.
    """

    price_min: float | None = None
    price_max: float | None = None
    capacity: int | None = None
    lead_days: int | None = None
    status: Status | None = None


HOLDERS: Mapping[Kind, str] = {Kind.NEED: "owner", Kind.OFFER: "provider"}
"""What the holder of each kind is called outside."""


def plain_of(fields: Fields) -> Plain:
    """The fields as JSON has them, without those that say nothing."""
    found: Plain = {
        "text": fields.text,
        "holder": _plain_name(fields.holder),
        "name": fields.name,
        "services": [_plain_name(one) for one in fields.services],
        "subjects": [_plain_name(one) for one in fields.subjects],
        "stages": [str(one) for one in fields.stages],
        "region": fields.region and _plain_name(fields.region),
        "complex": fields.complex and _plain_name(fields.complex),
        "accreditations": list(fields.accreditations),
        "chain": fields.chain and str(fields.chain),
        "chain_basis": fields.chain_basis and str(fields.chain_basis),
    }
    if isinstance(fields, NeedFields):
        found |= {"budget": fields.budget, "deadline": fields.deadline, "state": str(fields.state)}
    if isinstance(fields, OfferFields):
        found |= {
            "price_min": fields.price_min,
            "price_max": fields.price_max,
            "capacity": fields.capacity,
            "lead_days": fields.lead_days,
            "status": fields.status and str(fields.status),
        }
    return {
        name: value for name, value in found.items() if value is not None and value not in ("", [])
    }


def fields_of(kind: Kind, plain: Mapping[str, Any]) -> Fields:
    """The fields of such values. Raises KeyError, TypeError or ValueError where they are none."""
    common: Plain = {
        "text": str(plain.get("text", "")),
        "holder": _named(plain["holder"]),
        "name": str(plain.get("name", "")),
        "services": tuple(map(_named, plain.get("services", ()))),
        "subjects": tuple(map(_named, plain.get("subjects", ()))),
        "stages": tuple(map(Stage, plain.get("stages", ()))),
        "region": _optional(plain, "region", _named),
        "complex": _optional(plain, "complex", _named),
        "accreditations": tuple(map(str, plain.get("accreditations", ()))),
        "chain": _optional(plain, "chain", Chain),
        "chain_basis": _optional(plain, "chain_basis", ChainBasis),
    }
    if kind is Kind.NEED:
        return NeedFields(
            **common,
            budget=_optional(plain, "budget", float),
            deadline=_optional(plain, "deadline", str),
            state=NeedState(plain.get("state", NeedState.OPEN)),
        )
    if kind is Kind.OFFER:
        return OfferFields(
            **common,
            price_min=_optional(plain, "price_min", float),
            price_max=_optional(plain, "price_max", float),
            capacity=_optional(plain, "capacity", int),
            lead_days=_optional(plain, "lead_days", int),
            status=_optional(plain, "status", Status),
        )
    raise ValueError(f"a {kind} is not entered this way")


def _optional(plain: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T | None:
    value = plain.get(name)
    return None if value is None else read(value)


def _plain_name(named: Named) -> Plain:
    return {"id": named.id, "kind": str(named.kind), "name": named.name, "written": named.written}


def _named(plain: Mapping[str, Any]) -> Named:
    return Named(str(plain["id"]), Kind(plain["kind"]), str(plain["name"]), str(plain["written"]))
