"""How much two names look like names of one organisation: a sum of named parts, and what it is good for.

The rule is that of IDF-weighted containment: rare characters and pairs of neighbours that two names
share count more than frequent ones. Order, places, and the words and numbers that tell organisations
apart are counted beside it. Nothing is learned from pairs: weights that fit firms do not fit institutes.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Self

from rapidfuzz.distance import LCSseq

from loaders.identity.anatomy import Anatomy, anatomy
from loaders.identity.places import abbreviations, agreement, with_provinces

OTHER_LEGAL_FORM, OTHER_PLACE, OTHER_HEAD, NO_JOINT_STOCK = -0.05, -0.20, -0.20, -0.20
OTHER_NUMBER, BRANCH, PART_OF_OTHER = -0.40, -0.40, -0.40
"""What is taken off for what tells organisations apart. Each leads out of MERGE, and all but another legal
form out of REVIEW: a branch is not its firm, a college not its university, the second institute not the
third. Set by what they mean and not tuned: short names of firms say none of them."""

_LEAST = 0.05
"""The weight of what every name has, so that a set of one name has weights too."""

_SAYS_LITTLE = re.compile("(?:科技|技术|集团|实业|发展)*")
"""What the name of a joint-stock company may have behind its short name and mean no other firm of a group.
On the tune half such pairs are right for .996, and for .991 if half of the firms looked for are not there
and 80,000 others are; with any words behind and any place before, it would be .95 there."""

_REMEMBERED = 200_000


class Band(StrEnum):
    """What becomes of a pair: joined by itself, shown to a person, or nothing."""

    MERGE = "merge"
    REVIEW = "review"
    APART = "apart"


class Shape(StrEnum):
    """What is compared: a short name with an official one, two of one sort, or texts of words."""

    SHORT = "short"
    ALIKE = "alike"
    TEXT = "text"


REVIEW = {Shape.SHORT: 0.80, Shape.ALIKE: 0.90, Shape.TEXT: 0.59}
"""The least score that is worth a look, by what is compared. On the tune half: short, where F1 is greatest
if half of the firms looked for are not there and 80,000 others are; text, where F1 is greatest."""

MERGE_TEXT = 0.80
"""The least score of two texts that joins them. On the tune half that is right for .991; for 37 of 38 where
each of its two parts is asked for among the other alone, and eight of ten have no answer."""

TIE = 0.02
"""Two candidates whose scores differ by less are one as good as the other: neither is an answer, and
nothing is joined. On the tune half, precision of the answers is .988 with it and .962 without."""


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a score: how far it is fulfilled (0 to 1, or 1 for what is taken off) and its share."""

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of two names, from -1 to 1, with the parts that add up to it.

    `same` says that two Chinese names differ in nothing that tells organisations apart: in 省 or 市 behind
    a place, in 责任 of 有限责任公司; or one is short, and the other that of a joint-stock company which
    begins with it and goes on with words that say little.
    """

    score: float
    shape: Shape
    parts: tuple[Part, ...]
    same: bool = False

    @property
    def taken_off(self) -> tuple[str, ...]:
        """The names of what tells the two apart."""
        return tuple(part.name for part in self.parts if part.contribution < 0)

    def value(self, name: str) -> float:
        """How far the part of this name is fulfilled; 0 where nothing is of this name."""
        return next((part.value for part in self.parts if part.name == name), 0.0)

    def band(self, margin: float) -> Band:
        """What becomes of the pair. `margin` is its lead before the next best other candidate."""
        if self.score < REVIEW[self.shape]:
            return Band.APART
        if self.taken_off or margin < TIE:
            return Band.REVIEW
        joins = self.score >= MERGE_TEXT if self.shape is Shape.TEXT else self.same
        return Band.MERGE if joins else Band.REVIEW


@dataclass(frozen=True, slots=True)
class Weighed:
    """A name taken apart, with the weight of each of its units and pairs, and the sums of them."""

    anatomy: Anatomy
    units: Mapping[str, float]
    pairs: Mapping[str, float]
    units_sum: float
    pairs_sum: float


class NameModel:
    """How rare each character, word and pair is in a set of names, and the scores that follow from it."""

    def __init__(self, size: int, frequency: Callable[[str], int]) -> None:
        """`size` is the number of names, `frequency` says how many of them hold a gram."""

        @lru_cache(maxsize=_REMEMBERED)
        def weight(gram: str) -> float:
            return max(_LEAST, math.log((size + 1) / (frequency(gram) + 0.5)))

        self.weight = weight
        """The inverse document frequency of a gram: ln((N + 1) / (n + 1/2)), and a little at least."""

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """The model of a set of names; a name that comes twice counts twice."""
        counts: Counter[str] = Counter()
        size = 0
        for name in names:
            counts.update(anatomy(name).grams)
            size += 1
        return cls(size, lambda gram: counts[gram])

    def explain(self, one: str, other: str) -> Scored:
        """The score of two names with its parts."""
        return self.score(self.weigh(anatomy(one)), self.weigh(anatomy(other)))

    def weigh(self, name: Anatomy) -> Weighed:
        """The name with the weights of its units and pairs."""
        units = {unit: self.weight(unit) for unit in name.units}
        pairs = {pair: self.weight(pair) for pair in name.pairs}
        return Weighed(name, units, pairs, math.fsum(units.values()), math.fsum(pairs.values()))

    def score(self, one: Weighed, other: Weighed) -> Scored:
        """The score of two names. It is the same in both directions."""
        if _after(one.anatomy, other.anatomy):
            one, other = other, one
        shape = _shape(one.anatomy, other.anatomy)
        shares = _WORDS if shape is Shape.TEXT else _CHINESE
        likeness = zip(_NAMES, shares, self._likeness(one, other, shape), strict=True)
        parts = [Part(name, value, share * value) for name, share, value in likeness]
        parts += [
            Part(name, 1.0, loss)
            for name, loss, differs in _DIFFERENCES
            if differs(one.anatomy, other.anatomy)
        ]
        score = math.fsum(part.contribution for part in parts)
        same = _SAME[shape](one.anatomy, other.anatomy)
        return Scored(score, shape, tuple(parts), same)

    def _likeness(self, one: Weighed, other: Weighed, shape: Shape) -> tuple[float, ...]:
        whole = _WHOLES[shape]
        first, second = one.anatomy, other.anatomy
        units, pairs = _shared(one.units, other.units), _shared(one.pairs, other.pairs)
        in_order = LCSseq.similarity(first.units, second.units)
        alike = _share(
            units + _abbreviated(one, other, shape), whole(one.units_sum, other.units_sum)
        )
        longer = max(one.units_sum + one.pairs_sum, other.units_sum + other.pairs_sum)
        return (
            alike,
            _share(pairs, whole(one.pairs_sum, other.pairs_sum))
            if one.pairs or other.pairs
            else alike,
            _share(in_order, whole(len(first.units), len(second.units))),
            _share(units + pairs, longer),
            float(_begins_alike(first, second)),
        )


_NAMES = ("units", "pairs", "order", "coverage", "beginning")
_CHINESE = (0.40, 0.15, 0.25, 0.10, 0.10)
_WORDS = (0.60, 0.30, 0.00, 0.10, 0.00)
"""Shares of a full score. They were tuned on the tune halves of `benchmarks.identity`: on listed firms
with a grid of steps of .05, where the F1 of neighbours differs by less than .005; on affiliations, whose
words stand in no order and begin with a department as often as with the institute."""

LIGHTER = 0.8
"""The exponent of the lighter text. On the tune half F1 is .858 with .5, .873 with .8 and .868 with 1."""

_WHOLES: Mapping[Shape, Callable[[float, float], float]] = {
    Shape.SHORT: lambda short, _: short,
    Shape.ALIKE: max,
    Shape.TEXT: lambda one, other: min(one, other) ** LIGHTER * max(one, other) ** (1 - LIGHTER),
}
"""What the shared weight is a share of: all of the short name; all of the longer one; of two texts, most of
the lighter, for an affiliation may add a department and an address to what the other says."""


def _after(one: Anatomy, other: Anatomy) -> bool:
    """Whether the other comes first: the short name does, else the one whose text does."""
    return (one.official, one.form) > (other.official, other.form)


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The weight of what both hold; the sum is exact, so that no order of a set is seen in it."""
    return math.fsum(one[gram] for gram in one.keys() & other.keys())


