"""The lines of a text file, none longer than the limit, decoded as they are asked for."""

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from loaders.reading.encoding import find_encoding
from loaders.reading.packed import file_faults, unpacked

MAX_LINE = 1 << 20
"""Characters of a line; what is longer is cut there, and the line is rejected."""


def text_lines(path: Path) -> Iterator[str]:
    """Each line with its end, be it LF, CR LF or CR. One over the limit comes as its beginning.

    Raises BadInputError for what is no text in an encoding that is known, before the first line.
    """
    with file_faults(path):
        encoding = find_encoding(path.name, partial(unpacked, path))
        with unpacked(path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
            for line in iter(partial(text.readline, MAX_LINE), ""):
                yield line
                if len(line) >= MAX_LINE:
                    _skip_the_rest(text, line)


def _skip_the_rest(text: io.TextIOWrapper, line: str) -> None:
    part = line
    while part and not part.endswith(("\n", "\r")):
        part = text.readline(MAX_LINE)
