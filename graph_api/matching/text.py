"""Texts compared by the characters they share: Chinese needs no word segmentation for that.

A text becomes single characters, pairs of neighbouring characters, and whole Latin words or numbers.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph_api.matching.columns import Floats, Ints
from graph_api.matching.tokens import Vocabulary, count_tokens

SATURATION = 1.2
LENGTH_WEIGHT = 0.75
"""k1 and b of BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019), at their usual values."""

MOST_TOKENS = 96
"""Tokens of a query that are compared, those worth most first: the rest of a long text says little more."""

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


def shared_words(one: str, other: str, most: int = 1_000) -> tuple[str, ...]:
    """The first longest pieces, of two characters or more, that stand in both texts, in the order of `one`."""
    there = normal(other)
    found: dict[str, None] = {}
    for run in _RUNS.findall(normal(one)):
        begin = 0
        while begin < len(run) - 1 and len(found) < most:
            end = begin
            while end < len(run) and run[begin : end + 1] in there:
                end += 1
            if end - begin > 1 and (not run.isascii() or (begin, end) == (0, len(run))):
                found[run[begin:end]] = None
            begin = max(end, begin + 1)
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class TextIndex:
    """Texts counted once, so that a query can be compared with all of them at once.

    The texts that hold token `t` are `places[begins[t]:begins[t + 1]]`; `worth` of the same position
    is how much the token counts there, by how often it stands in a text of that length.
    """

    size: int
    vocabulary: Vocabulary
    begins: NDArray[np.int64]
    places: Ints
    worth: NDArray[np.float32]

    def similarities(self, query: Counter[str]) -> Floats:
        """How much of the query stands in each text, 0 to 1; rare tokens count more.

        BM25, divided by what a text of average length with every token once would get, and cut off
        at 1. A token that stands in no text counts as the rarest: what nobody offers lowers the value.
        """
        valued = []
        for token, times in query.items():
            term = self.vocabulary.find(token)
            begin, end = (self.begins[term], self.begins[term + 1]) if term >= 0 else (0, 0)
            valued.append((times * _rarity(self.size, int(end - begin)), token, begin, end))
        valued.sort(key=lambda one: (-one[0], one[1]))
        possible = sum(one[0] for one in valued[:MOST_TOKENS])
        there = [
            (value, begin, end) for value, _, begin, end in valued[:MOST_TOKENS] if end > begin
        ]
        if not there:
            return np.zeros(self.size)
        columns = np.zeros(len(there) + 1, np.int32)
        np.cumsum([end - begin for _, begin, end in there], out=columns[1:])
        held = sparse.csc_array(
            (
                np.concatenate([self.worth[begin:end] for _, begin, end in there]),
                np.concatenate([self.places[begin:end] for _, begin, end in there]),
                columns,
            ),
            shape=(self.size, len(there)),
        )
        shares = np.array([value / possible for value, _, _ in there], np.float32)
        reached: Floats = (held @ shares).astype(np.float64)
        return np.minimum(1.0, reached)

    @property
    def bytes(self) -> int:
        """Bytes of memory."""
        return self.begins.nbytes + self.places.nbytes + self.worth.nbytes + self.vocabulary.bytes


def index_texts(texts: Iterable[str], spoken: Ints | None = None) -> TextIndex:
    """The index of these texts, of each of which the first `spoken` characters are its own words.

    What is behind can be found but does not make a text longer: one more fact about an offer never
    lowers how much of a need stands in it. All of it are own words where nothing is said.
    """
    counts, lengths = count_tokens(map(normal, texts))
    own = (lengths if spoken is None else spoken).astype(np.float64)
    average = own.mean() if own.any() else 1.0
    relative = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * own / average
    damping = (SATURATION * relative).astype(np.float32)[counts.places]
    worth = counts.times.astype(np.float32)
    damping += worth
    worth *= SATURATION + 1
    worth /= damping  # in place: these are the largest arrays there are
    begins = np.zeros(len(counts.vocabulary.numbers) + 1, np.int64)
    np.cumsum(np.bincount(counts.terms, minlength=len(begins) - 1), out=begins[1:])
    return TextIndex(len(own), counts.vocabulary, begins, counts.places, worth)


def _rarity(texts: int, appears: int) -> float:
    return math.log(1 + (texts - appears + 0.5) / (appears + 0.5))
