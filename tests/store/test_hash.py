"""The canonical hash and the fold: independent of order and engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import Entity, Evidence, Kind, Relation, Status
from graph_api.store import Graph, graph_hash, unload, whole, write
from graph_api.store.fold import fold, unfold
from graph_api.store.properties import stated_of_entity
from tests.engines.servers import Engines
from tests.store.records import relation, zone

KEYS = ("a", "b", "c", "d")
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0"), max_size=12
)
NAMES = TEXT.filter(lambda text: text.strip())
VALUES = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=3).map(tuple),
)
PROPERTIES = st.dictionaries(st.sampled_from(("area", "amount", "codes")), VALUES, max_size=3)
EVIDENCE = st.lists(
    st.builds(Evidence, st.sampled_from(("s#L1", "s#L2", "t#L1")), TEXT), min_size=1, max_size=3
).map(tuple)


@st.composite
def entities(draw: st.DrawFn, key: str) -> Entity:
    return Entity(
        id=f"test:{key}",
        kind=Kind.ZONE,
        name=draw(NAMES),
        evidence=draw(EVIDENCE),
        aliases=tuple(draw(st.lists(NAMES, max_size=2))),
        description=draw(st.none() | TEXT),
        status=draw(st.none() | st.sampled_from(Status)),
        properties=draw(PROPERTIES),
    )


@st.composite
def statements(draw: st.DrawFn) -> tuple[list[Entity], list[Relation]]:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    ends = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=3))
    links = {
        (one, other): relation(one, other, amount=draw(st.floats(-1e300, 1e300)))
        for one, other in ends
        if one != other
    }
    return [draw(entities(key)) for key in keys], list(links.values())


def reload(graph: Graph, loads: list[tuple[str, tuple[list[Entity], list[Relation]]]]) -> str:
    graph.write(lambda tx: tx.run("MATCH (n:Entity) DETACH DELETE n").consume())
    for name, (nodes, links) in loads:
        write(graph, name, reversed(nodes), reversed(links), batch=3)
    return graph_hash(graph)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_hash_is_one_on_every_engine_in_every_order(
    engines: Engines, data: st.DataObject
) -> None:
    graphs = [engines.graph(name) for name in ("arcadedb-scratch", "neo4j-scratch")]
    loads = [(name, data.draw(statements())) for name in ("one", "two", "local")]
    order = data.draw(st.permutations(loads))

    hashes = {reload(graph, some) for graph in graphs for some in (loads, order)}

    assert len(hashes) == 1
    one, other = (whole(graph) for graph in graphs)
    assert one == other


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_folding_can_be_undone_and_knows_no_order(data: st.DataObject) -> None:
    names = data.draw(
        st.lists(
            st.sampled_from(("one", "two", "three", "local")), min_size=1, max_size=4, unique=True
        )
    )
    keys = [(name, data.draw(st.sampled_from(("a", "b")))) for name in names]
    stated = {
        (name, f"test:{key}"): stated_of_entity(data.draw(entities(key))) for name, key in keys
    }
    backwards = dict(reversed(stated.items()))

    folded = fold(stated, "test:a")

    assert folded == fold(backwards, "test:a")
    assert unfold(folded) == stated, "so that a data set can be taken out again"
    assert fold(unfold(folded), "test:a") == folded
    assert folded["id"] == "test:a"
    assert folded["record_ids"] == sorted({record_id for _, record_id in stated})


def test_every_value_counts_for_the_hash_and_bookkeeping_does_not(graph: Graph) -> None:
    write(graph, "one", [zone("a", properties={"area": 1.0}), zone("b")], [relation("a", "b")])
    before = graph_hash(graph)
    graph.write(lambda tx: tx.run("MERGE (s:Source {id: 'x'})").consume())
    assert graph_hash(graph) == before

    for change in (
        [zone("a", "别名", properties={"area": 1.0}), zone("b")],
        [zone("a", properties={"area": 1.5}), zone("b")],
        [zone("a", properties={"area": 1.0}, evidence=(Evidence("test#L2"),)), zone("b")],
    ):
        write(graph, "one", change, [])
        assert graph_hash(graph) != before

    unload(graph, "one")
    assert int(graph_hash(graph), 16) == 0


@pytest.mark.parametrize("amount", [0.1 + 0.2, 1e-310, -0.0, 1e300, 5, 2**53 + 1])
def test_numbers_survive(graph: Graph, amount: float) -> None:
    write(graph, "one", [zone("a", properties={"amount": amount})], [])
    read = whole(graph).entities["test:a"].properties["amount"]
    assert (read, type(read)) == (amount, type(amount))
    assert str(read) == str(amount)
