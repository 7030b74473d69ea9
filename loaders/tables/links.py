"""What the columns of an entity's row state beside the entity: who runs it, what it offers, its subjects."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from graph_api.domain import (
    KINDS,
    RELATIONS,
    SERVICES,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    ServiceDefinition,
    Status,
    looks_like_id,
)
from loaders.keys import name_id
from loaders.tables.cells import Cells
from loaders.tables.entities import QUOTE, Origin
from loaders.tables.layout import LINKS, Link, link_of
from loaders.tables.names import Names, UnresolvedError
from loaders.tables.vocabulary import SERVICE_WORDS, WordError

SERVICES_KEY = "services"
WITHOUT = "the row without this relation"

_PROVIDERS = RELATIONS[RelationType.OFFERS].sources
_SERVED = RELATIONS[RelationType.OF_SERVICE].sources


@dataclass(frozen=True, slots=True)
class _Row:
    """An entity, the cells of its row, and what is known of the workbook."""

    entity: Entity
    cells: Cells
    origin: Origin
    names: Names

    @property
    def modality(self) -> Modality:
        """What a thing that is only planned does is planned as well."""
        return Modality.PLAN if self.entity.status is Status.PLANNED else Modality.FACT

    def evidence(self, text: str) -> tuple[Evidence, ...]:
        """The row, with the item that says it."""
        return (Evidence(self.origin.source, text[:QUOTE]),)


def linked_records(
    entity: Entity, cells: Cells, origin: Origin, names: Names
) -> Iterator[Entity | Relation]:
    """The relations that the row's columns state, with the entities that only they name.

    An item that is not understood is a fault of its cell.
    """
    row = _Row(entity, cells, origin, names)
    for key in LINKS:
        if not cells.text(key):
            continue
        link = link_of(key, entity.kind)
        if link is not None and entity.kind in link.own_kinds:
            yield from _linked(row, link)
        else:
            _not_for_kind(row, key)
    if cells.text(SERVICES_KEY):
        if entity.kind in _PROVIDERS | _SERVED:
            yield from _services(row)
        else:
            _not_for_kind(row, SERVICES_KEY)


def made_items(entity: Entity, cells: Cells) -> Iterator[tuple[Kind, str]]:
    """The items of a row that may name an entity of their own, with its kind."""
    for key in LINKS:
        link = link_of(key, entity.kind) if cells.text(key) else None
        if link is not None and link.makes is not None and entity.kind in link.own_kinds:
            yield from ((link.makes, item) for item in cells.items(key))


def made_entities(kind: Kind, text: str, origin: Origin, names: Names) -> Iterator[Entity]:
    """The entities that an item names where no row does; an item without letters names none."""
    for item in _parts(kind, text, names):
        if not names.has(item) and not looks_like_id(item):
            with suppress(ValueError):
                made_id = name_id(origin.dataset, kind.lower(), item)
                yield Entity(made_id, kind, item, (Evidence(origin.source, item[:QUOTE]),))


def service_entity(service: ServiceDefinition, evidence: tuple[Evidence, ...]) -> Entity:
    """A first-level service as the domain's table has it."""
    is_usual = service.chain is KINDS[Kind.SERVICE].chain
    return Entity(
        service.id,
        Kind.SERVICE,
        service.zh,
        evidence,
        name_en=service.en,
        status=Status.NORMATIVE,
        chain=None if is_usual else service.chain,
        chain_basis=None if is_usual else ChainBasis.ANALYST,
        properties={"level": 1, "is_section": service.is_section},
    )


def _linked(row: _Row, link: Link) -> Iterator[Entity | Relation]:
    for text in row.cells.items(link.key):
        for item in _parts(link.makes, text, row.names):
            try:
                other = row.names.resolve(item, link.other_kinds)
            except UnresolvedError as error:
                row.cells.fault(link.key, "name-unresolved", str(error), WITHOUT)
                continue
            made = row.names.made(other)
            if made is not None:
                yield made
            ends = (other, row.entity.id) if link.is_incoming else (row.entity.id, other)
            role = link.role or (
                row.cells.optional("position") if link.key == "organisations" else None
            )
            yield Relation(ends[0], link.type, ends[1], row.modality, row.evidence(item), role=role)


def _parts(makes: Kind | None, text: str, names: Names) -> list[str]:
    """The item whole where it is known; else what 、 parts, which stands within names of industries."""
    parts = [part.strip() for part in text.split("、") if part.strip()]
    if makes is Kind.INDUSTRY or names.has(text) or not parts:
        return [text]
    return parts


def _services(row: _Row) -> Iterator[Entity | Relation]:
    for item in row.cells.items(SERVICES_KEY):
        try:
            found = _services_of(row, item)
        except ValueError as error:
            row.cells.fault(SERVICES_KEY, "word-unknown", str(error), WITHOUT)
            continue
        for service_id, label in found:
            evidence = row.evidence(item)
            key = service_id.removeprefix("service:")
            if key in SERVICES:
                yield service_entity(SERVICES[key], evidence)
            offer = row.entity.id
            if row.entity.kind not in _SERVED:
                made = _offer(row, service_id, label)
                offer = made.id
                yield made
                yield Relation(row.entity.id, RelationType.OFFERS, offer, row.modality, evidence)
            yield Relation(offer, RelationType.OF_SERVICE, service_id, row.modality, evidence)


def _services_of(row: _Row, item: str) -> list[tuple[str, str]]:
    """The services that an item names, with their labels: those of the domain, else of the workbook."""
    try:
        keys = SERVICE_WORDS.values(item)
    except WordError as error:
        try:
            return [(row.names.resolve(item, {Kind.SERVICE}), item)]
        except UnresolvedError:
            raise error from None
    return [(SERVICES[key].id, SERVICES[key].zh) for key in keys]


def _offer(row: _Row, service_id: str, label: str) -> Entity:
    """What a provider offers of a service, named by both."""
    entity = row.entity
    stages = {key: value for key, value in entity.properties.items() if key == "stages"}
    return Entity(
        name_id(row.origin.dataset, "offer", entity.id, service_id),
        Kind.OFFER,
        f"{entity.name}：{label}",
        row.evidence(label),
        status=entity.status,
        region=entity.region,
        properties=stages,
    )


def _not_for_kind(row: _Row, key: str) -> None:
    reason = f"an entity of the kind {KINDS[row.entity.kind].zh} has nothing to state here"
    row.cells.fault(key, "column-not-for-kind", reason, "the row without this cell")
