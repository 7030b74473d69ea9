"""An entered need as matching takes it."""

from graph_api.matching import Need
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
    return Need(
        text=" ".join(dict.fromkeys((fields.text, *named))),
        service=fields.services[0].id if one_service else None,
        subjects=tuple(one.id for one in fields.subjects),
        stage=fields.stages[0] if len(fields.stages) == 1 else None,
        region=fields.region.id if fields.region else None,
        firm=fields.holder.id,
        complex_id=fields.complex.id if fields.complex else None,
    )
