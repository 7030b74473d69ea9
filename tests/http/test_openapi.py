"""The schema says what the routes do."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_api.domain import Chain
from graph_api.http.models import (
    EntitiesShape,
    EntityShape,
    NeighboursShape,
    PathsShape,
    ProfileShape,
)
from graph_api.http.models_asking import AnswerShape, CentralityShape, QuestionsShape
from graph_api.http.models_matching import ClientsShape, MatchedShape


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for path in schema["paths"].values() for one in path.values()]


def test_every_operation_has_an_id_a_sentence_and_its_problems(client: TestClient) -> None:
    found = operations(client.get("/openapi.json").json())
    ids = [one["operationId"] for one in found]
    assert len(ids) == len(set(ids)) > 25
    for one in found:
        assert one["description"].endswith(".")
        assert one["tags"]
        for code in ("404", "422", "503"):
            content = one["responses"][code]["content"]
            assert set(content) == {"application/problem+json"}


def test_every_reference_leads_to_one_schema(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    schemas = schema["components"]["schemas"]
    used = set(re.findall(r"#/components/schemas/(\w+)", str(schema)))
    assert used <= set(schemas)
    assert schemas["Chain"]["enum"] == list(Chain)
    assert "holds" in schemas["ChainDefinition"]["properties"]
    assert not any(name.endswith("Shape") for name in schemas)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/entities", EntitiesShape),
        ("/v1/entities/service:testing", EntityShape),
        ("/v1/entities/service:testing/neighbours", NeighboursShape),
        ("/v1/entities/service:testing/profile", ProfileShape),
        ("/v1/entities/zhenhai-plan:jinding-fasteners/providers", MatchedShape),
        ("/v1/entities/zhenhai-plan:fastener-laboratory/clients", ClientsShape),
        ("/v1/paths?from=金鼎紧固件&to=检验检测", PathsShape),
        ("/v1/ask", QuestionsShape),
        ("/v1/ask/coverage", AnswerShape),
        ("/v1/complexes", AnswerShape),
        ("/v1/centrality", CentralityShape),
    ],
)
def test_answers_have_the_shape_that_the_schema_promises(
    client: TestClient,
    path: str,
    shape: Any,  # noqa: ANN401 - a pydantic class
) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {
        field.serialization_alias or name for name, field in shape.model_fields.items()
    }


def test_health_and_version(client: TestClient) -> None:
    assert client.get("/v1/health/live").json() == {"status": "ok"}
    ready = client.get("/v1/health/ready").json()
    assert ready["parts"] == {"database": "ok", "questions": "ok", "cypher door": "open"}
    version = client.get("/v1/version").json()
    assert version["engine"] in {"arcadedb", "neo4j"}
    assert version["engine_version"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/views/six_chains",
        "/v1/views/six_chains?lang=en",
        "/v1/views/ego?of=service:testing",
        "/v1/views/path?from=金鼎紧固件&to=检验检测",
    ],
)
def test_views_are_pages_that_load_nothing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Content-Security-Policy" in answer.text
    assert answer.headers["etag"]
