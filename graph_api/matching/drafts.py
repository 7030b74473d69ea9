"""What is offered, one draft after another: offers that are written, and those that can be inferred."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from graph_api.domain import (
    KINDS,
    ORGANISATIONS,
    SERVICES,
    Evidence,
    Kind,
    Modality,
    RelationType,
    Stage,
    Status,
)
from graph_api.matching.records import CODES, Link
from graph_api.matching.relations import SUBJECTS, Relations
from graph_api.matching.terms import UNSTATED, Terms, terms_of

_T = RelationType

SUBJECT_OF_OFFER = 1.0
SUBJECT_OF_PROVIDER = 0.8
SUBJECT_OF_PROJECT = 0.6
SUBJECT_OF_COMPLEX = 0.5
"""How much a shared subject counts by who states it: the offer, its provider, a project in which that
takes part, the complex around it."""

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
MAKES, SELLS, SCOPE = "makes-product", "sells-to-others", "scope-of-business"
INDUSTRY, PROJECT, PARTNER = "in-industry", "takes-part-in-project", "works-with-others"
NAMED = 3
"""Products, industries and so on that stand in the name of an inferred offer."""

LONGEST_SCOPE = 24
"""Characters of a scope of business that stand in the name of an inferred offer."""

_FROM_BEST_TO_WORST = (
    Status.OPERATING,
    Status.BUILDING,
    Status.PLANNED,
    Status.CLOSED,
    Status.NORMATIVE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing that one provider offers, before it becomes a row of columns.

    `provider` and `offer` are places of entities, `offer` None where no entity is; `link` is the
    OFFERS relation. `subjects` maps a subject to how near to the offer it is stated. `told` are more
    words by which it is found.
    """

    provider: int
    name: str
    text: str
    told: str
    status: Status | None
    offer: int | None = None
    link: Link | None = None
    rule: str = ""
    services: frozenset[int] = frozenset()
    subjects: Mapping[int, float] = field(default_factory=dict)
    stages: frozenset[Stage] = frozenset()
    complexes: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    terms: Terms = UNSTATED


def weaker(stated: Iterable[Status | None]) -> Status | None:
    """The least real of the statuses that are stated; None where none is."""
    known = [status for status in stated if status is not None]
    return max(known, key=_FROM_BEST_TO_WORST.index, default=None)


def drafts(relations: Relations) -> Iterator[Draft]:
    """Every offer of every provider, written ones first, in the order of their ids."""
    yield from (_written(relations, link) for link in _stated(relations))
    for provider in relations.records.of_kind(*INFERRED_SERVICES, *ORGANISATIONS):
        status = status_of(relations, provider)
        if status in {Status.NORMATIVE, Status.CLOSED} or relations.starts(provider, _T.OFFERS):
            continue
        suggested = tuple(_suggested(relations, provider))
        if suggested:
            yield from suggested
        elif (supply := _supply(relations, provider)) is not None:
            yield supply


def status_of(relations: Relations, place: int) -> Status | None:
    """The status that is stated of an entity."""
    stated = relations.records.entities[place].status
    return Status(stated) if stated else None


def _stated(relations: Relations) -> list[Link]:
    """The OFFERS relations, one for each pair of provider and offer whatever their roles."""
    pairs = {(link.end, link.start): link for link in relations.starting[_T.OFFERS][1]}
    return [pairs[pair] for pair in sorted(pairs)]


def _written(relations: Relations, link: Link) -> Draft:
    records = relations.records
    provider, offer = link.start, link.end
    evidence = dict.fromkeys((*records.evidence(offer), *link.evidence))
    inferred = link.modality == CODES[Modality.INFERRED]
    return _draft(
        relations,
        provider,
        records.entities[offer].name,
        offer=offer,
        link=link,
        rule=(link.rule or "inferred") if inferred else "",
        status=_status(relations, link),
        services=frozenset(relations.targets(offer, _T.OF_SERVICE)),
        evidence=tuple(evidence),
    )


def _status(relations: Relations, link: Link) -> Status | None:
    """Never better than what is stated: what a provider that runs only plans does not run yet."""
    provider, offer = (status_of(relations, place) for place in (link.start, link.end))
    if offer is None and link.modality in {CODES[Modality.PLAN], CODES[Modality.INFERRED]}:
        return None if provider in {Status.OPERATING, Status.BUILDING} else provider
    return weaker((offer, provider))


def _suggested(relations: Relations, provider: int) -> Iterator[Draft]:
    """The services that the kind of a provider suggests."""
    records = relations.records
    for key in INFERRED_SERVICES.get(records.kinds[provider], ()):
        service = records.place.get(SERVICES[key].id)
        if service is not None:
            yield _draft(
                relations,
                provider,
                records.entities[service].name,
                rule=INFERENCE_RULE,
                services=frozenset({service}),
                evidence=records.evidence(provider),
            )


