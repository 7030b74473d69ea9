"""The console's forms of needs and offers, the brief and the watch: what they show, and who may send them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType
from graph_api.http import create_app
from graph_api.settings import read_settings
from tests.engines.servers import Engines
from tests.http.office import FORM, NEED, OFFER, Office
from tests.http.steward import HOSTILE
from tests.http.test_problems import check

ID = "entered:need-1"


@pytest.fixture
def office(engines: Engines, tmp_path: Path) -> Iterator[Office]:
    with Office(engines.graph("arcadedb-scratch"), tmp_path).open() as office:
        yield office


def key_in(page: str) -> str:
    return re.findall(r'name="key" value="(\w+)"', page)[0]


def test_an_empty_list_says_what_to_do(office: Office) -> None:
    page = office.page("/needs")
    assert "还没有录入需求" in page
    assert 'href="/needs/new"' in page
    assert "sixchains template needs" in page
    assert "No need was entered yet" in office.page("/needs", lang="en")
    assert "还没有录入服务项" in office.page("/offers")
    assert "没有待对接的需求" in office.page("/watch")


def test_a_need_is_entered_by_its_form_changed_closed_deleted_and_brought_back(
    office: Office,
) -> None:
    form = {**FORM, "key": key_in(office.page("/needs/new")), "budget": "30万元", "stages": "pilot"}
    sent = office.post("/needs", {**form, "subjects": "轴承；", "complex": "made:complex"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/needs/{ID}?said=entered")
    again = office.post("/needs", {**form, "subjects": "轴承；", "complex": "made:complex"})
    assert (
        again.headers["location"] == f"/needs/{ID}?said=entered"
    )  # a second click makes no second need
    (entry,) = office.entries()
    assert entry.who.startswith("local:")
    assert entry.role == "steward"
    page = office.page(f"/needs/{ID}", said="entered")
    assert "已录入，并已写入图" in page
    for shown in ('value="300000"', 'value="轴承"', "东塘检测站", "entered#entry=1"):
        assert shown in page
    assert re.search(r'value="pilot" checked', page)

    changed = office.post(f"/needs/{ID}", {**FORM, "state": "closed", "version": "1"})
    assert changed.headers["location"] == f"/needs/{ID}?said=changed"
    assert "已关闭" in office.page("/needs", state="closed")
    assert "没有这种状态的需求" in office.page("/needs", state="open")

    gone = office.post(f"/needs/{ID}/delete")
    assert gone.headers["location"] == "/needs?deleted=entered%3Aneed-1"
    page = office.page("/needs", deleted=ID)
    assert "已删除“轴承寿命试验”" in page
    assert f'action="/needs/{ID}/restore"' in page
    assert "这条需求已删除" in office.page(f"/needs/{ID}")
    check(office.client.get(f"/v1/entities/{ID}"), 404)
    office.post(f"/needs/{ID}/restore")
    assert office.get(f"/v1/entities/{ID}")["id"] == ID


def test_an_offer_is_entered_by_its_form(office: Office) -> None:
    form = {"text": "寿命试验台", "holder": "东塘检测站", "services": "检验检测"}
    more = {"status": "planned", "price_min": "1,000", "capacity": "3", "lead_days": "14"}
    sent = office.post("/offers", {**form, **more})
    assert sent.headers["location"] == "/offers/entered:offer-1?said=entered"
    offer = office.get("/v1/offers/entered:offer-1")["offer"]
    told = (offer["status"], offer["price_min"], offer["capacity"], offer["lead_days"])
    assert told == ("planned", 1000, 3, 14)
    page = office.page("/offers")
    assert "寿命试验台" in page
    assert "status-planned" in page
    office.post("/offers/entered:offer-1/delete")
    assert "已删除“寿命试验台”" in office.page("/offers", deleted="entered:offer-1")
    office.post("/offers/entered:offer-1/restore")
    assert office.get("/v1/entities/entered:offer-1")["status"] == "planned"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({**FORM, "text": ""}, "text"),
        ({**FORM, "holder": ""}, "owner"),
        ({**FORM, "holder": "没有的厂"}, "没有的厂"),
        ({**FORM, "budget": "很多"}, "write an amount in yuan"),
        ({**FORM, "budget": "5万美元"}, "is in USD"),
        ({**FORM, "deadline": "明天"}, "deadline"),
        ({**FORM, "state": "lost"}, "state"),
        ({**FORM, "subjects": "检验检测"}, "检验检测"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_what_was_typed(
    office: Office, form: dict[str, str], said: str
) -> None:
    sent = office.post("/needs", {**form, "name": "我写的名称"})
    assert sent.status_code in {404, 422}
    assert 'role="alert"' in sent.text
    assert said in sent.text
    assert 'value="我写的名称"' in sent.text
    assert office.entries() == ()


def test_a_change_on_an_older_version_is_shown_again(office: Office) -> None:
    office.enter()
    office.send("PATCH", f"/v1/needs/{ID}", {"name": "别人改的"})
    sent = office.post(f"/needs/{ID}", {**FORM, "name": "我改的", "version": "1"})
    assert sent.status_code == 412
    assert 'value="我改的"' in sent.text
    assert "was changed by li" in sent.text


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
    ],
)
def test_a_form_of_another_site_is_refused(office: Office, headers: dict[str, str]) -> None:
    office.enter()
    for path in ("/needs", f"/needs/{ID}", f"/needs/{ID}/delete", "/offers", "/watch/seen"):
        answer = office.post(path, FORM, **headers)
        assert answer.status_code == 403, path
    assert len(office.entries()) == 1


def test_a_request_that_no_browser_sent_is_refused(office: Office) -> None:
    check(office.client.post(f"/needs/{ID}/delete"), 403)
    plain = {"content-type": "application/x-www-form-urlencoded"}
    assert office.client.post("/needs", data=FORM, headers=plain).status_code == 403
    for kind in ("text/plain", "application/json", "multipart/form-data"):
        check(office.client.post("/needs", content=b"x", headers={"content-type": kind}), 422)
    assert office.entries() == ()


@pytest.mark.parametrize(
    "given",
    [{"host": "0.0.0.0"}, {"allowed_hosts": ("console.example",)}],  # noqa: S104 - is refused
)
def test_a_console_that_others_reach_only_reads(office: Office, given: dict[str, object]) -> None:
    office.enter()
    office.app.state.context = create_app(
        read_settings(language="zh", data_folder=office.folder, **given), office.graph
    ).state.context
    page = office.page(f"/needs/{ID}")
    assert "控制台只读" in page
    assert "<button" not in page
    assert office.post("/needs", FORM).status_code == 403
    assert office.post(f"/needs/{ID}/delete").status_code == 403
    assert office.enter(who="chen")["in_graph"]


def test_what_people_wrote_is_never_markup(office: Office) -> None:
    office.enter({**NEED, "text": HOSTILE, "name": HOSTILE})
    for path in ("/needs", f"/needs/{ID}", f"/briefs/{ID}", "/watch"):
        page = office.page(path)
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page


def test_the_brief_shows_the_need_the_providers_and_sums_that_add_up(office: Office) -> None:
    office.enter({**OFFER, "status": "planned"}, "/v1/offers", who="chen")
    office.enter({**NEED, "text": "轴承寿命试验和喷丸", "budget": 5000, "deadline": "2027-01-31"})
    page = office.page("/briefs/entered:need-2")
    for shown in (
        "轴承寿命试验和喷丸",
        "5,000 元",
        "2027-01-31",
        "青禾轴承厂",
        "东塘检测站",
        "喷丸",
    ):
        assert shown in page
    assert "仅为规划，尚不能提供" in page
    assert "没有一家写明在运行" in page
    assert "先问清：<b>价格未说明；余量未说明；所需时间未说明</b>" in page
    (reasons,) = re.findall(r'<ul class="reasons">(.*?)</ul>', page, re.DOTALL)
    *points, total = (
        int(one)
        for one in re.findall(r'<a class="points" href="/v1/needs[^"]*">([+-]?\d+)</a>', reasons)
    )
    assert sum(points) == total > 0
    assert re.search(r"联系</b>\s*<a[^>]*>东塘检测站</a>（提供方", page)
    assert office.client.get("/v1/briefs/entered:need-2").text.count("<article") == 1
    assert "Only planned, or inferred" in office.page("/briefs/entered:need-2", lang="en")


@pytest.mark.parametrize(
    ("name", "modality", "said"),
    [
        ("OPERATES", Modality.FACT, "（运营单位"),
        ("OPERATES", Modality.PLAN, "（规划运营单位"),
        ("BUILDS", Modality.PLAN, "（规划建设单位"),
        ("PART_OF", Modality.FACT, "（所属单位"),
    ],
)
def test_the_brief_says_whom_to_call_about_a_platform(
    office: Office, name: str, modality: Modality, said: str
) -> None:
    source = (Evidence("more#t:row=1"),)
    platform = Entity("more:p", Kind.SERVICE_PLATFORM, "轴承检测平台", source)
    person = Entity("more:x", Kind.PERSON, "某某", source)
    ends = ("more:p", "made:firm") if name == "PART_OF" else ("made:firm", "more:p")
    behind = Relation(ends[0], RelationType(name), ends[1], modality, source)
    works = Relation("more:x", RelationType.WORKS_AT, "made:firm", Modality.FACT, source)
    office.load("more", platform, person, behind, works)
    office.enter({**OFFER, "provider": "more:p"}, "/v1/offers", who="chen")
    office.enter({**NEED, "owner": "东塘检测站"})
    page = office.page("/briefs/entered:need-2")
    assert re.search(f"联系</b>\\s*<a[^>]*>青禾轴承厂</a>{said}", page)
    assert "某某" not in page


def test_every_number_of_the_brief_leads_to_where_it_comes_from(office: Office) -> None:
    office.enter(OFFER, "/v1/offers", who="chen")
    office.enter({**NEED, "budget": 5000})
    page = office.page("/briefs/entered:need-2")
    body = re.sub(
        r"<footer>.*?</footer>|<head>.*?</head>|<style>.*?</style>", "", page, flags=re.DOTALL
    )
    links = set(re.findall(r'href="([^"]+)"', body))
    for link in links:
        address = link.replace("&amp;", "&")
        answer = office.client.get(address, headers={"accept": "*/*"})
        assert answer.status_code == 200, address
    bare = re.sub(r"<a [^>]*>.*?</a>", "", body, flags=re.DOTALL)
    bare = re.sub(r"<(time|code|q)[^>]*>.*?</\1>|<[^>]+>", " ", bare, flags=re.DOTALL)
    assert not re.findall(r"(?<![\d.])[+-]?\d{2,}(?![\d.-])", bare.replace("2026", ""))


def test_a_need_without_a_provider_says_why(office: Office) -> None:
    office.enter({**OFFER, "status": "closed"}, "/v1/offers", who="chen")
    office.enter({**NEED, "services": ["testing"]})
    page = office.page("/briefs/entered:need-2")
    assert "没有提供方" in page or "可能具备" in page
    assert "状态" in page
    assert "东塘检测站" in page


def test_a_need_of_a_spreadsheet_is_listed_printed_and_watched(office: Office) -> None:
    office.enter({**OFFER, "status": "planned"}, "/v1/offers", who="chen")
    source = (Evidence("table-x#t:row=1"),)
    told = {"amount": 800.0, "currency": "CNY"}
    stated = Entity(
        "table-x:n1", Kind.NEED, "轴承寿命", source, description="台架试验", properties=told
    )
    owner = Relation("made:firm", RelationType.NEEDS, stated.id, Modality.FACT, source)
    office.load("table-x", stated, owner)
    page = office.page("/needs")
    assert "还没有录入需求" in page
    assert 'href="/briefs/table-x:n1"' in page
    brief = office.page("/briefs/table-x:n1")
    for shown in ("台架试验", "800 元", "青禾轴承厂", "东塘检测站", "table-x"):
        assert shown in brief
    assert office.get("/v1/needs/table-x:n1/providers")["total"] >= 1
    assert "从现在起关注" in office.page("/watch")
    office.send("PATCH", "/v1/offers/entered:offer-1", {"status": "operating"}, who="chen")
    assert "由拟建变为运行" in office.page("/watch")
    assert office.page("/briefs/made:firm", status=404)


def test_the_watch_tells_when_somebody_better_appears_until_it_was_seen(office: Office) -> None:
    office.enter({**OFFER, "status": "planned"}, "/v1/offers", who="chen")
    office.enter()
    assert "从现在起关注" in office.page("/watch")
    assert "没有变化" in office.page("/watch")
    office.send("PATCH", "/v1/offers/entered:offer-1", {"status": "operating"}, who="chen")
    for _ in range(2):
        page = office.page("/watch")
        assert "由拟建变为运行" in page
        assert "1 条有新情况" in page
    office.post("/watch/entered:need-2/seen")
    assert "没有变化" in office.page("/watch")
    assert office.post("/watch/entered:need-9/seen").status_code == 404
