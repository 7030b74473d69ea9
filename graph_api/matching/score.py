"""The score: parts that each give one reason, and points that add up to the score exactly.

A new part is one function and one line of `PARTS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph_api.domain import STATUSES, BadInputError, Evidence, Status
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.matching.need import BROADER_SERVICE, NeedView
from graph_api.matching.offers import (
    SUBJECT_OF_COMPLEX,
    SUBJECT_OF_OFFER,
    SUBJECT_OF_PROVIDER,
    OfferView,
)
from graph_api.matching.text import shared_words

WORDS_SHOWN = 4
SMALLEST_TEXT = 0.05
"""Below this, shared characters are chance and not worth a word."""

STATUS_VALUES: Mapping[Status | None, float] = {
    Status.OPERATING: 1.0,
    Status.BUILDING: 0.6,
    Status.PLANNED: 0.3,
    None: 0.1,
}
INFERRED_STATUS = 0.8


@dataclass(frozen=True, slots=True)
class Reason:
    """One bar of the waterfall: `contribution` = round(weight × value), in points.

    `weight` is in points, 1000 points being an offer that fits in every respect; `value` is 0 to 1
    with four decimals, for `network` −1 to 1. `zh` and `en` say it in a clause, "" where there is
    nothing to say. `compared` holds the ids or texts of the two sides, `evidence` where it is stated.
    """

    part: str
    weight: int
    value: float
    contribution: int
    zh: str
    en: str
    compared: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a part found: a value, how to say it, what was compared, and where it is stated."""

    value: float
    zh: str = ""
    en: str = ""
    compared: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def subject(need: NeedView, offer: OfferView) -> Finding:
    """The offer is about the technologies, products or industries that the need is about.

    For each subject asked for, the best of the offer's: 1 if the offer itself states it, 0.8 if its
    provider does, 0.5 if only the complex around it does; 0.6 of that for a whole or a part of the
    subject. The value is the mean over the subjects asked for.
    """
    if not need.subjects:
        return Finding(0.0)
    best = _best_subjects(need, offer)
    names = need.snapshot.entities
    if not best:
        asked = "、".join(tag.name for tag in need.understood.subjects)
        return Finding(0.0, f"未见涉及“{asked}”", f"nothing says that it is about {asked}")
    levels = [met.level for met in best.values()]
    by_zh, by_en = _STATED_BY[max(levels)]
    zh = "、".join(_met_zh(names[one].name, names[met.subject].name) for one, met in best.items())
    en = ", ".join(_met_en(names[one].name, names[met.subject].name) for one, met in best.items())
    return Finding(
        sum(met.value for met in best.values()) / len(need.subjects),
        f"{by_zh}涉及{zh}",
        f"{by_en} is about {en}",
        tuple(side for one, met in best.items() for side in (one, met.subject)),
        offer.evidence,
    )


def service(need: NeedView, offer: OfferView) -> Finding:
    """The offer is of the service that was asked for (1), of a part of it (0.9) or of its whole (0.5)."""
    fits = [(need.services[one], one) for one in sorted(offer.services) if one in need.services]
    if not fits:
        return Finding(0.0)
    value, met = max(fits, key=lambda fit: fit[0])
    name = need.snapshot.entities[met].name
    asked = tuple(tag.id for tag in need.understood.services)
    if value == BROADER_SERVICE:
        return Finding(
            value,
            f"提供上一级服务“{name}”",
            f"it is of the wider service {name}",
            (*asked, met),
            offer.evidence,
        )
    return Finding(
        value,
        f"服务类型为“{name}”",
        f"it is of the service {name}",
        (*asked, met),
        offer.evidence,
    )


def subject_and_service(need: NeedView, offer: OfferView) -> Finding:
    """Subject and service meet: the lesser of the two values.

    A subject that only the complex around the provider states does not count here.
    """
    best = _best_subjects(need, offer, nearest=SUBJECT_OF_PROVIDER).values()
    about = sum(met.value for met in best) / len(need.subjects) if best else 0.0
    value = min(about, _value(service(need, offer)))
    if not value:
        return Finding(0.0)
    return Finding(value, "主题与服务同时符合", "subject and service meet")


def text(need: NeedView, offer: OfferView) -> Finding:
    """The words of the need stand in the offer: BM25 over characters and pairs, 0 to 1."""
    value = need.snapshot.texts.similarity(need.query, offer.position) if need.query else 0.0
    words = shared_words(need.text, offer.text)[:WORDS_SHOWN]
    if value < SMALLEST_TEXT or not words:
        return Finding(value, "", "", (need.text, offer.text), offer.evidence)
    shown = "、".join(words)
    return Finding(
        value,
        f"文字中共有“{shown}”",
        f"both texts say {shown}",
        (need.text, offer.text),
        offer.evidence,
    )


def text_and_service(need: NeedView, offer: OfferView) -> Finding:
    """Words and service agree: the product of the two values."""
    return Finding(_value(text(need, offer)) * _value(service(need, offer)))