def _abbreviated(one: Weighed, other: Weighed, shape: Shape) -> float:
    """The weight of a leading 粤 of a short name where the other is of 广东."""
    first = one.anatomy.units[:1]
    if shape is not Shape.SHORT or not first or first[0] in other.units:
        return 0.0
    province = abbreviations().get(first[0])
    return one.units[first[0]] if province in with_provinces(other.anatomy.places) else 0.0


def _shape(one: Anatomy, other: Anatomy) -> Shape:
    if one.text and other.text:
        return Shape.TEXT
    return Shape.ALIKE if one.official == other.official else Shape.SHORT


def _is_alike(one: Anatomy, other: Anatomy) -> bool:
    return (one.units, one.legal) == (other.units, other.legal)


def _is_short_for(one: Anatomy, other: Anatomy) -> bool:
    length = len(one.units)
    rest = "".join(other.units[length:])
    begins = other.units[:length] == one.units and other.legal == "股份"
    return begins and _SAYS_LITTLE.fullmatch(rest) is not None


_SAME: Mapping[Shape, Callable[[Anatomy, Anatomy], bool]] = {
    Shape.SHORT: _is_short_for,
    Shape.ALIKE: _is_alike,
    Shape.TEXT: lambda one, other: one.units == other.units,
}


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole else 0.0


