"""Writing: idempotent, whole batches, several data sets on one entity, sweep and unload."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from graph_api.domain import (
    BadInputError,
    Entity,
    Evidence,
    Kind,
    NotFoundError,
    Relation,
    RelationType,
    Status,
)
from graph_api.store import (
    Graph,
    WriteCounts,
    counts,
    entity,
    graph_hash,
    sweep,
    unload,
    whole,
    write,
)
from tests.store.records import relation, zone

NOTHING = WriteCounts()


def everything(graph: Graph) -> tuple[dict[str, Entity], dict[str, Relation]]:
    subgraph = whole(graph)
    return subgraph.entities, {one.id: one for one in subgraph.relations}


def test_what_was_written_is_read_back(graph: Graph) -> None:
    written = zone(
        "a",
        name_en="Zone",
        aliases=("甲", "乙"),
        description="说明",
        status=Status.PLANNED,
        since="2020-06-03",
        evidence=(Evidence("test#L1", "一"), Evidence("test#L2", "")),
        properties={"area": 1.5, "firms": 20, "open": True, "codes": ("a", "b")},
    )
    link = relation("a", "b", role="东区", amount=3)
    write(graph, "one", [written, zone("b")], [replace(link, weight=1.0)])

    entities, relations = everything(graph)

    assert entities["test:a"] == replace(written, record_ids=("test:a",), datasets=("one",))
    assert relations[link.id] == replace(link, weight=1.0, datasets=("one",))
    assert isinstance(relations[link.id].weight, float)


def test_writing_the_same_again_writes_nothing(graph: Graph) -> None:
    records = [zone("a"), zone("b")], [relation("a", "b")]
    assert write(graph, "one", *records) == WriteCounts(created=3)
    before, revision = graph_hash(graph), graph.revision()

    assert write(graph, "one", *records) == WriteCounts(unchanged=3)

    assert (graph_hash(graph), graph.revision()) == (before, revision)


def test_what_a_record_no_longer_says_is_taken_away(graph: Graph) -> None:
    write(graph, "one", [zone("a", description="旧", aliases=("x",), properties={"area": 1})], [])
    revision = graph.revision()

    done = write(graph, "one", [zone("a")], [])

    assert done == WriteCounts(updated=1)
    assert everything(graph)[0]["test:a"] == replace(
        zone("a"), record_ids=("test:a",), datasets=("one",)
    )
    assert graph.revision() != revision


def test_two_data_sets_state_one_entity(graph: Graph) -> None:
    write(graph, "one", [zone("a", "甲", status=Status.PLANNED)], [])
    write(graph, "two", [zone("a", "乙", description="说明", evidence=(Evidence("two#L9"),))], [])

    found = entity(graph, "test:a")

    assert (found.name, found.aliases) == ("甲", ("乙",))
    assert (found.status, found.description) == (Status.PLANNED, "说明")
    assert found.datasets == ("one", "two")
    assert [one.source for one in found.evidence] == ["test#L1", "two#L9"]


def test_relations_of_one_type_are_told_apart_by_their_role(graph: Graph) -> None:
    links = [relation("a", "b", role=role) for role in (None, "东区", "西区")]
    write(graph, "one", [zone("a"), zone("b")], links)

    assert set(everything(graph)[1]) == {link.id for link in links}


def test_sweep_takes_what_is_no_longer_stated_and_leaves_what_others_state(graph: Graph) -> None:
    write(graph, "one", [zone("a"), zone("b"), zone("c")], [relation("a", "b"), relation("b", "c")])
    write(graph, "two", [zone("c", "丙")], [])

    removed = sweep(graph, "one", {"test:a", "test:b"}, {relation("a", "b").id})

    entities, relations = everything(graph)
    assert removed == 1
    assert set(entities) == {"test:a", "test:b", "test:c"}
    assert (entities["test:c"].name, entities["test:c"].datasets) == ("丙", ("two",))
    assert set(relations) == {relation("a", "b").id}


def test_unload_leaves_the_graph_that_the_others_alone_give(graph: Graph) -> None:
    write(graph, "two", [zone("a", "乙"), zone("b")], [relation("a", "b")])
    alone = graph_hash(graph)
    write(graph, "one", [zone("a", "甲"), zone("b"), zone("c")], [relation("a", "b", amount=2)])
    assert graph_hash(graph) != alone

    assert unload(graph, "one") == 1

    assert graph_hash(graph) == alone
    with pytest.raises(NotFoundError, match="'one'"):
        unload(graph, "one")


def test_an_entity_keeps_its_kind(graph: Graph) -> None:
    write(graph, "one", [zone("a")], [])
    before = graph_hash(graph)
    with pytest.raises(BadInputError, match=r"test:a is a Zone .* cannot become a Region"):
        write(graph, "two", [zone("b"), replace(zone("a"), kind=Kind.REGION)], [])
    assert graph_hash(graph) == before


def test_a_batch_is_written_whole_or_not_at_all(graph: Graph) -> None:
    too_large = replace(zone("b"), properties={"amount": 2**63})
    with pytest.raises(Exception, match=r".+"):
        write(graph, "one", [zone("a"), too_large], [])
    assert not counts(graph)["entities"]


def test_progress_is_told_after_each_batch(graph: Graph) -> None:
    told: list[tuple[str, int, int | None]] = []
    records = [zone("a"), zone("b"), zone("c")], [relation("a", "b")]
    write(graph, "one", *records, batch=2, progress=lambda *step: told.append(step))
    assert told == [("write", 2, 4), ("write", 3, 4), ("write", 4, 4)]


def test_writers_that_race_lose_nothing_and_double_nothing(graph: Graph) -> None:
    """Four write the same data set, four their own on the same entities: all statements are kept."""
    entities = [zone(f"z{number}") for number in range(30)]
    relations = [relation(f"z{number}", "z0") for number in range(1, 30)]
    names = ["same", "same", "same", "same", "one", "two", "three", "four"]

    def load(dataset: str) -> None:
        write(graph, dataset, entities, relations, batch=10)

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(load, names))

    found, links = everything(graph)
    assert set(found) == {one.id for one in entities}
    assert set(links) == {one.id for one in relations}
    expected = tuple(sorted(set(names)))
    assert {one.datasets for one in found.values()} == {expected}
    assert {one.datasets for one in links.values()} == {expected}


def test_the_same_id_in_two_types_of_relation_is_two_relations(graph: Graph) -> None:
    links = [relation("a", "b"), relation("a", "b", RelationType.LOCATED_IN)]
    write(graph, "one", [zone("a"), zone("b")], links)
    assert counts(graph)["relations"] == {"LOCATED_IN": 1, "PART_OF": 1}
