"""Values as the driver gives them, made plain: what JSON can say and a person can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j.graph
import orjson

RELATION_ID_PARTS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of plain values by column; `truncated` says that there were more."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    truncated: bool = False


def plain(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """The value without a type of the driver.

    An entity is `{id, kind, name, status, chain}`, a relation `{id, type, from, to, modality, role}`,
    a path `{nodes, relations}`; dates and times are ISO texts.
    """
    match value:
        case None | str() | bool() | int() | float():
            return value
        case neo4j.graph.Node():
            return plain_node(value)
        case neo4j.graph.Relationship():
            return plain_relation(value)
        case neo4j.graph.Path():
            return {
                "nodes": [plain_node(node) for node in value.nodes],
                "relations": [plain_relation(relation) for relation in value.relationships],
            }
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _ if hasattr(value, "iso_format"):
            return value.iso_format()
        case _:
            return str(value)


def plain_node(node: Mapping[str, Any]) -> dict[str, Any]:
    """The node as lists show it. A node that is no entity has its labels as kind."""
    labels: Iterable[str] = getattr(node, "labels", ())
    return {
        "id": node.get("id"),
        "kind": node.get("kind") or ":".join(sorted(labels)),
        "name": node.get("name"),
        "status": node.get("status"),
        "chain": node.get("chain"),
    }


def plain_relation(relation: Any) -> dict[str, Any]:  # noqa: ANN401 - of the driver or a mapping
    """The relation as lists show it; its ends are read from its id, `from|TYPE|to|role`."""
    relation_id = str(relation.get("id") or "")
    parts = relation_id.split("|", RELATION_ID_PARTS - 1)
    ends = parts if len(parts) == RELATION_ID_PARTS else ["", "", "", ""]
    return {
        "id": relation_id,
        "type": relation.type,
        "from": ends[0],
        "to": ends[2],
        "modality": relation.get("modality"),
        "role": relation.get("role"),
    }


def size_of(row: dict[str, Any]) -> int:
    """How many bytes the row has as JSON."""
    return len(orjson.dumps(row, default=str))
