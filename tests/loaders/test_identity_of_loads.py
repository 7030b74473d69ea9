"""Records of several data sets that are one thing: joined, found again, and put apart without a trace."""

from collections.abc import Iterator, Sequence
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Relation,
    RelationType,
    ordered,
)
from graph_api.store import Graph, entity, graph_hash, redirects, whole
from loaders.dataset import Dataset
from loaders.identity.components import Known
from loaders.pipeline import Options, load, resolve_identity, unload
from tests.engines.servers import Engines

SAID = (Evidence("test#row=1"),)
KNOWING_NOTHING = Options()


def firm(record_id: str, name: str, *aliases: str, kind: Kind = Kind.ENTERPRISE) -> Entity:
    return Entity(record_id, kind, name, SAID, aliases=aliases)


def works_with(one: str, other: str) -> Relation:
    first, second = ordered(RelationType.COLLABORATES_WITH, one, other)
    return Relation(first, RelationType.COLLABORATES_WITH, second, Modality.FACT, SAID)


def dataset(name: str, *records: Record) -> Dataset:
    return Dataset(name, name, name, (), lambda: iter(records))


LISTED = dataset(
    "listed",
    firm("stock:600001", "宁波金鼎紧固件股份有限公司", "金鼎股份"),
    firm("stock:600002", "宁波东方轴承股份有限公司"),
)
NEWS = dataset(
    "news",
    firm("news:jd", "金鼎股份"),
    firm("news:xy", "某某新材料"),
    works_with("news:jd", "news:xy"),
)
REGISTER = dataset(
    "register",
    firm("uscc:91330211144341218U", "宁波金鼎紧固件股份有限公司"),
    firm("register:xy", "某某新材料"),
)


def related(graph: Graph) -> set[str]:
    return {one.id for one in whole(graph).relations}


def test_records_of_one_name_are_one_entity_of_the_strongest_id(graph: Graph) -> None:
    for one in (NEWS, LISTED, REGISTER):
        load(graph, one)

    found = entity(graph, "news:jd")

    assert found.id == "uscc:91330211144341218U"
    assert found.record_ids == ("news:jd", "stock:600001", "uscc:91330211144341218U")
    assert (found.name, found.aliases) == ("宁波金鼎紧固件股份有限公司", ("金鼎股份",))
    assert related(graph) == {"news:xy|COLLABORATES_WITH|uscc:91330211144341218U|"}
    assert redirects(graph) == {
        "news:jd": "uscc:91330211144341218U",
        "stock:600001": "uscc:91330211144341218U",
        "register:xy": "news:xy",
    }


def test_no_order_of_loading_changes_the_graph(graph: Graph) -> None:
    hashes = set()
    for order in permutations((NEWS, LISTED, REGISTER)):
        for one in order:
            load(graph, one)
        hashes.add(graph_hash(graph))
        for one in order:
            unload(graph, one.name)
        assert not whole(graph).entities
        assert redirects(graph) == {}
    assert len(hashes) == 1


def test_a_data_set_that_joined_two_others_parts_them_when_it_goes(graph: Graph) -> None:
    load(graph, NEWS)
    alone = graph_hash(graph)
    load(graph, LISTED)
    assert entity(graph, "news:jd").id == "stock:600001"

    unload(graph, "listed")

    assert graph_hash(graph) == alone
    assert entity(graph, "news:jd").id == "news:jd"


APART: list[tuple[str, Sequence[Dataset], str, str]] = [
    (
        "two firms of one name that the register tells apart",
        [
            dataset("register", firm("register:a", "宁波永固厂"), firm("register:b", "宁波永固厂")),
            dataset("news", firm("news:a", "宁波永固厂")),
        ],
        "register:a",
        "news:a",
    ),
    (
        "one name of two kinds",
        [
            dataset("one", firm("one:a", "宁波中心", kind=Kind.INSTITUTE)),
            dataset("two", firm("two:a", "宁波中心")),
        ],
        "one:a",
        "two:a",
    ),
    (
        "persons of one name",
        [
            dataset("one", firm("one:a", "王伟", kind=Kind.PERSON)),
            dataset("two", firm("two:a", "王伟", kind=Kind.PERSON)),
        ],
        "one:a",
        "two:a",
    ),
    (
        "a firm and its branch",
        [
            dataset("one", firm("one:a", "宁波永固有限公司")),
            dataset("two", firm("two:a", "宁波永固有限公司镇海分公司")),
        ],
        "one:a",
        "two:a",
    ),
    (
        "two ids of one strong scheme",
        [
            dataset("one", firm("stock:600001", "宁波永固有限公司")),
            dataset("two", firm("stock:600002", "宁波永固有限公司")),
        ],
        "stock:600001",
        "stock:600002",
    ),
]


