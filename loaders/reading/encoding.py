"""Which encoding a text is in: its BOM says so, else strict UTF-8, else strict GB18030."""

import codecs
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import BinaryIO

from graph_api.domain import BadInputError

CHUNK = 1 << 18

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TITLES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "the UTF-8 that its first bytes announce",
    "gb18030": "GB18030",
    "utf-16": "the UTF-16 that its first bytes announce",
    "utf-32": "the UTF-32 that its first bytes announce",
}


def find_encoding(name: str, unpacked: Callable[[], BinaryIO]) -> str:
    """The encoding of the text that `unpacked` opens anew each time; it is read through, not kept.

    Raises BadInputError that names the file and the offset of the first bad byte, counted from 0.
    """
    with unpacked() as file:
        start = file.read(4)
    announced = next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)
    faults = []
    for encoding in (announced,) if announced else ("utf-8", "gb18030"):
        with unpacked() as file:
            offset = first_bad_byte(iter(partial(file.read, CHUNK), b""), encoding)
        if offset is None:
            return encoding
        faults.append(f"{_TITLES[encoding]} (first bad byte at offset {offset:,})")
    message = f"{name} is not {' nor '.join(faults)}; save it as UTF-8 and load it again"
    raise BadInputError(message)


def first_bad_byte(chunks: Iterable[bytes], encoding: str) -> int | None:
    """The offset of the first byte that the encoding does not allow; None where all are allowed."""
    # the decoder of utf-8-sig counts from behind the BOM
    plain = encoding.removesuffix("-sig")
    decoder = codecs.getincrementaldecoder(plain)("strict")
    done = 0
    for part in chain(chunks, (b"",)):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(part, not part)
        except UnicodeDecodeError as error:
            return done - held + error.start
        done += len(part)
    return None
