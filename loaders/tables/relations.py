"""A relation from the cells of its row, and the cells of a relation."""

from graph_api.domain import (
    RELATIONS,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    ordered,
)
from loaders.tables.cells import Cells
from loaders.tables.columns import EXACT
from loaders.tables.entities import (
    NOTHING,
    Origin,
    evidence_cell,
    evidence_of_cells,
    property_cells,
)
from loaders.tables.names import Names, UnresolvedError
from loaders.tables.records import Fields, overlaid, relation_of_fields
from loaders.tables.values import LIST_MARK
from loaders.tables.vocabulary import MODALITY_WORDS, RELATION_WORDS
from loaders.values import decimal, first_day, last_day


def relation_of_cells(cells: Cells, origin: Origin, names: Names) -> Relation | None:
    """The relation of a row of 关系; None, with a fault, where its ends or its type are unknown."""
    exact = cells.exact()
    relation_type = cells.word("type", RELATION_WORDS)
    modality = cells.word("modality", MODALITY_WORDS)
    if cells.faults:  # neither is guessed
        cells.faults[:] = [fault.costing(NOTHING) for fault in cells.faults]
        return None
    if relation_type is None and "type" not in exact:
        cells.fault("type", "type-missing", "the row names no type; choose one", NOTHING)
        return None
    fields: Fields = {
        "type": relation_type,
        "modality": modality or Modality.FACT,
        "role": cells.optional("role"),
        "weight": cells.read("weight", "number-unreadable", decimal),
        "since": cells.read("since", "date-unreadable", first_day),
        "until": cells.read("until", "date-unreadable", last_day),
        "properties": cells.properties(),
        "datasets": list(cells.items("datasets")),
        "evidence": evidence_of_cells(cells, Evidence(origin.source)),
    }
    if cells.text("rule"):
        fields["properties"]["rule"] = cells.text("rule")
    try:
        fields = overlaid(fields, exact)
        definition = RELATIONS[RelationType(fields["type"])]
        one = fields.get("from") or _end(cells, "from", names, definition.sources)
        other = fields.get("to") or _end(cells, "to", names, definition.targets)
        if one is None or other is None:
            return None
        one, other = ordered(definition.type, one, other)
        return relation_of_fields({**fields, "from": one, "to": other})
    except (KeyError, TypeError, ValueError) as error:
        reason = f"the row cannot be read: {' '.join(str(error).split())[:200]}"
        cells.fault(EXACT if exact else "type", "row-unreadable", reason, NOTHING)
        return None


def cells_of_relation(relation: Relation) -> dict[str, str]:
    """The cells that `relation_of_cells` may read back, empty ones left out."""
    properties = dict(relation.properties)
    rule = properties.pop("rule", "") if isinstance(properties.get("rule"), str) else ""
    cells = {
        "from": relation.from_id,
        "type": RELATION_WORDS.labels[relation.type],
        "to": relation.to_id,
        "modality": MODALITY_WORDS.labels[relation.modality],
        "role": relation.role or "",
        "weight": "" if relation.weight is None else str(relation.weight),
        "since": relation.since or "",
        "until": relation.until or "",
        "rule": str(rule),
        "datasets": LIST_MARK.join(relation.datasets),
        "evidence": evidence_cell(relation.evidence),
        **property_cells(properties),
    }
    return {key: text for key, text in cells.items() if text}


def _end(cells: Cells, key: str, names: Names, kinds: frozenset[Kind]) -> str | None:
    text = cells.text(key)
    if not text:
        cells.fault(key, "end-missing", "write what the relation joins here", NOTHING)
        return None
    try:
        return names.resolve(text, kinds)
    except UnresolvedError as error:
        cells.fault(key, "name-unresolved", str(error), NOTHING)
        return None
