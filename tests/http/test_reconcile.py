"""Reconciliation as OpenRefine asks for it: its requests, over HTTP, and answers of the protocol's shape."""

import json
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.http import reconciliation_schemas as schemas
from tests.http.openrefine import (
    HERE,
    INSPECTION,
    INSTITUTE,
    OPENREFINE,
    conforms,
    extended,
    reconciled,
)


@pytest.mark.parametrize("place", ["/reconcile", "/v1/reconcile", "/reconcile/"])
def test_the_manifest_says_where_everything_is(client: TestClient, place: str) -> None:
    answer = client.get(place, headers={"origin": OPENREFINE})
    found = conforms(answer.json(), schemas.MANIFEST)
    assert answer.headers["access-control-allow-origin"] == OPENREFINE
    assert found["batchSize"] == 200
    for what in ("entity", "property", "type"):
        metadata = found["suggest"][what]
        answer = client.get(f"{metadata['service_url']}{metadata['service_path']}?prefix=")
        assert answer.status_code == 200
        path = metadata["flyout_service_path"].replace("${id}", quote(ID_OF[what], safe=""))
        flyout = client.get(f"{metadata['flyout_service_url']}{path}").json()
        assert conforms(flyout, schemas.FLYOUT)["id"] == ID_OF[what]
    url = found["view"]["url"].replace("{{id}}", quote("service:testing", safe=""))
    assert "检验检测" in client.get(url, headers={"accept": "text/html"}).text


ID_OF = {"entity": "service:testing", "property": "HOSTS>", "type": "Enterprise"}


def test_an_exact_name_alone_is_a_match(client: TestClient) -> None:
    found = reconciled(client, q0={"query": INSPECTION}, q1={"query": f" {INSPECTION} "})
    for candidates in found.values():
        assert candidates[0]["name"] == INSPECTION
        assert (candidates[0]["score"], candidates[0]["match"]) == (100, True)
        assert candidates[0]["type"][0] == {"id": "Enterprise", "name": "企业"}
        assert "状态：运行" in candidates[0]["description"]
        assert not any(one["match"] for one in candidates[1:])


def test_an_id_and_a_known_other_name_are_matches(client: TestClient) -> None:
    first = reconciled(client, q0={"query": INSPECTION})["q0"][0]
    found = reconciled(client, q0={"query": first["id"]}, q1={"query": INSTITUTE})
    assert [one["id"] for one in found["q0"]] == [first["id"]]
    assert found["q0"][0]["match"]
    assert (found["q1"][0]["name"], found["q1"][0]["match"]) == ("中科院宁波材料所", True)


def test_a_name_that_is_only_close_is_offered_and_not_chosen(client: TestClient) -> None:
    (candidates,) = reconciled(client, q0={"query": "宁波中机机械零件检测公司"}).values()
    assert candidates[0]["name"] == INSPECTION
    assert not candidates[0]["match"]
    assert 50 < candidates[0]["score"] < 95


def test_a_planned_thing_is_said_to_be_planned(client: TestClient) -> None:
    asked = {"status": "planned", "kind": "ServicePlatform"}
    planned = client.get("/v1/entities", params=asked).json()["entities"][0]
    found = reconciled(client, q0={"query": planned["id"]})["q0"]
    assert "状态：拟建" in found[0]["description"]


@pytest.mark.parametrize("strict", ["any", "all"])
def test_a_strict_type_leaves_others_out(client: TestClient, strict: str) -> None:
    asked = {"query": INSPECTION, "type": "Service", "type_strict": strict}
    (candidates,) = reconciled(client, q0=asked).values()
    assert {one["type"][0]["id"] for one in candidates} <= {"Service"}
    asked = {"query": INSPECTION, "type": ["Enterprise", "Organisation"], "type_strict": strict}
    assert reconciled(client, q0=asked)["q0"][0]["match"]
    asked = {"query": INSPECTION, "type": "NoSuchType", "type_strict": strict}
    assert reconciled(client, q0=asked)["q0"] == []


def test_a_type_that_should_be_comes_first_and_others_are_no_match(client: TestClient) -> None:
    asked = {"query": INSPECTION, "type": "University", "type_strict": "should", "limit": 10}
    (candidates,) = reconciled(client, q0=asked).values()
    (found,) = [one for one in candidates if one["name"] == INSPECTION]
    assert not found["match"]
    assert found["score"] < 95
    assert {"id": "of_type", "value": False} in found["features"]


