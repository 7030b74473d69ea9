"""The measures: against values worked out by hand, against networkx, and the properties they keep."""

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.centrality import (
    MEASURES,
    CollabGraph,
    Measured,
    MeasureRow,
    collaboration,
    measure,
    measures,
)
from graph_api.domain import BadInputError, Entity, Evidence, Kind, Relation, RelationType, Subgraph
from graph_api.domain.status import Modality

Make = Callable[..., Subgraph]

EVIDENCE = (Evidence("test#1"),)


def tied(pairs: list[tuple[int, int]], nodes: int, name: Callable[[int], str]) -> CollabGraph:
    """A network of `nodes` organisations with the ties, under the names that `name` gives."""
    entities = {
        name(number): Entity(name(number), Kind.ENTERPRISE, f"企业{number}", EVIDENCE)
        for number in range(nodes)
    }
    relations = tuple(
        Relation(
            name(one), RelationType.COLLABORATES_WITH, name(other), Modality.FACT, EVIDENCE, role
        )
        for one, other, role in (
            (one, other, str(place)) for place, (one, other) in enumerate(pairs)
        )
    )
    return collaboration(Subgraph(entities, relations))


def plain(number: int) -> str:
    return f"t:{number:03}"


def values(collab: CollabGraph, name: str) -> dict[str, float | None]:
    return {row.node: row.value for row in measure(collab, [name])}


STAR = [(0, 1), (0, 2), (0, 3)]
PATH = [(0, 1), (1, 2)]
BY_HAND = {
    # star of three leaves and one that is alone: the hub is on all 3 of the 6 pairs of others
    "degree": (STAR, 5, [3, 1, 1, 1, 0]),
    "strength": ([*STAR, (0, 1)], 5, [4, 2, 1, 1, 0]),
    "betweenness": (STAR, 5, [0.5, 0, 0, 0, 0]),
    # path a-b-c: p = 1/2 twice for b, 1 for the ends, whose second term is p(ab) q(b..) to nobody tied
    "constraint": (PATH, 4, [1, 0.5, 1, None]),
    # path a-b-c, alone: b = r + d(a + c), a = c = r + d b / 2, with r = (1 - d)/3
    "pagerank": (
        PATH,
        3,
        [
            (0.15 / 3) * (1 + 0.85 / 2 * (1 + 2 * 0.85) / (1 - 0.85**2)),
            (0.15 / 3) * (1 + 2 * 0.85) / (1 - 0.85**2),
            (0.15 / 3) * (1 + 0.85 / 2 * (1 + 2 * 0.85) / (1 - 0.85**2)),
        ],
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_values_worked_out_by_hand(name: str) -> None:
    pairs, nodes, expected = BY_HAND[name]
    found = values(tied(pairs, nodes, plain), name)
    assert [found[plain(number)] for number in range(nodes)] == [
        None if value is None else pytest.approx(value, abs=1e-9) for value in expected
    ]


def test_span_counts_complexes_and_only_these(network: Make) -> None:
    rows = [
        ("i1", "PARTNERS_IN", "c1"),
        ("i1", "HOSTS", "c2"),
        ("o1", "HOSTS", "c1"),
        ("o1", "PARTICIPATES_IN", "j1"),
    ]
    assert values(collaboration(network(rows)), "span") == {"t:i1": 2, "t:o1": 1}


edges = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]),
    max_size=40,
)


@given(edges)
def test_measures_equal_networkx_and_pagerank_its_equations(pairs: list[tuple[int, int]]) -> None:
    collab = tied(pairs, 12, plain)
    graph = nx.Graph()
    graph.add_nodes_from(plain(number) for number in range(12))
    for one, other in pairs:
        known = graph.get_edge_data(plain(one), plain(other), {"weight": 0})["weight"]
        graph.add_edge(plain(one), plain(other), weight=known + 1)
    assert values(collab, "degree") == pytest.approx(dict(graph.degree()))
    assert values(collab, "strength") == pytest.approx(dict(graph.degree(weight="weight")))
    assert values(collab, "betweenness") == pytest.approx(nx.betweenness_centrality(graph))
    ranks = values(collab, "pagerank")
    exact = solved(graph)
    off = sum(abs(ranks[node] - exact[node]) for node in graph)  # type: ignore[operator]
    assert off <= MEASURES["pagerank"].function(collab).error_bound


