"""On what terms something is offered: price, capacity, accreditations, time. Unstated is not no."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

YUAN = "CNY"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an offer; None and () where nothing is stated.

    `price` is the lowest in CNY yuan, `capacity` how many more clients it can take, `since` and
    `until` the days between which it is offered, `lead_days` how long it takes.
    """

    price: float | None = None
    capacity: float | None = None
    accreditations: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    lead_days: float | None = None


UNSTATED = Terms()


def terms_of(told: Mapping[str, Any], accreditations: Iterable[list[str] | str | None]) -> Terms:
    """The terms that the properties of an offer state.

    The price is `price_min`, `price` or `amount`, unless its currency is another than CNY; what is
    no number or day is not stated. The accreditations are the first that are given.
    """
    held = next(filter(None, accreditations), ())
    named = (held,) if isinstance(held, str) else tuple(held)
    if not told:
        return Terms(accreditations=named) if named else UNSTATED
    yuan = told.get("currency") in {None, "", YUAN}
    prices = (_number(told.get(name)) for name in ("price_min", "price", "amount"))
    return Terms(
        next((one for one in prices if one is not None), None) if yuan else None,
        _number(told.get("capacity")),
        named,
        day(told.get("since")),
        day(told.get("until")),
        _number(told.get("lead_days")),
    )


def day(text: object) -> date | None:
    """The day of an ISO date, None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value >= 0 else None
