"""Matching: need → retrieve → gate → score → explain → rank, each a pure function of a snapshot."""

from collections import Counter
from dataclasses import dataclass

from graph_api.domain import Kind, NotFoundError, Status
from graph_api.matching.explain import sentence, standing, stopped_sentence
from graph_api.matching.gates import GATES, Stopped, stopped
from graph_api.matching.need import Need, NeedView, Understood, understand
from graph_api.matching.offers import SUBJECT_OF_COMPLEX, OfferView
from graph_api.matching.paths import Path
from graph_api.matching.score import PARTS, Reason, Weights, reasons, weights_of
from graph_api.matching.snapshot import Snapshot

MOST_RETRIEVED = 500
SMALLEST_SIMILARITY = 0.2
"""A text that shares less than this with an offer did not find it."""

_ORDER_OF_STATUS: tuple[Status | None, ...] = (
    Status.OPERATING,
    Status.BUILDING,
    Status.PLANNED,
    None,
)


@dataclass(frozen=True, slots=True)
class Match:
    """A provider with the one of its offers that fits best.

    `score` is in points and is exactly the sum of the contributions of `reasons`. `status` is the
    offer's, never better than the provider's own, and None where nothing is stated; `label_zh` and
    `label_en` are what to show. An offer that no source states is `inferred` and shown as 可能具备, and
    `guessed` if only the provider's kind suggests it. `also` names the provider's other offers that
    passed the gates, best first. `path` leads from the firm, if one asked, to the provider and the
    offer.
    """

    provider: str
    provider_name: str
    provider_kind: Kind
    provider_status: Status | None
    offer: str
    offer_name: str
    services: tuple[str, ...]
    complexes: tuple[str, ...]
    status: Status | None
    inferred: bool
    guessed: bool
    label_zh: str
    label_en: str
    score: int
    reasons: tuple[Reason, ...]
    path: Path
    also: tuple[str, ...]
    sentence_zh: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The answer to a need. `total` counts the providers found, of which `results` are the first.

    `stopped` are the offers found that a gate stopped, `stopped_count` how many each gate stopped
    (gates that stopped none are there with 0). No result is an answer: these say why.
    """

    understood: Understood
    results: tuple[Match, ...]
    stopped: tuple[Stopped, ...]
    stopped_count: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """Why a provider stands where it does for a need, or why it is not there.

    `rank` (from 1) and `match` are set where it was found and passed; `stopped` are its offers that a
    gate stopped; `lower_parts` are the parts in which it scored below the last one listed.
    """

    provider: str
    provider_name: str
    understood: Understood
    listed: bool
    rank: int | None
    match: Match | None
    stopped: tuple[Stopped, ...]
    lower_parts: tuple[str, ...]
    sentence_zh: str
    sentence_en: str


@dataclass(frozen=True, slots=True)
class Description:
    """One step of matching as `GET /v1/algorithms` shows it; `weight` is in points, None for a gate."""

    step: str
    name: str
    zh: str
    en: str
    weight: int | None
    explanation: str


_Scored = tuple[OfferView, tuple[Reason, ...], int]


def match(
    snapshot: Snapshot, need: Need, limit: int = 10, *, weights: Weights | None = None
) -> MatchResult:
    """The providers that can serve the need, best first, each with the reasons for its score.

    Offers that only a provider's kind suggests come last, the others by score; ties by status, then the number of
    sources, then name. `weights` changes weights of parts, in points. Raises what `understand` and
    `weights_of` raise.
    """
    view = understand(snapshot, need)
    ranked, stops = _ranked(view, weights_of(weights))
    found = tuple(_match(view, offers) for offers in ranked[: max(limit, 0)])
    counts = Counter(stop.gate for stop in stops)
    return MatchResult(
        view.understood, found, stops, {gate.name: counts[gate.name] for gate in GATES}, len(ranked)
    )


def explain_pair(
    snapshot: Snapshot,
    need: Need,
    provider: str,
    limit: int = 10,
    *,
    weights: Weights | None = None,
) -> PairExplanation:
    """Why the provider (an id) is listed among the first `limit` for the need, or why not.

    Raises NotFoundError for an id that is not in the snapshot, and what `match` raises.
    """
    if provider not in snapshot.entities:
        raise NotFoundError(f"There is no provider {provider!r}: look its id up with search")
    view = understand(snapshot, need)
    ranked, stops = _ranked(view, weights_of(weights))
    places = [place for place, group in enumerate(ranked) if group[0][0].provider == provider]
    place = places[0] if places else None
    mine = _match(view, ranked[place]) if place is not None else None
    own_stops = tuple(stop for stop in stops if stop.provider == provider)
    lower: tuple[str, ...] = ()
    if mine is not None and place is not None and place >= limit > 0:
        last = ranked[limit - 1][0][1]
        pairs = zip(mine.reasons, last, strict=True)
        lower = tuple(own.part for own, his in pairs if own.contribution < his.contribution)
    rank = None if place is None else place + 1
    zh, en = _verdict(snapshot, provider, (mine, rank, limit), own_stops, lower)
    return PairExplanation(
        provider,
        snapshot.entities[provider].name,
        view.understood,
        rank is not None and rank <= limit,
        rank,
        mine,
        own_stops,
        lower,
        zh,
        en,
    )


def retrieve(need: NeedView) -> tuple[OfferView, ...]:
    """The offers worth a look: at most `MOST_RETRIEVED`, the nearest in text first.

    Those that share a service or a subject with the need, or enough of its text; for a firm that
    says no more, also those of its complexes. A need of only a stage, a place or a complex looks at
    every offer.
    """
    asks_for_nothing = not (
        need.query or need.understood.services or need.understood.subjects or need.understood.firm
    )
    found = []
    for offer in need.snapshot.offers:
        similarity = need.snapshot.texts.similarity(need.query, offer.position)
        if asks_for_nothing or _relevant(need, offer, similarity):
            found.append((-similarity, offer.position, offer))
    return tuple(offer for _, _, offer in sorted(found)[:MOST_RETRIEVED])


def algorithms() -> tuple[Description, ...]:
    """Every gate and every part of the score, with its weight and its public explanation."""
    gates = [
        Description("gate", gate.name, gate.zh, gate.en, None, _plain(gate.verdict.__doc__))
        for gate in GATES
    ]
    parts = [
        Description("score", name, part.zh, part.en, part.weight, _plain(part.find.__doc__))
        for name, part in PARTS.items()
    ]
    return (*gates, *parts)


def _plain(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


def _relevant(need: NeedView, offer: OfferView, similarity: float) -> bool:
    if similarity >= SMALLEST_SIMILARITY or any(one in need.services for one in offer.services):
        return True
    only_firm = not (need.query or need.understood.services)
    level = 0.0 if only_firm else SUBJECT_OF_COMPLEX
    near = {one for group in need.subjects.values() for one in group}
    if any(one in near and stated > level for one, stated in offer.subjects.items()):
        return True
    return only_firm and bool(need.firm_complexes & offer.complexes)


def _ranked(
    need: NeedView, weights: Weights
) -> tuple[list[tuple[_Scored, ...]], tuple[Stopped, ...]]:
    """The offers that passed, grouped by provider, best first; and those that a gate stopped."""
    stops: list[Stopped] = []
    groups: dict[str, list[_Scored]] = {}
    for offer in retrieve(need):
        stop = stopped(need, offer)
        if stop is not None:
            stops.append(stop)
            continue
        given = reasons(need, offer, weights)
        score = sum(reason.contribution for reason in given)
        groups.setdefault(offer.provider, []).append((offer, given, score))
    ranked = [tuple(sorted(group, key=_standing)) for group in groups.values()]
    return sorted(ranked, key=lambda group: _standing(group[0])), tuple(
        sorted(stops, key=lambda stop: (stop.provider_name, stop.offer_name, stop.offer))
    )


def _standing(scored: _Scored) -> tuple[bool, int, int, int, str, str, str]:
    offer, _, score = scored
    return (
        offer.guessed,
        -score,
        _ORDER_OF_STATUS.index(offer.status),
        -len({one.source for one in offer.evidence}),
        offer.provider_name,
        offer.name,
        offer.id,
    )


def _match(need: NeedView, group: tuple[_Scored, ...]) -> Match:
    offer, given, score = group[0]
    label_zh, label_en = standing(offer)
    zh, en = sentence(offer, given)
    return Match(
        offer.provider,
        offer.provider_name,
        offer.provider_kind,
        offer.provider_status,
        offer.id,
        offer.name,
        tuple(sorted(offer.services)),
        tuple(sorted(offer.complexes)),
        offer.status,
        offer.inferred_by is not None,
        offer.guessed,
        label_zh,
        label_en,
        score,
        given,
        _path(need, offer),
        tuple(other.name for other, _, _ in group[1:]),
        zh,
        en,
    )


def _path(need: NeedView, offer: OfferView) -> Path:
    """From the firm to the provider where there is a way, then to the offer where it is an entity."""
    way = need.paths.get(offer.provider) or Path((offer.provider,), (), 0.0)
    if not offer.relation:
        return way
    return Path((*way.nodes, offer.id), (*way.relations, offer.relation), way.closeness)


def _verdict(
    snapshot: Snapshot,
    provider: str,
    standing_of_it: tuple[Match | None, int | None, int],
    stops: tuple[Stopped, ...],
    lower: tuple[str, ...],
) -> tuple[str, str]:
    name = snapshot.entities[provider].name
    mine, rank, limit = standing_of_it
    if mine is not None and rank is not None:
        if rank <= limit:
            return mine.sentence_zh, mine.sentence_en
        parts = [PARTS[part] for part in lower]
        zh = "、".join(part.zh for part in parts)
        en = ", ".join(part.en for part in parts)
        return (
            f"{name}排在第{rank}位，未列入前{limit}位"
            + (f"：在{zh}上低于所列最后一家。" if parts else "：写明的服务项和名次在前者优先。"),
            f"{name} is number {rank} and not among the first {limit}"
            + (f": it is below the last one listed in {en}." if parts else ": others go first."),
        )
    if stops:
        return stopped_sentence(stops[0])
    if any(offer.provider == provider for offer in snapshot.offers):
        return (
            f"{name}未列入：其服务项与需求没有共同的服务、主题或文字。",
            f"{name} is not listed: its offers share no service, subject or text with the need.",
        )
    return f"{name}未列入：没有服务项。", f"{name} is not listed: it has no offer."