def network(need: NeedView, offer: OfferView) -> Finding:
    """The firm and the provider are near: the closeness of the best path between them.

    −1 if the firm and the offer both belong to complexes and to none in common; 0 without a path.
    """
    firm = need.understood.firm
    if firm is None:
        return Finding(0.0)
    names = need.snapshot.entities
    if need.firm_complexes and offer.complexes and not need.firm_complexes & offer.complexes:
        others = "、".join(names[one].name for one in sorted(offer.complexes))
        return Finding(
            -1.0,
            f"属于另一综合体“{others}”",
            f"it belongs to another complex, {others}",
            (*sorted(need.firm_complexes), *sorted(offer.complexes)),
        )
    path = need.paths.get(offer.provider)
    if path is None:
        return Finding(0.0)
    between = "、".join(names[one].name for one in path.nodes[1:-1])
    return Finding(
        path.closeness,
        f"与{firm.name}通过“{between}”相连" if between else f"与{firm.name}直接相连",
        f"joined to {firm.name} by {between}" if between else f"joined to {firm.name} directly",
        path.nodes,
    )


def status(_: NeedView, offer: OfferView) -> Finding:
    """The offer is real: operating 1, being built 0.6, planned 0.3, not stated 0.1.

    An offer that is inferred from what a source says counts 0.8 of that, one that only the kind of
    the provider suggests counts 0.
    """
    if offer.guessed:
        return Finding(0.0, "服务未写明，由机构类型推断", "inferred from its kind, not written")
    value = STATUS_VALUES.get(offer.status, 0.0)
    if offer.inferred_by:
        return Finding(
            INFERRED_STATUS * value,
            f"服务未写明，按规则 {offer.inferred_by} 推断",
            f"not written, inferred by the rule {offer.inferred_by}",
            (),
            offer.evidence,
        )
    term = STATUSES[offer.status] if offer.status else UNKNOWN_STATUS
    return Finding(value, f"状态：{term.zh}", f"status: {term.en}", (), offer.evidence)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: its weight in points, its name in each language, its function."""

    name: str
    weight: int
    zh: str
    en: str
    find: Callable[[NeedView, OfferView], Finding]


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("subject", 345, "主题", "subject", subject),
        Part("subject_and_service", 235, "主题与服务同时符合", "both at once", subject_and_service),
        Part("text", 235, "文字", "text", text),
        Part("service", 111, "服务类型", "service", service),
        Part("text_and_service", 74, "文字与服务", "text and service", text_and_service),
        Part("network", 50, "网络", "network", network),
        Part("status", 100, "状态", "status", status),
    )
}
"""The one table of weights, in points. The first five are the starting weights .28, .19, .19, .09 and .06,
with the .19 of the meaning part, which needs embeddings and is absent here, spread over them in
proportion; they sum to 1000. The network adds or takes at most 50, the status adds at most 100."""

Weights = Mapping[str, int]


def weights_of(changed: Weights | None = None) -> dict[str, int]:
    """The weight of every part, with those that the caller changed.

    Raises BadInputError for a part that is not there and for a weight outside 0 to 1000.
    """
    weights = {name: part.weight for name, part in PARTS.items()}
    for name, weight in (changed or {}).items():
        if name not in PARTS:
            raise BadInputError(f"There is no part {name!r}: weigh some of {', '.join(PARTS)}")
        if not 0 <= weight <= 1000:  # noqa: PLR2004 - points
            raise BadInputError(f"The weight of {name} is {weight}: give 0 to 1000 points")
        weights[name] = weight
    return weights


def reasons(need: NeedView, offer: OfferView, weights: Weights) -> tuple[Reason, ...]:
    """One reason for each part, in the order of the table; their contributions sum to the score."""
    given = []
    for name, part in PARTS.items():
        found = part.find(need, offer)
        value = _value(found)
        given.append(
            Reason(
                name,
                weights[name],
                value,
                round(weights[name] * value),
                found.zh,
                found.en,
                found.compared,
                found.evidence,
            )
        )
    return tuple(given)


def _value(found: Finding) -> float:
    return round(found.value, 4)


@dataclass(frozen=True, slots=True)
class _Met:
    """The subject of an offer that answers one asked for: its value, its id, how near it is stated."""

    value: float
    subject: str
    level: float


_STATED_BY: Mapping[float, tuple[str, str]] = {
    SUBJECT_OF_OFFER: ("服务项", "the offer"),
    SUBJECT_OF_PROVIDER: ("提供方", "the provider"),
    SUBJECT_OF_COMPLEX: ("所在综合体", "its complex"),
}


def _met_zh(asked: str, met: str) -> str:
    return f"“{asked}”" if asked == met else f"“{met}”（与“{asked}”有上下位关系）"


def _met_en(asked: str, met: str) -> str:
    return asked if asked == met else f"{met} (a whole or a part of {asked})"


def _best_subjects(need: NeedView, offer: OfferView, nearest: float = 0.0) -> dict[str, _Met]:
    """For each subject asked for that the offer touches, the one of the offer's that answers it best.

    Subjects stated further from the offer than `nearest` are left out.
    """
    best: dict[str, _Met] = {}
    for asked, near in need.subjects.items():
        met = [
            _Met(level * near[one], one, level)
            for one, level in offer.subjects.items()
            if one in near and level >= nearest
        ]
        if met:
            best[asked] = max(met, key=lambda one: (one.value, one.level, one.subject))
    return best
