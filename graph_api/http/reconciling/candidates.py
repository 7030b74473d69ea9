"""The candidates of each query of a batch: exact names, ids and aliases first, then likeness."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from graph_api.domain import KINDS, STATUSES, Kind
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.http.models_reconcile import (
    MOST_CANDIDATES,
    CandidateShape,
    CandidatesShape,
    FeatureShape,
    NamedIn,
    PropertyIn,
    QueryIn,
    Sent,
    TypeShape,
)
from graph_api.http.reconciling.facts import Fact, Facts, ReadFacts
from graph_api.http.reconciling.names import LONGEST, Alike, Known, Names
from graph_api.http.reconciling.vocabulary import TYPES, Property, kinds_of, property_named
from loaders.identity.compare import Band
from loaders.identity.forms import identity_form

USUAL_LIMIT = 5
CERTAIN = 100.0
SHARED_NAME = 95.0
"""The score of an exact name that several entities bear: nothing says which of them is meant."""

NEAREST = 90.0
"""The score of a name that is wholly alike and not the same; less by how far it is alike."""

OTHER_TYPE = 0.8
"""What is left of the score of an entity of another type than was asked for."""

CONTRADICTED = 0.2
"""What of the score is lost where every property that was asked for is stated otherwise."""

NAMING = frozenset({"id", "name", "name_en", "aliases"})
"""Properties by which an entity is looked up where the query has no name."""

Features = tuple[tuple[str, bool | float], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant: points of 100 for its name, whether that is exact, what speaks for it.

    Of the properties that were asked for, `agreeing` are stated so and `contradicting` only otherwise;
    of the rest nothing is known.
    """

    known: Known
    points: float
    exact: bool
    features: Features
    of_type: bool = True
    agreeing: int = 0
    contradicting: int = 0
    asked: int = 0

    @property
    def score(self) -> float:
        """0 to 100."""
        lost = CONTRADICTED * self.contradicting / self.asked if self.asked else 0.0
        return self.points * (1 if self.of_type else OTHER_TYPE) * (1 - lost)


def answers(
    read: ReadFacts, names: Names, queries: Mapping[str, QueryIn], language: str
) -> dict[str, CandidatesShape]:
    """The candidates of each query, each independent of the others.

    Names are looked up in memory. Where queries have properties, what their candidates have is read
    for all of them at one time.
    """
    found = {key: _candidates(read, names, query) for key, query in queries.items()}
    facts = _facts(read, queries, found)
    return {
        key: CandidatesShape(
            result=[
                _shape(one, language, match=one is certain)
                for ranked, certain in (_ranked(queries[key], found[key], facts, names),)
                for one in ranked
            ]
        )
        for key in queries
    }


def limit_of(query: QueryIn) -> int:
    """How many candidates a query is answered with."""
    return USUAL_LIMIT if query.limit is None else int(min(query.limit, MOST_CANDIDATES))


def _candidates(read: ReadFacts, names: Names, query: QueryIn) -> list[Candidate]:
    """Those of the types first, each once; more than are asked for where properties may decide."""
    kinds = _asked_kinds(query)
    text = _text(query)
    if not text:
        return _by_properties(read, names, query, kinds)
    limit = limit_of(query) * (2 if query.properties else 1)
    found = _named(names, text, kinds, limit)
    if query.type_strict == "should" and len(found) < limit and len(kinds) < len(KINDS):
        others = _named(names, text, frozenset(KINDS) - kinds, limit - len(found))
        found += [replace(one, of_type=False, exact=False) for one in others]
    return found


def _asked_kinds(query: QueryIn) -> frozenset[Kind]:
    """The kinds of the types of a query, all kinds where it names no type."""
    joined = frozenset.intersection if query.type_strict == "all" else frozenset.union
    return kinds_of(query.types, joined)


def _text(query: QueryIn) -> str:
    """The name to look for: the query's, else that of a property."""
    named = (one for one in query.properties if one.pid in NAMING)
    values = (value for one in named for value in one.values if isinstance(value, str))
    texts = (one.strip()[:LONGEST] for one in (query.query, *values))
    return next(filter(None, texts), "")


def _named(names: Names, text: str, kinds: frozenset[Kind], limit: int) -> list[Candidate]:
    if not kinds:
        return []
    by_id = names.by_id(text)
    if by_id is not None and by_id.kind in kinds:
        return [Candidate(by_id, CERTAIN, exact=True, features=(("id", True),))]
    same = names.exact(text, kinds)
    points = CERTAIN if len(same) == 1 else SHARED_NAME
    found = [Candidate(one, points, exact=True, features=(("exact_name", True),)) for one in same]
    if len(found) < limit:
        known = {one.id for one in same}
        alike = names.alike(text, kinds, limit)
        found += [_near(one) for one in alike if one.known.id not in known]
    return found[: max(limit, len(same))]


def _near(alike: Alike) -> Candidate:
    likeness = min(1.0, max(0.0, alike.scored.score))
    features: Features = (
        ("exact_name", False),
        ("name_likeness", round(likeness, 4)),
        ("one_by_rule", alike.band is Band.MERGE),
        ("worth_a_look", alike.band is not Band.APART),
    )
    return Candidate(alike.known, NEAREST * likeness, exact=False, features=features)


def _by_properties(
    read: ReadFacts, names: Names, query: QueryIn, kinds: frozenset[Kind]
) -> list[Candidate]:
    """Entities that have a value asked for over a relation: neighbours of what it names."""
    found: dict[str, Known] = {}
    for one in query.properties:
        asked = property_named(one.pid)
        if asked is None or asked.relation is None:
            continue
        ends = {end.id for value in one.values for end in _ends(names, value)}
        facts = read(ends, [asked])
        for (_, _, outgoing), others in facts.related.items():
            if asked.outgoing is None or outgoing is not asked.outgoing:
                candidates = (names.by_id(other.other) for other in others)
                found |= {known.id: known for known in candidates if known and known.kind in kinds}
    return [
        Candidate(one, NEAREST, exact=False, features=(("exact_name", False),))
        for one in found.values()
    ]


