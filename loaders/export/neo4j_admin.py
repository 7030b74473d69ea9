"""Files for `neo4j-admin database import full`: the way to fill an empty Neo4j in minutes.

Properties keep their types and the graph its hash. A file holds the nodes of one label or the
relations of one type, its header stands in a file of its own, and where a property has values of
several types there are several files. What CSV cannot tell the tool is told in the property
`import_repair`, which `graph_api.store.bulk_repair` puts right when the graph is first opened.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from graph_api.store.bulk_repair import REPAIR, REPAIR_NOTE
from graph_api.store.properties import Properties
from loaders.export.elements import Elements

SCRIPT = "import.sh"
PARTED_BY = "\0"
"""What parts the items of a list: the one character that no text of ours may hold."""

READ_BUFFER = 4 << 20
"""The longest field that the tool takes unless it is told otherwise, in characters."""

_NODES = "id:ID({}),:LABEL"
_RELATIONS = ":START_ID(Entity),:END_ID(Entity),:TYPE,id:string"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean", list: "string[]"}
_TRIMMED = re.compile(r"(?:\A|\0)[\x01-\x20]|[\x01-\x20](?:\0|\Z)")
_TEXT = """#!/bin/sh
# Imports this folder into an empty database of a Neo4j that is stopped: sh {script} [DATABASE [OPTION...]]
# {entities} entities and {relations} relations. --overwrite-destination=true replaces what is there.
here=$(cd "$(dirname "$0")" && pwd)
database=${{1:-neo4j}}
[ $# -eq 0 ] || shift
exec "${{NEO4J_HOME:+$NEO4J_HOME/bin/}}neo4j-admin" database import full \\
  {options} \\
  "$@" "$database"
"""


def write_neo4j_admin(elements: Elements, folder: Path) -> str:
    """A new folder with the files and the command that imports them; returns what to do with it."""
    write_import(elements.entities(), elements.relations(), elements.notes(), folder)
    return f"with Neo4j stopped, run: sh {folder / SCRIPT}"


def write_import(
    entities: Iterable[Properties],
    relations: Iterable[Properties],
    notes: Iterable[tuple[str, Properties]],
    folder: Path,
) -> tuple[int, int]:
    """The same from streams that are read once; returns how many entities and relations there were.

    Both ends of each relation are among the entities. Raises OSError.
    """
    folder.mkdir()
    counts = [0, 0]
    with ExitStack() as stack:
        files = _Files(folder, stack)
        for properties in entities:
            counts[0] += 1
            kind = properties["kind"]
            labels = _quoted(PARTED_BY.join(("Entity", kind)))
            files.put(f"nodes-{kind}", _NODES.format("Entity"), labels, properties)
        for properties in relations:
            counts[1] += 1
            relation_type = properties["id"].split("|", 2)[1]
            files.put(f"relations-{relation_type}", _RELATIONS, relation_type, properties)
        for label, properties in notes:
            files.put(f"nodes-{label}", _NODES.format(label), label, properties)
        if files.repairs:
            note, label = {"id": REPAIR_NOTE}, "Bookkeeping"
            files.put(f"nodes-{label}", _NODES.format(label), label, note)
        options = " \\\n  ".join(files.finish())
    text = _TEXT.format(script=SCRIPT, options=options, entities=counts[0], relations=counts[1])
    (folder / SCRIPT).write_text(text, encoding="utf-8")
    return counts[0], counts[1]


class _Files:
    """The files of an export, each by its name; several of a name where types of values differ."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._files: dict[str, list[_File]] = {}

    @property
    def repairs(self) -> bool:
        """Whether something is to be put right after the import."""
        return any(REPAIR in file.columns for files in self._files.values() for file in files)

    def put(self, name: str, header: str, label: str, properties: Properties) -> None:
        """Write a row into the file of this name that has its types of values."""
        files = self._files.setdefault(name, [])
        if not any(file.add(label, properties) for file in files):
            number = f"-{len(files) + 1}" if files else ""
            file = _File(self._folder / f"{name}{number}.csv", header, self._stack)
            files.append(file)
            file.add(label, properties)

    def finish(self) -> Iterator[str]:
        """Write the headers; what the tool is told, option by option."""
        yield "--array-delimiter=U+0000 --trim-strings=true"
        made = [file for files in self._files.values() for file in files]
        longest = max((file.longest for file in made), default=0)
        if longest > READ_BUFFER // 2:
            yield f"--read-buffer-size={longest * 4}"
        multiline = ",".join(f"$here/{file.path.name}" for file in made if file.multiline)
        if multiline:
            yield f'--multiline-fields-format=v2 --multiline-fields="{multiline}"'
        for file in made:
            file.finish()
            option = "--relationships" if file.header == _RELATIONS else "--nodes"
            yield f'{option}="$here/{file.header_path.name},$here/{file.path.name}"'


class _File:
    """One file of rows; its columns grow with the properties that are seen."""

    def __init__(self, path: Path, header: str, stack: ExitStack) -> None:
        self.path = path
        self.header_path = path.with_suffix(".header.csv")
        self.header = header
        self.columns: dict[str, tuple[int, type]] = {}
        self.multiline = False
        self.longest = 0
        self._file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))

    def add(self, label: str, properties: Properties) -> bool:
        """Write a row, unless a property is of another type than in the rows before."""
        columns = self.columns
        cells = [""] * len(columns)
        new: dict[str, tuple[int, type]] = {}
        untold: Properties = {}
        for name, value in properties.items():
            kind = type(value)
            known = columns.get(name)
            if known is None:
                if name == "id":
                    continue
                known = new[name] = (len(cells), kind)
                cells.append("")
            elif known[1] is not kind:
                return False
            cell = _CELLS[kind](value)
            if cell is None:
                untold[name] = value
            else:
                cells[known[0]] = cell
        columns |= new
        if untold:
            rest = {name: value for name, value in properties.items() if name not in untold}
            return self.add(label, {**rest, REPAIR: orjson.dumps(untold).decode()})
        # Columns that are not known yet are missing at the end of a row; the tool takes that, unless
        # the last cell that is there is empty.
        row = ",".join((self._head(label, properties["id"]), *cells)).rstrip(",")
        self.longest = max(self.longest, len(row))
        self.multiline = self.multiline or "\n" in row or "\r" in row
        self._file.write(f"{row}\n")
        return True

    def finish(self) -> None:
        """Write the header."""
        names = [f"{name}:{_TYPES[kind]}" for name, (_, kind) in self.columns.items()]
        self.header_path.write_text(",".join((self.header, *names)) + "\n", encoding="utf-8")

    def _head(self, label: str, element_id: str) -> str:
        if self.header != _RELATIONS:
            return f"{_quoted(element_id)},{label}"
        from_id, _, to_id, _ = element_id.split("|", 3)
        return f"{_quoted(from_id)},{_quoted(to_id)},{label},{_quoted(element_id)}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _listed(items: list[str]) -> str | None:
    """The list as a cell; None for one that the tool would not give back as it is.

    It leaves out a list without a character, and takes white space from both ends of each item: so
    a list of one empty text is written as a space, and an item with such ends cannot be written.
    """
    text = PARTED_BY.join(items)
    if not items or _TRIMMED.search(text) or text.count(PARTED_BY) != len(items) - 1:
        return None
    return _quoted(text or " ")


_CELLS: Mapping[type, Callable[[Any], str | None]] = {
    str: _quoted,
    int: repr,
    float: repr,
    bool: lambda value: "true" if value else "false",
    list: _listed,
}
