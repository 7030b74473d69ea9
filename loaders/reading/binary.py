"""An .xls by its container ([MS-CFB]): the stream of records in it, in a container of our own.

So no other reader follows the chains of the file that was given.
"""

import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from graph_api.domain import BadInputError
from loaders.reading.container import container
from loaders.reading.extent import Extent
from loaders.reading.stream import look_through

MAX_FILE = 100 << 20

_STREAMS = ("Workbook", "Book")
_LOCKED = "EncryptedPackage"


@contextmanager
def plain_copy(path: Path) -> Iterator[tuple[Path, list[Extent]]]:
    """A container of our own with the workbook's stream, which goes at the end, and its sheets.

    Raises BadInputError for what is no workbook, is too large, or is locked with a password, and
    SheetFaultError for broken records and for what is too large to be laid out.
    """
    stream = bytearray(_stream(path))
    extents = look_through(stream)
    with tempfile.NamedTemporaryFile(suffix=".xls") as target:
        target.write(container(bytes(stream)))
        target.flush()
        yield Path(target.name), extents


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