def _ends(names: Names, value: Sent) -> list[Known]:
    """The entities that a value may mean."""
    text = value.id if isinstance(value, NamedIn) else str(value)[:LONGEST]
    by_id = names.by_id(text)
    return [by_id] if by_id else names.exact(text, frozenset(KINDS))


def _facts(
    read: ReadFacts, queries: Mapping[str, QueryIn], found: Mapping[str, Collection[Candidate]]
) -> Facts:
    asking = [key for key, query in queries.items() if query.properties]
    ids = {one.known.id for key in asking for one in found[key]}
    pids = {one.pid for key in asking for one in queries[key].properties}
    asked = [one for one in map(property_named, sorted(pids)) if one is not None]
    return read(ids, asked) if ids else Facts()


def _ranked(
    query: QueryIn, found: Collection[Candidate], facts: Facts, names: Names
) -> tuple[list[Candidate], Candidate | None]:
    """The candidates, best first, and the one that is certainly meant, if one is.

    That is the only one of an exact name, id or alias, where no property contradicts it; of several
    namesakes the only one that all properties agree with.
    """
    asked = [_asked(one, names) for one in query.properties]
    judged = [_judged(one, asked, facts, names) for one in found]
    exact = [one for one in judged if one.exact]
    agreeing = [one for one in exact if one.asked and one.agreeing == one.asked]
    sure = [one for one in exact if not one.contradicting] if len(exact) == 1 else agreeing
    certain = sure[0] if len(sure) == 1 else None
    ranked = [
        replace(one, points=CERTAIN)
        if one is certain
        else replace(one, points=min(one.points, SHARED_NAME))
        for one in judged
    ]
    if certain is not None:
        certain = ranked[judged.index(certain)]
    ranked.sort(
        key=lambda one: (
            one is not certain,
            -one.score,
            -one.agreeing,
            one.known.name,
            one.known.id,
        )
    )
    return ranked[: limit_of(query)], certain


@dataclass(frozen=True, slots=True)
class Asked:
    """A property that was asked for, the values it should have one of, the ids that these may mean."""

    property: Property | None
    values: tuple[Sent, ...]
    ids: frozenset[str]


def _asked(sent: PropertyIn, names: Names) -> Asked:
    known = property_named(sent.pid)
    is_relation = known is not None and known.relation is not None
    ends = [end.id for value in sent.values for end in _ends(names, value)] if is_relation else []
    return Asked(known, tuple(sent.values), frozenset(ends))


def _judged(candidate: Candidate, asked: list[Asked], facts: Facts, names: Names) -> Candidate:
    verdicts = [_agrees(one, candidate, facts, names) for one in asked]
    if not verdicts:
        return candidate
    agreeing = sum(one is True for one in verdicts)
    features = (*candidate.features, ("properties_agreeing", agreeing / len(verdicts)))
    return replace(
        candidate,
        features=features,
        agreeing=agreeing,
        contradicting=sum(one is False for one in verdicts),
        asked=len(verdicts),
    )


def _agrees(asked: Asked, candidate: Candidate, facts: Facts, names: Names) -> bool | None:
    """Whether the candidate has one of the values; None where nothing is stated of it."""
    if asked.property is None or not asked.values:
        return None
    held = facts.of(candidate.known.id, asked.property)
    if asked.property.id == "kind":
        kind = candidate.known.kind
        held = [*held, Fact(str(kind)), Fact(KINDS[kind].en)]
    if not held:
        return None
    return any(
        fact.id in asked.ids or any(_same(value, fact, names) for value in asked.values)
        for fact in held
    )


def _same(value: Sent, fact: Fact, names: Names) -> bool:
    if isinstance(value, NamedIn):
        known = names.by_id(value.id)
        return fact.id == (known.id if known else value.id) or fact.value == value.id
    if isinstance(value, bool) or isinstance(fact.value, bool):
        return str(value).casefold() == str(fact.value).casefold()
    if isinstance(value, int | float) and isinstance(fact.value, int | float):
        return value == fact.value
    text = str(value)
    return text == fact.id or identity_form(text) == identity_form(str(fact.value)) != ""


def _shape(candidate: Candidate, language: str, *, match: bool) -> CandidateShape:
    known = candidate.known
    features = (*candidate.features, ("of_type", candidate.of_type))
    return CandidateShape(
        id=known.id,
        name=known.name,
        description=standing_of(known, language),
        type=types_of(known.kind, language),
        score=round(candidate.score, 2),
        match=match,
        features=[FeatureShape(id=name, value=value) for name, value in features],
    )


def standing_of(known: Known, language: str) -> str:
    """The kind and the status of an entity in words; one that is not stated is said to be so."""
    kind = KINDS[known.kind]
    term = STATUSES[known.status] if known.status else UNKNOWN_STATUS
    if language == "zh":
        return f"{kind.zh} · 状态：{term.zh}"
    return f"{kind.en} · status: {term.en.partition(':')[0]}"


def types_of(kind: Kind, language: str) -> list[TypeShape]:
    """The types of an entity of this kind: the kind, then the group that it is in."""
    own = TYPES[str(kind)]
    both = (own, TYPES[own.broader]) if own.broader else (own,)
    return [TypeShape(id=one.id, name=one.zh if language == "zh" else one.en) for one in both]


def title_of(asked: Property, language: str) -> str:
    """The name of a property in a language."""
    return asked.zh if language == "zh" else asked.en
