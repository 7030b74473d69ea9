"""All texts cut into tokens at once: a hundred thousand in seconds, where a loop would take a minute.

The characters of many texts are one array of numbers. A token is a number too: that of a character,
that of a pair, or that of a Latin word in the list of such words.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.matching.columns import Ints, Texts

_BITS = 21
"""Bits of a character: Unicode ends at 0x10FFFF."""

_WORDS = 1 << (2 * _BITS)
"""The number of the first Latin word: behind all pairs."""

_KEY_BITS = 2 * _BITS + 1
CHUNK = 250_000
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


def count_tokens(texts: Iterable[str]) -> tuple[Counts, Ints]:
    """The tokens of texts that are in the form in which texts are compared, and the lengths of these.

    The texts are gone through once and never held together.
    """
    words: dict[str, int] = {}
    lengths = array("i")
    found = [_count(chunk, begin, words) for begin, chunk in _chunks(texts, lengths)]
    in_order = sorted(words)
    rank = np.zeros(len(words), np.int64)
    rank[[words[word] for word in in_order]] = np.arange(len(words))
    keys = [_ranked(one.keys, rank) for one in found]
    numbers = np.unique(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
    terms = np.concatenate(
        [
            np.searchsorted(numbers, key).astype(np.int32)[one.terms]
            for key, one in zip(keys, found, strict=True)
        ]
        or [np.zeros(0, np.int32)]
    )
    places = np.concatenate([one.places for one in found] or [np.zeros(0, np.int32)])
    times = np.concatenate([one.times for one in found] or [np.zeros(0, np.uint16)])
    del found  # as large as what was made of it
    order = np.argsort(terms, kind="stable")
    vocabulary = Vocabulary(numbers, Texts(in_order))
    counts = Counts(vocabulary, terms[order], places[order], times[order])
    return counts, np.array(lengths, np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """The tokens of some texts: `terms` are places in `keys`, which are numbers of tokens."""

    keys: Numbers
    terms: Ints
    places: Ints
    times: NDArray[np.uint16]


def _ranked(keys: Numbers, rank: Numbers) -> Numbers:
    """The numbers of tokens, those of Latin words by the order of the words."""
    latin = keys >= _WORDS
    ranked = keys.copy()
    ranked[latin] = _WORDS + rank[keys[latin] - _WORDS]
    return ranked


def _chunks(texts: Iterable[str], lengths: "array[int]") -> Iterator[tuple[int, list[str]]]:
    """The texts in chunks of so many characters, each with the place of its first; lengths are noted."""
    begin, held, size = 0, list[str](), 0
    for text in texts:
        held.append(text)
        lengths.append(len(text))
        size += len(text) + 1
        if size >= CHUNK:
            yield begin, held
            begin, held, size = begin + len(held), [], 0
    if held:
        yield begin, held


def _count(texts: list[str], begin: int, words: dict[str, int]) -> _Chunk:
    """The tokens of a chunk whose first text has the place `begin`; new Latin words get a number."""
    joined = _BREAK.join(texts) + _BREAK
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    sizes = np.fromiter((len(text) + 1 for text in texts), np.int64, count=len(texts))
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
    sorts = _sorts(codes)
    single = sorts == _LETTER
    pair = single[:-1] & single[1:]
    latin = [
        (found.start(), words.setdefault(found[0], len(words)))
        for found in _LATIN_WORD.finditer(joined)
    ]
    keys = np.concatenate(
        (
            codes[single],
            codes[:-1][pair] << _BITS | codes[1:][pair],
            np.array([_WORDS + number for _, number in latin], np.int64),
        )
    )
    starts = np.array([start for start, _ in latin], np.int64)
    places = np.concatenate((owners[single], owners[:-1][pair], owners[starts]))
    both = np.sort(places << _KEY_BITS | keys)
    heads = np.flatnonzero(np.diff(both, prepend=-1))
    times = np.minimum(np.diff(heads, append=len(both)), np.iinfo(np.uint16).max)
    different, terms = np.unique(both[heads] & ((1 << _KEY_BITS) - 1), return_inverse=True)
    return _Chunk(
        different,
        terms.astype(np.int32),
        ((both[heads] >> _KEY_BITS) + begin).astype(np.int32),
        times.astype(np.uint16),
    )


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
