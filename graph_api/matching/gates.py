"""The gates: what an offer must be to be considered. One that is stopped is kept, with the gate."""

from collections.abc import Callable
from dataclasses import dataclass

from graph_api.domain import STAGES, STATUSES, Status
from graph_api.matching.need import NeedView
from graph_api.matching.offers import OfferView


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


Verdict = tuple[str, str] | None
"""None lets an offer pass; otherwise why it is stopped, in Chinese and English."""


def own_offer(need: NeedView, offer: OfferView) -> Verdict:
    """The offer is not the firm's own."""
    firm = need.understood.firm
    if firm is None or firm.id != offer.provider:
        return None
    return "是提出需求的单位自己的服务", "it is the asking organisation's own offer"


def service_asked(need: NeedView, offer: OfferView) -> Verdict:
    """The offer is of a service that was asked for, of a part of it, or of what it is a part of."""
    if not need.understood.services or any(one in need.services for one in offer.services):
        return None
    names = "、".join(tag.name for tag in need.understood.services)
    return f"服务类型不是“{names}”", f"it is not of the service {names}"


def stage_asked(need: NeedView, offer: OfferView) -> Verdict:
    """The offer, or else its provider, names the stage that was asked for."""
    stage = need.understood.stage
    if stage is None or stage in offer.stages:
        return None
    asked = STAGES[stage]
    if not offer.stages:
        return f"未说明适用于“{asked.zh}”阶段", f"it does not state the stage {asked.en}"
    ladder = [term for name, term in STAGES.items() if name in offer.stages]
    return (
        f"只用于“{'、'.join(term.zh for term in ladder)}”阶段，不是“{asked.zh}”",
        f"it is for the stages {', '.join(term.en for term in ladder)}, not {asked.en}",
    )


def region_asked(need: NeedView, offer: OfferView) -> Verdict:
    """The provider, or a complex it belongs to, lies in the region that was asked for."""
    region = need.understood.region
    if region is None or region.id in offer.places:
        return None
    if not offer.places:
        return f"未说明位于“{region.name}”", f"it is not stated to be in {region.name}"
    return f"不在“{region.name}”", f"it is not in {region.name}"


def complex_asked(need: NeedView, offer: OfferView) -> Verdict:
    """The offer or its provider belongs to the complex that was asked for."""
    asked = need.understood.complex
    if asked is None or asked.id in offer.complexes:
        return None
    return f"不属于“{asked.name}”", f"it does not belong to {asked.name}"


def real_enough(_: NeedView, offer: OfferView) -> Verdict:
    """The offer is a thing that runs or is to run: not closed, and not a mere class."""
    if offer.status not in {Status.CLOSED, Status.NORMATIVE}:
        return None
    term = STATUSES[offer.status]
    return f"状态为“{term.zh}”", f"its status is: {term.en}"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate: its name in each language, and the function that decides."""

    name: str
    zh: str
    en: str
    verdict: Callable[[NeedView, OfferView], Verdict]


GATES: tuple[Gate, ...] = (
    Gate("own", "自身", "not its own", own_offer),
    Gate("service", "服务类型", "service", service_asked),
    Gate("complex", "综合体", "complex", complex_asked),
    Gate("stage", "阶段", "stage", stage_asked),
    Gate("region", "区域", "region", region_asked),
    Gate("status", "状态", "status", real_enough),
)
"""In this order; the first that stops an offer is the one that is named."""


def stopped(need: NeedView, offer: OfferView) -> Stopped | None:
    """The first gate that stops the offer, or None where it passes them all."""
    for gate in GATES:
        verdict = gate.verdict(need, offer)
        if verdict is not None:
            zh, en = verdict
            return Stopped(
                offer.provider, offer.provider_name, offer.id, offer.name, gate.name, zh, en
            )
    return None
