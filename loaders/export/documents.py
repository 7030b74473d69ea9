"""The graph as documents: one of JSON, one of JSON lines, one of GraphML for Gephi and yEd."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import orjson

from loaders.export.elements import Elements
from loaders.export.rows import (
    ENTITY_COLUMNS,
    RELATION_COLUMNS,
    Column,
    Row,
    as_text,
    columns_of,
    entity_row,
    relation_row,
)

_XML_TYPES = {
    Column.TEXT: "string",
    Column.INTEGER: "long",
    Column.NUMBER: "double",
    Column.TRUTH: "boolean",
    Column.LIST: "string",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold even as a reference."""

_GRAPHML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write_json(elements: Elements, target: Path) -> None:
    """One document `{entities, relations}`, a record on each line."""
    with target.open("wb") as file:
        file.write(b'{"entities":[\n')
        write_parted(file, map(entity_row, elements.entities()))
        file.write(b'],"relations":[\n')
        write_parted(file, map(relation_row, elements.relations()))
        file.write(b"]}\n")


def write_json_lines(elements: Elements, target: Path) -> None:
    """A record on each line; `record` says whether it is an entity or a relation."""
    with target.open("wb") as file:
        for properties in elements.entities():
            file.write(_line({"record": "entity", **entity_row(properties)}))
        for properties in elements.relations():
            file.write(_line({"record": "relation", **relation_row(properties)}))


def write_graphml(elements: Elements, target: Path) -> None:
    """GraphML: typed attributes, lists parted by " | "; what XML cannot hold is U+FFFD."""
    nodes = columns_of(elements.entities(), entity_row, ENTITY_COLUMNS)
    edges = columns_of(elements.relations(), relation_row, RELATION_COLUMNS)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_GRAPHML)
        for mark, domain, columns in (("n", "node", nodes), ("e", "edge", edges)):
            for number, (name, column) in enumerate(columns.items()):
                file.write(
                    f'<key id="{mark}{number}" for="{domain}" attr.name="{name}" '
                    f'attr.type="{_XML_TYPES[column]}"/>\n'
                )
        file.write('<graph edgedefault="directed">\n')
        keys = {name: f"n{number}" for number, name in enumerate(nodes)}
        for properties in elements.entities():
            data = _data(entity_row(properties), keys)
            file.write(f"<node id={_attribute(properties['id'])}>{data}</node>\n")
        keys = {name: f"e{number}" for number, name in enumerate(edges)}
        for properties in elements.relations():
            row = relation_row(properties)
            ends = f"source={_attribute(row['from'])} target={_attribute(row['to'])}"
            file.write(
                f"<edge {ends} id={_attribute(properties['id'])}>{_data(row, keys)}</edge>\n"
            )
        file.write("</graph></graphml>\n")


def write_parted(file: BinaryIO, records: Iterable[Mapping[str, object]]) -> None:
    """The records as members of an array, one on each line."""
    for number, record in enumerate(records):
        file.write(b",\n" if number else b"")
        file.write(orjson.dumps(record))
    file.write(b"\n")


def _line(record: Mapping[str, object]) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _data(row: Row, keys: Mapping[str, str]) -> str:
    return "".join(
        f'<data key="{keys[name]}">{_text(as_text(value))}</data>' for name, value in row.items()
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
