"""The measures: one table that defines them, and one function for each.

A new measure is one function and one line of `MEASURES`.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from graph_api.centrality.network import CollabGraph
from graph_api.domain import BadInputError, Kind, Modality

PAGERANK_DAMPING = 0.85
PAGERANK_ERROR = 1e-9
PAGERANK_ITERATIONS = 500
SIGNIFICANT_DIGITS = 10
"""Values that agree to so many digits share a rank: floating point must not order equals."""

Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The values of one measure for every node, how they were got, and how far they may be off.

    `error_bound` bounds the absolute error of each value; 0.0 means exact up to floating point.
    """

    values: Values
    method: str
    error_bound: float = 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as people see it.

    `best` says which end gets rank 1; `source` is where the formula stands; `function` computes the
    values of a network that has a node.
    """

    name: str
    facet: str
    zh: str
    unit: str
    definition: str
    source: str
    best: Literal["high", "low"]
    function: Callable[[CollabGraph], Measured]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One value of one measure for one node.

    An undefined value is None, and then `rank` and `percentile` are None too. `rank` starts at 1 and
    equals share it (1, 2, 2, 4). `percentile` is 0 to 100: the share of the nodes with a value that
    stand behind this one, equals counted half. `modalities` says which relations were counted.
    """

    node: str
    name: str
    kind: Kind
    measure: str
    value: float | None
    rank: int | None
    percentile: float | None
    method: str
    error_bound: float
    modalities: tuple[Modality, ...]


def degree(collab: CollabGraph) -> Measured:
    """How many others a node is tied to."""
    return Measured({node: float(count) for node, count in collab.graph.degree()}, "exact")


def strength(collab: CollabGraph) -> Measured:
    """The sum of the weights of a node's ties: the shared activities in which it is not alone."""
    values = {
        node: math.fsum(data["weight"] for data in ties.values())
        for node, ties in collab.graph.adjacency()
    }
    return Measured(values, "exact")


def betweenness(collab: CollabGraph) -> Measured:
    """The share of the shortest paths between two others that lead through a node.

    Paths are counted in steps, whatever the weight of a tie, and the sum is divided by the number of
    pairs of others, so that values lie between 0 and 1; with fewer than three nodes every value is 0.
    """
    values = nx.betweenness_centrality(collab.graph, normalized=True, weight=None)
    return Measured(dict(values), "exact: Brandes 2001")


def pagerank(collab: CollabGraph) -> Measured:
    """PageRank over the weighted ties, damping 0.85, to a stated error.

    networkx stops when the last step, summed over the N nodes, is below N times its `tol`; the error
    left is then at most damping / (1 - damping) times that step. So `tol` is set to what makes the
    whole error, summed over all nodes, smaller than `PAGERANK_ERROR`. At its default `tol` the
    relative error is 2 to 55 per cent on large networks.
    """
    allowed = PAGERANK_ERROR * (1 - PAGERANK_DAMPING) / PAGERANK_DAMPING
    tolerance = allowed / collab.graph.number_of_nodes()
    values = nx.pagerank(
        collab.graph,
        alpha=PAGERANK_DAMPING,
        tol=tolerance,
        max_iter=PAGERANK_ITERATIONS,
        weight="weight",
    )
    return Measured(dict(values), f"power iteration, damping {PAGERANK_DAMPING}", PAGERANK_ERROR)


def constraint(collab: CollabGraph) -> Measured:
    """How far a node's ties lead back to the same others. Low means that it bridges.

    Undefined, and so None, for a node without ties.
    """
    values = nx.constraint(collab.graph, weight="weight")
    return Measured(
        {node: None if math.isnan(value) else float(value) for node, value in values.items()},
        "exact",
    )


