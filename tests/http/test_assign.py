"""Assignment over HTTP: every need once, capacities kept, loads and losses told."""

import pytest
from starlette.testclient import TestClient

TESTING = {"service": "检验检测"}
NEEDS = [TESTING, TESTING, {"text": "紧固件检验检测"}, {"text": "专利导航"}]


@pytest.mark.parametrize("method", ["greedy", "flow"])
def test_every_need_stands_once_and_the_sums_agree(client: TestClient, method: str) -> None:
    answer = client.post("/v1/assign", json={"needs": NEEDS, "method": method}).json()
    places = [one["need"] for one in (*answer["assigned"], *answer["unassigned"])]
    assert sorted(places) == [0, 1, 2, 3]
    assert answer["total"] == sum(one["score"] for one in answer["assigned"])
    assert answer["lost"] == answer["best_total"] - answer["total"]
    assert all(one["lost"] >= 0 for one in answer["assigned"])
    assert sum(one["load"] for one in answer["loads"]) == len(answer["assigned"])
    assert answer["loads"] == sorted(answer["loads"], key=lambda one: -one["load"])
    assert answer["default_capacity"] is None
    assert not any(one["capacity_stated"] for one in answer["loads"])


@pytest.mark.parametrize("method", ["greedy", "flow"])
def test_a_provider_takes_no_more_than_it_can(client: TestClient, method: str) -> None:
    answer = client.post(
        "/v1/assign", json={"needs": NEEDS, "method": method, "default_capacity": 1}
    ).json()
    providers = [one["provider"]["id"] for one in answer["assigned"]]
    assert len(set(providers)) == len(providers)
    assert answer["default_capacity"] == 1


def test_the_capacity_of_one_provider_is_given_by_its_name(client: TestClient) -> None:
    free = client.post("/v1/assign", json={"needs": [TESTING]}).json()
    first = free["assigned"][0]["provider"]
    asked = {"needs": [TESTING], "capacities": {first["name"]: 0}}
    answer = client.post("/v1/assign", json=asked).json()
    assert answer["assigned"][0]["provider"]["id"] != first["id"]
    assert answer["assigned"][0]["best_provider"]["id"] == first["id"]
    assert answer["assigned"][0]["lost"] > 0
    load = next(one for one in answer["loads"] if one["provider"]["id"] == first["id"])
    assert (load["load"], load["capacity"], load["capacity_stated"]) == (0, 0, True)
    assert load["wanted"] == 1


def test_who_is_full_is_a_reason_and_what_is_lost_is_told(client: TestClient) -> None:
    asked = {"needs": [TESTING] * 3, "candidates": 1, "default_capacity": 1}
    answer = client.post("/v1/assign", json=asked).json()
    assert len(answer["assigned"]) == 1
    assert {one["reason"] for one in answer["unassigned"]} == {"full"}
    assert {one["lost"] for one in answer["unassigned"]} == {answer["assigned"][0]["score"]}


def test_a_need_that_cannot_be_understood_has_its_problem(client: TestClient) -> None:
    answer = client.post("/v1/assign", json={"needs": [{"firm": "没有这家公司"}, TESTING]}).json()
    (left,) = answer["unassigned"]
    assert (left["need"], left["reason"]) == (0, "problem")
    assert left["problem"]["instance"] == "/v1/assign#/needs/0"
    assert [one["need"] for one in answer["assigned"]] == [1]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"needs": []}, 422),
        ({"needs": [{"firm": "没有这家公司"}]}, 404),
        ({"needs": [TESTING], "method": "magic"}, 422),
        ({"needs": [TESTING], "default_capacity": -1}, 422),
        ({"needs": [TESTING], "capacities": {"没有这家机构": 1}}, 404),
        ({"needs": [TESTING], "weights": {"nonsense": 1}}, 422),
        ({"needs": [TESTING] * 501}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, asked: dict[str, object], status: int
) -> None:
    assert client.post("/v1/assign", json=asked).status_code == status
