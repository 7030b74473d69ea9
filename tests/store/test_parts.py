"""Parts of the graph: neighbours, paths, counts, the whole. The same on both engines."""

import pytest

from graph_api.domain import BadInputError, Kind, NotFoundError, RelationType, Source
from graph_api.store import (
    Graph,
    LoadRecord,
    counts,
    graph_hash,
    loads,
    neighbours,
    paths,
    save_load,
    save_sources,
    sources,
    whole,
    write,
)
from tests.store.records import relation, zone

PLAN = "zhenhai-plan:"
PAIRS = [
    ("nimte", "complex-magnetic"),
    ("zhongji-testing", "jinding-fasteners"),
    ("nimte", "tju-zhejiang-institute"),
]


def test_every_engine_holds_the_same_plan(plan_graphs: dict[str, Graph]) -> None:
    one, *others = plan_graphs.values()
    for other in others:
        assert graph_hash(one) == graph_hash(other)
        assert whole(one) == whole(other)
        assert counts(one) == counts(other)
        assert sources(one) == sources(other)
        for start, end in PAIRS:
            found = paths(one, PLAN + start, PLAN + end)
            assert found == paths(other, PLAN + start, PLAN + end)
            assert found[1], (start, end)
            assert neighbours(one, PLAN + start) == neighbours(other, PLAN + start)


def test_the_shorter_path_comes_first_and_a_hub_lowers_it(graph: Graph) -> None:
    """a-b directly is best; a-quiet-b is before a-hub-b; a-x-y-b is last."""
    others = [f"leaf{number}" for number in range(20)]
    nodes = ["a", "b", "quiet", "hub", "x", "y", *others]
    links = [("a", "b"), ("a", "quiet"), ("quiet", "b"), ("a", "hub"), ("hub", "b")]
    links += [("a", "x"), ("x", "y"), ("y", "b"), *((leaf, "hub") for leaf in others)]
    write(graph, "one", [zone(node) for node in nodes], [relation(*link) for link in links])

    subgraph, ranked = paths(graph, "test:a", "test:b", longest=3)

    ways = [tuple(node.removeprefix("test:") for node in path.nodes) for path in ranked]
    assert ways[0] == ("a", "b")
    assert ways.index(("a", "quiet", "b")) < ways.index(("a", "hub", "b"))
    assert ("a", "x", "y", "b") in ways
    assert [path.score for path in ranked] == sorted((one.score for one in ranked), reverse=True)
    assert not any("leaf" in node for node in subgraph.entities)
    assert {one.id for one in subgraph.relations} == {
        step for path in ranked for step in path.relations
    }
    assert [path.nodes for path in paths(graph, "test:a", "test:b", longest=1)[1]] == [
        ("test:a", "test:b")
    ]
    assert len(paths(graph, "test:a", "test:b", longest=3, limit=2)[1]) == 2


def test_two_relations_between_two_are_two_paths(graph: Graph) -> None:
    links = [relation("a", "b"), relation("a", "b", RelationType.LOCATED_IN)]
    write(graph, "one", [zone("a"), zone("b"), zone("alone")], links)
    assert [path.relations for path in paths(graph, "test:b", "test:a")[1]] == [
        (link.id,) for link in sorted(links, key=lambda link: link.id)
    ]
    assert paths(graph, "test:a", "test:alone")[1] == []


def test_a_path_needs_two_ends_and_a_length(graph: Graph) -> None:
    write(graph, "one", [zone("a"), zone("b")], [])
    with pytest.raises(BadInputError, match="not to itself"):
        paths(graph, "test:a", "test:a")
    with pytest.raises(BadInputError, match="1 to 6"):
        paths(graph, "test:a", "test:b", longest=7)
    with pytest.raises(NotFoundError, match="test:c"):
        paths(graph, "test:a", "test:c")


def test_neighbours_are_limited_and_counted(graph: Graph) -> None:
    links = [relation(f"z{number}", "a") for number in range(5)]
    links.append(relation("a", "b", RelationType.LOCATED_IN))
    write(graph, "one", [zone(key) for key in ("a", "b", *(f"z{n}" for n in range(5)))], links)

    subgraph, total = neighbours(graph, "test:a", limit=3)
    assert (len(subgraph.relations), total) == (3, 6)
    only, number = neighbours(graph, "test:a", types=[RelationType.LOCATED_IN])
    assert (set(only.entities), number) == ({"test:a", "test:b"}, 1)
    with pytest.raises(NotFoundError):
        neighbours(graph, "test:nobody")


def test_the_whole_can_be_one_data_set_or_some_kinds(plan_graph: Graph) -> None:
    every = whole(plan_graph)
    assert whole(plan_graph, dataset="zhenhai-plan") == every
    assert whole(plan_graph, dataset="nothing").entities == {}
    part = whole(plan_graph, kinds=[Kind.COMPLEX, Kind.INSTITUTE])
    assert {one.kind for one in part.entities.values()} == {Kind.COMPLEX, Kind.INSTITUTE}
    assert all(
        link.from_id in part.entities and link.to_id in part.entities for link in part.relations
    )
    assert sum(counts(plan_graph)["entities"].values()) == len(every.entities)
    assert sum(counts(plan_graph)["relations"].values()) == len(every.relations)


def test_sources_and_loads_are_kept(graph: Graph) -> None:
    document = Source("doc-1", "文件", publisher="区政府", published="2020-06-03")
    save_sources(graph, [document, Source("doc-0", "旧")])
    save_sources(graph, [document])
    assert sources(graph) == (Source("doc-0", "旧"), document)

    older = LoadRecord("one-1", "one", "2026-01-01T00:00:00", "2026-01-01T00:00:01", 3, 1, 1, 1, 0)
    newer = LoadRecord("one-2", "one", "2026-01-02T00:00:00", "2026-01-02T00:00:01", 3, 1, 1, 1, 0)
    save_load(graph, older)
    save_load(graph, newer)
    assert loads(graph) == (newer, older)
    assert counts(graph)["entities"] == {}
