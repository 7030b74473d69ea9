"""One sentence per result, made of its reasons and of nothing else."""

from collections.abc import Iterable

from graph_api.domain import STATUSES, Status
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.matching.gates import Stopped
from graph_api.matching.offers import OfferView
from graph_api.matching.score import Reason

_VERBS = {
    Status.OPERATING: ("提供", "offers"),
    Status.BUILDING: ("将提供", "is to offer"),
    Status.PLANNED: ("计划提供", "plans to offer"),
    None: ("列有", "lists"),
}
INFERRED = ("可能具备", "possible, not stated")


def standing(offer: OfferView) -> tuple[str, str]:
    """How real an offer is, as people see it: its status, or for an inferred one that it may exist."""
    return INFERRED if offer.inferred_by else _term(offer.status)


def sentence(offer: OfferView, reasons: Iterable[Reason]) -> tuple[str, str]:
    """Who offers what, how real it is, and why it is listed: one sentence in Chinese, one in English.

    The status in brackets behind the offer is the offer's; behind the provider of an inferred offer
    it is the provider's. So the reason of the status part is said only for an inferred offer.
    """
    said = [reason for reason in reasons if reason.part != "status" or offer.inferred_by]
    because_zh = "；".join(reason.zh for reason in said if reason.zh)
    because_en = "; ".join(reason.en for reason in said if reason.en)
    if offer.inferred_by:
        label_zh, label_en = _term(offer.provider_status)
        opening_zh = f"{offer.provider_name}（单位{label_zh}）可能具备“{offer.name}”"
        opening_en = (
            f"{offer.provider_name} (itself {label_en}) may be able to provide {offer.name}"
        )
    else:
        (label_zh, label_en), (verb_zh, verb_en) = standing(offer), _VERBS[offer.status]
        opening_zh = f"{offer.provider_name}{verb_zh}“{offer.name}”（{label_zh}）"
        opening_en = f"{offer.provider_name} {verb_en} {offer.name} ({label_en})"
    return (
        f"{opening_zh}：{because_zh}。" if because_zh else f"{opening_zh}。",
        f"{opening_en}: {because_en}." if because_en else f"{opening_en}.",
    )


def _term(status: Status | None) -> tuple[str, str]:
    if status is None:
        return f"状态{UNKNOWN_STATUS.zh}", f"status {UNKNOWN_STATUS.en}"
    return STATUSES[status].zh, STATUSES[status].en


def stopped_sentence(stop: Stopped) -> tuple[str, str]:
    """Why an offer is not listed: one sentence in Chinese, one in English."""
    return (
        f"{stop.provider_name}的“{stop.offer_name}”未列入：{stop.zh}。",
        f"{stop.offer_name} of {stop.provider_name} is not listed: {stop.en}.",
    )
