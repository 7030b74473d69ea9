"""The desk of a steward, for tests: a graph with a data folder, made-up records, pairs to review."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from graph_api.domain import Entity, Evidence, Kind, Record, Rejected
from graph_api.http import create_app
from graph_api.settings import read_settings
from graph_api.store import Graph
from loaders.dataset import Dataset
from loaders.identity.components import Known
from loaders.identity.judgements import Judgement, Verdict, append_judgement
from loaders.pipeline import Options, load
from tests.conftest import EMPTY

HOSTILE = "<script>alert(1)</script>"
ROWS = 60
WHEN = "2026-11-20T08:00:00+00:00"
LEFT, RIGHT, THIRD, ZONE = "first:a", "second:b", "second:c", "gbt2260:330299"


class Desk:
    """An emptied graph, a data folder, and a client of the application over them."""

    def __init__(self, graph: Graph, folder: Path) -> None:
        graph.write(lambda tx: tx.run(EMPTY).consume())
        self.graph, self.folder = graph, folder
        self.app: FastAPI = create_app(read_settings(language="zh", data_folder=folder), graph)

    @contextmanager
    def open(self) -> Iterator["Desk"]:
        """The desk with its client."""
        with TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=False) as client:
            self.client = client
            yield self

    def load(self, name: str, *records: Record, known: Known | None = None) -> str:
        """Load made-up records as a data set; returns the id of the load."""
        options = Options(known=known or Known(), reports=self.folder / "reports")
        dataset = Dataset(name, name, name, (), lambda: iter(records))
        load_id = load(self.graph, dataset, options=options).load_id
        self.app.state.context.snapshots._revision = ("", 0.0)  # no test waits for it to grow old
        return load_id

    def close(self, left: str, right: str, why: str) -> None:
        """Let a pair wait for a person."""
        pair = Judgement(left, right, "unsure", "rule", WHEN, why)
        append_judgement(self.folder / "review.csv", pair)

    def judge(self, left: str, right: str, verdict: Verdict) -> None:
        """Say as a person what a pair is."""
        said = Judgement(left, right, verdict, "吴", WHEN, "问过")
        append_judgement(self.folder / "judgements.csv", said)

    def fill_review(self) -> None:
        """Three records of which two pairs wait, the closer one second in the file."""
        self.load("first", firm(LEFT, "海曙青禾轴承有限公司", aliases=("青禾轴承",)))
        self.load(
            "second",
            Entity(ZONE, Kind.REGION, "某某新区", (Evidence("made-up#t:row=1"),)),
            firm(RIGHT, "宁波青禾轴承厂", region=ZONE),
            firm(THIRD, f"青禾{HOSTILE}"),
        )
        self.close(LEFT, THIRD, "0.61: far apart")
        self.close(LEFT, RIGHT, "0.84: 青禾轴承 / 宁波青禾轴承厂: units +0.70, other place -0.20")

    def get(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - a document
        """The document at an address."""
        answer = self.client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def page(self, path: str, status: int = 200, **parameters: object) -> str:
        """The page at an address."""
        answer = self.client.get(path, params=parameters, headers={"accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text


def firm(entity_id: str, name: str, **more: Any) -> Entity:  # noqa: ANN401 - fields of an entity
    return Entity(entity_id, Kind.ENTERPRISE, name, (Evidence("made-up#t:row=1"),), **more)


def rejected(number: int, **more: str) -> Rejected:
    given = {"field": "注册资本", "value": f"{number}万贝壳", "rule": "capital-unreadable", **more}
    reason = f"row {number}: the currency of the capital is unknown"
    return Rejected(f"made-up#t:row={number}", reason, **given)


BAD = (
    *(rejected(number) for number in range(1, ROWS + 1)),
    rejected(900, field="名称", value=HOSTILE, rule="name-unreadable"),
    rejected(901, field="名称", value="=1+1", rule="name-unreadable"),
    rejected(902, field="", value="两行\n值", rule=""),
)