def test_a_property_that_is_stated_otherwise_takes_the_match_away(client: TestClient) -> None:
    hosted = {"pid": "HOSTS>", "v": "机械零部件产业创新服务综合体"}
    other = {"pid": "HOSTS>", "v": {"id": "service:testing", "name": "检验检测"}}
    unknown = {"pid": "PRODUCES>", "v": ["什么", 3, True]}
    found = reconciled(
        client,
        agreeing={"query": INSPECTION, "properties": [hosted]},
        contradicted={"query": INSPECTION, "properties": [other]},
        unknown={"query": INSPECTION, "properties": [unknown]},
    )
    assert found["unknown"][0]["match"]
    (contradicted,) = [one for one in found["contradicted"] if one["name"] == INSPECTION]
    assert not any(one["match"] for one in found["contradicted"])
    assert contradicted["score"] < 80
    hosts = extended(client, [found["unknown"][0]["id"]], {"id": "HOSTS>"})
    (row,) = hosts["rows"].values()
    assert row["HOSTS>"]
    named = {"pid": "HOSTS>", "v": {"id": row["HOSTS>"][0]["id"]}}
    sure = reconciled(client, q0={"query": INSPECTION, "properties": [named]})["q0"][0]
    assert (sure["match"], sure["score"]) == (True, 100)
    assert {"id": "properties_agreeing", "value": 1.0} in sure["features"]


def test_properties_alone_find_who_has_them(client: TestClient) -> None:
    first = reconciled(client, q0={"query": INSPECTION})["q0"][0]["id"]
    complex_ = extended(client, [first], {"id": "HOSTS>"})["rows"][first]["HOSTS>"][0]
    asked = {"properties": [{"pid": "HOSTS>", "v": {"id": complex_["id"]}}], "limit": 10}
    found = reconciled(
        client,
        q0=asked,
        q1={"properties": [{"pid": "name", "v": INSPECTION}]},
        q2={"properties": [{"pid": "HOSTS>", "v": "没有这个综合体"}]},
    )
    assert first in {one["id"] for one in found["q0"]}
    assert not any(one["match"] for one in found["q0"])
    assert (found["q1"][0]["id"], found["q1"][0]["match"]) == (first, True)
    assert found["q2"] == []


def test_as_many_candidates_as_were_asked_for(client: TestClient) -> None:
    found = reconciled(client, q0={"query": "检测", "limit": 2}, q1={"query": "检测", "limit": 50})
    assert len(found["q0"]) == 2
    assert len(found["q1"]) > 2
    assert found["q1"][:2] == found["q0"]


def test_a_query_does_not_depend_on_the_others(client: TestClient) -> None:
    texts = [INSPECTION, "检测", "材料", "专利导航", "紧固件"]
    together = reconciled(client, **{f"q{n}": {"query": one} for n, one in enumerate(texts)})
    for number, one in enumerate(texts):
        assert reconciled(client, q={"query": one})["q"] == together[f"q{number}"]


def test_a_batch_may_be_asked_for_in_the_address(client: TestClient) -> None:
    text = json.dumps({"q0": {"query": INSPECTION}})
    answer = client.get(HERE, params={"queries": text, "callback": "jQuery1", "_": "1"})
    assert answer.headers["content-type"] == "application/json"  # JSONP is not spoken
    assert conforms(answer.json(), schemas.RESULTS)["q0"]["result"][0]["match"]


def test_entities_are_suggested_as_they_are_typed(client: TestClient) -> None:
    asked = {"prefix": "宁波", "type": "", "type_strict": "any", "spell": "always"}
    found = client.get(f"{HERE}/suggest/entity", params=asked).json()
    assert conforms(found, schemas.SUGGESTED_ENTITIES)["result"]
    first = found["result"]
    asked = {"prefix": "宁波", "cursor": 2}
    later = client.get(f"{HERE}/suggest/entity", params=asked).json()["result"]
    assert later[: len(first) - 2] == first[2:]
    by_id = client.get(f"{HERE}/suggest/entity", params={"prefix": "service:testing"}).json()
    assert by_id["result"][0]["id"] == "service:testing"
    assert by_id["result"][0]["notable"] == [{"id": "Service", "name": "服务类型"}]
    named = client.get(f"{HERE}/suggest/entity", params={"prefix": INSPECTION}).json()
    assert named["result"][0]["name"] == INSPECTION
    nobody = client.get(f"{HERE}/suggest/entity", params={"prefix": INSPECTION, "type": "Patent"})
    assert nobody.json()["result"] == []


