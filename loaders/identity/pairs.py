"""Pairs of organisations that could be one, found by their names: a function of the set of records.

The order of records changes nothing: names are sorted before they are indexed, the weights of the rule
come from the set itself, kind by kind, and equals are told apart by their texts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph_api.domain import ORGANISATIONS, Kind, scheme_of
from graph_api.domain.ids import STRONG_SCHEMES
from loaders.identity.aliases import spelled_out
from loaders.identity.anatomy import anatomy_of, written
from loaders.identity.compare import OTHER_PLACE, Band, Part, Scored, Shape
from loaders.identity.forms import identity_form
from loaders.identity.index import Candidate, Mask, NameIndex

SHOWN = 3
"""A name that could mean more others than this is too common to mean one: it makes no pair."""

AS_GOOD = 0.05
"""Candidates within this of the best are what a name could mean."""

SPELLED_OUT = "one name when the short name it begins with is spelled out"
"""Why a pair of `loaders/aliases.csv` is one."""

_LOOKED_AT = 8
_REPORTED = 1_000
_REGION = "gbt2260:"

Progress = Callable[[int, int], None]
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True)
class Named:
    """A record as its name tells it: its id, kind, all its names, and the id of its region if known."""

    record_id: str
    kind: Kind
    names: tuple[str, ...]
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that could be one: ids in ascending order, the score, what becomes of them, and why."""

    left: str
    right: str
    score: float
    band: Band
    why: str


def find_pairs(records: Iterable[Named], *, progress: Progress | None = None) -> Iterator[Pair]:
    """The pairs of MERGE and REVIEW, kind by kind, in the order of their ids.

    Only organisations are paired, within one kind, and never two records of one strong scheme: whoever
    numbers them tells them apart. Two of one data set are REVIEW at most. Records that share an exact
    name are no pair here; names are keys by themselves. `progress(done, all)` counts names.
    """
    kinds: defaultdict[Kind, dict[str, Named]] = defaultdict(dict)
    for record in records:
        if record.kind in ORGANISATIONS:
            known = kinds[record.kind].get(record.record_id)
            kinds[record.kind][record.record_id] = _both(known, record) if known else record
    searches = [_Search(kinds[kind]) for kind in sorted(kinds)]
    total, done = sum(len(search.asked) for search in searches), 0
    for search in searches:
        for number, position in enumerate(search.asked, start=1):
            search.ask(position)
            if progress and (number % _REPORTED == 0 or number == len(search.asked)):
                progress(done + number, total)
        done += len(search.asked)
        yield from search.pairs()


