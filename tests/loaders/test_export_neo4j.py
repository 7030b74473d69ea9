"""A graph that went through files and Neo4j's own import is the same graph."""

import re
from pathlib import Path

from graph_api.domain import Entity, Kind
from graph_api.store import entity, graph_hash, loads, search, sources
from graph_api.store.bulk_repair import repair
from graph_api.store.hashing import digest, hash_of
from loaders.export import export
from loaders.export.neo4j_admin import READ_BUFFER, write_neo4j_admin
from tests.conftest import loaded_with_the_plan
from tests.engines.servers import Engines
from tests.loaders.exported_elements import Made, node, odd_elements
from tests.loaders.neo4j_import import imported
from tests.store.records import EVIDENCE


def test_every_value_comes_through_the_import(tmp_path: Path) -> None:
    odd = odd_elements(200)
    write_neo4j_admin(odd, tmp_path / "files")

    with imported(tmp_path / "files", tmp_path / "place") as graph:
        expected = sum(map(digest, (*odd.nodes, *odd.links)))
        assert graph_hash(graph) == hash_of(expected)
        assert entity(graph, "old:0") == entity(graph, "test:0")
        left = "MATCH (n:Entity) WHERE n.import_repair IS NOT NULL RETURN count(n) AS left"
        assert graph.read(left).rows == ({"left": 0},)
        assert repair(graph) == 0


def test_the_plan_is_the_same_graph_after_the_import(engines: Engines, tmp_path: Path) -> None:
    plan_graph = loaded_with_the_plan(engines, "arcadedb")
    made = export(plan_graph, "neo4j-admin", tmp_path / "files")

    assert f"sh {tmp_path / 'files' / 'import.sh'}" in str(made.hint)
    with imported(tmp_path / "files", tmp_path / "place") as graph:
        assert graph_hash(graph) == graph_hash(plan_graph)
        assert search(graph, "紧固件").total == search(plan_graph, "紧固件").total > 0
        assert sources(graph) == sources(plan_graph)
        assert loads(graph) == loads(plan_graph)
        assert entity(graph, "service:testing") == entity(plan_graph, "service:testing")
        made_indexes = graph.read("SHOW INDEXES YIELD name RETURN collect(name) AS names").rows
        assert "entity_text" in made_indexes[0]["names"]


def test_the_command_says_what_the_files_need(tmp_path: Path) -> None:
    plain, odd, long = (
        Entity(f"test:{key}", Kind.ZONE, "园区", EVIDENCE, description=text)
        for key, text in (("a", "one line"), ("b", "two\nlines"), ("c", "x" * READ_BUFFER))
    )
    options = {}
    for name, one in (("plain", plain), ("odd", odd), ("long", long)):
        write_neo4j_admin(Made([node(one)]), tmp_path / name)
        options[name] = (tmp_path / name / "import.sh").read_text("utf-8")

    assert "--multiline-fields" not in options["plain"]
    assert '--multiline-fields="$here/nodes-Zone.csv"' in options["odd"]
    assert "--read-buffer-size" not in options["plain"]
    given_size = re.search(r"--read-buffer-size=(\d+)", options["long"])
    assert given_size
    assert int(given_size[1]) > 2 * READ_BUFFER
    assert (
        (tmp_path / "plain" / "nodes-Zone.csv").read_bytes().startswith(b'"test:a","Entity\0Zone",')
    )