@pytest.mark.parametrize(
    ("datasets", "one", "other"), [case[1:] for case in APART], ids=[case[0] for case in APART]
)
def test_what_must_stay_apart(
    graph: Graph, datasets: Sequence[Dataset], one: str, other: str
) -> None:
    for each in datasets:
        load(graph, each)
    assert entity(graph, one).id == one
    assert entity(graph, other).id == other


def test_a_known_other_name_is_the_same_in_any_data_set(graph: Graph) -> None:
    load(graph, dataset("one", firm("moe:4111010003", "清华大学", kind=Kind.UNIVERSITY)))
    load(
        graph,
        dataset(
            "two",
            firm("two:a", "清华", kind=Kind.UNIVERSITY),
            firm("two:b", "清華大學", kind=Kind.UNIVERSITY),
        ),
    )
    assert {entity(graph, one).id for one in ("two:a", "two:b")} == {"moe:4111010003"}


def test_what_people_judge_goes_before_every_rule(graph: Graph) -> None:
    load(graph, LISTED), load(graph, NEWS)
    same = Options(known=Known(same=[("news:xy", "stock:600002")]))
    different = Options(known=Known(different=[("stock:600001", "news:jd")]))

    resolve_identity(graph, same)
    assert entity(graph, "news:xy").id == "stock:600002"
    assert related(graph) == {"stock:600001|COLLABORATES_WITH|stock:600002|"}

    resolve_identity(graph, different)
    assert entity(graph, "news:jd").id == "news:jd"
    assert entity(graph, "news:xy").id == "news:xy"
    assert related(graph) == {"news:jd|COLLABORATES_WITH|news:xy|"}
    load(graph, NEWS, options=different)
    assert related(graph) == {"news:jd|COLLABORATES_WITH|news:xy|"}


def test_a_merge_its_undoing_and_a_reload_leave_no_trace(graph: Graph) -> None:
    load(graph, LISTED), load(graph, NEWS)
    before = graph_hash(graph)
    closing = Options(known=Known(same=[("news:jd", "news:xy")]))

    moved = resolve_identity(graph, closing)
    merged = graph_hash(graph)
    assert (moved > 0, merged == before, related(graph)) == (True, False, set())
    report = load(graph, NEWS, options=closing)
    assert (report.reasons, graph_hash(graph)) == ({"ends-are-one": 1}, merged)

    resolve_identity(graph, KNOWING_NOTHING)
    load(graph, NEWS)

    assert graph_hash(graph) == before


def test_loading_again_moves_nothing(graph: Graph) -> None:
    for one in (NEWS, LISTED, REGISTER):
        load(graph, one)
    revision = graph.revision()

    for one in (NEWS, LISTED, REGISTER):
        report = load(graph, one)
        assert (report.created, report.updated, report.removed, report.joined) == (0, 0, 0, 0)

    assert graph.revision() == revision


NAMES = ("甲厂", "乙厂", "丙厂", "丁厂")


@st.composite
def data_sets(draw: st.DrawFn) -> list[Dataset]:
    """Three data sets of a few firms under a few names, some of them related."""

    def one(name: str, scheme: str) -> Dataset:
        keys = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
        firms = [
            firm(f"{scheme}:{key}", *draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2)))
            for key in keys
        ]
        ids = [each.id for each in firms]
        pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=3))
        links = [works_with(*pair) for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
        note(
            f"{name}: {[(each.id, each.name, each.aliases) for each in firms]} {[each.id for each in links]}"
        )
        return dataset(name, *firms, *links)

    return [one("one", "one"), one("two", "stock"), one("three", "three")]


def all_ids() -> Iterator[str]:
    return (f"{scheme}:{key}" for scheme in ("one", "stock", "three") for key in "abc")


PAIRS = st.lists(st.tuples(*[st.sampled_from(sorted(all_ids()))] * 2), max_size=3)


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_graph_is_a_function_of_the_files_and_the_judgements(
    engines: Engines, data: st.DataObject
) -> None:
    graphs = [engines.graph(name) for name in ("arcadedb-scratch", "neo4j-scratch")]
    sets = data.draw(data_sets())
    known = Known(same=data.draw(PAIRS), different=data.draw(PAIRS), close=data.draw(PAIRS))
    order = data.draw(st.permutations(sets))
    knowing, hashes = Options(known=known), set()
    for graph in graphs:
        graph.write(
            lambda tx: tx.run("MATCH (n) WHERE NOT n:Bookkeeping DETACH DELETE n").consume()
        )
        for some, first in ((sets, knowing), (order, KNOWING_NOTHING)):
            for one in some:
                load(graph, one, options=first)
            resolve_identity(graph, knowing)
            for one in some:
                load(graph, one, options=knowing)
            hashes.add(graph_hash(graph))
            assert all(entity(graph, each).id == to for each, to in redirects(graph).items())
            for one in some:
                unload(graph, one.name, knowing)
            assert int(graph_hash(graph), 16) == 0
            assert redirects(graph) == {}
    assert len(hashes) == 1
