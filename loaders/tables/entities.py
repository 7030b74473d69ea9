"""An entity from the cells of its row, and the cells of an entity."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from graph_api.domain import (
    KINDS,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Stage,
    Value,
    is_id,
    make_id,
)
from loaders.keys import name_id
from loaders.tables.cells import Cells
from loaders.tables.columns import EXACT
from loaders.tables.records import Fields, entity_of_fields, overlaid
from loaders.tables.values import LIST_MARK, cell_of
from loaders.tables.vocabulary import (
    BASIS_WORDS,
    CHAIN_WORDS,
    KIND_WORDS,
    STAGE_WORDS,
    STATUS_WORDS,
)
from loaders.values import first_day, last_day

QUOTE = 200
NOTHING = "nothing"

_STOCK = re.compile(r"([0-9]{6})(?:\.?(?:SH|SZ|BJ))?", re.IGNORECASE)
_REGION = re.compile(r"[0-9]{6}")
_EVIDENCE = re.compile(r"([a-z0-9][a-z0-9.-]*#\S+)(?: (\S.*))?")
_TOLD_APART_BY = {
    Kind.OFFER: "providers",
    Kind.NEED: "owners",
    Kind.PERSON: "organisations",
}
"""The column that tells two entities of one name apart, where a name alone does not."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row is from: the data set, its locator, the kind of its sheet where it is for one."""

    dataset: str
    source: str
    kind: Kind | None = None


def entity_of_cells(cells: Cells, origin: Origin) -> Entity | None:
    """The entity of a row; None, with a fault, where it names none. Other faults cost a cell each."""
    exact = cells.exact()
    kind = _kind(cells, origin) if "kind" not in exact else None
    name = cells.text("name")
    if kind is None and "kind" not in exact:
        return None
    if not name and "name" not in exact:
        cells.fault("name", "name-missing", "the row has no name; write one", NOTHING)
        return None
    codes, properties = _codes(cells)
    fields: Fields = {
        "kind": kind,
        "name": name,
        **_described(cells, kind),
        "properties": {**_told(cells), **properties, **cells.properties()},
        "evidence": evidence_of_cells(cells, Evidence(origin.source, name[:QUOTE])),
    }
    try:
        fields = overlaid(fields, exact)
        if "id" not in fields:
            fields["id"] = _id(cells, origin, Kind(fields["kind"]), codes)
            for scheme, name in (("uscc", "uscc"), ("stock", "stock_code")):
                if fields["id"].startswith(f"{scheme}:"):
                    fields["properties"].pop(name, None)
        return entity_of_fields(fields)
    except (KeyError, TypeError, ValueError) as error:
        cells.fault(EXACT if exact else "name", "row-unreadable", _sentence(error), NOTHING)
        return None


def cells_of_entity(entity: Entity) -> dict[str, str]:
    """The cells that `entity_of_cells` may read back, empty ones left out."""
    own, properties = _own_cells(entity.properties)
    cells = {
        "id": entity.id,
        "kind": KIND_WORDS.labels[entity.kind],
        "name": entity.name,
        "name_en": entity.name_en or "",
        "aliases": LIST_MARK.join(entity.aliases),
        "description": entity.description or "",
        "status": STATUS_WORDS.labels[entity.status] if entity.status else "",
        "chain": CHAIN_WORDS.labels[entity.chain] if entity.chain else "",
        "chain_basis": BASIS_WORDS.labels[entity.chain_basis] if entity.chain_basis else "",
        "region": entity.region or "",
        "since": entity.since or "",
        "until": entity.until or "",
        "record_ids": LIST_MARK.join(entity.record_ids),
        "datasets": LIST_MARK.join(entity.datasets),
        "evidence": evidence_cell(entity.evidence),
        **own,
        **property_cells(properties),
    }
    return {key: text for key, text in cells.items() if text}


def evidence_of_cells(cells: Cells, own: Evidence) -> list[list[str]]:
    """The evidence that the cell names, `source quote` on each line; else the row's own.

    Words that name no source of the graph become the quote of the row's own evidence.
    """
    text = cells.text("evidence")
    found = [_EVIDENCE.fullmatch(line) for line in text.split("\n")]
    if text and all(found):
        return [[match[1], match[2] or ""] for match in found if match is not None]
    return [[own.source, text[:QUOTE] or own.quote]]


def evidence_cell(evidence: tuple[Evidence, ...]) -> str:
    """The cell that names each evidence on a line of its own."""
    return "\n".join(f"{item.source} {item.quote}".rstrip() for item in evidence)


def property_cells(properties: Mapping[str, Value]) -> dict[str, str]:
    """A cell for each property."""
    return {f"property:{name}": cell_of(value) for name, value in properties.items()}