def _supply(relations: Relations, provider: int) -> Draft | None:
    """That an organisation may supply what it is said to make, sell, do or work on; None for nothing."""
    records = relations.records
    row = records.entities[provider]
    for rule, types, zh in _BASES:
        if rule == SCOPE:
            name = (row.description or "").strip()[:LONGEST_SCOPE]
        else:
            name = _named(relations, dict.fromkeys(relations.targets(provider, *types)), zh)
        if name:
            return _draft(relations, provider, name, rule=rule, evidence=records.evidence(provider))
    return None


_BASES: tuple[tuple[str, tuple[RelationType, ...], str], ...] = (
    (MAKES, (_T.PRODUCES,), "{}"),
    (SCOPE, (), "{}"),
    (SELLS, (_T.SUPPLIES,), "向{}供货"),
    (INDUSTRY, (_T.IN_INDUSTRY, _T.SERVES), "{}"),
    (PROJECT, (_T.PARTICIPATES_IN,), "参与{}"),
    (PARTNER, (_T.COLLABORATES_WITH,), "与{}合作"),
)
"""From what an offer of supply is inferred, the most telling first: the rule, the relations that say
so (none for the scope of business), and how the offer is then called."""


def _named(relations: Relations, places: Iterable[int], pattern: str) -> str:
    names = [relations.records.entities[place].name for place in places]
    if not names:
        return ""
    more = "等" if len(names) > NAMED else ""
    return pattern.format("、".join(names[:NAMED]) + more)


def _draft(  # noqa: PLR0913 - written and inferred offers differ in just these
    relations: Relations,
    provider: int,
    name: str,
    *,
    offer: int | None = None,
    link: Link | None = None,
    rule: str = "",
    status: Status | None = None,
    services: frozenset[int] = frozenset(),
    evidence: tuple[Evidence, ...] = (),
) -> Draft:
    entities = relations.records.entities
    complexes = relations.complexes(provider if offer is None else offer)
    if offer is not None and not complexes:
        complexes = relations.complexes(provider)
    subjects = _subjects(relations, offer, provider, complexes)
    near = [one for one, level in subjects.items() if level > SUBJECT_OF_COMPLEX]
    described = [entities[place] for place in (offer, provider) if place is not None]
    own = relations.records.told(offer) if offer is not None else _NOTHING
    return Draft(
        provider=provider,
        name=name,
        text=" ".join(
            (
                *(row.name for row in described),
                *(alias for row in described for alias in row.aliases or ()),
                *(row.description or "" for row in described),
            )
        ),
        told=" ".join(
            (
                *(entities[one].name for one in sorted((*services, *near))),
                KINDS[relations.records.kinds[provider]].zh,
            )
        ),
        status=status,
        offer=offer,
        link=link,
        rule=rule,
        services=services,
        subjects=subjects,
        stages=_stages(row.stages for row in described),
        complexes=complexes,
        places=relations.places(provider).union(*(relations.places(one) for one in complexes)),
        evidence=evidence,
        terms=terms_of(own, [row.accreditations for row in described]),
    )


_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _subjects(
    relations: Relations, offer: int | None, provider: int, complexes: frozenset[int]
) -> dict[int, float]:
    """The subjects and the level of the nearest that states each of them."""
    found: dict[int, float] = {}
    for one in complexes:
        found |= dict.fromkeys(relations.targets(one, _T.SERVES), SUBJECT_OF_COMPLEX)
    for project in relations.targets(provider, _T.PARTICIPATES_IN):
        found |= dict.fromkeys(relations.targets(project, _T.ABOUT), SUBJECT_OF_PROJECT)
    of_provider = (_T.RESEARCHES, _T.PRODUCES, _T.SERVES, _T.IN_INDUSTRY)
    if relations.records.kinds[provider] is not Kind.COMPLEX:
        found |= dict.fromkeys(relations.targets(provider, *of_provider), SUBJECT_OF_PROVIDER)
    if offer is not None:
        found |= dict.fromkeys(relations.targets(offer, _T.ABOUT, _T.SERVES), SUBJECT_OF_OFFER)
    kinds = relations.records.kinds
    return {one: found[one] for one in sorted(found) if kinds[one] in SUBJECTS}


def _stages(stated: Iterable[list[str] | str | None]) -> frozenset[Stage]:
    """The stages of the offer; where it names none, those of its provider."""
    for stages in stated:
        if stages:
            return frozenset(
                Stage(one) for one in ([stages] if isinstance(stages, str) else stages)
            )
    return frozenset()
