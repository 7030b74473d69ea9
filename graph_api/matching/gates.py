"""The gates: what an offer must be to be considered. One that is stopped is kept, with the gate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from graph_api.domain import STAGES, STATUSES, Status
from graph_api.matching.columns import Mask
from graph_api.matching.need import NeedView
from graph_api.matching.offers import NO_DAY, OfferView
from graph_api.matching.offers import STAGES as RUNGS
from graph_api.matching.text import normal
from graph_api.matching.things import STATUS_CODES


@dataclass(frozen=True, slots=True)
class Stopped:
    """An offer that a gate stopped, and why in one sentence of each language."""

    provider: str
    provider_name: str
    offer: str
    offer_name: str
    gate: str
    zh: str
    en: str


Words: TypeAlias = tuple[str, str]
"""A clause in Chinese and in English."""

_NOT_REAL = min(STATUS_CODES[Status.CLOSED], STATUS_CODES[Status.NORMATIVE])
"""Both are behind every other status."""

SILENT: Words = ("", "")


def own_offer(need: NeedView) -> Mask | None:
    """The offer is not the firm's own."""
    return None if need.firm is None else need.snapshot.offers.provider != need.firm


def _own(_: NeedView, __: OfferView) -> Words:
    return "是提出需求的单位自己的服务", "it is the asking organisation's own offer"


def service_asked(need: NeedView) -> Mask | None:
    """The offer is of a service that was asked for, of a part of it, or of what it is a part of."""
    if not need.services:
        return None
    return need.snapshot.offers.services.offers(np.array(sorted(need.services), np.int32))


def _service(need: NeedView, offer: OfferView) -> Words:
    zh = "、".join(tag.name for tag in need.understood.services)
    if not offer.services:
        return f"未说明提供服务“{zh}”", f"it is not stated to offer the service {zh}"
    return f"服务类型不是“{zh}”", f"it is not of the service {zh}"


def complex_asked(need: NeedView) -> Mask | None:
    """The offer or its provider belongs to the complex that was asked for."""
    if need.complex is None:
        return None
    return need.snapshot.offers.complexes.offers(np.array([need.complex], np.int32))


def _complex(need: NeedView, _: OfferView) -> Words:
    name = need.understood.complex.name if need.understood.complex else ""
    return f"不属于“{name}”", f"it does not belong to {name}"


def stage_asked(need: NeedView) -> Mask | None:
    """The offer, or else its provider, names the stage that was asked for."""
    stage = need.understood.stage
    if stage is None:
        return None
    return (need.snapshot.offers.stages >> RUNGS.index(stage) & 1).astype(np.bool_)


def _stage(need: NeedView, offer: OfferView) -> Words:
    asked = STAGES[need.understood.stage] if need.understood.stage else STAGES[RUNGS[0]]
    if not offer.stages:
        return f"未说明适用于“{asked.zh}”阶段", f"it does not state the stage {asked.en}"
    ladder = [term for name, term in STAGES.items() if name in offer.stages]
    return (
        f"只用于“{'、'.join(term.zh for term in ladder)}”阶段，不是“{asked.zh}”",
        f"it is for the stages {', '.join(term.en for term in ladder)}, not {asked.en}",
    )


def region_asked(need: NeedView) -> Mask | None:
    """The provider, or a complex it belongs to, lies in the region that was asked for."""
    if need.region is None:
        return None
    return need.snapshot.offers.places.offers(np.array([need.region], np.int32))


def _region(need: NeedView, offer: OfferView) -> Words:
    name = need.understood.region.name if need.understood.region else ""
    if not offer.places:
        return f"未说明位于“{name}”", f"it is not stated to be in {name}"
    return f"不在“{name}”", f"it is not in {name}"


def real_enough(need: NeedView) -> Mask | None:
    """The offer is a thing that runs or is to run: not closed, and not a mere class."""
    return need.snapshot.offers.status < _NOT_REAL


def _real(_: NeedView, offer: OfferView) -> Words:
    term = STATUSES[offer.status or Status.CLOSED]
    return f"状态为“{term.zh}”", f"its status is: {term.en}"


def within_budget(need: NeedView) -> Mask | None:
    """The lowest price that is stated is within the budget. A price that is not stated passes."""
    budget = need.understood.budget
    return None if budget is None else ~(need.snapshot.offers.terms.price > budget)


def _budget(need: NeedView, offer: OfferView) -> Words:
    budget, price = need.understood.budget or 0.0, offer.terms.price or 0.0
    return (
        f"价格{price:,.0f}元，高于预算{budget:,.0f}元",
        f"its price of {price:,.0f} yuan is above the budget of {budget:,.0f} yuan",
    )


def _no_price(need: NeedView, offer: OfferView) -> Words:
    if need.understood.budget is None or offer.terms.price is not None:
        return SILENT
    return "价格未说明", "its price is not stated"


def has_capacity(need: NeedView) -> Mask | None:
    """Capacity is left, unless the offer states that none is. One that is not stated passes."""
    return ~(need.snapshot.offers.terms.capacity <= 0)


def _capacity(_: NeedView, __: OfferView) -> Words:
    return "已无余量", "it states that no capacity is left"