def _kind(cells: Cells, origin: Origin) -> Kind | None:
    if not cells.text("kind"):
        if origin.kind is None:
            reason = "the row names no kind; choose one from the list"
            cells.fault("kind", "kind-missing", reason, NOTHING)
        return origin.kind
    kind = cells.word("kind", KIND_WORDS)
    if kind is None:
        cells.faults[-1] = cells.faults[-1].costing(NOTHING)
    return kind


def _described(cells: Cells, kind: Kind | None) -> Fields:
    chain = cells.word("chain", CHAIN_WORDS)
    basis = cells.word("chain_basis", BASIS_WORDS)
    if chain is not None and basis is None:
        is_usual = kind is not None and KINDS[kind].chain is chain
        chain, basis = (None, None) if is_usual else (chain, ChainBasis.STATED)
    return {
        "name_en": cells.optional("name_en"),
        "aliases": list(cells.items("aliases")),
        "description": cells.optional("description"),
        "status": cells.word("status", STATUS_WORDS),
        "chain": chain,
        "chain_basis": basis if chain is not None else None,
        "region": cells.read("region", "region-unknown", _region),
        "since": cells.read("since", "date-unreadable", first_day),
        "until": cells.read("until", "date-unreadable", last_day),
        "record_ids": list(cells.items("record_ids")),
        "datasets": list(cells.items("datasets")),
    }


def _told(cells: Cells) -> dict[str, Value]:
    """What a row says beyond the fields that all entities have."""
    stages = tuple(str(stage) for stage in cells.words("stages", STAGE_WORDS))
    lists = {"stages": stages, "accreditations": cells.items("accreditations")}
    return {**{name: value for name, value in lists.items() if value}, **cells.money()}


def _own_cells(properties: Mapping[str, Value]) -> tuple[dict[str, str], dict[str, Value]]:
    """The cells of properties that have a column of their own, and the other properties."""
    cells: dict[str, str] = {}
    others = dict(properties)
    stages = others.get("stages")
    if isinstance(stages, tuple) and stages and set(stages) <= set(Stage):
        cells["stages"] = LIST_MARK.join(STAGE_WORDS.labels[Stage(stage)] for stage in stages)
        del others["stages"]
    accreditations = others.get("accreditations")
    if isinstance(accreditations, tuple):
        cells["accreditations"] = LIST_MARK.join(accreditations)
        del others["accreditations"]
    if "amount" in others and isinstance(others.get("currency"), str):
        cells |= {name: cell_of(others.pop(name)) for name in ("amount", "currency")}
    return cells, others


def _codes(cells: Cells) -> tuple[list[str], dict[str, Value]]:
    """The ids that codes of the row give, strongest first, and the codes as properties."""
    ids: list[str] = []
    properties: dict[str, Value] = {}
    code = cells.read("uscc", "uscc-wrong", _uscc)
    if code is not None:
        ids.append(f"uscc:{code}")
        properties["uscc"] = code
    elif cells.text("uscc"):
        properties["uscc_flagged"] = cells.text("uscc")
    stock = cells.read("stock", "stock-code-wrong", _stock)
    if stock is not None:
        ids.append(f"stock:{stock}")
        properties["stock_code"] = stock
    return ids, properties


def _id(cells: Cells, origin: Origin, kind: Kind, codes: list[str]) -> str:
    """The id that the row gives whole, else that of a code, of its key, of its name."""
    text = cells.text("id")
    key = cells.read("id", "id-form", lambda text: full_id(text, origin.dataset))
    if key is not None and ":" in text:
        return key
    if codes:
        return codes[0]
    texts = [cells.text("name"), cells.text(_TOLD_APART_BY.get(kind, ""))]
    return key or name_id(origin.dataset, kind.lower(), *filter(None, texts))


def full_id(text: str, dataset: str) -> str:
    """The id that a cell gives: whole, or a key of the data set. Raises ValueError where it is none."""
    made = text if ":" in text else f"{dataset}:{text}"
    if not is_id(made):
        raise ValueError(
            f"{text[:100]!r} is not an id; use ASCII letters, digits and . _ / + -, or leave it empty"
        )
    return made


def _uscc(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    try:
        return str(uscc.validate(plain))
    except ValidationError as error:
        raise ValueError(
            f"{text[:100]!r} is not a 统一社会信用代码: its length or its check digit is wrong"
        ) from error


def _stock(text: str) -> str:
    match = _STOCK.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:100]!r} is not a stock code of six digits")
    return match[1]


def _region(text: str) -> str:
    if _REGION.fullmatch(text):
        return make_id("gbt2260", text)
    if is_id(text):
        return text
    raise ValueError(f"{text[:100]!r} is not a code of GB/T 2260; write six digits such as 330211")


def _sentence(error: Exception) -> str:
    return f"the row cannot be read: {' '.join(str(error).split())[:200]}"
