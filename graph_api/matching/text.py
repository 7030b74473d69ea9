"""Texts compared by the characters they share: Chinese needs no word segmentation for that.

A text becomes single characters, pairs of neighbouring characters, and whole Latin words or numbers.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

SATURATION = 1.2
LENGTH_WEIGHT = 0.75
"""k1 and b of BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019), at their usual values."""

_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def normal(text: str) -> str:
    """The text as it is compared: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> Iterator[str]:
    """Latin words and numbers whole; of everything else the characters and the pairs of neighbours."""
    for run in _RUNS.findall(normal(text)):
        if run.isascii():
            yield run
        else:
            yield from run
            yield from (run[place : place + 2] for place in range(len(run) - 1))


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """The longest pieces, of two characters or more, that stand in both texts, in the order of `one`."""
    there = normal(other)
    found: list[str] = []
    for run in _RUNS.findall(normal(one)):
        begin = 0
        while begin < len(run) - 1:
            end = begin
            while end < len(run) and run[begin : end + 1] in there:
                end += 1
            if end - begin > 1 and (not run.isascii() or (begin, end) == (0, len(run))):
                found.append(run[begin:end])
            begin = max(end, begin + 1)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Texts counted once, so that a query can be compared with each of them."""

    counts: tuple[Mapping[str, int], ...]
    lengths: tuple[float, ...]
    rarity: Mapping[str, float]
    unseen: float

    def similarity(self, query: Counter[str], position: int) -> float:
        """How much of the query stands in the text at this position, 0 to 1; rare tokens count more.

        BM25, divided by what a text of average length with every token once would get, and cut off
        at 1. A token that stands in no text counts as the rarest: what nobody offers lowers the value.
        """
        counts = self.counts[position]
        length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * self.lengths[position]
        reached = possible = 0.0
        for token, times in sorted(query.items()):
            worth = times * self.rarity.get(token, self.unseen)
            possible += worth
            count = counts.get(token, 0)
            reached += worth * count * (SATURATION + 1) / (count + SATURATION * length)
        return min(1.0, reached / possible) if possible else 0.0


def index_texts(texts: Iterable[str]) -> TextIndex:
    """The index of these texts; `similarity` takes the position of one of them."""
    counts = tuple(Counter(tokens(text)) for text in texts)
    sizes = [sum(count.values()) for count in counts]
    average = sum(sizes) / len(sizes) if any(sizes) else 1.0
    appears = Counter(token for count in counts for token in count)
    return TextIndex(
        tuple(MappingProxyType(count) for count in counts),
        tuple(size / average for size in sizes),
        MappingProxyType({token: _rarity(len(counts), times) for token, times in appears.items()}),
        _rarity(len(counts), 0),
    )


def _rarity(texts: int, appears: int) -> float:
    return math.log(1 + (texts - appears + 0.5) / (appears + 0.5))