def solved(graph: nx.Graph) -> dict[str, float]:
    """PageRank by solving its linear equations."""
    nodes = list(graph)
    step = nx.to_numpy_array(graph, weight="weight")
    sums = step.sum(axis=1, keepdims=True)
    step = np.where(sums > 0, step / np.where(sums > 0, sums, 1), 1 / len(nodes))
    system = np.eye(len(nodes)) - 0.85 * step.T
    return dict(
        zip(nodes, np.linalg.solve(system, np.full(len(nodes), 0.15 / len(nodes))), strict=True)
    )


def row_of(rows: tuple[MeasureRow, ...]) -> dict[tuple[str, str], MeasureRow]:
    return {(row.measure, row.name): row for row in rows}


@given(edges, st.permutations(range(12)))
def test_new_ids_change_no_value_and_no_rank(
    pairs: list[tuple[int, int]], order: list[int]
) -> None:
    one = row_of(measure(tied(pairs, 12, plain)))
    other = row_of(measure(tied(pairs, 12, lambda number: plain(order[number]))))
    for key, row in one.items():
        assert other[key].rank == row.rank, key
        assert other[key].percentile == row.percentile
        assert other[key].value == (None if row.value is None else pytest.approx(row.value))


@given(edges)
def test_ranks_are_the_order_of_the_values(pairs: list[tuple[int, int]]) -> None:
    rows = measure(tied(pairs, 12, plain))
    for name, asked in MEASURES.items():
        ranked = [row for row in rows if row.measure == name and row.rank is not None]
        for row in ranked:
            better = [other for other in ranked if (other.rank or 0) < (row.rank or 0)]
            assert row.rank == len(better) + 1
            sign = 1 if asked.best == "high" else -1
            for other in better:
                assert sign * (other.value or 0) > sign * (row.value or 0)
        shares = [row.percentile or 0 for row in ranked]
        assert all(0 < share < 100 for share in shares)
        assert sum(shares) == pytest.approx(50 * len(ranked))
        assert [row.rank for row in ranked] == sorted(row.rank or 0 for row in ranked)


def test_equals_share_a_rank_whatever_floating_point_says() -> None:
    third = 0.1 + 0.2
    assert third != 0.3
    asked = replace(
        MEASURES["strength"],
        function=lambda _: Measured({plain(0): third, plain(1): 0.3, plain(2): 1.0}, "exact"),
    )
    rows = measures._rows(tied([], 3, plain), asked)
    assert [(row.node, row.rank, row.percentile) for row in rows] == [
        (plain(2), 1, pytest.approx(100 * 2.5 / 3)),
        (plain(0), 2, pytest.approx(100 / 3)),
        (plain(1), 2, pytest.approx(100 / 3)),
    ]


@given(edges)
def test_one_that_is_alone_has_no_constraint_and_no_part_in_the_rest(
    pairs: list[tuple[int, int]],
) -> None:
    collab = tied(pairs, 13, plain)
    rows = {row.measure: row for row in measure(collab) if row.node == plain(12)}
    lowest = rows["constraint"]
    assert (lowest.value, lowest.rank, lowest.percentile) == (None, None, None)
    assert [rows[name].value for name in ("degree", "strength", "betweenness")] == [0, 0, 0]
    assert all(row.value is None or row.value == row.value for row in measure(collab))


def test_an_empty_network_has_no_rows() -> None:
    assert measure(collaboration(Subgraph({}, ()))) == ()


def test_an_unknown_measure_is_refused_with_those_that_exist() -> None:
    with pytest.raises(BadInputError, match="degree, strength"):
        measure(collaboration(Subgraph({}, ())), ["fame"])


def test_every_measure_is_described() -> None:
    assert list(MEASURES) == [
        "degree",
        "strength",
        "betweenness",
        "pagerank",
        "constraint",
        "span",
    ]
    for name, described in MEASURES.items():
        assert described.name == name
        assert all((described.zh, described.unit, described.definition, described.facet))
        assert "doi:" in described.source or name == "span"
