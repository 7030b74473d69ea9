"""The way from a firm to those around it."""

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType, Subgraph
from graph_api.matching.paths import LONGEST_PATH, Way, links_of
from graph_api.matching.records import records_of

EVIDENCE = (Evidence("test#1"),)
edges = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    max_size=16,
)


def subgraph(pairs: set[tuple[int, int]], middle: Kind = Kind.ENTERPRISE) -> Subgraph:
    entities = {
        f"t:{number}": Entity(
            f"t:{number}", middle if number == 1 else Kind.ENTERPRISE, str(number), EVIDENCE
        )
        for number in range(8)
    }
    kind = RelationType.COLLABORATES_WITH
    return Subgraph(
        entities,
        tuple(
            Relation(f"t:{one}", kind, f"t:{other}", Modality.FACT, EVIDENCE)
            for one, other in pairs
        ),
    )


def nearest(stated: Subgraph) -> dict[str, Way]:
    """The best way from the first to each that it leads to."""
    records = records_of(stated)
    reach = links_of(records).reach(0)
    ways = ((row.id, reach.way(place)) for place, row in enumerate(records.entities))
    return {one: way for one, way in ways if way is not None}


@given(edges)
def test_the_closest_of_all_paths_is_found(pairs: set[tuple[int, int]]) -> None:
    found = nearest(subgraph(pairs))
    graph = nx.Graph((f"t:{one}", f"t:{other}") for one, other in pairs)
    graph.add_nodes_from(f"t:{number}" for number in range(8))
    for target in set(graph) - {"t:0"}:
        paths = list(nx.all_simple_paths(graph, "t:0", target, cutoff=LONGEST_PATH))
        values = [
            math.prod(1 / (1 + math.log10(graph.degree[node])) for node in path[1:-1])
            for path in paths
        ]
        assert (target in found) == bool(paths)
        if paths:
            path = found[target]
            assert path.closeness == pytest.approx(max(values), abs=1e-4)
            assert [f"t:{place}" for place in path.entities] in paths
            assert len(path.links) == len(path.entities) - 1


@pytest.mark.parametrize(
    ("middle", "joined"), [(Kind.ENTERPRISE, True), (Kind.REGION, False), (Kind.POLICY, False)]
)
def test_no_path_leads_through_what_everything_has(middle: Kind, *, joined: bool) -> None:
    found = nearest(subgraph({(0, 1), (1, 2)}, middle))
    assert ("t:2" in found) == joined


def test_one_without_relations_is_near_nobody() -> None:
    assert nearest(subgraph(set())) == {}
