"""The network: who is tied to whom, and how strongly."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from graph_api.centrality import collaboration
from graph_api.domain import (
    BadInputError,
    Chain,
    Kind,
    Modality,
    NotFoundError,
    RelationType,
    Status,
    Subgraph,
)

Make = Callable[..., Subgraph]
Ties = dict[tuple[str, str], float]


def ties(subgraph: Subgraph, **parameters: object) -> Ties:
    graph = collaboration(subgraph, **parameters).graph  # type: ignore[arg-type]
    return {
        tuple(sorted((one[2:], other[2:]))): data["weight"]  # type: ignore[misc]
        for one, other, data in graph.edges(data=True)
    }


CASES = {
    "two in a project": ([("o1", "PARTICIPATES_IN", "j1"), ("o2", "PARTICIPATES_IN", "j1")], 1.0),
    "a host and a partner": ([("o1", "HOSTS", "c1"), ("o2", "PARTNERS_IN", "c1")], 1.0),
    "a patent of two": ([("o1", "HOLDS", "h1"), ("o2", "HOLDS", "h1")], 1.0),
    "a collaboration": ([("o1", "COLLABORATES_WITH", "o2")], 1.0),
    "a person with two posts": ([("p1", "WORKS_AT", "o1"), ("p1", "WORKS_AT", "o2")], 0.5),
    "two shared activities": (
        [
            ("o1", "COLLABORATES_WITH", "o2"),
            ("o1", "HOLDS", "h1"),
            ("o2", "HOLDS", "h1"),
        ],
        2.0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_tie_of_two(network: Make, name: str) -> None:
    rows, weight = CASES[name]
    assert ties(network(rows)) == {("o1", "o2"): weight}


def test_an_activity_of_k_counts_one_over_k_less_one(network: Make) -> None:
    rows = [(f"o{number}", "PARTICIPATES_IN", "j1") for number in range(1, 5)]
    found = ties(network(rows))
    assert len(found) == 6
    assert list(found.values()) == pytest.approx([1 / 3] * 6)


def test_nobody_is_tied_by_an_activity_of_one_or_to_himself(network: Make) -> None:
    rows = [("o1", "PARTNERS_IN", "c1"), ("o1", "HOSTS", "c1"), ("o2", "COLLABORATES_WITH", "o2")]
    collab = collaboration(network(rows))
    assert collab.graph.number_of_edges() == 0
    assert set(collab.graph) == {"t:o1", "t:o2"}
    assert collab.basis.activities == 0


def test_a_common_partner_of_another_kind_is_no_activity(network: Make) -> None:
    rows = [("i1", "COLLABORATES_WITH", "o1"), ("i2", "COLLABORATES_WITH", "o1")]
    assert ties(network(rows), kinds={Kind.INSTITUTE}) == {}


def test_an_employment_ties_the_person_where_people_are_nodes(network: Make) -> None:
    rows = [("p1", "WORKS_AT", "o1"), ("p1", "WORKS_AT", "o2")]
    kinds = {Kind.PERSON, Kind.ENTERPRISE}
    assert ties(network(rows), kinds=kinds) == {("o1", "p1"): 0.5, ("o2", "p1"): 0.5}


def test_places_and_other_relations_tie_nobody(network: Make) -> None:
    rows = [("o1", "LOCATED_IN", "r1"), ("o2", "LOCATED_IN", "r1"), ("o1", "SUPPLIES", "o2")]
    assert ties(network(rows)) == {}


def test_a_tie_fades_with_its_age(network: Make) -> None:
    rows = [
        ("o1", "PARTICIPATES_IN", "j1", "2016-06-03"),
        ("o2", "PARTICIPATES_IN", "j1", "2016-06-03"),
        ("o1", "COLLABORATES_WITH", "o3"),
        ("o1", "COLLABORATES_WITH", "o4", "2030-01-01"),
    ]
    collab = collaboration(network(rows), decay=0.5, at=date(2020, 6, 3))
    weight = {other: data["weight"] for other, data in collab.graph["t:o1"].items()}
    assert weight["t:o2"] == pytest.approx(math.exp(-0.5 * 1461 / 365.25))
    assert weight["t:o3"] == weight["t:o4"] == 1.0
    assert (collab.basis.activities, collab.basis.undated) == (3, 1)


def test_a_period_keeps_its_activities_and_the_undated(network: Make) -> None:
    rows = [
        ("o1", "COLLABORATES_WITH", "o2", "2016-06-03"),
        ("o1", "COLLABORATES_WITH", "o3", "2019-06-03"),
        ("o1", "COLLABORATES_WITH", "o4", "2021-06-03"),
        ("o1", "COLLABORATES_WITH", "o5"),
    ]
    found = ties(network(rows), since=date(2019, 6, 3), until=date(2020, 1, 1))
    assert set(found) == {("o1", "o3"), ("o1", "o5")}


def test_only_the_modalities_asked_for_are_counted_and_stated(network: Make) -> None:
    whole = network([("o1", "COLLABORATES_WITH", "o2"), ("o1", "COLLABORATES_WITH", "o3")])
    first, second = whole.relations
    mixed = Subgraph(
        whole.entities,
        (replace(first, modality=Modality.PLAN), replace(second, modality=Modality.INFERRED)),
    )
    assert set(ties(mixed)) == {("o1", "o2")}
    assert ties(mixed, modalities=[Modality.FACT]) == {}
    collab = collaboration(mixed, modalities=[Modality.INFERRED, Modality.FACT])
    assert collab.basis.modalities == (Modality.FACT, Modality.INFERRED)


def test_a_class_of_organisations_is_no_node(network: Make) -> None:
    whole = network([("o1", "HOLDS", "h1"), ("o2", "HOLDS", "h1"), ("g1", "HOLDS", "h1")])
    towns = replace(whole.entities["t:g1"], status=Status.NORMATIVE)
    collab = collaboration(Subgraph(whole.entities | {towns.id: towns}, whole.relations))
    assert set(collab.graph) == {"t:o1", "t:o2"}
    assert collab.graph["t:o1"]["t:o2"]["weight"] == 1.0


def test_leaving_a_member_out_brings_the_others_no_closer(network: Make) -> None:
    rows = [("o1", "HOLDS", "h1"), ("o2", "HOLDS", "h1"), ("g1", "HOLDS", "h1")]
    assert ties(network(rows), chains=[Chain.INDUSTRY]) == {("o1", "o2"): 0.5}
    assert ties(network(rows), kinds={Kind.ENTERPRISE}) == {("o1", "o2"): 1.0}


def test_a_region_holds_what_lies_in_its_parts(network: Make) -> None:
    rows = [
        ("r2", "PART_OF", "r1"),
        ("o1", "LOCATED_IN", "r2"),
        ("o2", "LOCATED_IN", "r1"),
        ("o1", "COLLABORATES_WITH", "o2"),
        ("o1", "COLLABORATES_WITH", "o3"),
    ]
    assert set(ties(network(rows), region="t:r1")) == {("o1", "o2")}
    assert set(collaboration(network(rows), region="t:r2").graph) == {"t:o1"}


def test_the_network_does_not_change(network: Make) -> None:
    collab = collaboration(network([("o1", "COLLABORATES_WITH", "o2")]))
    with pytest.raises(Exception, match="Frozen graph"):
        collab.graph.add_edge("t:o1", "t:o3")


REFUSED = {
    "a kind that is no organisation": ({"kinds": [Kind.PRODUCT]}, "organisations and people"),
    "no kind": ({"kinds": []}, "organisations and people"),
    "no modality": ({"modalities": []}, "No modality"),
    "a type that ties nobody": ({"type_weights": {RelationType.SUPPLIES: 1}}, "SUPPLIES"),
    "a weight of nothing": ({"type_weights": {RelationType.HOSTS: 0}}, "above 0"),
    "a weight that is no number": ({"type_weights": {RelationType.HOSTS: math.nan}}, "above 0"),
    "growth": ({"decay": -1}, "decay"),
    "no number": ({"decay": math.nan}, "decay"),
    "fading from no day": ({"decay": 0.1}, "`at`"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_parameters_out_of_range_are_refused(network: Make, name: str) -> None:
    parameters, message = REFUSED[name]
    with pytest.raises(BadInputError, match=message):
        collaboration(network([("o1", "HOSTS", "c1")]), **parameters)  # type: ignore[arg-type]


def test_an_unknown_region_is_not_found(network: Make) -> None:
    with pytest.raises(NotFoundError, match="no region"):
        collaboration(network([]), region="t:r9")
