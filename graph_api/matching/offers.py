"""Offers as the matcher sees them: those that are written, and those that a provider's kind suggests."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_api.domain import (
    KINDS,
    SERVICES,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Stage,
    Status,
)
from graph_api.matching.relations import SUBJECTS, Relations

_T = RelationType

SUBJECT_OF_OFFER = 1.0
SUBJECT_OF_PROVIDER = 0.8
SUBJECT_OF_COMPLEX = 0.5
"""How much a shared subject counts by who states it: the offer, its provider, the complex around it."""

INFERRED_SERVICES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.UNIVERSITY: ("rd", "training"),
        Kind.INSTITUTE: ("rd", "transfer"),
        Kind.INNOVATION_CENTRE: ("rd",),
        Kind.RD_PLATFORM: ("rd",),
        Kind.PILOT_PLATFORM: ("pilot",),
        Kind.LABORATORY: ("testing",),
        Kind.TALENT_PLATFORM: ("training",),
        Kind.FINANCE_PROVIDER: ("finance",),
    }
)
"""Services that a provider without any written offer may have, by its kind. Always shown as 可能具备."""

INFERENCE_RULE = "services-of-kind"

_FROM_BEST_TO_WORST = (
    Status.OPERATING,
    Status.BUILDING,
    Status.PLANNED,
    Status.CLOSED,
    Status.NORMATIVE,
)


@dataclass(frozen=True, slots=True)
class OfferView:
    """One thing that one provider offers, with all that the gates and the parts of the score look at.

    `position` is its place in the snapshot and its text index. `status` is the weaker of the offer's
    and the provider's; None where nothing is stated, and where a provider that runs or is being built
    only plans an offer of which no status is stated. `inferred_by` names the rule of an offer that no
    source states. `guessed` says that nothing but the provider's kind suggests it: its `id` is then no
    entity.
    `services` are those named, `lines` these and all they are parts of. `subjects` maps a subject to
    how near to the offer it is stated. `relation` is the id of the OFFERS relation, "" if inferred.
    """

    position: int
    id: str
    name: str
    provider: str
    provider_name: str
    provider_kind: Kind
    provider_status: Status | None
    relation: str
    status: Status | None
    inferred_by: str | None
    guessed: bool
    services: frozenset[str]
    lines: frozenset[str]
    subjects: Mapping[str, float]
    stages: frozenset[Stage]
    complexes: frozenset[str]
    places: frozenset[str]
    evidence: tuple[Evidence, ...]
    text: str


def weaker(stated: Iterable[Status | None]) -> Status | None:
    """The least real of the statuses that are stated; None where none is."""
    known = [status for status in stated if status is not None]
    return max(known, key=_FROM_BEST_TO_WORST.index, default=None)


def read_offers(relations: Relations) -> tuple[OfferView, ...]:
    """Every offer of every provider, written ones first, in the order of their ids."""
    views: list[OfferView] = []
    for relation in sorted(_stated(relations), key=lambda one: (one.to_id, one.from_id)):
        views.append(_written(relations, relation, len(views)))
    for provider, service in _suggested(relations):
        views.append(_inferred(relations, provider, service, len(views)))
    return tuple(views)


def _stated(relations: Relations) -> list[Relation]:
    """The OFFERS relations, one for each pair of provider and offer whatever their roles."""
    pairs = {
        (relation.from_id, relation.to_id): relation
        for (name, _), group in relations.starting.items()
        if name is _T.OFFERS
        for relation in group
    }
    return list(pairs.values())


def _written(relations: Relations, relation: Relation, position: int) -> OfferView:
    entities = relations.subgraph.entities
    offer, provider = entities[relation.to_id], entities[relation.from_id]
    services = frozenset(relations.targets(offer.id, _T.OF_SERVICE))
    complexes = relations.complexes(offer.id) or relations.complexes(provider.id)
    return _view(
        relations,
        position=position,
        offer=offer,
        provider=provider,
        relation=relation.id,
        inferred_by=_rule(relation),
        status=_status(offer, provider, relation),
        services=services,
        complexes=complexes,
        evidence=_distinct((*offer.evidence, *relation.evidence)),
    )


def _rule(relation: Relation) -> str | None:
    if relation.modality is not Modality.INFERRED:
        return None
    return str(relation.properties.get("rule", "inferred"))


def _status(offer: Entity, provider: Entity, relation: Relation) -> Status | None:
    """Never better than what is stated: what a provider that runs only plans does not run yet."""
    if offer.status is None and relation.modality in {Modality.PLAN, Modality.INFERRED}:
        runs = {Status.OPERATING, Status.BUILDING}
        return None if provider.status in runs else provider.status
    return weaker((offer.status, provider.status))


def _suggested(relations: Relations) -> Iterator[tuple[Entity, Entity]]:
    """Providers without a written offer, each with a service that its kind suggests."""
    entities = relations.subgraph.entities
    for provider in sorted(entities.values(), key=lambda entity: entity.id):
        if provider.status in {Status.NORMATIVE, Status.CLOSED}:
            continue
        if (_T.OFFERS, provider.id) in relations.starting:
            continue
        for key in INFERRED_SERVICES.get(provider.kind, ()):
            service = entities.get(SERVICES[key].id)
            if service is not None:
                yield provider, service


def _inferred(relations: Relations, provider: Entity, service: Entity, position: int) -> OfferView:
    return _view(
        relations,
        position=position,
        offer=None,
        provider=provider,
        relation="",
        inferred_by=INFERENCE_RULE,
        status=None,  # nobody states the offer; `provider_status` is the provider's own
        services=frozenset({service.id}),
        complexes=relations.complexes(provider.id),
        evidence=provider.evidence,
    )


def _view(  # noqa: PLR0913 - the two kinds of offer differ in just these
    relations: Relations,
    *,
    position: int,
    offer: Entity | None,
    provider: Entity,
    relation: str,
    inferred_by: str | None,
    status: Status | None,
    services: frozenset[str],
    complexes: frozenset[str],
    evidence: tuple[Evidence, ...],
) -> OfferView:
    entities = relations.subgraph.entities
    subjects = _subjects(relations, offer, provider, complexes)
    near = [one for one, level in subjects.items() if level > SUBJECT_OF_COMPLEX]
    names = sorted(entities[one].name for one in (*services, *near))
    described = [entity for entity in (offer, provider) if entity is not None]
    places = relations.places(provider.id).union(*(relations.places(one) for one in complexes))
    service_names = "、".join(sorted(entities[one].name for one in services))
    return OfferView(
        position=position,
        id=offer.id if offer else f"{provider.id}|{INFERENCE_RULE}|{min(services)}",
        name=offer.name if offer else service_names,
        provider=provider.id,
        provider_name=provider.name,
        provider_kind=provider.kind,
        provider_status=provider.status,
        relation=relation,
        status=status,
        inferred_by=inferred_by,
        guessed=offer is None,
        services=services,
        lines=frozenset().union(*(relations.broader(one) for one in services)),
        subjects=MappingProxyType(subjects),
        stages=_stages(offer, provider),
        complexes=complexes,
        places=places,
        evidence=evidence,
        text=" ".join(
            (
                *(entity.name for entity in described),
                *(alias for entity in described for alias in entity.aliases),
                *(entity.description or "" for entity in described),
                *names,
                KINDS[provider.kind].zh,
            )
        ),
    )


def _subjects(
    relations: Relations, offer: Entity | None, provider: Entity, complexes: frozenset[str]
) -> dict[str, float]:
    """The subjects and the level of the nearest that states each of them."""
    found: dict[str, float] = {}
    for one in complexes:
        for subject in relations.targets(one, _T.SERVES):
            found[subject] = SUBJECT_OF_COMPLEX
    of_provider = (_T.RESEARCHES, _T.PRODUCES, _T.SERVES, _T.IN_INDUSTRY)
    if provider.kind is not Kind.COMPLEX:
        found |= dict.fromkeys(relations.targets(provider.id, *of_provider), SUBJECT_OF_PROVIDER)
    if offer is not None:
        found |= dict.fromkeys(relations.targets(offer.id, _T.ABOUT, _T.SERVES), SUBJECT_OF_OFFER)
    allowed = relations.of_kinds(found, SUBJECTS)
    return {subject: found[subject] for subject in sorted(allowed)}


def _stages(offer: Entity | None, provider: Entity) -> frozenset[Stage]:
    """The stages of the offer; where it names none, those of its provider."""
    for entity in (offer, provider):
        stated = entity.properties.get("stages", ()) if entity else ()
        if isinstance(stated, str):
            stated = (stated,)
        if isinstance(stated, tuple) and stated:
            return frozenset(Stage(stage) for stage in stated)
    return frozenset()


def _distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))
