"""Questions, complexes and the words of the domain over HTTP."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from graph_api.http.answers import csv_text
from graph_api.questions import questions

HOST = "宁波中机机械零部件检测有限公司"
COMPLEX = "绿色石化产业创新服务综合体"


def test_the_list_has_every_question_file(client: TestClient) -> None:
    listed = client.get("/v1/ask").json()["questions"]
    assert [one["name"] for one in listed] == [one.command for one in questions().values()]


@pytest.mark.parametrize("name", ["providers-of-service", "providers_of_service"])
def test_both_spellings_of_a_name_and_the_operating_provider_first(
    client: TestClient, name: str
) -> None:
    answer = client.get(f"/v1/ask/{name}", params={"service": "检验检测"})
    rows = answer.json()["rows"]
    names = [row["provider"]["name"] for row in rows]
    assert HOST in names
    before = [row["status"] for row in rows[: names.index(HOST)]]
    assert "planned" not in before
    assert answer.json()["arguments"]["service"] == "service:testing"
    assert answer.headers["x-question"].startswith(
        "/v1/ask/providers-of-service?service=service%3A"
    )


def test_an_answer_cut_short_says_so(client: TestClient) -> None:
    answer = client.get("/v1/ask/complexes", params={"limit": 1})
    assert answer.json()["truncated"] is True
    assert answer.json()["count"] == 1
    assert answer.headers["x-truncated"] == "true"


def test_every_question_without_required_parameters_answers(client: TestClient) -> None:
    for question in questions().values():
        if not any(parameter.required for parameter in question.parameters):
            answer = client.get(f"/v1/ask/{question.command}")
            assert answer.status_code == 200, question.name
            assert answer.json()["columns"] == list(question.columns)


def test_csv_has_a_row_for_each_row_and_ids_beside_names(client: TestClient) -> None:
    parameters = {"service": "检验检测"}
    rows = client.get("/v1/ask/providers-of-service", params=parameters).json()["rows"]
    answer = client.get(
        "/v1/ask/providers-of-service", params=parameters, headers={"accept": "text/csv"}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [one["provider"] for one in table] == [row["provider"]["name"] for row in rows]
    assert [one["provider_id"] for one in table] == [row["provider"]["id"] for row in rows]


@given(st.text(), st.sampled_from("=+-@\t\r"))
def test_no_cell_of_csv_begins_a_formula(text: str, start: str) -> None:
    node = {"id": start + text, "kind": "Enterprise", "name": start + text}
    rows = [{"text": start + text, "node": node, "list": [start + text, "b"], "number": -1}]
    written = csv_text(("text", "node", "list", "number"), rows)
    cells = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells[:4])
    assert cells[4] == "-1"


@pytest.mark.parametrize("aspect", ["coverage", "gaps", "overview", "entitlements"])
def test_aspects_of_a_complex_by_name_and_by_id(client: TestClient, aspect: str) -> None:
    by_name = client.get(f"/v1/complexes/{COMPLEX}/{aspect}").json()
    by_id = client.get(f"/v1/complexes/zhenhai-plan:complex-petrochemicals/{aspect}").json()
    assert by_name["rows"] == by_id["rows"]
    assert by_name["rows"]
    assert by_name["arguments"]["complex"] == "zhenhai-plan:complex-petrochemicals"


def test_coverage_has_the_six_chains(client: TestClient) -> None:
    rows = client.get(f"/v1/complexes/{COMPLEX}/coverage").json()["rows"]
    assert [row["chain"] for row in rows] == [
        one["chain"] for one in client.get("/v1/chains").json()
    ]


def test_the_words_of_the_domain(client: TestClient) -> None:
    assert len(client.get("/v1/kinds").json()) == 40
    assert len(client.get("/v1/chains").json()) == 6
    relations = {one["type"]: one for one in client.get("/v1/relations").json()}
    assert relations["HOSTS"]["to_kinds"] == ["Complex"]
    assert {one["value"] for one in client.get("/v1/statuses").json()["stages"]} >= {"pilot"}


def test_centrality_ranks_and_says_what_was_counted(client: TestClient) -> None:
    found = client.get("/v1/centrality", params={"measure": "betweenness", "limit": 5}).json()
    assert [row["rank"] for row in found["rows"]] == sorted(row["rank"] for row in found["rows"])
    assert found["truncated"] is (found["total"]["value"] > 5)
    assert found["basis"]["modalities"] == ["fact", "plan"]
    assert found["measure"]["source"]
    assert {one["name"] for one in client.get("/v1/measures").json()} >= {"degree", "pagerank"}


def test_centrality_of_some_kinds(client: TestClient) -> None:
    found = client.get("/v1/centrality", params={"kind": ["University", "Institute"]}).json()
    assert {row["kind"] for row in found["rows"]} == {"University", "Institute"}


def test_the_same_questions_over_an_empty_graph_have_no_rows(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/ask/complexes").json()["rows"] == []
    assert empty_client.get("/v1/entities").json()["total"] == {"value": 0, "relation": "eq"}
    assert empty_client.get("/v1/centrality").json()["rows"] == []
