"""What a sheet's XML holds, looked through before its cells are made: extent, errors, form."""

import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from loaders.reading.extent import NOT_CALCULATED, Extent, SheetFaultError

CHUNK = 1 << 18

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
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
    """Told of the elements and texts of a part, in their order."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""

    def end(self, name: str) -> None:
        """An element closes."""

    def text(self, text: str) -> None:
        """Text stands in the element that is open."""


@dataclass(slots=True)
class _Named:
    """Elements of one name with their attributes: the sheets of a workbook, or its references."""

    wanted: str
    found: list[Attributes] = field(default_factory=list)

    def start(self, name: str, attributes: Attributes) -> None:
        if _local(name) == self.wanted:
            self.found.append({_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


@dataclass(slots=True)
class _Texts:
    """How long each shared text is, by its position."""

    lengths: list[int] = field(default_factory=list)

    def start(self, name: str, _: Attributes) -> None:
        if _local(name) == "si":
            self.lengths.append(0)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


@dataclass(slots=True)
class _Sheet:
    """The cells of a sheet: where they stand, which hold errors, how much text they share."""

    extent: Extent
    lengths: list[int]
    row: int = -1
    column: int = -1
    kind: str = ""
    value: str = ""
    is_value: bool = False
    is_pending: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        local = _local(name)
        if local == "c":
            self._place(attributes.get("r"))
            self.kind, self.value, self.is_pending = attributes.get("t", "n"), "", False
        elif local == "f":
            self.is_pending = True
        elif local in ("v", "is"):
            self.is_value, self.is_pending = local == "v", False
            self.extent.take(self.row, self.column)
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "v":
            self.is_value = False
        elif local == "c" and self.is_pending:
            self.extent.errors[self.row, self.column] = NOT_CALCULATED
        elif local == "c" and self.kind == "e":
            self.extent.errors[self.row, self.column] = self.value.strip()
        elif local == "c" and self.kind == "s" and self.value:
            position = self.value.strip()
            self.extent.share(int(position) if position.isdecimal() else 1 << 32, self.lengths)

    def text(self, text: str) -> None:
        if self.is_value and self.kind in ("e", "s"):
            self.value += text

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = _position(reference)


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
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - positional in C
            parser.Parse(b"", True)  # noqa: FBT003 - as above
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SheetFaultError(f"its part {part} is broken XML ({error})") from error


def _refuse(*_: object) -> None:
    raise SheetFaultError("it declares a document type, which no spreadsheet does")


@cache
def _local(name: str) -> str:
    return name.rpartition(":")[2]


@cache
def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _position(reference: str) -> tuple[int, int]:
    """Row and column of `C17`, counted from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise SheetFaultError(f"it holds a cell at {reference[:20]!r}, which is no place")
    return int(match[2]) - 1, _letters(match[1])
