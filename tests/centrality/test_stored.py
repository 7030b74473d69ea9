"""The network that is read from a database."""

from graph_api.centrality import collaboration, collaboration_of, measure
from graph_api.domain import Modality
from graph_api.store import Graph
from loaders.registry import DATASETS
from tests.stated import stated_by

PLAN = DATASETS["zhenhai-plan"]


def test_the_database_gives_the_measures_that_the_records_give(plan_graph: Graph) -> None:
    records = stated_by(PLAN.records())
    for modalities in ([Modality.FACT], [Modality.FACT, Modality.PLAN]):
        of_graph = collaboration_of(plan_graph, modalities=modalities)
        assert measure(of_graph) == measure(collaboration(records, modalities=modalities))


def test_an_empty_database_gives_no_rows(graph: Graph) -> None:
    assert measure(collaboration_of(graph)) == ()
