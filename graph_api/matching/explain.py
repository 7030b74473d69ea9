"""One sentence per result, made of its reasons and of nothing else."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from graph_api.domain import STATUSES, Status
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.matching.gates import Stopped
from graph_api.matching.offers import OfferView
from graph_api.matching.score import PARTS, Reason

if TYPE_CHECKING:
    from graph_api.matching.match import Match

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


def sentence(
    offer: OfferView, reasons: Iterable[Reason], unstated: Iterable[tuple[str, str]] = ()
) -> tuple[str, str]:
    """Who offers what, how real it is, and why it is listed: one sentence in Chinese, one in English.

    `unstated` is what the need asks for and the offer does not state.

    The status in brackets behind the offer is the offer's; behind the provider of an inferred offer
    it is the provider's. So the reason of the status part is said only for an inferred offer.
    """
    said = [reason for reason in reasons if reason.part != "status" or offer.inferred_by]
    missing = tuple(unstated)
    because_zh = "；".join((*(one.zh for one in said if one.zh), *(zh for zh, _ in missing)))
    because_en = "; ".join((*(one.en for one in said if one.en), *(en for _, en in missing)))
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


def pair_sentence(  # noqa: PLR0913 - all that can be the reason
    name: str,
    mine: "Match | None",
    place: int | None,
    limit: int,
    lower: Iterable[str],
    stops: Sequence[Stopped],
    *,
    offers: bool,
) -> tuple[str, str]:
    """Why a provider is listed or not: one sentence in Chinese, one in English.

    `place` is where it stands, from 0; `lower` names the parts in which it is below the last one
    listed; `offers` says whether it has any offer.
    """
    if mine is not None and place is not None and place < limit:
        return mine.sentence_zh, mine.sentence_en
    if mine is not None and place is not None:
        parts = [PARTS[part] for part in lower]
        zh = "、".join(part.zh for part in parts)
        en = ", ".join(part.en for part in parts)
        return (
            f"{name}排在第{place + 1}位，未列入前{limit}位"
            + (f"：在{zh}上低于所列最后一家。" if parts else "：写明的服务项和名次在前者优先。"),
            f"{name} is number {place + 1} and not among the first {limit}"
            + (f": it is below the last one listed in {en}." if parts else ": others go first."),
        )
    if stops:
        return stopped_sentence(stops[0])
    if offers:
        return (
            f"{name}未列入：其服务项与需求没有共同的服务、主题或文字。",
            f"{name} is not listed: its offers share no service, subject or text with the need.",
        )
    return f"{name}未列入：没有服务项。", f"{name} is not listed: it has no offer."
