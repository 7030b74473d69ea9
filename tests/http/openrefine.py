"""The requests that OpenRefine sends to a reconciliation service, and what every answer must hold."""

import json
from typing import Any
from urllib.parse import quote

import jsonschema
from starlette.testclient import TestClient

from tests.http import reconciliation_schemas as schemas

HERE = "/reconcile"
OPENREFINE = "http://127.0.0.1:3333"
INSPECTION = "宁波中机机械零部件检测有限公司"
INSTITUTE = "中国科学院宁波材料技术与工程研究所"


def conforms(document: Any, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def reconciled(client: TestClient, **queries: dict[str, Any]) -> dict[str, Any]:
    """A batch as OpenRefine sends it: a form with one field, keys in any order."""
    conforms(queries, schemas.QUERIES)
    answer = client.post(
        HERE,
        content=f"queries={quote(json.dumps(queries))}",
        headers={"content-type": "application/x-www-form-urlencoded", "origin": OPENREFINE},
    )
    assert answer.status_code == 200, answer.text
    found = conforms(answer.json(), schemas.RESULTS)
    assert set(found) == set(queries)
    for one in found.values():
        scores = [candidate["score"] for candidate in one["result"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
        matched = [candidate for candidate in one["result"] if candidate["match"]]
        assert len(matched) <= 1
        assert all(candidate["score"] == 100 for candidate in matched)
        for candidate in one["result"]:
            ids = [feature["id"] for feature in candidate["features"]]
            assert len(set(ids)) == len(ids)
    return {key: one["result"] for key, one in found.items()}


def extended(client: TestClient, ids: list[str], *properties: dict[str, Any]) -> dict[str, Any]:
    query = conforms({"ids": ids, "properties": list(properties)}, schemas.EXTENSION_QUERY)
    answer = client.post(
        HERE,
        content=f"extend={quote(json.dumps(query))}",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 200, answer.text
    found = conforms(answer.json(), schemas.EXTENSION)
    assert [one["id"] for one in found["meta"]] == [one["id"] for one in properties]
    assert set(found["rows"]) == set(ids)
    for row in found["rows"].values():
        assert set(row) == {one["id"] for one in properties}
    return found
