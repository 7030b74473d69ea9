"""The questions on real data: a part of every data set, loaded into every engine once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_api.questions import QuestionAnswer, ask, questions
from graph_api.store import Graph
from loaders.pipeline import load
from loaders.registry import DATASETS
from tests.conftest import EVERY_ENGINE
from tests.engines.servers import Engines
from tests.questions import real_data
from tests.questions.case_tables import FOLDER, Case, cases, check

QUESTIONS = questions()
CASES = cases(FOLDER / "real")
SECONDS = 60.0
ZHENHAI = "gbt2260:330211"


@pytest.fixture(scope="session")
def real_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return real_data.cut(tmp_path_factory.mktemp("real-data"))


@pytest.fixture(scope="session")
def real_graphs(engines: Engines, real_folder: Path) -> dict[str, Graph]:
    """The part on every engine, by name. For reading only."""
    graphs = {name: engines.graph(f"{name}-real") for name in EVERY_ENGINE}

    def fill(graph: Graph) -> None:
        for name in real_data.LOADED:
            dataset = DATASETS[name]
            if dataset.tables:
                load(graph, dataset, dataset.inputs_in(real_folder))
            else:
                load(graph, dataset)

    with ThreadPoolExecutor(len(graphs)) as pool:
        list(pool.map(fill, graphs.values()))
    return graphs


def answers(graphs: dict[str, Graph], question: str, **arguments: object) -> QuestionAnswer:
    """The answer, which is the same on every engine."""
    found = [
        ask(graph, QUESTIONS[question], arguments, seconds=SECONDS) for graph in graphs.values()
    ]
    assert all(one == found[0] for one in found[1:])
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answer_is_as_expected_and_the_same_on_every_engine(
    real_graphs: dict[str, Graph], case: Case
) -> None:
    found = answers(real_graphs, case.question, **case.arguments)
    shown = "\n".join(str({**row, "quotes": "…"}) for row in found.rows[:20])
    faults = check(case, found.rows, truncated=found.truncated)
    assert not faults, f"{case.why}: {faults}\n{shown}"


@pytest.mark.parametrize("product", real_data.PRODUCTS)
def test_who_in_the_district_could_supply_a_product(
    real_graphs: dict[str, Graph], product: str
) -> None:
    whole = answers(real_graphs, "suppliers_of_product", product=product, limit=1_000).rows
    here = answers(
        real_graphs, "suppliers_of_product", product=product, region=ZHENHAI, limit=1_000
    ).rows
    named = {
        row["企业名称"]
        for row in real_data.rows("registry-zhejiang/zhenhai.csv")
        if product in row["企业名称"] + row["经营范围"]
    }
    inferred = [row for row in whole if row["basis"] == "inferred"]
    assert len(named) > 20
    assert named <= {row["supplier"]["name"] for row in inferred}
    assert all(product in row["words"] for row in inferred)
    in_zhenhai = [row for row in whole if row["region"] and row["region"]["id"] == ZHENHAI]
    assert list(here) == in_zhenhai
    assert len(here) > 0.8 * len(named)


@pytest.mark.parametrize("product", real_data.PRODUCTS)
def test_who_makes_a_product_as_the_table_states(
    real_graphs: dict[str, Graph], product: str
) -> None:
    found = answers(real_graphs, "suppliers_of_product", product=product, limit=1_000)
    makers = {
        f"stock:{row['company'][:6]}"
        for row in real_data.rows("chainkg/cp.csv.gz")
        if row["product"] == product
    }
    assert {row["supplier"]["id"] for row in found.rows if row["basis"] == "stated"} == makers
    assert [row["basis"] for row in found.rows] == sorted(
        (row["basis"] for row in found.rows), reverse=True
    )


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("product", real_data.PRODUCTS)
def test_what_is_upstream_to_a_depth(
    real_graphs: dict[str, Graph], product: str, depth: int
) -> None:
    subject = _product_id(real_graphs, product)
    found = answers(real_graphs, "upstream_of_product", subject=subject, depth=depth, limit=1_000)
    steps = real_data.upstream_of((product,), depth)
    assert {row["upstream"]["name"]: row["steps"] for row in found.rows} == {
        name: at for name, at in steps.items() if at
    }
    for row in found.rows:
        assert len(row["path"]["nodes"]) == row["steps"] + 1
        assert row["path"]["nodes"][-1]["id"] == subject


def _product_id(graphs: dict[str, Graph], name: str) -> str:
    query = "MATCH (product:Product {name: $name}) RETURN product.id AS id"
    ids = {str(graph.read(query, {"name": name}).rows[0]["id"]) for graph in graphs.values()}
    (found,) = ids
    return found


def test_open_calls_are_those_whose_deadline_is_to_come(real_graphs: dict[str, Graph]) -> None:
    found = answers(real_graphs, "open_calls", after="2017-09-15", limit=1_000)
    different = {
        (row["项目名称"], row["项目来源"], row["发布时间"], row["截止时间"])
        for row in real_data.rows("nsfc/calls.csv.gz")
        if row["截止时间"] >= "2017-09-15"
    }
    assert len(found.rows) == len(different) > 20
    deadlines = [row["deadline"] for row in found.rows]
    assert deadlines == sorted(deadlines)


def test_the_projects_of_an_institution_and_their_sums(real_graphs: dict[str, Graph]) -> None:
    found = answers(real_graphs, "projects_of_organisation", organisation="宁波大学", limit=1_000)
    grants = [
        float(row["金额"])
        for row in real_data.rows("nsfc/projects.csv.gz")
        if row["依托单位"] == "宁波大学"
    ]
    hosted = [row for row in found.rows if row["role"] == "host"]
    assert len(hosted) == len(grants) > 20
    assert sum(row["amount"] for row in hosted) == pytest.approx(10_000 * sum(grants))
    assert {row["currency"] for row in hosted} == {"CNY"}


def test_patents_are_those_that_the_news_names(real_graphs: dict[str, Graph]) -> None:
    found = answers(real_graphs, "patents_of_organisation", organisation="华为", limit=1_000)
    stated = [
        row
        for row in real_data.rows("ickg25/train.csv.gz")
        if row["head"] == "华为" and row["relation"] == "持有专利"
    ]
    assert 0 < len(stated) - 4 <= len(found.rows) <= len(stated)
    assert {row["reported"] for row in found.rows} <= {row["date"] for row in stated}
