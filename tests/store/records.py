"""Small records for the tests of the store."""

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType, Value

EVIDENCE = (Evidence("test#L1", "原文"),)


def zone(key: str, name: str = "园区", **fields: object) -> Entity:
    return entity(key, Kind.ZONE, name, **fields)


def entity(key: str, kind: Kind, name: str, **fields: object) -> Entity:
    given: dict[str, object] = {"evidence": EVIDENCE, **fields}
    return Entity(id=f"test:{key}", kind=kind, name=name, **given)  # type: ignore[arg-type]


def relation(
    one: str,
    other: str,
    kind: RelationType = RelationType.PART_OF,
    role: str | None = None,
    **properties: Value,
) -> Relation:
    return Relation(
        f"test:{one}",
        kind,
        f"test:{other}",
        Modality.FACT,
        EVIDENCE,
        role=role,
        properties=properties,
    )