def _both(one: Named, other: Named) -> Named:
    names = tuple(sorted({*one.names, *other.names}))
    regions = sorted({region for region in (one.region, other.region) if region})
    return replace(one, names=names, region=regions[0] if regions else None)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one name says of another: the score, and the lead before the next best."""

    scored: Scored
    margin: float


class _Search:
    """The names of one kind, and the pairs of them that were found."""

    def __init__(self, records: Mapping[str, Named]) -> None:
        holders: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for record in records.values():
            for name in sorted(record.names):
                holders[spelled_out(written(name))].setdefault(record.record_id, []).append(name)
        forms = sorted(form for form in holders if len(form) > 1)
        self._records = records
        self._holders = [frozenset(holders[form]) for form in forms]
        self._names = [holders[form] for form in forms]
        self._index = NameIndex.build(forms)
        official = {one for form in forms if anatomy_of(form).official for one in holders[form]}
        self._only_short = [ids.isdisjoint(official) for ids in self._holders]
        self._schemes = np.array([_strong_scheme(ids) for ids in self._holders], np.int8)
        self._allowed: dict[int, Mask] = {}
        self._seen: defaultdict[tuple[int, int], list[_Seen]] = defaultdict(list)
        self._largest = _largest(self._schemes)
        self.asked = [one for one in range(len(forms)) if not self._is_answered_by_others(one)]
        self._asks = frozenset(self.asked)

    def ask(self, position: int) -> None:
        """Look for names that could mean the same as the one at this position."""
        name = self._index.anatomy(position)
        found = [
            candidate
            for candidate in self._index.nearest(name, _LOOKED_AT, self._may_pair(position))
            if self._is_for(position, candidate)
        ]
        best = found[0].scored.score if found else 0.0
        good = [candidate for candidate in found if candidate.scored.score > best - AS_GOOD]
        for candidate in good if len(good) <= SHOWN else ():
            seen = _Seen(candidate.scored, self._margin(candidate, found))
            if candidate.scored.band(seen.margin) is not Band.APART:
                self._seen[_ordered(position, candidate.position)].append(seen)

    def pairs(self) -> Iterator[Pair]:
        """The pairs of records, each once, by its best names."""
        best: dict[tuple[str, str], Pair] = {}
        for pair in chain(
            chain.from_iterable(self._pairs_of(*ends, seen) for ends, seen in self._seen.items()),
            chain.from_iterable(map(self._spelled_alike, self._names)),
        ):
            ids = (pair.left, pair.right)
            best[ids] = max(best.get(ids, pair), pair, key=_rank)
        for ids in sorted(best):
            yield best[ids]

    def _is_answered_by_others(self, position: int) -> bool:
        """Whether all pairs of the name are found by asking others: of the largest scheme no two pair."""
        return (
            self._schemes[position] == self._largest >= 0 and self._index.anatomy(position).official
        )

    def _may_pair(self, position: int) -> Mask | None:
        scheme = int(self._schemes[position])
        if scheme < 0:
            return None
        if scheme not in self._allowed:
            self._allowed[scheme] = self._schemes != scheme
        return self._allowed[scheme]

    def _is_for(self, position: int, candidate: Candidate) -> bool:
        """Whether the candidate is of others, and a short name is asked about that has no official one.

        A short name that a record has beside an official one is not asked about: there are many firms
        of one short name, and the record says which of them it is.
        """
        if not self._holders[candidate.position].isdisjoint(self._holders[position]):
            return False
        return candidate.scored.shape is not Shape.SHORT or self._only_short[position]

    def _margin(self, candidate: Candidate, found: list[Candidate]) -> float:
        """The lead before the best of those that are no other name of the same records."""
        records = self._holders[candidate.position]
        others = [
            one.scored.score for one in found if self._holders[one.position].isdisjoint(records)
        ]
        return candidate.scored.score - max(others, default=0.0)

    def _pairs_of(self, one: int, other: int, seen: list[_Seen]) -> Iterator[Pair]:
        scored = seen[0].scored
        margin = min(item.margin for item in seen)
        both_ask = scored.shape is not Shape.SHORT and {one, other} <= self._asks
        if both_ask and len(seen) == 1:
            margin = min(margin, 0.0)  # for one of them, others are nearer
        for left, right in product(_speakers(self._holders[one]), _speakers(self._holders[other])):
            names = (self._names[one][left][0], self._names[other][right][0])
            apart = _with_regions(scored, self._records[left].region, self._records[right].region)
            band = apart.band(margin)
            if band is Band.MERGE and self._is_firm_of_words(left, apart):
                band = Band.REVIEW
            yield from _pair(
                (left, right), apart.score, band, f"{_both_names(names)}: {_sum(apart)}"
            )

    def _is_firm_of_words(self, record_id: str, scored: Scored) -> bool:
        """Whether a firm is compared by words, and they differ: Foo Ltd is not Foo (UK) Ltd."""
        firm = self._records[record_id].kind is Kind.ENTERPRISE
        return firm and scored.shape is Shape.TEXT and not scored.same

    def _spelled_alike(self, names: Mapping[str, list[str]]) -> Iterator[Pair]:
        """Pairs of records whose names are one when what the table of other names knows is spelled out."""
        forms = {one: {identity_form(name) for name in names[one]} for one in names}
        if len(set.union(*forms.values())) == 1:
            return
        for left, right in combinations(_speakers(frozenset(names)), 2):
            if forms[left].isdisjoint(forms[right]):
                both = _both_names((names[left][0], names[right][0]))
                yield from _pair((left, right), 1.0, Band.MERGE, f"{both}: {SPELLED_OUT}")


def _pair(ids: tuple[str, str], score: float, band: Band, why: str) -> Iterator[Pair]:
    """The pair, unless it is apart or of one strong scheme; two of one data set are for a person."""
    left, right = sorted(ids)
    one_scheme = scheme_of(left) == scheme_of(right)
    if band is Band.APART or (one_scheme and scheme_of(left) in STRONG_SCHEMES):
        return
    yield Pair(left, right, score, Band.REVIEW if one_scheme else band, why)


def _both_names(names: tuple[str, str]) -> str:
    return " / ".join(sorted(names))


def _strong_scheme(ids: frozenset[str]) -> int:
    """The number of the strong scheme of all these ids; -1 where there are several or another."""
    schemes = {scheme_of(one) for one in ids}
    only = schemes.pop()
    return STRONG_SCHEMES.index(only) if not schemes and only in STRONG_SCHEMES else -1


def _largest(schemes: npt.NDArray[np.int8]) -> int:
    """The strong scheme of the most names; -1 where there is none."""
    counts = np.bincount(schemes[schemes >= 0], minlength=1)
    return int(counts.argmax()) if counts.any() else -1


def _speakers(ids: frozenset[str]) -> list[str]:
    """One record for each scheme: the others of the name are joined with it by the name."""
    speakers: dict[str, str] = {}
    for one in sorted(ids):
        speakers.setdefault(scheme_of(one), one)
    return list(speakers.values())


def _with_regions(scored: Scored, one: str | None, other: str | None) -> Scored:
    """The score less what it takes off that the records are said to be in two places."""
    if not one or not other or not _are_apart(one, other) or "other place" in scored.taken_off:
        return scored
    part = Part("other region", 1.0, OTHER_PLACE)
    return replace(scored, score=scored.score + OTHER_PLACE, parts=(*scored.parts, part))


def _are_apart(one: str, other: str) -> bool:
    """Whether neither region is, or is in, the other. Only national codes can say."""
    if not one.startswith(_REGION) or not other.startswith(_REGION):
        return False
    first, second = (code.removesuffix("0000").removesuffix("00") for code in (one, other))
    return not first.startswith(second) and not second.startswith(first)


def _ordered(one: T, other: T) -> tuple[T, T]:
    return (one, other) if one <= other else (other, one)


def _rank(pair: Pair) -> tuple[bool, float, str]:
    return pair.band is Band.MERGE, pair.score, pair.why


def _sum(scored: Scored) -> str:
    """The parts of a score that are not nothing, with their signs."""
    parts = (part for part in scored.parts if part.contribution)
    return ", ".join(f"{part.name} {part.contribution:+.2f}" for part in parts)
