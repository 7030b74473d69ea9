"""The records of delimited text, one by one, each with its lines; after a fault the next is read.

A quote that is not closed would swallow all good lines under it. So a record that fails over several
lines is given up by its first line alone, and its other lines are read again.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from loaders.reading.lines import MAX_LINE

MAX_RECORD = 1 << 20
"""Characters of a record over all its lines; where it is longer, a quote was never closed."""
MAX_READ_AGAIN = 64 << 20
"""Characters of one file that are read again; after that each doubtful line is read by itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record could not be read: the rule to count it by, and a sentence."""

    rule: str
    reason: str


@dataclass(slots=True)
class TextRecord:
    """A record: its cells, the number of its first line, its lines, and its fault where it has one."""

    cells: list[str]
    line: int
    lines: list[str]
    fault: Fault | None = None


BLOCK = 256


class RecordReader:
    """Reads records from lines, each of which bears its end."""

    def __init__(self, lines: Iterator[str], delimiter: str, line: int = 0) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._line = line
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self._limit = MAX_RECORD
        self._doubtful_until = 0
        self._alone_until = 0
        self._read_again = 0
        self._reader = self._make_reader()

    def __iter__(self) -> Iterator[TextRecord]:
        """Each record to the end. `give_up` may be called between two of them."""
        while True:
            if not self._waiting:
                yield from self._plain_block()
            record = self.read()
            if record is None:
                return
            yield record

    def read(self) -> TextRecord | None:
        """The next record; None after the last."""
        taken: list[str] = []
        self._taken = taken
        self._size = 0
        self._limit = 0 if self._line < self._alone_until else MAX_RECORD
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except csv.Error as error:
            self._reader = self._make_reader()
            record = TextRecord([], self._line - len(taken) + 1, taken)
            record.fault = self._fault_in(record) or _fault_of(str(error), len(taken))
            return record
        record = TextRecord(cells, self._line - len(taken) + 1, taken)
        record.fault = self._fault_in(record)
        return record

    def give_up(self, record: TextRecord) -> None:
        """Count the record that was read last as its first line alone; read its others again."""
        rest = record.lines[1:]
        if not rest:
            return
        self._doubtful_until = max(self._doubtful_until, self._line)
        self._read_again += self._size
        if self._read_again > MAX_READ_AGAIN:
            self._alone_until = self._line
        self._waiting.extendleft(reversed(rest))
        self._line -= len(rest)
        self._reader = self._make_reader()

    def _plain_block(self) -> Iterator[TextRecord]:
        """The records of the next lines at once, where each line is a record without a fault.

        Where one is not, the lines wait to be read with care.
        """
        while lines := list(islice(self._lines, BLOCK)):
            try:
                parsed = list(csv.reader(lines, strict=True, delimiter=self._delimiter))
            except csv.Error:
                parsed = []
            if (
                len(parsed) != len(lines)
                or len(max(lines, key=len)) >= MAX_LINE
                or any("\0" in line for line in lines)
            ):
                self._waiting.extend(lines)
                return
            first = self._line + 1
            self._line += len(lines)
            for position, cells in enumerate(parsed):
                yield TextRecord(cells, first + position, lines[position : position + 1])

    def _make_reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), strict=True, delimiter=self._delimiter)

    def _feed(self) -> Iterator[str]:
        """The lines, until a record is over its limit: then the text seems to end."""
        waiting = self._waiting
        while self._size <= self._limit:
            line = waiting.popleft() if waiting else next(self._lines, "")
            if not line:
                return
            self._line += 1
            self._size += len(line)
            self._taken.append(line)
            yield line

    def _fault_in(self, record: TextRecord) -> Fault | None:
        for line in record.lines:
            if "\0" in line:
                return Fault("row-nul", "the line holds a NUL byte")
            if len(line) >= MAX_LINE:
                return Fault("row-too-long", f"the line has over {MAX_LINE:,} characters")
        # the end of a cell whose beginning was given up looks like a row of its own
        doubtful = record.line <= self._doubtful_until and len(record.lines) == 1
        if doubtful and record.lines[0].count('"') % 2:
            return Fault("row-quotes", "a quote opens or closes a cell that has no other end")
        return None


def _fault_of(message: str, lines: int) -> Fault:
    if "field limit" in message and lines == 1:
        reason = f"a cell has over {csv.field_size_limit():,} characters"
        return Fault("cell-too-long", reason)
    if "expected after" in message and lines == 1:
        reason = "text follows a closing quote: write each quote inside of a quoted cell twice"
        return Fault("row-quotes", reason)
    return Fault("row-quotes", "a quote opens a cell and does not close it where a cell may end")
