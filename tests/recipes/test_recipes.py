"""The recipes of CONTRIBUTING.md, walked: each takes the steps that it names and no others."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph_api.centrality import MEASURES, Measure, collaboration, measure
from graph_api.centrality.measures import Measured
from graph_api.domain import (
    KINDS,
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Relation,
    RelationType,
    Source,
    Subgraph,
)
from graph_api.matching import PARTS, Need, build_snapshot, match
from graph_api.matching.saying import Said
from graph_api.matching.score import Part
from graph_api.questions import ask, questions
from graph_api.store import Graph, counts
from graph_api.store.schema import arcadedb_statements, neo4j_statements
from loaders.dataset import Dataset, RowFaultError, Table
from loaders.keys import name_id
from loaders.pipeline import load
from loaders.reading import Row
from loaders.registry import DATASETS, dataset_named
from viz import VIEWS, View

ROOT = Path(__file__).parents[2]
QUESTION = """// Zones by name
// 按名称列出园区
//
// @param limit integer = 50
// @returns zone
MATCH (zone:Zone) RETURN zone ORDER BY zone.name, zone.id LIMIT $limit
"""


def park(row: Row) -> Iterator[Record]:
    """One row as the recipe describes it: states the ends of its relation, refuses what has no name."""
    evidence = (Evidence(row.source, row.get("name")),)
    if not row.get("name"):
        raise RowFaultError("name-missing", "the park has no name", field="name")
    one, other = (name_id("parks", "zone", row.get(column)) for column in ("name", "within"))
    yield Entity(one, Kind.ZONE, row.get("name"), evidence)
    yield Entity(other, Kind.ZONE, row.get("within"), evidence)
    yield Relation(one, RelationType.PART_OF, other, Modality.FACT, evidence)


PARKS = Dataset(
    name="parks",
    title="Parks",
    title_zh="园区",
    sources=(Source("parks", "Parks"),),
    tables=(Table("parks", "parks.csv*", ("name", "within")),),
    mappers=lambda _: {"parks": park},
)


def test_a_new_source(graph: Graph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(DATASETS, "parks", PARKS)
    (tmp_path / "parks").mkdir()
    (tmp_path / "parks" / "parks.csv").write_text("name,within\n甲园,乙园\n,乙园\n", "utf-8")
    dataset = dataset_named("parks")

    report = load(graph, dataset, dataset.inputs_in(tmp_path))

    assert (report.entities, report.relations, report.rejected) == (2, 1, 1)
    assert report.reasons == {"name-missing": 1}
    assert counts(graph)["entities"] == {"Zone": 2}


def test_a_new_question(plan_graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "industry").mkdir()
    (tmp_path / "industry" / "zones.cypher").write_text(QUESTION, encoding="utf-8")

    answer = ask(plan_graph, questions(tmp_path)["zones"], {"limit": "2"}, seconds=10)

    assert answer.columns == ("zone",)
    assert len(answer.rows) == 2
    assert answer.truncated


@pytest.mark.parametrize("kind", Kind)
def test_a_new_kind_is_one_line_from_which_the_rest_follows(kind: Kind) -> None:
    definition = KINDS[kind]
    assert definition.zh
    assert len(definition.glyph) == 1
    assert any(f":{kind})" in statement for statement in neo4j_statements())
    assert any(f"`{kind}`" in statement for statement in arcadedb_statements())
    assert f"| `{kind}` | {definition.zh} |" in (ROOT / "docs" / "domain.md").read_text("utf-8")


def test_a_new_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    def ones(collab: object) -> Measured:
        return Measured(dict.fromkeys(collab.graph, 1.0), "exact")  # type: ignore[attr-defined]

    made = Measure("ones", "reach", "一", "none", "One for everybody.", "none", "high", ones)
    monkeypatch.setitem(MEASURES, "ones", made)

    rows = measure(collaboration(plan()), ["ones"])

    assert {row.value for row in rows} == {1.0}
    assert {row.rank for row in rows} == {1}


def test_a_new_score_part(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Part(
        "lucky",
        7,
        "好运",
        "luck",
        values=lambda _, offers: np.ones(len(offers)),
        words=lambda _, __, ___: Said("好运", "luck"),
    )
    monkeypatch.setitem(PARTS, "lucky", found)

    best = match(build_snapshot(plan()), Need("紧固件检验检测"), 1).results[0]

    assert "lucky" in {reason.part for reason in best.reasons}
    assert best.score == sum(reason.contribution for reason in best.reasons)


def test_a_new_view(monkeypatch: pytest.MonkeyPatch) -> None:
    made = View(
        "names", "名单", "Names", "the names", lambda subgraph: "、".join(subgraph.entities)
    )
    monkeypatch.setitem(VIEWS, "names", made)

    assert "zhenhai-plan:nimte" in VIEWS["names"].make(plan())


def plan() -> Subgraph:
    records = list(DATASETS["zhenhai-plan"].records())
    entities = {record.id: record for record in records if isinstance(record, Entity)}
    return Subgraph(entities, tuple(record for record in records if isinstance(record, Relation)))