def span(collab: CollabGraph) -> Measured:
    """In how many complexes a node takes part, as host or partner."""
    return Measured(
        {node: float(len(collab.complexes.get(node, ()))) for node in collab.graph}, "exact"
    )


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "degree",
            "reach",
            "合作伙伴数",
            "partners",
            "The number of others that a node is tied to.",
            "Freeman 1978, doi:10.1016/0378-8733(78)90021-7",
            "high",
            degree,
        ),
        Measure(
            "strength",
            "reach",
            "合作强度",
            "weighted shared activities",
            "The sum of the weights of a node's ties; a shared activity of k partners counts "
            "type weight x exp(-decay x age in years) / (k - 1) for each pair of them.",
            "Newman 2001, doi:10.1103/PhysRevE.64.016132",
            "high",
            strength,
        ),
        Measure(
            "betweenness",
            "brokerage",
            "中介中心性",
            "share of pairs, 0 to 1",
            "The share of the shortest paths between two others, counted in steps, that lead "
            "through a node, averaged over all pairs of others.",
            "Freeman 1977, doi:10.2307/3033543; Brandes 2001, doi:10.1080/0022250X.2001.9990249",
            "high",
            betweenness,
        ),
        Measure(
            "pagerank",
            "prestige",
            "网页排名",
            "share of visits, sums to 1",
            "How often a walk that follows ties by their weight, and starts anew anywhere with "
            "probability 0.15 at each step, stands on a node.",
            "Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X",
            "high",
            pagerank,
        ),
        Measure(
            "constraint",
            "brokerage",
            "结构洞约束",
            "0 to about 1.125",
            "The sum over a node's contacts of (p + sum of p x q through shared contacts) squared, "
            "where p is the share of a tie in all of a node's ties; low for a node that bridges, "
            "undefined for a node without ties.",
            "Burt 2004, doi:10.1086/421787",
            "low",
            constraint,
        ),
        Measure(
            "span",
            "span",
            "跨综合体数",
            "complexes",
            "The number of complexes in which a node takes part, as host or partner.",
            "counted from HOSTS and PARTNERS_IN",
            "high",
            span,
        ),
    )
}


def measure(collab: CollabGraph, names: Iterable[str] = tuple(MEASURES)) -> tuple[MeasureRow, ...]:
    """The named measures of every node: rows by measure in the order asked, then rank, name and id.

    Raises BadInputError for a measure that is not in `MEASURES`.
    """
    rows: list[MeasureRow] = []
    for name in dict.fromkeys(names):
        if name not in MEASURES:
            message = f"there is no measure {name!r}: use one of {', '.join(MEASURES)}"
            raise BadInputError(message)
        if len(collab.graph):
            rows.extend(_rows(collab, MEASURES[name]))
    return tuple(rows)


def _rows(collab: CollabGraph, asked: Measure) -> list[MeasureRow]:
    measured = asked.function(collab)
    keys = {
        node: _significant(value if asked.best == "high" else -value)
        for node, value in measured.values.items()
        if value is not None
    }
    standings = _standings(keys)
    rows = []
    for node, value in measured.values.items():
        rank, percentile = standings.get(node, (None, None))
        entity = collab.entities[node]
        rows.append(
            MeasureRow(
                node,
                entity.name,
                entity.kind,
                asked.name,
                value,
                rank,
                percentile,
                measured.method,
                measured.error_bound,
                collab.basis.modalities,
            )
        )
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.name, row.node))


def _significant(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")


def _standings(keys: Mapping[str, float]) -> dict[str, tuple[int, float]]:
    """Rank and percentile of each node by its key, highest first; equals share both."""
    total = len(keys)
    ahead = 0
    standings: dict[str, tuple[int, float]] = {}
    groups: dict[float, list[str]] = {}
    for node, key in keys.items():
        groups.setdefault(key, []).append(node)
    for key in sorted(groups, reverse=True):
        equals = groups[key]
        behind = total - ahead - len(equals)
        percentile = 100 * (behind + len(equals) / 2) / total
        standings.update((node, (ahead + 1, percentile)) for node in equals)
        ahead += len(equals)
    return standings
