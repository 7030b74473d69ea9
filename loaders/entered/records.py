"""A standing record as the entity and the relations that it states."""

from collections.abc import Iterable, Iterator
from datetime import date

from graph_api.domain import (
    Entity,
    Evidence,
    Modality,
    Relation,
    RelationType,
    Source,
    Status,
    Value,
    check_entity,
    check_relation,
)
from graph_api.domain.check import MAX_QUOTE_LENGTH
from loaders.entered.fields import NeedFields, OfferFields
from loaders.entered.state import Standing
from loaders.values import YUAN

DATASET = "entered"
SOURCE = Source(DATASET, "Needs and offers entered by people 人工录入的需求与服务项")


def entity_of_standing(standing: Standing) -> Entity:
    """The Need or the Offer. Its properties have the names that those of spreadsheets have.

    Of a need `amount` is the budget and `until` the deadline; of an offer `price_min` and `price_max`
    are the range of its price. Money is in CNY yuan.
    """
    fields = standing.fields
    properties: dict[str, Value] = {}
    if fields.stages:
        properties["stages"] = tuple(str(one) for one in fields.stages)
    if fields.accreditations:
        properties["accreditations"] = fields.accreditations
    status, until = None, None
    if isinstance(fields, NeedFields):
        properties["state"] = str(fields.state)
        properties |= _money(amount=fields.budget)
        until = fields.deadline
    if isinstance(fields, OfferFields):
        status = fields.status
        properties |= _money(price_min=fields.price_min, price_max=fields.price_max)
        numbers = {"capacity": fields.capacity, "lead_days": fields.lead_days}
        properties |= {name: value for name, value in numbers.items() if value is not None}
    return Entity(
        standing.id,
        standing.kind,
        fields.title,
        (evidence_of(standing, fields.text or fields.title),),
        description=fields.text or None,
        status=status,
        chain=fields.chain,
        chain_basis=fields.chain_basis,
        region=fields.region.id if fields.region else None,
        until=until,
        properties=properties,
    )


def relations_of_standing(standing: Standing) -> tuple[Relation, ...]:
    """What the record is joined to; all ends but the record itself are entities of other data sets."""
    fields = standing.fields
    is_need = isinstance(fields, NeedFields)
    is_planned = isinstance(fields, OfferFields) and fields.status is Status.PLANNED
    modality = Modality.PLAN if is_planned else Modality.FACT
    made = [
        Relation(
            fields.holder.id,
            RelationType.NEEDS if is_need else RelationType.OFFERS,
            standing.id,
            modality,
            (evidence_of(standing, fields.holder.written),),
        )
    ]
    joined = [(RelationType.OF_SERVICE, one) for one in fields.services]
    joined += [(RelationType.ABOUT, one) for one in fields.subjects]
    joined += [(RelationType.PART_OF, one) for one in (fields.complex,) if one is not None]
    made += [
        Relation(standing.id, name, one.id, modality, (evidence_of(standing, one.written),))
        for name, one in joined
    ]
    return tuple({one.id: one for one in made}.values())


def records_of(found: Iterable[Standing]) -> Iterator[Entity | Relation]:
    """The records of all that is not deleted."""
    for standing in found:
        if not standing.deleted:
            yield entity_of_standing(standing)
            yield from relations_of_standing(standing)


def faults_of(standing: Standing) -> list[str]:
    """Which rules of the domain the record breaks, as sentences."""
    found = check_entity(entity_of_standing(standing))
    for relation in relations_of_standing(standing):
        found += check_relation(relation)
    faults = [one.message for one in found]
    fields = standing.fields
    if (
        isinstance(fields, NeedFields)
        and fields.deadline is not None
        and not _is_date(fields.deadline)
    ):
        faults.append(f"the deadline {fields.deadline!r} is not a date such as 2026-12-31")
    prices = (
        (fields.price_min, fields.price_max) if isinstance(fields, OfferFields) else (None, None)
    )
    if prices[0] is not None and prices[1] is not None and prices[0] > prices[1]:
        faults.append(f"the price goes from {prices[0]:g} down to {prices[1]:g}")
    return faults


def evidence_of(standing: Standing, text: str) -> Evidence:
    """Which entry of the journal says so, with what was written."""
    return Evidence(f"{DATASET}#entry={standing.version}", text[:MAX_QUOTE_LENGTH])


def _money(**amounts: float | None) -> dict[str, Value]:
    stated: dict[str, Value] = {name: value for name, value in amounts.items() if value is not None}
    return {**stated, "currency": YUAN} if stated else {}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
