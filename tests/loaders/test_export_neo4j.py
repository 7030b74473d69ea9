"""A graph that went through files and Neo4j's own import is the same graph."""

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph_api.domain import Entity, Kind
from graph_api.store import entity, graph_hash, search, sources
from graph_api.store.bulk_spool import MODULUS, digest
from loaders.export import export
from loaders.export.neo4j_admin import READ_BUFFER, write_neo4j_admin
from tests.conftest import loaded_with_the_plan
from tests.engines.servers import Engines
from tests.loaders.exported_elements import Made, entities, link, node, relations
from tests.loaders.neo4j_import import imported
from tests.store.records import EVIDENCE


@st.composite
def many(draw: st.DrawFn) -> Made:
    """Entities and relations with all that texts, lists and numbers can be."""
    nodes = [node(draw(entities(f"test:{number}"))) for number in range(40)]
    links = [
        link(
            draw(
                relations(
                    f"test:{number}", f"test:{number + 1}", draw(st.text("a\n|'", max_size=3))
                )
            )
        )
        for number in range(39)
    ]
    return Made(nodes, links, [("Redirect", {"id": "old:0", "to": "test:0"})])


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(made=many())
def test_every_value_comes_through_the_import(made: Made) -> None:
    expected = sum(map(digest, (*made.nodes, *made.links)))
    with tempfile.TemporaryDirectory() as folder:
        write_neo4j_admin(made, Path(folder) / "files")
        with imported(Path(folder) / "files", Path(folder) / "place") as graph:
            assert graph_hash(graph) == f"{expected % MODULUS:064x}"


def test_the_plan_is_the_same_graph_after_the_import(engines: Engines, tmp_path: Path) -> None:
    plan_graph = loaded_with_the_plan(engines, "arcadedb")
    made = export(plan_graph, "neo4j-admin", tmp_path / "files")

    assert f"sh {tmp_path / 'files' / 'import.sh'}" in str(made.hint)
    with imported(tmp_path / "files", tmp_path / "place") as graph:
        assert graph_hash(graph) == graph_hash(plan_graph)
        assert search(graph, "紧固件").total == search(plan_graph, "紧固件").total > 0
        assert sources(graph) == sources(plan_graph)
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
