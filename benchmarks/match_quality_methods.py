"""The methods that `benchmarks.match_quality` compares: ours, and the baselines of the same run."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy import sparse

from benchmarks.match_quality_sets import PROVIDERS, Question
from graph_api.domain import KINDS, Kind, RelationType, Subgraph
from graph_api.matching import MatchResult, Snapshot, Weights, match
from graph_api.matching.text import tokens
from graph_api.settings import read_settings
from graph_api.store import Graph, engine, open_graph, search, write

DEPTH = 50
"""How many providers a method lists for a need."""

SATURATION, LENGTH_WEIGHT = 1.2, 0.75
"""k1 and b of BM25 (Robertson and Zaragoza 2009, doi:10.1561/1500000019), at their usual values."""

HITS = 500
"""Entities of the full-text index that lead to providers."""

Method = Callable[[Question], list[str]]
"""The ids of at most `DEPTH` providers, best first, without those that the question knows already."""

_T = RelationType
_ABOUT = (_T.PRODUCES, _T.IN_INDUSTRY, _T.RESEARCHES, _T.SERVES, _T.OFFERS)
_OF_OFFER = (_T.OF_SERVICE, _T.ABOUT, _T.SERVES)


def answer(snapshot: Snapshot, question: Question, weights: Weights | None = None) -> MatchResult:
    """What `match` answers, with room for those that the question knows already."""
    return match(snapshot, question.need, DEPTH + len(question.known), weights=weights)


def listed(result: MatchResult, question: Question) -> list[str]:
    """The providers of an answer as a ranking."""
    return _kept((one.provider for one in result.results), question)


def ours(snapshot: Snapshot, weights: Weights | None = None) -> Method:
    """The ranking of `match` with these weights changed."""
    return lambda question: listed(answer(snapshot, question, weights), question)


def popularity(subgraph: Subgraph) -> Method:
    """The providers with the most relations first, whatever is asked; equals by id."""
    degree: Counter[str] = Counter()
    for relation in subgraph.relations:
        degree[relation.from_id] += 1
        degree[relation.to_id] += 1
    ranked = sorted(_providers(subgraph), key=lambda one: (-degree[one], one))
    return lambda question: _kept(iter(ranked), question)


def bm25(profiles: Mapping[str, str]) -> Method:
    """Plain BM25 of the words of the question over provider profiles; equals by id.

    Tokens are those of `graph_api.matching.text`: characters, pairs of characters and Latin words.
    """
    ids = sorted(profiles)
    counts = [Counter(tokens(profiles[one])) for one in ids]
    terms = {
        term: place
        for place, term in enumerate(sorted({term for count in counts for term in count}))
    }
    lengths = np.array([sum(count.values()) for count in counts], float)
    relative = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / lengths.mean()
    rows = np.repeat(np.arange(len(ids)), [len(count) for count in counts])
    columns = np.array([terms[term] for count in counts for term in count])
    times = np.array([number for count in counts for number in count.values()], float)
    appears = np.bincount(columns, minlength=len(terms))
    rarity = np.log(1 + (len(ids) - appears + 0.5) / (appears + 0.5))
    worth = rarity[columns] * times * (SATURATION + 1) / (times + SATURATION * relative[rows])
    matrix = sparse.csc_matrix((worth, (rows, columns)), shape=(len(ids), len(terms)))

    def ranked(question: Question) -> list[str]:
        asked = np.zeros(len(terms))
        for term, number in Counter(tokens(question.words)).items():
            if term in terms:
                asked[terms[term]] = number
        scores = matrix @ asked
        order = np.argsort(-scores, kind="stable")
        return _kept((ids[place] for place in order if scores[place] > 0), question)

    return ranked


@contextmanager
def full_text(subgraph: Subgraph) -> Iterator[Method]:
    """The full-text index of the embedded engine, by `graph_api.store.search`.

    The database holds what can be found: providers, offers, services and subjects. An entity that is
    found stands for itself if it provides, and then for the providers that are joined to it directly.
    """
    near = _providers_by_what_they_have(subgraph)
    texts = [one for one in subgraph.entities.values() if one.kind in PROVIDERS or one.id in near]
    with TemporaryDirectory() as folder:
        settings = read_settings(data_folder=Path(folder) / "data")
        engine.start(settings)
        try:
            with open_graph(settings) as graph:
                write(graph, "quality", texts, ())
                yield _by_index(graph, near)
        finally:
            engine.stop(settings)


def profiles(subgraph: Subgraph) -> dict[str, str]:
    """What is said of each provider: names, description, subjects, and the same of its offers."""
    texts: dict[str, list[str]] = {
        one: [*_said(subgraph, one), KINDS[subgraph.entities[one].kind].zh]
        for one in _providers(subgraph)
    }
    of_offer: defaultdict[str, list[str]] = defaultdict(list)
    for relation in subgraph.relations:
        if relation.type in _OF_OFFER:
            of_offer[relation.from_id].append(subgraph.entities[relation.to_id].name)
    for relation in subgraph.relations:
        if relation.type in _ABOUT and relation.from_id in texts:
            texts[relation.from_id] += _said(subgraph, relation.to_id)
            texts[relation.from_id] += of_offer[relation.to_id]
    return {one: " ".join(said) for one, said in texts.items()}


def _by_index(graph: Graph, near: Mapping[str, list[str]]) -> Method:
    def ranked(question: Question) -> list[str]:
        found = search(graph, question.words, limit=HITS).entities
        return _kept(
            (
                provider
                for one in found
                for provider in (
                    *((one.id,) if one.kind in PROVIDERS else ()),
                    *near.get(one.id, ()),
                )
            ),
            question,
        )

    return ranked


def _providers_by_what_they_have(subgraph: Subgraph) -> dict[str, list[str]]:
    """For an offer, a service or a subject the providers that are joined to it, in the order of ids."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for relation in subgraph.relations:
        if relation.type in _ABOUT and subgraph.entities[relation.from_id].kind in PROVIDERS:
            owners[relation.to_id].add(relation.from_id)
    for relation in subgraph.relations:
        if relation.type in _OF_OFFER and subgraph.entities[relation.from_id].kind is Kind.OFFER:
            owners[relation.to_id] |= owners[relation.from_id]
    return {one: sorted(found) for one, found in owners.items()}


def _providers(subgraph: Subgraph) -> list[str]:
    return [one.id for one in subgraph.entities.values() if one.kind in PROVIDERS]


def _said(subgraph: Subgraph, entity_id: str) -> list[str]:
    entity = subgraph.entities[entity_id]
    return [entity.name, *entity.aliases, entity.description or ""]


def _kept(ranking: Iterator[str], question: Question) -> list[str]:
    """The first `DEPTH` of a ranking, each once, without those that the question knows already."""
    kept: dict[str, None] = {}
    for one in ranking:
        if one not in question.known:
            kept[one] = None
            if len(kept) == DEPTH:
                break
    return list(kept)
