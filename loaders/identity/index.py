"""Names that could mean the same as a given one, out of up to a million, in a millisecond or two."""

import math
import threading
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from loaders.identity.anatomy import Anatomy, anatomy, anatomy_of, written
from loaders.identity.compare import LIGHTER, NameModel, Scored

POSTINGS = 5_000
"""A gram of more names than this says too little to look names up by it."""

LOOKED_UP = 10_000
"""How many postings a query reads at most, the rarest grams first; it bounds the time of a query."""

SCORED = 12
"""How many candidates are scored for a query, at least. Both are from the tune half of listed firms with
80,000 others beside: the right name comes first for .907 of them, for .909 with 25,000 and 16."""

_LIGHTER, _COVERAGE = np.float32(LIGHTER), np.float32(0.1)
"""How the score counts what the lighter text shares, and how much of the heavier name is covered."""

Numbers: TypeAlias = npt.NDArray[np.int32]
Weights: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of the index that could mean the same: its position, and the score with its parts."""

    position: int
    scored: Scored


class NameIndex:
    """An inverted index over names: of their characters or words, and of pairs of neighbours.

    Grams of at most `POSTINGS` names lead to candidates; the score of a candidate counts all grams.
    Nothing depends on the order of the names but their positions, and these decide between equals.
    """

    def __init__(
        self, forms: list[str], grams: dict[str, int], columns: Numbers, ends: Numbers
    ) -> None:
        """Use `build`. `columns` are the numbers of the grams of all names, `ends` where a name ends."""
        self._forms = forms
        self._grams = grams
        self._counts = np.bincount(columns, minlength=len(grams)).astype(np.int32)
        self.model = NameModel(len(forms), self._frequency)
        self._starts, self._postings, self._totals = self._inverted(columns, ends)
        self._buffer = threading.local()

    @classmethod
    def build(cls, names: Iterable[str]) -> Self:
        """Index the names. The position of a name is its place among them."""
        forms: list[str] = []
        grams: dict[str, int] = {}
        columns, ends = array("i"), array("i", [0])
        for name in names:
            form = written(name)
            forms.append(form)
            columns.extend(grams.setdefault(gram, len(grams)) for gram in anatomy_of(form).grams)
            ends.append(len(columns))
        return cls(forms, grams, np.frombuffer(columns, np.int32), np.frombuffer(ends, np.int32))

    def __len__(self) -> int:
        return len(self._forms)

    def anatomy(self, position: int) -> Anatomy:
        """The name at this position, taken apart."""
        return anatomy_of(self._forms[position])

    def candidates(self, name: str, limit: int = 10) -> list[tuple[int, float]]:
        """Positions of names that could mean the same, with their scores, best first."""
        return [(one.position, one.scored.score) for one in self.nearest(anatomy(name), limit)]

    def nearest(self, name: Anatomy, limit: int, allowed: Mask | None = None) -> list[Candidate]:
        """The best candidates for a name, best first.

        `allowed`, of one truth value for each position, says which of them may be candidates.
        """
        given = self.model.weigh(name)
        scored = [
            Candidate(one, self.model.score(given, self.model.weigh(self.anatomy(one))))
            for one in self._likely(name, max(limit, SCORED), allowed)
        ]
        scored.sort(key=lambda one: (-one.scored.score, one.position))
        return scored[:limit]

    def _frequency(self, gram: str) -> int:
        number = self._grams.get(gram)
        return 0 if number is None else int(self._counts[number])

    def _inverted(self, columns: Numbers, ends: Numbers) -> tuple[Numbers, Numbers, Weights]:
        """Where the postings of each gram start, the postings, and what each name weighs.

        Postings are positions in ascending order. Only grams that lead to candidates count.
        """
        kept = self._counts[columns] <= POSTINGS
        starts = np.concatenate(([0], np.cumsum(kept, dtype=np.int32)))[ends].astype(np.int32)
        columns = columns[kept]
        shape = (len(self._forms), len(self._grams))
        rows = sparse.csr_array((np.ones(len(columns), np.uint8), columns, starts), shape=shape)
        inverted = rows.tocsc()
        inverted.sort_indices()
        weights = np.fromiter(map(self.model.weight, self._grams), np.float32, len(self._grams))
        totals = np.add.reduceat(np.append(weights[columns], np.float32(0)), starts[:-1])
        totals[starts[1:] == starts[:-1]] = 0  # there, reduceat gives the next weight
        return inverted.indptr.astype(np.int32), inverted.indices.astype(np.int32), totals

    def _likely(self, name: Anatomy, limit: int, allowed: Mask | None) -> list[int]:
        """The positions of the names that share the most weight with this one.

        A text of words shares the more, the longer it is: there the shared weight counts for what both
        weigh. A short Chinese name is to be found whole; of those that hold it, the shorter come first.
        """
        sums = self._sums()
        read = list(self._looked_up(name))
        found: list[Numbers] = []
        for weight, postings in read:
            found.append(postings[sums[postings] == 0])
            sums[postings] += weight
        if not found:
            return []
        positions = np.concatenate(found)
        if allowed is not None:
            positions = positions[allowed[positions]]
        shared = sums[positions]
        for _, postings in read:
            sums[postings] = 0
        own, others = np.float32(self._total(name)), self._totals[positions]
        lighter, heavier = np.minimum(own, others), np.maximum(own, others)
        if name.text:
            shared /= lighter**_LIGHTER * heavier ** (1 - _LIGHTER)
        else:
            shared *= 1 + _COVERAGE * shared / heavier
        return _most(positions, shared, limit)

    def _total(self, name: Anatomy) -> float:
        """What those grams of the name weigh that lead to candidates."""
        return math.fsum(
            self.model.weight(gram) for gram in name.grams if 0 < self._frequency(gram) <= POSTINGS
        )

    def _looked_up(self, name: Anatomy) -> Iterator[tuple[np.float32, Numbers]]:
        """The weight and the postings of the rarest grams of the name, up to the limit."""
        known = sorted((self._frequency(gram), gram) for gram in name.grams)
        read = 0
        for count, gram in known:
            read += count
            if count > POSTINGS or read > max(LOOKED_UP, count):
                return
            if count:
                number = self._grams[gram]
                postings = self._postings[self._starts[number] : self._starts[number + 1]]
                yield np.float32(self.model.weight(gram)), postings

    def _sums(self) -> Weights:
        """A zero for each position. A query leaves it as it was; each thread has its own."""
        sums: Weights | None = getattr(self._buffer, "sums", None)
        if sums is None:
            sums = self._buffer.sums = np.zeros(len(self._forms), np.float32)
        return sums


def _most(positions: Numbers, shared: Weights, limit: int) -> list[int]:
    """Those of the greatest weight, the lower position first among equals."""
    if len(positions) > limit:
        least = np.partition(shared, len(shared) - limit)[len(shared) - limit]
        positions, shared = positions[shared >= least], shared[shared >= least]
    order = np.lexsort((positions, -shared))[:limit]
    return [int(one) for one in positions[order]]
