"""Matching: need → retrieve → gate → score → explain → rank, each a pure function of a snapshot."""

from dataclasses import dataclass

from graph_api.domain import Kind, NotFoundError, Status
from graph_api.matching.explain import pair_sentence, sentence, standing
from graph_api.matching.gates import GATES, Stopped, unstated
from graph_api.matching.need import Need, Understood, understand
from graph_api.matching.offers import OfferView
from graph_api.matching.paths import Path, Way
from graph_api.matching.ranking import Ranking, group_of, place_of, rank
from graph_api.matching.score import PARTS, Reason, Weights, weights_of
from graph_api.matching.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Match:
    """A provider with the one of its offers that fits best.

    `score` is in points and is exactly the sum of the contributions of `reasons`; `value` is the share
    it has of the most that is possible, 0 to 1. `status` is the offer's, never better than the
    provider's own, and None where nothing is stated; `label_zh` and `label_en` are what to show. An
    offer that no source states is `inferred` and shown as 可能具备, and `guessed` if nobody wrote it and
    only what its provider is or does suggests it. `also` names the provider's other offers that passed
    the gates, best first. `path` leads from the firm, if one asked, to the provider and the offer.
    `unstated` says in both languages what the need asks for and the offer does not state.
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
    rule: str | None
    label_zh: str
    label_en: str
    score: int
    value: float
    reasons: tuple[Reason, ...]
    path: Path
    also: tuple[str, ...]
    sentence_zh: str
    sentence_en: str
    unstated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The answer to a need. `total` counts the providers found, of which `results` are the first.

    `stopped` are the offers found that a gate stopped, the nearest of them where they are many;
    `stopped_count` how many each gate stopped (gates that stopped none are there with 0). No result is
    an answer: these say why.
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
    gate stopped; `lower_parts` are the parts in which it scored below the last one listed, which is
    `last`.
    """

    provider: str
    provider_name: str
    understood: Understood
    listed: bool
    rank: int | None
    match: Match | None
    last: Match | None
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


def match(
    snapshot: Snapshot, need: Need, limit: int = 10, *, weights: Weights | None = None
) -> MatchResult:
    """The providers that can serve the need, best first, each with the reasons for its score.

    Offers that nobody wrote come last, the others by score; ties by status, then the number of
    sources, then name. `weights` changes weights of parts, in points. Raises what `understand` and
    `weights_of` raise.
    """
    view = understand(snapshot, need)
    ranking = rank(view, weights_of(weights))
    return MatchResult(
        view.understood,
        tuple(_match(ranking, group) for group in ranking.groups[: max(limit, 0)]),
        ranking.stops(),
        ranking.stopped_count,
        ranking.total,
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
    wanted = snapshot.entities.place(provider)
    if wanted < 0:
        raise NotFoundError(f"There is no provider {provider!r}: look its id up with search")
    view = understand(snapshot, need)
    ranking = rank(view, weights_of(weights))
    place = place_of(ranking, wanted)
    mine = None
    if place is not None:
        own = group_of(ranking, wanted)
        mine = _match(own, own.groups[0])
    last = None
    if place is not None and place >= limit > 0:
        last = _match(ranking, ranking.groups[min(limit, len(ranking.groups)) - 1])
    lower = _lower(mine, last)
    thing = snapshot.entities.at(wanted)
    stops = ranking.stops_of(wanted)
    listed = place is not None and place < limit
    offers = bool(len(snapshot.offers.by_provider[wanted]))
    zh, en = pair_sentence(thing.name, mine, place, limit, lower, stops, offers=offers)
    return PairExplanation(
        thing.id,
        thing.name,
        view.understood,
        listed,
        None if place is None else place + 1,
        mine,
        last,
        stops,
        lower,
        zh,
        en,
    )


def algorithms() -> tuple[Description, ...]:
    """Every gate and every part of the score, with its weight and its public explanation."""
    gates = [
        Description("gate", gate.name, gate.zh, gate.en, None, _plain(gate.passing.__doc__))
        for gate in GATES
    ]
    parts = [
        Description("score", name, part.zh, part.en, part.weight, _plain(part.values.__doc__))
        for name, part in PARTS.items()
    ]
    return (*gates, *parts)


def _plain(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


def _lower(mine: Match | None, last: Match | None) -> tuple[str, ...]:
    """The parts in which the one scored below the other."""
    if mine is None or last is None:
        return ()
    pairs = zip(mine.reasons, last.reasons, strict=True)
    return tuple(own.part for own, his in pairs if own.contribution < his.contribution)


def _match(ranking: Ranking, group: tuple[int, ...]) -> Match:
    offer = ranking.offer(group[0])
    given = ranking.reasons(group[0])
    score = ranking.score(group[0])
    label_zh, label_en = standing(offer)
    missing = unstated(ranking.found.need, offer)
    zh, en = sentence(offer, given, missing)
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
        offer.inferred_by,
        label_zh,
        label_en,
        score,
        _share(score, ranking.weights),
        given,
        _path(ranking, offer),
        tuple(ranking.offer(column).name for column in group[1:]),
        zh,
        en,
        missing,
    )


def _share(score: int, weights: Weights) -> float:
    """The score as a share of the most that is possible with these weights, 0 to 1."""
    most = sum(weights.values())
    return round(max(score, 0) / most, 4) if most else 0.0


def _path(ranking: Ranking, offer: OfferView) -> Path:
    """From the firm to the provider where there is a way, then to the offer where it is an entity."""
    need = ranking.found.need
    way = need.reach.way(offer.provider_place) if need.reach is not None else None
    way = way or Way((offer.provider_place,), (), 0.0)
    if offer.link >= 0:
        entity = int(offer.offers.entity[offer.position])
        way = Way((*way.entities, entity), (*way.links, offer.link), way.closeness)
    return need.snapshot.path(way)
