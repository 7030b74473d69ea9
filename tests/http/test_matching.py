"""Matching over HTTP: batches, sums, explanations, problems in their place."""

from starlette.testclient import TestClient

NEED = {"text": "紧固件盐雾试验", "firm": "金鼎紧固件"}


def test_a_score_is_the_sum_of_its_reasons(client: TestClient) -> None:
    answer = client.post("/v1/match", json={"needs": [NEED]}).json()["answers"][0]
    assert answer["results"]
    assert answer["total"] >= len(answer["results"])
    assert answer["understood"]["unknown"] == ["盐雾"]
    for match in answer["results"]:
        assert match["score"] == sum(reason["contribution"] for reason in match["reasons"])


def test_a_hundred_needs_are_answered_in_order(client: TestClient) -> None:
    texts = ["紧固件检测", "专利导航", "磁性材料分析", "化工中试"] * 25
    needs = [{"text": text} for text in texts]
    answers = client.post("/v1/match", json={"needs": needs, "limit": 3}).json()["answers"]
    assert len(answers) == 100
    assert answers[0] == answers[4]
    assert answers[0] != answers[1]


def test_one_bad_need_does_not_spoil_the_others(client: TestClient) -> None:
    needs = [{"firm": "没有这家公司"}, NEED]
    answer = client.post("/v1/match", json={"needs": needs})
    assert answer.status_code == 200
    bad, good = answer.json()["answers"]
    assert bad["problem"]["type"] == "/problems/not-found"
    assert bad["problem"]["instance"] == "/v1/match#/needs/0"
    assert good["problem"] is None
    assert good["results"]


def test_only_bad_needs_fail_the_request(client: TestClient) -> None:
    answer = client.post("/v1/match", json={"needs": [{"firm": "没有这家公司"}]})
    assert answer.status_code == 404


def test_why_and_why_not(client: TestClient) -> None:
    results = client.post("/v1/match", json={"needs": [NEED]}).json()["answers"][0]["results"]
    first = results[0]["provider"]["name"]
    why = client.post("/v1/match/explain", json={"need": NEED, "provider": first}).json()
    assert why["listed"] is True
    assert why["rank"] == 1
    why_not = client.post(
        "/v1/match/explain", json={"need": NEED, "provider": "镇海区科技局"}
    ).json()
    assert why_not["listed"] is False
    assert why_not["sentence_zh"]


def test_weights_can_be_given(client: TestClient) -> None:
    asked = {"needs": [NEED], "weights": {"status": 0}}
    results = client.post("/v1/match", json=asked).json()["answers"][0]["results"]
    points = [
        reason["contribution"]
        for match in results
        for reason in match["reasons"]
        if reason["part"] == "status"
    ]
    assert set(points) == {0}


def test_every_part_and_gate_is_documented(client: TestClient) -> None:
    steps = client.get("/v1/algorithms").json()
    assert {one["step"] for one in steps} == {"gate", "score"}
    assert all(one["explanation"] and one["zh"] for one in steps)