def _no_capacity(need: NeedView, offer: OfferView) -> Words:
    """Said only to who orders: with a budget or a deadline."""
    orders = need.understood.budget is not None or need.understood.deadline is not None
    if not orders or offer.terms.capacity is not None:
        return SILENT
    return "余量未说明", "its capacity is not stated"


def accredited(need: NeedView) -> Mask | None:
    """The offer, or else its provider, states every accreditation that was asked for."""
    if not need.understood.accreditations:
        return None
    held = need.snapshot.offers.terms.accreditations
    passing = np.ones(len(need.snapshot.offers), np.bool_)
    for asked in need.understood.accreditations:
        fits = [place for place, name in enumerate(_held(need)) if name == normal(asked)]
        passing &= held.offers(np.array(fits, np.int32))
    return passing


def _held(need: NeedView) -> list[str]:
    return [normal(name) for name in need.snapshot.offers.terms.names]


def _accreditation(need: NeedView, offer: OfferView) -> Words:
    held = offer.terms.accreditations
    known = {normal(name) for name in held}
    missing = [one for one in need.understood.accreditations if normal(one) not in known]
    zh, en = "、".join(missing), ", ".join(missing)
    if not held:
        return f"未说明具备资质“{zh}”", f"accreditation {en}: not stated"
    stated = "、".join(held)
    return (
        f"所列资质为“{stated}”，没有“{zh}”",
        f"it states the accreditations {stated} and not {en}",
    )


def in_time(need: NeedView) -> Mask | None:
    """The offer begins before the deadline, has not ended, and takes no longer than there is time.

    What is not stated passes.
    """
    deadline, terms = need.understood.deadline, need.snapshot.offers.terms
    if deadline is None:
        return None
    passing = terms.since <= deadline.toordinal()
    if need.as_of is not None:
        today = need.as_of.toordinal()
        passing &= (terms.until == NO_DAY) | (terms.until >= today)
        passing &= ~(terms.lead_days > deadline.toordinal() - today)
    return passing


def _late(need: NeedView, offer: OfferView) -> Words:
    deadline, terms = need.understood.deadline, offer.terms
    if deadline is not None and terms.since is not None and terms.since > deadline:
        return (
            f"{terms.since}才开始，晚于{deadline}",
            f"it begins on {terms.since}, after {deadline}",
        )
    if need.as_of is not None and terms.until is not None and terms.until < need.as_of:
        return f"已于{terms.until}结束", f"it ended on {terms.until}"
    days = terms.lead_days or 0.0
    return (
        f"需要{days:g}天，{deadline}前来不及",
        f"it takes {days:g} days, which is more than until {deadline}",
    )


def _no_time(need: NeedView, offer: OfferView) -> Words:
    if need.understood.deadline is None or offer.terms.lead_days is not None:
        return SILENT
    return "所需时间未说明", "how long it takes is not stated"


def _nothing_unstated(_: NeedView, __: OfferView) -> Words:
    return SILENT


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate: its name in each language, which offers pass (None: all), and what there is to say.

    `why` says why an offer is stopped; `unstated` what an offer that passes does not state.
    """

    name: str
    zh: str
    en: str
    passing: Callable[[NeedView], Mask | None]
    why: Callable[[NeedView, OfferView], Words]
    unstated: Callable[[NeedView, OfferView], Words] = _nothing_unstated


GATES: tuple[Gate, ...] = (
    Gate("own", "自身", "not its own", own_offer, _own),
    Gate("service", "服务类型", "service", service_asked, _service),
    Gate("complex", "综合体", "complex", complex_asked, _complex),
    Gate("stage", "阶段", "stage", stage_asked, _stage),
    Gate("region", "区域", "region", region_asked, _region),
    Gate("status", "状态", "status", real_enough, _real),
    Gate("budget", "预算", "budget", within_budget, _budget, _no_price),
    Gate("capacity", "余量", "capacity", has_capacity, _capacity, _no_capacity),
    Gate("accreditation", "资质", "accreditation", accredited, _accreditation),
    Gate("deadline", "期限", "deadline", in_time, _late, _no_time),
)
"""In this order; the first that stops an offer is the one that is named."""

PASSED = len(GATES)


def first_stops(need: NeedView) -> "np.ndarray[tuple[int], np.dtype[np.int8]]":
    """For each offer the place of the first gate that stops it; `PASSED` for one that passes them all."""
    first = np.full(len(need.snapshot.offers), PASSED, np.int8)
    for place in range(PASSED - 1, -1, -1):
        passing = GATES[place].passing(need)
        if passing is not None:
            first[~passing] = place
    return first


def stopped(need: NeedView, offer: OfferView, gate: Gate) -> Stopped:
    """That this gate stops the offer, and why."""
    zh, en = gate.why(need, offer)
    return Stopped(offer.provider, offer.provider_name, offer.id, offer.name, gate.name, zh, en)


def unstated(need: NeedView, offer: OfferView) -> tuple[Words, ...]:
    """What an offer that passed does not state although the need asks for it."""
    said = (gate.unstated(need, offer) for gate in GATES)
    return tuple(words for words in said if words != SILENT)
