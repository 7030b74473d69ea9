"""The whole graph as a file: JSON for programs, GraphML for Gephi and yEd, CSV for spreadsheets."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import networkx as nx
import orjson

from graph_api.domain import Entity, Relation, Subgraph, Value
from loaders.report import inert


def entity_row(entity: Entity) -> dict[str, Value | None]:
    """The entity as one flat mapping: common properties first, then those of its kind."""
    return {
        "id": entity.id,
        "kind": str(entity.kind),
        "name": entity.name,
        "name_en": entity.name_en,
        "aliases": entity.aliases,
        "description": entity.description,
        "status": entity.status and str(entity.status),
        "chain": entity.chain and str(entity.chain),
        "chain_basis": entity.chain_basis and str(entity.chain_basis),
        "region": entity.region,
        **_common(entity),
    }


def relation_row(relation: Relation) -> dict[str, Value | None]:
    """The relation as one flat mapping: ends, type and common properties, then its own."""
    return {
        "from": relation.from_id,
        "type": str(relation.type),
        "to": relation.to_id,
        "modality": str(relation.modality),
        "role": relation.role,
        "weight": relation.weight,
        **_common(relation),
    }


def export(subgraph: Subgraph, form: str, target: Path) -> Path:
    """Write the subgraph in one of `FORMATS` and return where it went.

    CSV takes `target` as a folder for entities.csv and relations.csv; the others take it as a file.
    Raises OSError where it cannot be written, KeyError for an unknown form.
    """
    FORMATS[form](subgraph, target)
    return target


def _common(record: Entity | Relation) -> dict[str, Value | None]:
    return {
        "since": record.since,
        "until": record.until,
        "sources": tuple(item.source for item in record.evidence),
        "quotes": tuple(item.quote for item in record.evidence),
        "datasets": record.datasets,
        **dict(sorted(record.properties.items())),
    }


def _write_json(subgraph: Subgraph, target: Path) -> None:
    document = {
        "entities": [entity_row(entity) for entity in _entities(subgraph)],
        "relations": [relation_row(relation) for relation in _relations(subgraph)],
    }
    target.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def _write_graphml(subgraph: Subgraph, target: Path) -> None:
    network = nx.MultiDiGraph()
    for entity in _entities(subgraph):
        network.add_node(entity.id, **_flat(entity_row(entity)))
    for relation in _relations(subgraph):
        network.add_edge(
            relation.from_id, relation.to_id, key=relation.id, **_flat(relation_row(relation))
        )
    nx.write_graphml(network, target, encoding="utf-8")


def _write_csv(subgraph: Subgraph, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    _write_rows(target / "entities.csv", map(entity_row, _entities(subgraph)))
    _write_rows(target / "relations.csv", map(relation_row, _relations(subgraph)))


def _write_rows(path: Path, rows: Iterable[dict[str, Value | None]]) -> None:
    listed = [_flat(row) for row in rows]
    columns = list(dict.fromkeys(key for row in listed for key in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(
            {key: inert(value) if isinstance(value, str) else value for key, value in row.items()}
            for row in listed
        )


def _flat(row: dict[str, Value | None]) -> dict[str, str | int | float | bool]:
    """Lists as texts parted by " | ", absent values left out: what GraphML and CSV can hold."""
    return {
        key: " | ".join(value) if isinstance(value, tuple) else value
        for key, value in row.items()
        if value is not None
    }


def _entities(subgraph: Subgraph) -> list[Entity]:
    return sorted(subgraph.entities.values(), key=lambda entity: entity.id)


def _relations(subgraph: Subgraph) -> list[Relation]:
    return sorted(subgraph.relations, key=lambda relation: relation.id)


FORMATS: dict[str, Callable[[Subgraph, Path], None]] = {
    "json": _write_json,
    "graphml": _write_graphml,
    "csv": _write_csv,
}
