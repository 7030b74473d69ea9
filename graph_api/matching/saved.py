"""A need that is saved in the graph, as matching takes it."""

from datetime import UTC, date, datetime

from graph_api.domain import BadInputError, Entity, Kind, NotFoundError, RelationType, Stage
from graph_api.matching.need import Need
from graph_api.matching.relations import SUBJECTS
from graph_api.matching.terms import YUAN, day
from graph_api.store import Graph, entity, neighbours, resolve

_T = RelationType
MOST_RELATIONS = 1_000
_PLACES = frozenset({Kind.ZONE, Kind.REGION})


def saved_need(graph: Graph, need_id: str, as_of: date | None = None) -> Need:
    """The need of this id or name, with its owner, its services, its subjects and its terms.

    Its text is its name and description. Of several services or stages none is a condition: the
    services join the text. The budget is `budget` or `amount` in CNY, the deadline `deadline` or
    `until`, counted from `as_of`, which is today where nothing is given. Raises NotFoundError and
    AmbiguousNameError for what is no need of the graph, BadInputError for one whose owner is unknown
    and that says nothing.
    """
    need = resolve(graph, need_id, (Kind.NEED,))
    around, _ = neighbours(
        graph,
        need.id,
        types=(_T.NEEDS, _T.OF_SERVICE, _T.ABOUT, _T.PART_OF),
        limit=MOST_RELATIONS,
    )

    def others(*types: RelationType) -> list[Entity]:
        ends = sorted(
            one.from_id if one.type is _T.NEEDS else one.to_id
            for one in around.relations
            if one.type in types
        )
        return [around.entities[end] for end in ends]

    services = others(_T.OF_SERVICE)
    owners = others(_T.NEEDS)
    within = [one for one in (*others(_T.PART_OF), *owners) if one.kind is Kind.COMPLEX]
    firms = [one for one in owners if one.kind is not Kind.COMPLEX]
    named = services if len(services) != 1 else []
    text = " ".join(
        dict.fromkeys(filter(None, (need.name, need.description, *(one.name for one in named))))
    )
    if not text.strip():
        raise BadInputError(f"The need {need.id} says nothing: give it a name or a description")
    stages = _listed(need.properties.get("stages", need.properties.get("stage")))
    return Need(
        text=text,
        service=services[0].id if len(services) == 1 else None,
        subjects=tuple(one.id for one in others(_T.ABOUT) if one.kind in SUBJECTS),
        stage=Stage(stages[0]) if len(stages) == 1 else None,
        region=_region(graph, need),
        firm=firms[0].id if firms else None,
        complex_id=within[0].id if within else None,
        budget=_budget(need),
        deadline=_deadline(need),
        accreditations=_listed(need.properties.get("accreditations")),
        as_of=as_of or datetime.now(UTC).date(),
        id=need.id,
    )


def _region(graph: Graph, need: Entity) -> str | None:
    """The region that the need states, where the graph has it."""
    if not need.region:
        return None
    try:
        found = entity(graph, need.region)
    except NotFoundError:
        return None
    return found.id if found.kind in _PLACES else None


def _budget(need: Entity) -> float | None:
    if need.properties.get("currency", YUAN) != YUAN:
        return None
    amount = need.properties.get("budget", need.properties.get("amount"))
    return float(amount) if isinstance(amount, int | float) and amount >= 0 else None


def _deadline(need: Entity) -> str | None:
    stated = need.properties.get("deadline", need.until)
    return str(stated) if day(stated) is not None else None


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
