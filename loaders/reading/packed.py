"""The bytes of a file, unpacked where it is gzip, with a limit on what they unpack to."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from graph_api.domain import BadInputError

GZIP = b"\x1f\x8b"
MAX_UNPACKED = 4 << 30
"""Bytes that a packed file may unpack to."""
MAX_RATIO = 100
"""How much larger than its file the unpacked text may be, once it is over `RATIO_FROM` bytes."""
RATIO_FROM = 64 << 20


def head_of(path: Path, size: int = 4096) -> bytes:
    """The first bytes of the file as it stands. Raises BadInputError where it cannot be read."""
    with file_faults(path):
        if not path.is_file():
            what = "is a folder or a device" if path.exists() else "does not exist"
            message = f"{path.name} {what}; give the path of a file"
            raise BadInputError(message)
        with path.open("rb") as file:
            return file.read(size)


def is_packed(path: Path) -> bool:
    """Whether the file is gzip by its first bytes, whatever its name."""
    return head_of(path, len(GZIP)) == GZIP


def unpacked(path: Path) -> BinaryIO:
    """The bytes of the file, unpacked where it is gzip; they are read as they are asked for.

    Reading raises BadInputError where they unpack to more than the limits.
    """
    if not is_packed(path):
        return path.open("rb")
    return cast("BinaryIO", io.BufferedReader(_Bounded(path), 1 << 16))


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Say what is wrong with the file where its bytes cannot be had."""
    try:
        yield
    except EOFError as error:
        message = f"{path.name} ends in the middle: the packed file is cut off; fetch it again"
        raise BadInputError(message) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        message = f"{path.name} is a damaged gzip file ({_one_line(error)}); fetch it again"
        raise BadInputError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path.name} changed while it was read; load it again"
        raise BadInputError(message) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _one_line(error)
        message = f"{path.name} cannot be read: {reason}; check its path and its permissions"
        raise BadInputError(message) from error


class _Bounded(io.RawIOBase):
    """The unpacked bytes of a gzip file, counted."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._packed_size = max(path.stat().st_size, 1)
        self._file = gzip.open(path, "rb")  # noqa: SIM115 - closed by `close`
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer)
        self._read += count
        ratio = self._read / self._packed_size
        if self._read > MAX_UNPACKED or (self._read > RATIO_FROM and ratio > MAX_RATIO):
            message = (
                f"{self._name} unpacks to more than {self._read:,} bytes, {ratio:.0f} times its size; "
                f"such a file is not read: unpack it and check what it holds"
            )
            raise BadInputError(message)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
