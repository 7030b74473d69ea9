"""What each part of the score says of an offer that is shown: words, what was compared, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph_api.domain import STATUSES, Evidence
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.matching.columns import Floats, Ints
from graph_api.matching.compare import Comparison
from graph_api.matching.drafts import (
    INFERENCE_RULE,
    SUBJECT_OF_COMPLEX,
    SUBJECT_OF_OFFER,
    SUBJECT_OF_PROJECT,
    SUBJECT_OF_PROVIDER,
)
from graph_api.matching.near import BROADER_SERVICE, NEAR_SUBJECT
from graph_api.matching.need import Asked
from graph_api.matching.offers import OfferView
from graph_api.matching.text import shared_words

WORDS_SHOWN = 4
SUBJECTS_SHOWN = 4
SMALLEST_TEXT = 0.05
"""Below this, shared characters are chance and not worth a word."""

LONGEST_COMPARED = 300
"""Characters of a text that was compared that a reason carries."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a value is said, what was compared, and where it is stated."""

    zh: str = ""
    en: str = ""
    compared: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def nothing(_: Comparison, __: OfferView, ___: float) -> Said:
    """The value follows from others that have their words."""
    return Said()


def subject(found: Comparison, offer: OfferView, value: float) -> Said:
    """What the offer is about of what was asked for, and who states it."""
    need = found.need
    if not need.subjects:
        return Said()
    if not value:
        asked = "、".join(tag.name for tag in need.understood.subjects[:SUBJECTS_SHOWN])
        return Said(f"未见涉及“{asked}”", f"nothing says that it is about {asked}")
    things = need.snapshot.entities
    met = _met(found, offer)[:SUBJECTS_SHOWN]
    by_zh, by_en = _STATED_BY[max(one.level for one in met)]
    zh = "、".join(_met_zh(one, things.names[one.place]) for one in met)
    en = ", ".join(_met_en(one, things.names[one.place]) for one in met)
    products = need.snapshot.products
    made = [products.evidence(offer.provider_place, one.place) for one in met]
    half = need.clarity < 1 and any(one.how == "text" for one in need.subjects)
    return Said(
        f"{by_zh}涉及{zh}" + (f"（需求文字理解了 {need.clarity:.0%}）" if half else ""),
        f"{by_en} is about {en}"
        + (f" ({need.clarity:.0%} of the text understood)" if half else ""),
        tuple(things.ids[side] for one in met for side in (one.asked, one.place)),
        tuple(dict.fromkeys((*(fact for facts in made for fact in facts), *offer.evidence))),
    )


def service(found: Comparison, offer: OfferView, value: float) -> Said:
    """Which service of the offer answers the one asked for."""
    if not value:
        return Said()
    need = found.need
    things = need.snapshot.entities
    own = offer.offers.services.of[offer.position].tolist()
    met = max((one for one in own if one in need.services), key=lambda one: need.services[one])
    name = things.names[met]
    compared = (*(tag.id for tag in need.understood.services), things.ids[met])
    if need.services[met] == BROADER_SERVICE:
        return Said(
            f"提供上一级服务“{name}”",
            f"it is of the wider service {name}",
            compared,
            offer.evidence,
        )
    return Said(f"服务类型为“{name}”", f"it is of the service {name}", compared, offer.evidence)


def subject_and_service(_: Comparison, __: OfferView, value: float) -> Said:
    """That both are met."""
    return Said("主题与服务同时符合", "subject and service meet") if value else Said()


def text(found: Comparison, offer: OfferView, value: float) -> Said:
    """The words that stand in both texts."""
    need = found.need
    told = offer.text
    compared = (need.text[:LONGEST_COMPARED], told[:LONGEST_COMPARED])
    if value < SMALLEST_TEXT:
        return Said("", "", compared, offer.evidence)
    words = "、".join(shared_words(need.text, told, WORDS_SHOWN))
    if not words:
        return Said("", "", compared, offer.evidence)
    return Said(f"文字中共有“{words}”", f"both texts say {words}", compared, offer.evidence)


