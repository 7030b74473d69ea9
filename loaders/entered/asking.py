"""An entered need as matching takes it."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from graph_api.domain import ORGANISATIONS, Kind
from graph_api.matching import Need, Understood
from loaders.entered.fields import NeedFields, OfferFields
from loaders.entered.state import Standing


def need_of_standing(standing: Standing) -> Need:
    """The need to ask for. Of several services or stages none is a condition: services join the text.

    Raises ValueError for an offer.
    """
    fields = standing.fields
    if isinstance(fields, OfferFields) or not isinstance(fields, NeedFields):
        raise ValueError(f"{standing.id} is no need")  # noqa: TRY004 - of a record, not of a type
    one_service = len(fields.services) == 1
    named = () if one_service else tuple(one.name for one in fields.services)
    owner = fields.holder
    within = fields.complex or (owner if owner.kind is Kind.COMPLEX else None)
    return Need(
        text=" ".join(dict.fromkeys((fields.text, *named))),
        service=fields.services[0].id if one_service else None,
        subjects=tuple(one.id for one in fields.subjects),
        stage=fields.stages[0] if len(fields.stages) == 1 else None,
        region=fields.region.id if fields.region else None,
        firm=owner.id if owner.kind in ORGANISATIONS else None,
        complex_id=within.id if within else None,
        budget=fields.budget,
        deadline=fields.deadline,
        accreditations=fields.accreditations,
        as_of=datetime.now(UTC).date(),
        id=standing.id,
    )


def is_understood(understood: Understood) -> bool:
    """Whether a service or a subject was understood of the need itself, and not only of who asks."""
    return bool(understood.services) or any(one.how != "firm" for one in understood.subjects)


def not_understood(text: str, understood: Understood) -> Iterator[str]:
    """The pieces of the text that were not understood, as they are written there."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for piece in understood.unknown:
        start = plain.find(piece) if len(plain) == len(text) else -1
        yield text[start : start + len(piece)] if start >= 0 else piece
