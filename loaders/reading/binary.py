"""What an .xls holds, looked through before its cells are made: extent, errors, form.

An .xls is a stream of records, two bytes of type, two of length, the data ([MS-XLS]), in an OLE
container ([MS-CFB]). What is read afterwards is that stream in a plain container of our own, so no
other reader follows the chains of the file that was given.
"""

import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from graph_api.domain import BadInputError
from loaders.reading.container import container
from loaders.reading.extent import Extent, SheetFaultError

MAX_FILE = 100 << 20
MAX_DECLARED = 1 << 24
"""Cells that a sheet may declare: those of the largest .xls."""

_STREAMS = ("Workbook", "Book")
_LOCKED = "EncryptedPackage"

_BOF, _EOF, _CONTINUE, _FILEPASS, _BOUNDSHEET, _SST = 0x809, 0x0A, 0x3C, 0x2F, 0x85, 0xFC
_DIMENSIONS, _FORMULA, _BOOLERR, _MULRK, _LABELSST = 0x200, 0x06, 0x205, 0xBD, 0xFD
_CELLS = frozenset({0x203, 0x27E, 0x204, 0xD6, _FORMULA, _BOOLERR, _LABELSST, _MULRK})
_BIFF8 = 0x600
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@contextmanager
def plain_copy(path: Path) -> Iterator[tuple[Path, bytes]]:
    """The workbook's stream, and a container of our own that holds it; the file goes at the end.

    Raises BadInputError for what is no workbook, is too large, or is locked with a password.
    """
    stream = _stream(path)
    with tempfile.NamedTemporaryFile(suffix=".xls") as target:
        target.write(container(stream))
        target.flush()
        yield Path(target.name), stream


def _stream(path: Path) -> bytes:
    reason = None
    if path.stat().st_size > MAX_FILE:
        reason = f"is over {MAX_FILE:,} bytes; save the sheet as CSV"
    else:
        try:
            with olefile.OleFileIO(str(path)) as file:
                found = next((name for name in _STREAMS if file.exists(name)), None)
                if found is not None:
                    return bytes(file.openstream(found).read())
                locked = file.exists(_LOCKED)
        except (OSError, ValueError, IndexError, struct.error, TypeError) as error:
            reason = f"is a damaged .xls file ({' '.join(str(error).split())}); save it anew"
            raise BadInputError(f"{path.name} {reason}") from error
        if locked:
            reason = "is protected by a password; save it without one"
        else:
            reason = "is an Office document, but no workbook; save the table as .xlsx or CSV"
    raise BadInputError(f"{path.name} {reason}")


def stream_extent(stream: bytes, sheet: str, position: int) -> Extent:
    """What the sheet at this position of the workbook holds.

    Raises SheetFaultError for broken records and for what is too large to be laid out.
    """
    try:
        return _sheet_extent(stream, sheet, position)
    except (struct.error, IndexError) as error:
        message = f"the records of the sheet {sheet} are broken ({error})"
        raise SheetFaultError(message) from error


def _sheet_extent(stream: bytes, sheet: str, position: int) -> Extent:
    offsets, lengths, is_new = _globals(stream)
    extent = Extent(sheet)
    depth = 0
    for kind, data in _records(stream, offsets[position]):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if not depth:
                break
        elif kind == _DIMENSIONS:
            top, bottom, left, right = struct.unpack_from("<IIHH" if is_new else "<HHHH", data)
            if max(bottom - top, 0) * max(right - left, 0) > MAX_DECLARED or bottom < top:
                raise SheetFaultError(
                    f"the sheet {sheet} declares more cells than an .xls can have"
                )
        elif kind in _CELLS:
            _take(extent, kind, data, lengths)
    return extent


def _take(extent: Extent, kind: int, data: bytes, lengths: list[int]) -> None:
    row, column = struct.unpack_from("<HH", data)
    extent.take(row, column)
    if kind == _MULRK:
        extent.take(row, struct.unpack_from("<H", data, len(data) - 2)[0])
    elif kind == _LABELSST:
        extent.share(struct.unpack_from("<I", data, 6)[0], lengths)
    elif kind == _BOOLERR and data[7]:
        extent.errors[row, column] = _ERRORS.get(data[6], "#ERROR")
    elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:  # noqa: PLR2004 - an error
        extent.errors[row, column] = _ERRORS.get(data[8], "#ERROR")


def _globals(stream: bytes) -> tuple[list[int], list[int], bool]:
    """Where the sheets begin, how long the shared texts are, and whether the form is BIFF8."""
    offsets: list[int] = []
    parts: list[bytes] = []
    is_new = False
    last = 0
    for number, (kind, data) in enumerate(_records(stream, 0)):
        if number == 0:
            is_new = struct.unpack_from("<H", data)[0] == _BIFF8
        if kind == _EOF:
            break
        if kind == _FILEPASS:
            raise SheetFaultError("it is protected by a password; save it without one")
        if kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", data)[0])
        elif kind == _SST or (kind == _CONTINUE and last == _SST):
            parts.append(data)
        last = last if kind == _CONTINUE else kind
    return offsets, _text_lengths(parts), is_new


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        if offset + 4 + length > len(stream):
            raise SheetFaultError("its last record is cut off")
        yield kind, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length


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
