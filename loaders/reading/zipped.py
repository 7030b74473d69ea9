"""A workbook's zip, checked before anything reads it: its sizes, its parts, its form.

What is read afterwards is a plain copy of its checked parts, so no other reader can see more in the
file than was measured here.
"""

import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.domain import BadInputError

MAX_UNPACKED = 100 << 20
"""Bytes of all parts together, as the zip declares them and as they are."""
MAX_RATIO = 100
"""How much larger than the file its parts may be, once they are over `RATIO_FROM` bytes."""
RATIO_FROM = 1 << 20
MAX_PARTS = 10_000

_READ_PARTS = (".xml", ".rels")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


def zip_parts(path: Path) -> frozenset[str]:
    """The names of the parts. Raises BadInputError where the file is no whole zip."""
    with _zip_faults(path), zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())


@contextmanager
def checked_copy(path: Path) -> Iterator[Path]:
    """A copy of the workbook that holds its checked parts unpacked; it goes at the end.

    Raises BadInputError for sizes over the limits, declared or real, and for a damaged zip.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        with (
            _zip_faults(path),
            zipfile.ZipFile(path) as archive,
            zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
        ):
            _check_declared(path, archive)
            for part in archive.infolist():
                if part.filename.lower().endswith(_READ_PARTS):
                    # reads no byte beyond the declared size, and checks the sum at the end
                    with archive.open(part) as source, copy.open(part.filename, "w") as sink:
                        shutil.copyfileobj(source, sink)
                    if copy.getinfo(part.filename).file_size != part.file_size:
                        raise zipfile.BadZipFile(f"the size of {part.filename} is not what it says")
        target.flush()
        yield Path(target.name)


def _check_declared(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    ratio = size / max(path.stat().st_size, 1)
    twice = [name for name, count in Counter(archive.namelist()).items() if count > 1]
    reason = None
    if len(parts) > MAX_PARTS:
        reason = f"it has {len(parts):,} parts"
    elif size > MAX_UNPACKED:
        reason = f"it unpacks to {size:,} bytes, over the limit of {MAX_UNPACKED:,}"
    elif size > RATIO_FROM and ratio > MAX_RATIO:
        reason = f"it unpacks to {size:,} bytes, {ratio:.0f} times its size"
    elif twice:
        reason = f"it holds the part {twice[0]!r} twice"
    elif any(part.flag_bits & _ENCRYPTED for part in parts):
        reason = "it is protected by a password"
    elif any(part.compress_type not in _METHODS for part in parts):
        reason = "it is packed in a way that spreadsheets do not use"
    if reason is not None:
        message = f"{path.name} is not read: {reason}; save the sheet as CSV or as a new workbook"
        raise BadInputError(message)


@contextmanager
def _zip_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        reason = " ".join(str(error).split()) or "it is cut off"
        message = f"{path.name} is a damaged workbook ({reason}); open it and save it anew"
        raise BadInputError(message) from error
