"""All texts cut into tokens at once: a hundred thousand in seconds, where a loop would take a minute.

The characters of many texts are one array of numbers. A token is a number too: that of a character,
that of a pair, or that of a Latin word in the list of such words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.matching.columns import Ints, Texts

_BITS = 21
"""Bits of a character: Unicode ends at 0x10FFFF."""

_WORDS = 1 << (2 * _BITS)
"""The number of the first Latin word: behind all pairs."""

_KEY_BITS = 2 * _BITS + 1
CHUNK = 1_000_000
"""Characters that are cut at one time, and so the most texts: a text and a token are then one number."""

_BREAK = "\n"
_OTHER, _LATIN, _LETTER = 0, 1, 2
_LATIN_WORD = re.compile(r"[a-z0-9]+")
_ONE_LETTER = re.compile(r"[^\W_]")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The tokens of all texts as numbers in ascending order; `words` are the Latin ones in order."""

    numbers: Numbers
    words: Texts

    def find(self, token: str) -> int:
        """The place of the token among the numbers, -1 where no text has it."""
        if token.isascii():
            word = self.words.find(token)
            number = _WORDS + word if word >= 0 else -1
        elif len(token) == 1:
            number = ord(token)
        else:
            number = ord(token[0]) << _BITS | ord(token[1])
        place = int(np.searchsorted(self.numbers, number))
        return place if place < len(self.numbers) and self.numbers[place] == number else -1

    @property
    def bytes(self) -> int:
        """Bytes of memory."""
        return self.numbers.nbytes + self.words.size


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How often each token stands in each text: `times[i]` of term `terms[i]` in text `places[i]`.

    In the order of the terms, and of the texts for one term.
    """

    vocabulary: Vocabulary
    terms: Ints
    places: Ints
    times: NDArray[np.uint16]


def count_tokens(texts: Sequence[str]) -> Counts:
    """The tokens of texts that are in the form in which texts are compared."""
    words = sorted({word for text in texts for word in _LATIN_WORD.findall(text)})
    numbered = {word: _WORDS + place for place, word in enumerate(words)}
    found = [_count(chunk, begin, numbered) for begin, chunk in _chunks(texts)]
    numbers = np.unique(_joined([np.unique(keys) for keys, _, _ in found]))
    terms = _joined([np.searchsorted(numbers, keys) for keys, _, _ in found])
    order = np.argsort(terms, kind="stable")
    return Counts(
        Vocabulary(numbers, Texts(words)),
        terms[order].astype(np.int32),
        _joined([places for _, places, _ in found])[order].astype(np.int32),
        _joined([times for _, _, times in found])[order].astype(np.uint16),
    )


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The texts in chunks of so many characters, each with the place of its first."""
    begin, held, size = 0, list[str](), 0
    for place, text in enumerate(texts):
        held.append(text)
        size += len(text) + 1
        if size >= CHUNK:
            yield begin, held
            begin, held, size = place + 1, [], 0
    if held:
        yield begin, held


def _count(
    texts: list[str], begin: int, numbered: dict[str, int]
) -> tuple[Numbers, Numbers, Numbers]:
    """Tokens, texts and how often, in the order of the texts and in each of the tokens."""
    joined = _BREAK.join(texts) + _BREAK
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    ends = np.fromiter((len(text) + 1 for text in texts), np.int64).cumsum()
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(ends, prepend=0))
    sorts = _sorts(codes)
    single = sorts == _LETTER
    pair = single[:-1] & single[1:]
    latin = [(found.start(), numbered[found[0]]) for found in _LATIN_WORD.finditer(joined)]
    starts = np.array([start for start, _ in latin], np.int64)
    keys = np.concatenate(
        (
            codes[single],
            codes[:-1][pair] << _BITS | codes[1:][pair],
            np.array([number for _, number in latin], np.int64),
        )
    )
    places = np.concatenate((owners[single], owners[:-1][pair], owners[starts]))
    both = np.sort(places << _KEY_BITS | keys)
    heads = np.flatnonzero(np.diff(both, prepend=-1))
    times = np.minimum(np.diff(heads, append=len(both)), np.iinfo(np.uint16).max)
    return both[heads] & ((1 << _KEY_BITS) - 1), (both[heads] >> _KEY_BITS) + begin, times


def _sorts(codes: Numbers) -> NDArray[np.uint8]:
    """For each character whether it is of a Latin word or number, another letter, or neither."""
    different = np.unique(codes)
    sorts = np.zeros(int(different[-1]) + 1, np.uint8)
    for code in different:
        letter = chr(code)
        if _LATIN_WORD.fullmatch(letter):
            sorts[code] = _LATIN
        elif _ONE_LETTER.fullmatch(letter):
            sorts[code] = _LETTER
    return sorts[codes]


def _joined(parts: list[Numbers]) -> Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