def network(found: Comparison, offer: OfferView, value: float) -> Said:
    """By what the firm and the provider are joined, or that they belong to different complexes."""
    need = found.need
    firm = need.understood.firm
    if firm is None or need.reach is None or not value:
        return Said()
    things = need.snapshot.entities
    if value < 0:
        own = sorted(things.ids[place] for place in need.firm_complexes)
        others = sorted(offer.complexes)
        names = "、".join(things[one].name for one in others)
        return Said(
            f"属于另一综合体“{names}”",
            f"it belongs to another complex, {names}",
            (*own, *others),
        )
    way = need.reach.way(offer.provider_place)
    entities = way.entities if way is not None else ()
    between = "、".join(things.names[one] for one in entities[1:-1])
    return Said(
        f"与{firm.name}通过“{between}”相连" if between else f"与{firm.name}直接相连",
        f"joined to {firm.name} by {between}" if between else f"joined to {firm.name} directly",
        tuple(things.ids[one] for one in entities),
    )


def status(_: Comparison, offer: OfferView, __: float) -> Said:
    """How real the offer is, or from what it was inferred."""
    rule = offer.inferred_by
    if offer.guessed and rule == INFERENCE_RULE:
        return Said("服务未写明，由机构类型推断", "inferred from its kind, not written")
    if offer.guessed:
        basis_zh, basis_en = BASES[rule or ""]
        return Said(
            f"是否供应未写明，由{basis_zh}推断（规则 {rule}）",
            f"that it would supply is not written but inferred from {basis_en} (rule {rule})",
            (),
            offer.evidence,
        )
    if rule:
        basis_zh, basis_en = BASES.get(rule, ("来源所述", "what a source says"))
        return Said(
            f"服务未写明，由{basis_zh}推断（规则 {rule}）",
            f"not written but inferred from {basis_en} (rule {rule})",
            (),
            offer.evidence,
        )
    term = STATUSES[offer.status] if offer.status else UNKNOWN_STATUS
    return Said(f"状态：{term.zh}", f"status: {term.en}", (), offer.evidence)


BASES: Mapping[str, tuple[str, str]] = {
    "name-states-business": ("单位名称", "the name of the organisation"),
    "makes-product": ("其产品", "what it makes"),
    "scope-of-business": ("其经营范围", "its scope of business"),
    "sells-to-others": ("其供货关系", "whom it supplies"),
    "in-industry": ("其所属产业", "its industry"),
    "takes-part-in-project": ("其参与的项目", "projects in which it takes part"),
    "works-with-others": ("其合作关系", "with whom it works"),
}
"""From what each rule infers that an organisation has an offer: those of `drafts`, and those of tables."""

_STATED_BY: Mapping[float, tuple[str, str]] = {
    SUBJECT_OF_OFFER: ("服务项", "the offer"),
    SUBJECT_OF_PROVIDER: ("提供方", "the provider"),
    SUBJECT_OF_PROJECT: ("提供方的项目", "a project of the provider"),
    SUBJECT_OF_COMPLEX: ("所在综合体", "its complex"),
}


@dataclass(frozen=True, slots=True)
class _Met:
    """The subject of an offer that answers one asked for: its worth, how near both are."""

    worth: float
    name: str
    asked: int
    place: int
    level: float
    nearness: float


def _met(found: Comparison, offer: OfferView) -> list[_Met]:
    """For each subject asked for that the offer touches, the one that answers it best; the best first."""
    need = found.need
    places = need.snapshot.offers.subjects.side.of[offer.position]
    levels = offer.levels
    best = (_answer(asked, places, levels) for asked in need.subjects)
    return sorted((one for one in best if one is not None), key=lambda one: (-one.worth, one.place))


def _answer(asked: Asked, places: Ints, levels: Floats) -> _Met | None:
    near = asked.near.values_of(places)
    if not near.any():
        return None
    place = int(np.lexsort((places, levels, levels * near))[-1])
    level, nearness = float(levels[place]), float(near[place])
    return _Met(level * nearness, asked.name, asked.places[0], int(places[place]), level, nearness)


def _met_zh(met: _Met, name: str) -> str:
    if met.nearness == 1:
        return f"“{name}”"
    tie = "上下位" if met.nearness == NEAR_SUBJECT else "上下游"
    return f"“{name}”（与“{met.name}”有{tie}关系）"


def _met_en(met: _Met, name: str) -> str:
    if met.nearness == 1:
        return name
    tie = "a whole or a part of" if met.nearness == NEAR_SUBJECT else "up or down the chain from"
    return f"{name} ({tie} {met.name})"