@pytest.mark.parametrize("prefix", ["", "依托", "HOSTS", "host"])
def test_properties_are_suggested(client: TestClient, prefix: str) -> None:
    found = client.get(f"{HERE}/suggest/property", params={"prefix": prefix}).json()
    assert conforms(found, schemas.SUGGESTED_PROPERTIES)["result"]
    if prefix:
        assert "HOSTS>" in {one["id"] for one in found["result"]}


@pytest.mark.parametrize("prefix", ["", "企业", "enterprise", "Enter"])
def test_types_are_suggested(client: TestClient, prefix: str) -> None:
    found = client.get(f"{HERE}/suggest/type", params={"prefix": prefix}).json()
    assert conforms(found, schemas.SUGGESTED_TYPES)["result"]
    if prefix:
        (firm,) = [one for one in found["result"] if one["id"] == "Enterprise"]
        assert firm["broader"] == [{"id": "Organisation", "name": "组织"}]


def test_properties_are_proposed_for_a_type(client: TestClient) -> None:
    found = client.get(f"{HERE}/properties", params={"type": "Enterprise", "limit": 500}).json()
    proposed = {one["id"] for one in conforms(found, schemas.PROPOSAL)["properties"]}
    assert found["type"] == "Enterprise"
    assert {"PRODUCES>", "name", "status"} <= proposed
    assert "PRODUCES<" not in proposed
    assert len(client.get(f"{HERE}/properties?type=&limit=3").json()["properties"]) == 3
    assert client.get(f"{HERE}/properties?type=NoSuchType").json()["properties"] == []


def test_values_are_fetched_for_each_entity(client: TestClient) -> None:
    found = extended(
        client,
        ["service:testing", "nowhere:nothing"],
        {"id": "name"},
        {"id": "kind"},
        {"id": "sources"},
        {"id": "OF_SERVICE<", "settings": {"modality": "all", "limit": "3"}},
        {"id": "no_such_property"},
    )
    row = found["rows"]["service:testing"]
    assert row["name"] == [{"str": "检验检测"}]
    assert row["kind"] == [{"str": "服务类型"}]
    assert row["sources"]
    assert len(row["OF_SERVICE<"]) == 3
    assert row["no_such_property"] == []
    assert found["rows"]["nowhere:nothing"] == {key: [] for key in row}


def test_what_is_only_planned_is_fetched_only_where_it_is_asked_for(client: TestClient) -> None:
    complex_ = reconciled(client, q0={"query": "磁性材料产业创新服务综合体"})["q0"][0]["id"]

    def built(modality: str) -> list[dict[str, str]]:
        asked = {"id": "BUILDS>", "settings": {"modality": modality}}
        cells: list[dict[str, str]] = extended(client, [complex_], asked)["rows"][complex_][
            "BUILDS>"
        ]
        return cells

    assert built("plan")
    assert not {one["id"] for one in built("fact")} & {one["id"] for one in built("plan")}
    assert {one["id"] for one in built("all")} >= {one["id"] for one in built("plan")}
    default = extended(client, [complex_], {"id": "BUILDS>"})["rows"][complex_]["BUILDS>"]
    assert default == built("fact")


def test_a_preview_is_a_page_that_a_frame_of_openrefine_may_show(client: TestClient) -> None:
    first = reconciled(client, q0={"query": INSPECTION})["q0"][0]["id"]
    url = client.get(HERE).json()["preview"]["url"].replace("{{id}}", quote(first, safe=""))
    page = client.get(url)
    assert page.headers["content-type"].startswith("text/html")
    assert INSPECTION in page.text
    assert "状态：运行" in page.text
    assert "来源" in page.text
    assert "zhenhai-plan-2020#" in page.text
    policy = page.headers["content-security-policy"]
    assert "http://127.0.0.1:*" in policy
    assert "'unsafe-inline'" not in policy
    assert client.get(f"{HERE}/preview?id=nowhere:nothing").status_code == 404


@pytest.mark.parametrize("what", ["entity", "property", "type"])
def test_a_flyout_of_nothing_is_not_found(client: TestClient, what: str) -> None:
    asked = {"id": "nowhere:<script>alert(1)</script>"}
    assert client.get(f"{HERE}/flyout/{what}", params=asked).status_code == 404
