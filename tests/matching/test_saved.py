"""Needs that are saved in the graph."""

from datetime import date

import pytest

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    NotFoundError,
    Relation,
    RelationType,
    Stage,
)
from graph_api.matching import Need
from graph_api.matching.saved import saved_need
from graph_api.store import Graph, write

EVIDENCE = (Evidence("test#L1"),)
T = RelationType
TODAY = date(2026, 3, 1)
ENTITIES = (
    Entity("t:firm", Kind.ENTERPRISE, "银河螺丝厂", EVIDENCE),
    Entity("t:salt", Kind.SERVICE, "盐雾检测", EVIDENCE),
    Entity("t:map", Kind.SERVICE, "专利检索", EVIDENCE),
    Entity("t:bolt", Kind.PRODUCT, "高强螺栓", EVIDENCE),
    Entity(
        "t:need",
        Kind.NEED,
        "螺栓盐雾",
        EVIDENCE,
        description="每月两批",
        until="2026-05-01",
        properties={
            "amount": 5000.0,
            "currency": "CNY",
            "stages": ("pilot",),
            "accreditations": ("CNAS",),
        },
    ),
    Entity("t:two", Kind.NEED, "两样", EVIDENCE, properties={"amount": 5.0, "currency": "EUR"}),
)
RELATIONS = tuple(
    Relation(start, name, end, Modality.FACT, EVIDENCE)
    for start, name, end in (
        ("t:firm", T.NEEDS, "t:need"),
        ("t:need", T.OF_SERVICE, "t:salt"),
        ("t:need", T.ABOUT, "t:bolt"),
        ("t:two", T.OF_SERVICE, "t:salt"),
        ("t:two", T.OF_SERVICE, "t:map"),
    )
)


def test_a_saved_need_is_asked_as_it_stands(graph: Graph) -> None:
    write(graph, "test", ENTITIES, RELATIONS)
    assert saved_need(graph, "t:need", TODAY) == Need(
        "螺栓盐雾 每月两批",
        service="t:salt",
        subjects=("t:bolt",),
        stage=Stage.PILOT,
        firm="t:firm",
        budget=5000.0,
        deadline="2026-05-01",
        accreditations=("CNAS",),
        as_of=TODAY,
        id="t:need",
    )
    two = saved_need(graph, "两样", TODAY)
    assert (two.service, two.text, two.budget) == (None, "两样 专利检索 盐雾检测", None)
    with pytest.raises(NotFoundError):
        saved_need(graph, "t:firm", TODAY)
