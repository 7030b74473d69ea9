"""Columns: texts packed into one block of bytes, and lists of numbers packed into one array."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


class GrowingTexts:
    """Texts to which one is added after the other."""

    def __init__(self) -> None:
        self._block = bytearray()
        self._ends = array("q", [0])

    def add(self, text: str) -> None:
        """Add a text behind the others."""
        self._block += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._block))

    def block(self) -> tuple[bytes, "array[int]"]:
        """All texts as UTF-8, and where each begins and the last one ends."""
        return bytes(self._block), self._ends

    def done(self) -> "Texts":
        """The texts."""
        made = Texts(())
        made._block, made._ends = self.block()  # noqa: SLF001 - its own class
        return made


class Texts(Sequence[str]):
    """Texts in one block of UTF-8: a tenth of what as many string objects take."""

    __slots__ = ("_block", "_ends")

    def __init__(self, texts: Iterable[str]) -> None:
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._block = b"".join(pieces)
        self._ends = array("q", accumulate(map(len, pieces), initial=0))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place < 0:
            raise IndexError(place)
        return self._block[self._ends[place] : self._ends[place + 1]].decode(
            "utf-8", "surrogatepass"
        )

    def find(self, text: str) -> int:
        """Where the text stands in texts that are in the order of their characters; -1 if nowhere."""
        place = bisect_left(self, text)
        return place if place < len(self) and self[place] == text else -1

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return len(self._block) + len(self._ends) * self._ends.itemsize


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """A list of numbers for each place: `items[begins[place]:begins[place + 1]]`."""

    begins: NDArray[np.int64]
    items: Ints

    def __getitem__(self, place: int) -> Ints:
        return self.items[self.begins[place] : self.begins[place + 1]]

    def __len__(self) -> int:
        return len(self.begins) - 1

    def spread(self, places: Ints) -> tuple[Ints, NDArray[np.int64]]:
        """The positions in `places` repeated for each item of theirs, and where those items stand."""
        counts = self.begins[places + 1] - self.begins[places]
        owners = np.repeat(np.arange(len(places), dtype=np.int32), counts)
        before = np.cumsum(counts) - counts
        within = np.arange(len(owners), dtype=np.int64) - before[owners]
        return owners, self.begins[places][owners] + within

    def has(self, size: int, places: Ints) -> Mask:
        """Which of `size` numbers stand in the lists of these places."""
        found = np.zeros(size, np.bool_)
        for place in places:
            found[self[int(place)]] = True
        return found


class GrowingLists:
    """Lists to which one is added after the other."""

    def __init__(self) -> None:
        self._items = array("i")
        self._ends = array("q", [0])

    def add(self, items: Iterable[int]) -> None:
        """Add a list behind the others."""
        self._items.extend(items)
        self._ends.append(len(self._items))

    def done(self) -> Lists:
        """The lists."""
        return Lists(np.array(self._ends, np.int64), np.array(self._items, np.int32))


def grouped(keys: Ints, items: Ints, size: int) -> Lists:
    """For each key below `size` its items, in the order in which they are given."""
    order = np.argsort(keys, kind="stable")
    begins = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=size), out=begins[1:])
    return Lists(begins, items[order].astype(np.int32))


def turned(lists: Lists, size: int) -> tuple[Lists, NDArray[np.int64]]:
    """For each number below `size` the places whose lists hold it; and the order of the items in that."""
    owners = np.repeat(np.arange(len(lists), dtype=np.int32), np.diff(lists.begins))
    order = np.argsort(lists.items, kind="stable")
    return grouped(lists.items, owners, size), order
