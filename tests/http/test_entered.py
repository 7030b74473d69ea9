"""Needs and offers over the API: who may write, once, and what the graph then holds."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog

from graph_api.domain import BusyError
from graph_api.http import create_app
from graph_api.settings import read_settings
from graph_api.store import hold, whole
from loaders.entered.entering import Role
from loaders.entered.tokens import add_token, remove_token
from loaders.pipeline import unload
from tests.engines.servers import Engines
from tests.http.office import NEED, OFFER, Office
from tests.http.test_problems import check
from tests.loaders.entered.made_up import surroundings

ID = "entered:need-1"


@pytest.fixture
def office(engines: Engines, tmp_path: Path) -> Iterator[Office]:
    with Office(engines.graph("arcadedb-scratch"), tmp_path).open() as office:
        yield office


def test_a_need_is_in_the_graph_and_matched_as_soon_as_it_is_entered(office: Office) -> None:
    office.enter(OFFER, "/v1/offers", who="chen")
    answer = office.send("POST", "/v1/needs", {**NEED, "budget": 5000, "deadline": "2027-01-31"})
    assert answer.status_code == 201
    assert (answer.headers["location"], answer.headers["etag"]) == (
        "/v1/needs/entered:need-2",
        '"2"',
    )
    document = answer.json()
    assert (document["in_graph"], document["waiting"]) == (True, "")
    need = document["need"]
    assert (need["owner"]["id"], need["owner"]["written"]) == ("made:firm", "青禾轴承厂")
    assert [one["id"] for one in need["services"]] == ["service:testing"]
    assert (need["created"]["who"], need["created"]["role"]) == ("li", "broker")
    entity = office.get("/v1/entities/entered:need-2")
    assert (entity["until"], entity["properties"]["amount"]) == ("2027-01-31", 5000)
    found = office.get("/v1/needs/entered:need-2/providers")
    first = found["results"][0]
    assert (first["provider"]["id"], first["offer"]["id"]) == ("made:lab", "entered:offer-1")
    assert first["score"] == sum(one["contribution"] for one in first["reasons"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/needs", NEED),
        ("POST", "/v1/offers", OFFER),
        ("PATCH", f"/v1/needs/{ID}", {"state": "closed"}),
        ("DELETE", f"/v1/needs/{ID}", None),
        ("POST", f"/v1/needs/{ID}/restore", None),
    ],
)
@pytest.mark.parametrize(
    "header", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic bGk6bGk="}]
)
def test_a_write_needs_a_token(
    office: Office,
    method: str,
    path: str,
    body: object,
    header: dict[str, str],
) -> None:
    office.enter()
    answer = office.send(method, path, body, who="", **header)
    check(answer, 401)
    assert answer.headers["www-authenticate"] == 'Bearer realm="six-chains"'
    assert len(office.entries()) == 1


def test_a_token_that_was_removed_is_refused_at_once(office: Office) -> None:
    office.enter()
    remove_token(office.folder, "li")
    check(office.send("POST", "/v1/needs", NEED), 401)


def test_a_broker_changes_only_their_own_and_a_steward_those_of_all(office: Office) -> None:
    office.enter()
    for method, body in (("PATCH", {"state": "matched"}), ("DELETE", None)):
        document = check(office.send(method, f"/v1/needs/{ID}", body, who="wang"), 403)
        assert "entered by li" in document["detail"]
    answer = office.send("PATCH", f"/v1/needs/{ID}", {"state": "matched"}, who="chen")
    assert answer.json()["need"]["state"] == "matched"
    assert answer.json()["need"]["changed"]["who"] == "chen"


def test_the_same_request_with_its_key_is_answered_again(office: Office) -> None:
    first = office.send("POST", "/v1/needs", NEED, idempotency_key="a1")
    again = office.send("POST", "/v1/needs", NEED, idempotency_key="a1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    unload(office.graph, "made")  # nothing of the request is looked up again
    gone = office.send("POST", "/v1/needs", NEED, idempotency_key="a1")
    assert (gone.status_code, gone.json()["need"]) == (201, first.json()["need"])
    office.load("made", *surroundings())
    document = check(
        office.send("POST", "/v1/needs", {**NEED, "text": "别的"}, idempotency_key="a1"), 422
    )
    assert "'a1' came before with another request" in document["detail"]
    assert (
        office.send("POST", "/v1/needs", NEED, who="wang", idempotency_key="a1").status_code == 201
    )
    assert len(office.entries()) == 2


def test_a_change_says_which_version_it_is_of(office: Office) -> None:
    office.enter()
    changed = office.send("PATCH", f"/v1/needs/{ID}", {"budget": 1}, if_match='"1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    check(office.send("PATCH", f"/v1/needs/{ID}", {"budget": 2}, if_match='"1"'), 412)
    check(office.send("DELETE", f"/v1/needs/{ID}", if_match='"1"'), 412)
    check(office.send("DELETE", f"/v1/needs/{ID}", if_match="x"), 422)
    assert office.send("DELETE", f"/v1/needs/{ID}", if_match="*").status_code == 200


def test_a_change_leaves_what_is_not_sent_and_null_takes_back(office: Office) -> None:
    office.enter({**NEED, "budget": 9, "stages": ["pilot"], "complex": "轴承综合体"})
    office.send("PATCH", f"/v1/needs/{ID}", {"budget": None, "subjects": ["轴承"]})
    need = office.get(f"/v1/needs/{ID}")["need"]
    assert (need["budget"], need["stages"], need["text"]) == (None, ["pilot"], NEED["text"])
    assert [one["id"] for one in need["subjects"]] == ["made:bearings"]
    assert need["complex"]["id"] == "made:complex"
    neighbours = office.get(f"/v1/entities/{ID}/neighbours")
    assert sorted(one["type"] for one in neighbours["relations"]) == [
        "ABOUT",
        "NEEDS",
        "OF_SERVICE",
        "PART_OF",
    ]


def test_what_is_deleted_leaves_the_graph_and_can_be_restored(office: Office) -> None:
    office.enter()
    assert office.send("DELETE", f"/v1/needs/{ID}").json()["need"]["deleted"]
    check(office.client.get(f"/v1/entities/{ID}"), 404)
    assert office.get("/v1/needs")["needs"] == []
    assert office.get("/v1/needs", deleted="only")["total"] == 1
    account = office.get(f"/v1/needs/{ID}")
    assert [one["action"] for one in account["history"]] == ["create", "delete"]
    check(office.send("PATCH", f"/v1/needs/{ID}", {"budget": 1}), 404)
    restored = office.send("POST", f"/v1/needs/{ID}/restore")
    assert not restored.json()["need"]["deleted"]
    assert office.get(f"/v1/entities/{ID}")["name"] == NEED["text"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/v1/needs", {**NEED, "owner": "没有的厂"}, 404, "没有的厂"),
        ("/v1/needs", {**NEED, "owner": "service:testing"}, 404, "Service"),
        ("/v1/needs", {**NEED, "services": ["飞行"]}, 404, "飞行"),
        ("/v1/needs", {**NEED, "subjects": ["检验检测"]}, 404, "检验检测"),
        ("/v1/needs", {"text": "x"}, 422, "owner"),
        ("/v1/needs", {"owner": "青禾轴承厂"}, 422, "text"),
        ("/v1/needs", {**NEED, "text": "  "}, 422, "text"),
        ("/v1/needs", {**NEED, "text": "a\x01b"}, 422, "control"),
        ("/v1/needs", {**NEED, "text": "x" * 2001}, 422, "2000"),
        ("/v1/needs", {**NEED, "budget": -1}, 422, "budget"),
        ("/v1/needs", {**NEED, "budget": 1e300}, 422, "budget"),
        ("/v1/needs", {**NEED, "deadline": "2026-02-30"}, 422, "2026-02-30"),
        ("/v1/needs", {**NEED, "state": "lost"}, 422, "state"),
        ("/v1/needs", {**NEED, "colour": "red"}, 422, "colour"),
        ("/v1/needs", [], 422, "body"),
        ("/v1/offers", {**OFFER, "status": "normative"}, 422, "planned, building"),
        ("/v1/offers", {**OFFER, "price_min": 2, "price_max": 1}, 422, "from 2 down to 1"),
        ("/v1/offers", {**OFFER, "capacity": 1.5}, 422, "capacity"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_entered(
    office: Office,
    path: str,
    body: object,
    status: int,
    said: str,
) -> None:
    assert said in check(office.send("POST", path, body), status)["detail"]
    assert office.entries() == ()


@pytest.mark.parametrize(
    "path", ["/v1/needs/entered:need-9", "/v1/needs/made:firm", "/v1/offers/entered:need-1"]
)
def test_what_nobody_entered_is_not_found(office: Office, path: str) -> None:
    office.enter()
    check(office.client.get(path), 404)
    check(office.send("PATCH", path, {"name": "x"}), 404)
    check(office.send("DELETE", path), 404)


def test_an_offer_takes_part_in_matching_with_its_own_status(office: Office) -> None:
    made = office.enter({**OFFER, "status": "planned", "capacity": 2}, "/v1/offers", who="chen")
    assert (made["offer"]["status"], made["offer"]["capacity"]) == ("planned", 2)
    office.enter()
    (first, *_) = office.get("/v1/needs/entered:need-2/providers")["results"]
    assert (first["offer"]["id"], first["status"], first["inferred"]) == (
        "entered:offer-1",
        "planned",
        False,
    )
    office.send("PATCH", "/v1/offers/entered:offer-1", {"status": "operating"}, who="chen")
    (first, *_) = office.get("/v1/needs/entered:need-2/providers")["results"]
    assert first["status"] == "operating"


def test_lists_come_in_pages_newest_first(office: Office) -> None:
    for number in range(5):
        office.enter({**NEED, "text": f"第{number}", "state": "closed" if number == 2 else "open"})
    page = office.get("/v1/needs", limit=2)
    assert [one["text"] for one in page["needs"]] == ["第4", "第3"]
    after = office.get("/v1/needs", limit=2, cursor=page["next"])
    assert [one["text"] for one in after["needs"]] == ["第2", "第1"]
    last = office.get("/v1/needs", limit=2, cursor=after["next"])
    assert ([one["text"] for one in last["needs"]], last["next"]) == (["第0"], None)
    assert [one["text"] for one in office.get("/v1/needs", state="closed")["needs"]] == ["第2"]


def test_what_cannot_be_written_to_the_graph_now_is_kept_and_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise BusyError("a load of chainkg has the right to write; try again when it is done")

    with monkeypatch.context() as patch:
        patch.setattr("graph_api.http.entering.settle", busy)
        document = office.enter()
    assert not document["in_graph"]
    assert "a load of chainkg has the right to write" in document["waiting"]
    assert "what was entered is kept" in document["waiting"]
    check(office.client.get(f"/v1/entities/{ID}"), 404)
    assert office.get("/v1/needs")["total"] == 1  # a look completes it
    assert office.get(f"/v1/entities/{ID}")["id"] == ID


def test_many_writers_at_once_are_all_in_the_graph(office: Office) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: office.enter({**NEED, "text": f"第{n}"}), range(12)))
    assert len({one["need"]["id"] for one in answers}) == 12
    assert all(one["in_graph"] for one in answers)
    assert len(whole(office.graph, dataset="entered").entities) == 12


def test_a_look_does_not_wait_for_a_load(office: Office) -> None:
    office.enter()
    with hold(office.graph, "a load"):
        assert office.get("/v1/needs")["total"] == 1


def test_the_watch_tells_programs_what_is_new(office: Office) -> None:
    office.enter({**OFFER, "status": "planned"}, "/v1/offers", who="chen")
    office.enter()
    (first,) = office.get("/v1/watch")
    assert (first["id"], first["before"], first["news"]) == ("entered:need-2", None, [])
    seen = first["now"]["providers"][0]
    assert seen["score"] == sum(seen["parts"].values())
    office.send("PATCH", "/v1/offers/entered:offer-1", {"status": "operating"}, who="chen")
    (risen,) = office.get("/v1/watch")
    assert [one["kind"] for one in risen["news"]] == ["rose"]
    check(office.client.post("/v1/watch/seen", json={}), 401)
    check(office.send("POST", "/v1/watch/seen", {"need": "entered:need-9"}), 404)
    assert office.send("POST", "/v1/watch/seen", {}).json() == {"seen": 1}
    assert office.get("/v1/watch")[0]["news"] == []


def test_every_write_is_logged_with_who_and_when_and_never_the_token(office: Office) -> None:
    with structlog.testing.capture_logs() as logs:
        office.enter()
        office.send("DELETE", f"/v1/needs/{ID}", who="wang")
        office.send("DELETE", f"/v1/needs/{ID}", who="chen")
    written = [one for one in logs if one["event"] == "entered"]
    assert [(one["who"], one["action"], one["entry"]) for one in written] == [
        ("li", "create", 1),
        ("chen", "delete", 2),
    ]
    assert all(one["at"].endswith("+00:00") and one["in_graph"] for one in written)
    text = json.dumps(logs, default=str)
    assert not any(token in text for token in office.tokens.values())


def test_another_server_on_the_folder_sees_what_was_entered(office: Office) -> None:
    office.enter()
    other = create_app(read_settings(language="zh", data_folder=office.folder), office.graph)
    from starlette.testclient import TestClient  # noqa: PLC0415 - only here is a second one

    with TestClient(other, base_url="http://127.0.0.1") as client:
        assert client.get("/v1/needs").json()["total"] == 1


def test_a_new_token_is_known_without_a_restart(office: Office) -> None:
    office.tokens["zhao"] = add_token(office.folder, "zhao", Role.BROKER)
    assert office.enter(who="zhao")["need"]["created"]["who"] == "zhao"