def _begins_alike(one: Anatomy, other: Anatomy) -> bool:
    """Whether what follows the places, or the names themselves, begin with one unit."""
    after = one.units[one.leading :][:1] == other.units[other.leading :][:1] != ()
    return after or one.units[:1] == other.units[:1] != ()


def _other_place(one: Anatomy, other: Anatomy) -> bool:
    """Whether they begin with two places, or go on with others where both are official names."""
    if agreement(one.places, other.places) is False:
        return True
    return one.official and one.inside != other.inside  # the short one comes first


def _other_head(one: Anatomy, other: Anatomy) -> bool:
    return one.head not in other.form and other.head not in one.form  # "" is in every text


def _other_number(one: Anatomy, other: Anatomy) -> bool:
    return sorted(one.ordinals) != sorted(other.ordinals)


def _one_is_branch(one: Anatomy, other: Anatomy) -> bool:
    return one.branch != other.branch


def _one_is_part(one: Anatomy, other: Anatomy) -> bool:
    return one.part != other.part


def _other_legal_form(one: Anatomy, other: Anatomy) -> bool:
    return one.official == other.official and "" != one.legal != other.legal != ""


def _no_joint_stock(one: Anatomy, other: Anatomy) -> bool:
    """Whether a short name says 股份 and the official one says another form."""
    return one.official != other.official and one.legal == "股份" != other.legal


_DIFFERENCES: tuple[tuple[str, float, Callable[[Anatomy, Anatomy], bool]], ...] = (
    ("other legal form", OTHER_LEGAL_FORM, _other_legal_form),
    ("no joint-stock company", NO_JOINT_STOCK, _no_joint_stock),
    ("other place", OTHER_PLACE, _other_place),
    ("other head", OTHER_HEAD, _other_head),
    ("other number", OTHER_NUMBER, _other_number),
    ("one is a branch", BRANCH, _one_is_branch),
    ("one is a part", PART_OF_OTHER, _one_is_part),
)
