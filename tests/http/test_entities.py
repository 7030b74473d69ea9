"""Entities over HTTP: search, one, its surroundings, merged ids, entity tags."""

import time

import pytest
from starlette.testclient import TestClient

from graph_api.domain import Entity, Evidence, Kind
from graph_api.http.snapshots import REVISION_SECONDS
from graph_api.store import Graph, write

TESTING = "service:testing"
HOST = "宁波中机机械零部件检测有限公司"
FIRM = "金鼎紧固件"


def id_of(client: TestClient, name: str) -> str:
    found = client.get("/v1/entities", params={"q": name, "limit": 1}).json()
    assert found["entities"][0]["name"] == name
    return str(found["entities"][0]["id"])


def test_search_says_how_many_of_how_many(client: TestClient) -> None:
    answer = client.get("/v1/entities", params={"q": "检测", "limit": 2})
    page = answer.json()
    assert len(page["entities"]) == 2
    assert page["total"]["value"] > 2
    assert page["total"]["relation"] == "eq"
    assert page["next"]
    assert answer.headers["x-question"] == "/v1/entities?q=%E6%A3%80%E6%B5%8B&limit=2"


def test_the_address_in_x_question_gives_the_same_answer_again(client: TestClient) -> None:
    answer = client.get("/v1/entities", params={"q": "平台", "status": "planned"})
    assert client.get(answer.headers["x-question"]).json() == answer.json()


def test_following_the_cursor_gives_every_entity_once(client: TestClient) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        parameters = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        page = client.get("/v1/entities", params=parameters).json()
        seen += [one["id"] for one in page["entities"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == page["total"]["value"]


@pytest.mark.parametrize(
    ("parameters", "field", "value"),
    [
        ({"kind": "Complex"}, "kind", "Complex"),
        ({"chain": "finance"}, "chain", "finance"),
        ({"status": "planned"}, "status", "planned"),
        ({"status": "unknown"}, "status", None),
    ],
)
def test_a_filter_holds_for_every_entity(
    client: TestClient, parameters: dict[str, str], field: str, value: str | None
) -> None:
    page = client.get("/v1/entities", params={**parameters, "limit": "1000"}).json()
    assert page["entities"]
    assert {one[field] for one in page["entities"]} == {value}


def test_a_complex_can_be_named(client: TestClient) -> None:
    by_name = client.get("/v1/entities", params={"complex": "磁性材料产业创新服务综合体"}).json()
    by_id = client.get("/v1/entities", params={"complex": "zhenhai-plan:complex-magnetic"}).json()
    assert by_name == by_id
    assert by_name["total"]["value"] > 0


def test_an_entity_carries_its_chain_with_the_basis_and_its_quotes(client: TestClient) -> None:
    entity = client.get(f"/v1/entities/{id_of(client, HOST)}").json()
    assert entity["chain_basis"] in {"kind", "stated", "analyst"}
    assert any(HOST in one["quote"] for one in entity["evidence"])
    assert all("#" in one["source"] for one in entity["evidence"])


def test_neighbours_never_stop_silently(client: TestClient) -> None:
    whole = client.get(f"/v1/entities/{TESTING}/neighbours", params={"limit": 1000}).json()
    some = client.get(f"/v1/entities/{TESTING}/neighbours", params={"limit": 2}).json()
    assert whole["total"]["value"] > 2
    assert not whole["truncated"]
    assert some["truncated"]
    assert some["total"] == whole["total"]
    for relation in whole["relations"]:
        assert relation["from"] in whole["nodes"]
        assert relation["to"] in whole["nodes"]


def test_neighbours_of_one_type(client: TestClient) -> None:
    found = client.get(f"/v1/entities/{TESTING}/neighbours", params={"type": "OF_SERVICE"}).json()
    assert {one["type"] for one in found["relations"]} == {"OF_SERVICE"}


def test_sources_name_the_document_and_the_place(client: TestClient) -> None:
    found = client.get(f"/v1/entities/{id_of(client, HOST)}/sources").json()
    assert found["statements"]
    assert found["total"]["value"] == len(found["statements"])
    assert all(one["document"]["title"] for one in found["statements"])


def test_a_profile_counts_relations_and_ranks(client: TestClient) -> None:
    profile = client.get(f"/v1/entities/{id_of(client, HOST)}/profile").json()
    assert profile["relations"]["HOSTS>"] == 1
    assert [one["kind"] for one in profile["complexes"]] == ["Complex"]
    assert {one["measure"] for one in profile["measures"]} >= {"degree", "betweenness"}


def test_providers_of_a_firm_and_clients_of_a_provider_agree(client: TestClient) -> None:
    firm = id_of(client, FIRM)
    providers = client.get(f"/v1/entities/{firm}/providers", params={"limit": 100}).json()
    first = providers["results"][0]["provider"]["id"]
    clients = client.get(f"/v1/entities/{first}/clients", params={"limit": 100}).json()
    assert firm in {one["firm"]["id"] for one in clients["clients"]}
    scores = [one["match"]["score"] for one in clients["clients"] if not one["match"]["inferred"]]
    assert scores == sorted(scores, reverse=True)


def test_paths_give_nodes_and_relations_apart_and_the_best_first(client: TestClient) -> None:
    found = client.get("/v1/paths", params={"from": FIRM, "to": "检验检测", "max": 4}).json()
    assert found["paths"]
    scores = [path["score"] for path in found["paths"]]
    assert scores == sorted(scores, reverse=True)
    for path in found["paths"]:
        assert path["nodes"][0] == found["from"]
        assert path["nodes"][-1] == found["to"]
        assert len(path["nodes"]) == len(path["relations"]) + 1
        assert set(path["nodes"]) <= set(found["nodes"])
        assert set(path["relations"]) <= set(found["relations"])


ONE = Entity("local:canonical", Kind.ENTERPRISE, "甲公司", (Evidence("test#1"),))
MERGED = "CREATE (r:Redirect {id: 'zz:merged/1', to: 'local:canonical'})"


@pytest.mark.parametrize("suffix", ["", "/neighbours", "/sources?limit=5", "/profile"])
def test_a_merged_id_leads_to_the_canonical_one(
    empty_client: TestClient, graph: Graph, suffix: str
) -> None:
    write(graph, "test", [ONE], [])
    graph.write(lambda tx: tx.run(MERGED).consume())
    answer = empty_client.get(f"/v1/entities/zz:merged%2F1{suffix}")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"/v1/entities/local:canonical{suffix}"
    assert empty_client.get(answer.headers["location"]).status_code == 200


def test_an_unchanged_graph_is_not_sent_twice_and_a_changed_one_is(
    empty_client: TestClient, graph: Graph
) -> None:
    first = empty_client.get("/v1/entities")
    tag = first.headers["etag"]
    again = empty_client.get("/v1/entities", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""
    write(graph, "test", [ONE], [])
    time.sleep(REVISION_SECONDS + 0.1)
    changed = empty_client.get("/v1/entities", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.json()["total"]["value"] == 1


def test_csv_and_json_have_different_tags(client: TestClient) -> None:
    tags = {
        client.get("/v1/ask/complexes", headers={"accept": accept}).headers["etag"]
        for accept in ("text/csv", "application/json")
    }
    assert len(tags) == 2
