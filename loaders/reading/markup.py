"""What a sheet's XML holds, looked through before its cells are made: extent, errors, form."""

import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import digits
from typing import Protocol
from xml.parsers import expat

from loaders.reading.extent import NOT_CALCULATED, Extent, SheetFaultError

CHUNK = 1 << 18

_LETTERS = re.compile(r"[A-Z]{1,3}")
_ROW_DIGITS = 7
_WORKBOOK = "xl/workbook.xml"
_REFERENCES = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"

Attributes = dict[str, str]


def xml_extent(workbook: Path, sheet: str) -> Extent:
    """What the sheet of this name holds. Raises SheetFaultError for broken or overlarge XML."""
    with zipfile.ZipFile(workbook) as archive:
        texts = _Texts()
        if _TEXTS in archive.namelist():
            _parse(archive, _TEXTS, texts)
        extent = Extent(sheet)
        _parse(archive, _part_of(archive, sheet), _Sheet(extent, texts.lengths))
    return extent


class _Scan(Protocol):
    """Looks for something in the elements and texts of a part, in their order."""

    def attach(self, parser: expat.XMLParserType) -> None:
        """Set the handlers of the parser."""

    def finish(self) -> None:
        """Take note of the end."""


class _Named:
    """Elements of one name with their attributes: the sheets of a workbook, or its references."""

    def __init__(self, wanted: str) -> None:
        self.found: list[Attributes] = []
        self._wanted = wanted

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start

    def finish(self) -> None:
        pass

    def _start(self, name: str, attributes: Attributes) -> None:
        if _local(name) == self._wanted:
            self.found.append({_local(key): value for key, value in attributes.items()})


class _Texts:
    """How long each shared text is, by its position."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text

    def finish(self) -> None:
        pass

    def _start(self, name: str, _: Attributes) -> None:
        if _local(name) == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Sheet:
    """The cells of a sheet: where they stand, which hold errors, how much text they share.

    A cell is judged when the next one begins, and texts are listened to only where they matter: a
    sheet has millions of elements.
    """

    def __init__(self, extent: Extent, lengths: list[int]) -> None:
        self._extent = extent
        self._lengths = lengths
        self._parser: expat.XMLParserType | None = None
        self._row = self._column = -1
        self._kind = self._value = ""
        self._is_pending = self._is_listening = False

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start

    def finish(self) -> None:
        """Judge the last cell."""
        if self._is_pending:
            self._extent.errors[self._row, self._column] = NOT_CALCULATED
        elif self._kind == "e":
            self._extent.errors[self._row, self._column] = self._value.strip()
        elif self._kind == "s" and self._value:
            position = self._value.strip()
            self._extent.share(int(position) if position.isdecimal() else 1 << 32, self._lengths)
        self._kind, self._value, self._is_pending = "", "", False

    def _start(self, name: str, attributes: Attributes) -> None:
        local = _local(name)
        if local == "c":
            self.finish()
            self._kind = attributes.get("t", "n")
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                self._row, self._column = _position(reference)
            if self._is_listening:
                self._listen(None)
        elif local in ("v", "is"):
            self._is_pending = False
            extent = self._extent
            if not (self._row == extent.bottom and extent.left <= self._column <= extent.right):
                extent.take(self._row, self._column)
            if local == "v" and self._kind in ("e", "s"):
                self._listen(self._text)
        elif local == "f":
            self._is_pending = True
        elif local == "row":
            self.finish()
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1

    def _listen(self, listener: Callable[[str], None] | None) -> None:
        self._is_listening = listener is not None
        if self._parser is not None:
            self._parser.CharacterDataHandler = listener

    def _text(self, text: str) -> None:
        self._value += text


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds the sheet, as the workbook's references say."""
    sheets, references = _Named("sheet"), _Named("Relationship")
    _parse(archive, _WORKBOOK, sheets)
    _parse(archive, _REFERENCES, references)
    ids = [found.get("id", "") for found in sheets.found if found.get("name") == sheet]
    targets = [found.get("Target", "") for found in references.found if found.get("Id") in ids]
    if len(ids) != 1 or len(targets) != 1:
        raise SheetFaultError(f"its sheet {sheet} is there {len(targets)} times")
    target = targets[0].removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def _parse(archive: zipfile.ZipFile, part: str, scan: _Scan) -> None:
    if part not in archive.namelist():
        raise SheetFaultError(f"its part {part} is missing")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    scan.attach(parser)
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - positional in C
            parser.Parse(b"", True)  # noqa: FBT003 - as above
        scan.finish()
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SheetFaultError(f"its part {part} is broken XML ({error})") from error


def _refuse(*_: object) -> None:
    raise SheetFaultError("it declares a document type, which no spreadsheet does")


@cache
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _position(reference: str) -> tuple[int, int]:
    """Row and column of `C17`, counted from 0. Raises SheetFaultError for what is no place."""
    letters = reference.rstrip(digits)
    number = reference[len(letters) :]
    column = _column(letters)
    if column is None or not 0 < len(number) <= _ROW_DIGITS:
        raise SheetFaultError(f"it holds a cell at {reference[:20]!r}, which is no place")
    return int(number) - 1, column


@cache
def _column(letters: str) -> int | None:
    """The position of a column, counted from 0; None for what are no letters of one."""
    if _LETTERS.fullmatch(letters) is None:
        return None
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
