"""The collaboration network of the plan."""

import pytest

from graph_api.centrality import CollabGraph, collaboration, measure
from graph_api.domain import Modality, Subgraph
from loaders.zhenhai_plan import records
from tests.stated import stated_by


@pytest.fixture(scope="module")
def plan() -> Subgraph:
    return stated_by(records())


@pytest.fixture(scope="module")
def collab(plan: Subgraph) -> CollabGraph:
    return collaboration(plan)


@pytest.mark.parametrize("name", ["betweenness", "degree", "span"])
def test_the_institute_that_joins_two_complexes_stands_first(
    collab: CollabGraph, name: str
) -> None:
    first, second, *_ = measure(collab, [name])
    assert (first.name, first.rank) == ("中科院宁波材料所", 1)
    assert second.rank == 2
    assert first.modalities == (Modality.FACT, Modality.PLAN)


def test_it_is_in_two_complexes_and_no_other_organisation_is(collab: CollabGraph) -> None:
    spans = {row.name: row.value for row in measure(collab, ["span"])}
    assert spans.pop("中科院宁波材料所") == 2
    assert max(spans.values(), default=None) == 1


def test_hosts_are_tied_to_the_partners_of_their_complex(collab: CollabGraph) -> None:
    by_name = {entity.name: node for node, entity in collab.entities.items()}
    host = by_name["宁波中机机械零部件检测有限公司"]
    partners = {collab.entities[node].name for node in collab.graph[host]}
    assert {"金鼎紧固件", "浙江省兵工学会", "中科院宁波材料所"} <= partners
    assert "浙江省磁性材料应用技术制造业创新中心" not in partners


def test_facts_alone_make_a_smaller_network_and_say_so(plan: Subgraph, collab: CollabGraph) -> None:
    facts = collaboration(plan, modalities=[Modality.FACT])
    assert facts.graph.number_of_edges() < collab.graph.number_of_edges()
    assert set(facts.graph) == set(collab.graph)
    assert {row.modalities for row in measure(facts)} == {(Modality.FACT,)}
