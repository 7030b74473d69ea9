"""The records of an .xls, looked through before its cells are made: extent, errors, form.

A record is two bytes of type, two of length, and the data ([MS-XLS]). A workbook is a stream of them:
its globals from BOF to EOF, then each sheet from BOF to EOF.
"""

import struct
from collections.abc import Iterator

from loaders.reading.extent import Extent, SheetFaultError

_BOF, _EOF, _CONTINUE, _FILEPASS, _BOUNDSHEET, _SST = 0x809, 0x0A, 0x3C, 0x2F, 0x85, 0xFC
_FORMULA, _BOOLERR, _MULRK, _LABELSST, _MERGED = 0x06, 0x205, 0xBD, 0xFD, 0xE5
_CELLS = {
    0x203: 14,  # NUMBER
    0x27E: 10,  # RK
    0x204: 8,  # LABEL
    0xD6: 8,  # RSTRING
    _FORMULA: 22,
    _BOOLERR: 8,
    _LABELSST: 10,
    _MULRK: 12,
}
"""The records that hold cells, with the bytes that each has at least."""
_WANTED = {_BOF, _EOF, _CONTINUE, _BOUNDSHEET, _SST, _MERGED, *_CELLS} | {
    0x41E,  # FORMAT
    0xE0,  # XF
    0x22,  # DATEMODE
    0x42,  # CODEPAGE
    0x207,  # STRING, the text of a formula
}
_UNKNOWN = 0x0FFF
"""A type that no reader knows, and so passes over."""
_RESULT = slice(12, 14)
_EXPRESSION = slice(20, 22)
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_IS_ERROR = 2


def look_through(stream: bytearray) -> list[Extent]:
    """What each sheet of the workbook holds, in the order in which the workbook lists them.

    The stream is made plain meanwhile: records other than those of cells, texts and formats get a
    type that is passed over, and formulas lose their expression, for their results alone are read.
    Raises SheetFaultError for broken records and for what is too large to be laid out.
    """
    try:
        scan = _Scan(stream)
        for place, kind, data in _records(stream):
            scan.take(place, kind, data)
            if scan.is_done:
                break
        return scan.extents()
    except (struct.error, IndexError) as error:
        raise SheetFaultError(f"its records are broken ({error}); save it anew") from error


class _Scan:
    """What was seen of the stream so far."""

    def __init__(self, stream: bytearray) -> None:
        self._stream = stream
        self._depth = 0
        self._listed: list[int] = []
        self._sheets: dict[int, Extent] = {}
        self._sheet: Extent | None = None
        self._texts: list[bytes] = []
        self._lengths: list[int] = []
        self._last = 0
        self.is_done = False

    def take(self, place: int, kind: int, data: bytes) -> None:
        """Take note of the record whose data begins at the place."""
        if kind == _FILEPASS:
            raise SheetFaultError("it is protected by a password; save it without one")
        if kind not in _WANTED:
            struct.pack_into("<H", self._stream, place - 4, _UNKNOWN)
        elif kind == _BOF:
            self._begin(place - 4)
        elif kind == _EOF:
            self._end()
        elif kind in _CELLS:
            self._take_cell(place, kind, data)
        elif kind == _BOUNDSHEET:
            self._listed.append(struct.unpack_from("<I", data)[0])
        elif kind == _MERGED and len(data) < 2 + 8 * struct.unpack_from("<H", data)[0]:
            raise SheetFaultError("its list of merged cells is cut off; save it anew")
        if kind == _SST or (kind == _CONTINUE and self._last == _SST):
            self._texts.append(data)
        self._last = self._last if kind == _CONTINUE else kind

    def extents(self) -> list[Extent]:
        """The sheets as the workbook lists them."""
        if not all(offset in self._sheets for offset in self._listed):
            raise SheetFaultError("it lists a sheet that is not there; save it anew")
        return [self._sheets[offset] for offset in self._listed]

    def _begin(self, offset: int) -> None:
        self._depth += 1
        if self._depth == 1 and offset:
            self._sheet = Extent(f"number {len(self._sheets) + 1}")
            self._sheets[offset] = self._sheet

    def _end(self) -> None:
        self._depth -= 1
        if self._depth:
            return
        if self._sheet is None:
            self._lengths = _text_lengths(self._texts)
        else:
            self._sheet.check()
        self.is_done = all(offset in self._sheets for offset in self._listed)

    def _take_cell(self, place: int, kind: int, data: bytes) -> None:
        if self._sheet is None or len(data) < _CELLS[kind]:
            raise SheetFaultError("a cell of it is cut off or stands in no sheet; save it anew")
        row, column = struct.unpack_from("<HH", data)
        self._sheet.take(row, column)
        if kind == _MULRK:
            self._sheet.take(row, struct.unpack_from("<H", data, len(data) - 2)[0])
        elif kind == _LABELSST:
            self._sheet.share(struct.unpack_from("<I", data, 6)[0], self._lengths)
        elif kind == _BOOLERR and data[7]:
            self._sheet.errors[row, column] = _ERRORS.get(data[6], "#ERROR")
        elif kind == _FORMULA:
            if data[_RESULT] == b"\xff\xff" and data[6] == _IS_ERROR:
                self._sheet.errors[row, column] = _ERRORS.get(data[8], "#ERROR")
            self._stream[place + _EXPRESSION.start : place + _EXPRESSION.stop] = b"\0\0"


def _records(stream: bytearray) -> Iterator[tuple[int, int, bytes]]:
    """Where the data of each record begins, its type, its data."""
    offset = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        offset += 4
        if offset + length > len(stream):
            raise SheetFaultError("its last record is cut off; save it anew")
        yield offset, kind, bytes(stream[offset : offset + length])
        offset += length


def _text_lengths(parts: list[bytes]) -> list[int]:
    """The characters of each shared text; one that goes on in the next part repeats its width there."""
    if not parts:
        return []
    count = struct.unpack_from("<I", parts[0], 4)[0]
    texts = _Parts(parts, 8)
    lengths = []
    for _ in range(min(count, sum(map(len, parts)) // 3)):
        length, flags = struct.unpack("<HB", texts.take(3))
        runs = struct.unpack("<H", texts.take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", texts.take(4))[0] if flags & 4 else 0
        texts.skip_characters(length, flags & 1)
        texts.skip(4 * runs + extra)
        lengths.append(length)
    return lengths


class _Parts:
    """A record and those that continue it, read as one."""

    def __init__(self, parts: list[bytes], offset: int) -> None:
        self._parts = parts
        self._part = 0
        self._offset = offset

    def take(self, count: int) -> bytes:
        """The next bytes, across the ends of parts. Raises IndexError after the last."""
        taken = b""
        while len(taken) < count:
            self._enter()
            piece = self._parts[self._part][self._offset :][: count - len(taken)]
            self._offset += len(piece)
            taken += piece
        return taken

    def skip(self, count: int) -> None:
        """Pass over bytes, across the ends of parts."""
        while count:
            self._enter()
            step = min(count, len(self._parts[self._part]) - self._offset)
            self._offset += step
            count -= step

    def skip_characters(self, count: int, wide: int) -> None:
        """Pass over characters of one or two bytes; each further part says anew which."""
        while count:
            left = (len(self._parts[self._part]) - self._offset) // (1 + wide)
            step = min(count, left)
            self._offset += step * (1 + wide)
            count -= step
            if count:
                self._part, self._offset = self._part + 1, 1
                wide = self._parts[self._part][0] & 1

    def _enter(self) -> None:
        while self._offset >= len(self._parts[self._part]):
            self._part, self._offset = self._part + 1, 0
