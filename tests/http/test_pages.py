"""The pages for people, as they are sent."""

import re

import pytest
from starlette.testclient import TestClient

from graph_api.questions import questions

HOST = "宁波中机机械零部件检测有限公司"
FIRM = "金鼎紧固件"


def test_home_shows_what_is_loaded_and_what_is_missing(client: TestClient) -> None:
    page = client.get("/").text
    for text in ("综合体 × 六链", "磁性材料产业创新服务综合体", "缺口", "zhenhai-plan", "金融链"):
        assert text in page
    assert 'src="/v1/views/six_chains?lang=zh"' in page
    for question in questions().values():
        assert f'href="/questions/{question.command}"' in page


def test_an_empty_graph_says_what_to_do(empty_client: TestClient) -> None:
    page = empty_client.get("/")
    assert page.status_code == 200
    assert "sixchains load zhenhai-plan" in page.text


@pytest.mark.parametrize("path", ["/", "/search", "/match", "/questions", "/docs", "/problems"])
def test_every_page_speaks_both_languages(client: TestClient, path: str) -> None:
    chinese, english = client.get(path).text, client.get(path, params={"lang": "en"}).text
    assert '<html lang="zh-CN">' in chinese
    assert '<html lang="en">' in english
    assert 'href="/match?lang=en"' in english


def test_the_switch_of_language_keeps_the_rest_of_the_address(client: TestClient) -> None:
    page = client.get("/search", params={"q": "检测", "chain": "service"}).text
    assert re.search(r'href="/search\?q=%E6%A3%80%E6%B5%8B&amp;chain=service&amp;lang=en"', page)


def test_search_says_how_many_and_leads_on(client: TestClient) -> None:
    page = client.get("/search").text
    assert "本页 30 个，共 " in page
    address = re.search(r'href="(/search\?cursor=[^"]+)"', page)
    assert address
    second = client.get(address[1].replace("&amp;", "&")).text
    assert "回到第一页" in second
    first_names = re.findall(r'<p><a href="/entities/([^"]+)"', page)
    assert not set(first_names) & set(re.findall(r'<p><a href="/entities/([^"]+)"', second))


def test_an_entity_shows_its_status_basis_and_quotes(client: TestClient) -> None:
    found = client.get("/v1/entities", params={"q": HOST}).json()["entities"][0]
    page = client.get(f"/entities/{found['id']}").text
    assert HOST in page
    assert "按类别归入" in page or "来源写明" in page or "分析归入" in page
    assert "<q>" in page
    assert "依托单位" in page
    assert f'href="/match?firm={found["id"].replace(":", "%3A")}"' in page


def test_the_form_of_every_question_opens(client: TestClient) -> None:
    for question in questions().values():
        page = client.get(f"/questions/{question.command}")
        assert page.status_code == 200, question.name
        for parameter in question.parameters:
            assert f'name="{parameter.name}"' in page.text


def test_the_answer_of_a_question_links_its_nodes_and_shows_sources(client: TestClient) -> None:
    page = client.get("/questions/providers-of-service", params={"service": "检验检测"}).text
    rows = client.get("/v1/ask/providers-of-service", params={"service": "检验检测"}).json()["rows"]
    assert f"共 {len(rows)} 行" in page
    assert page.index(HOST) < page.index("status-planned")
    assert "镇海区产业创新服务综合体建设实施方案" in page


def test_a_wrong_argument_keeps_what_was_typed_and_offers_candidates(client: TestClient) -> None:
    page = client.get("/questions/services-of-provider", params={"provider": "实验室"})
    assert page.status_code == 409
    assert 'value="实验室"' in page.text
    assert page.text.count('<a href="/entities/') > 1


def test_csv_for_a_spreadsheet_begins_with_its_mark(client: TestClient) -> None:
    answer = client.get("/questions/complexes.csv")
    assert answer.content.startswith(b"\xef\xbb\xbfcomplex,complex_id,")
    assert "attachment" in answer.headers["content-disposition"]


def test_matching_shows_reasons_that_add_up_and_why_nobody_else(client: TestClient) -> None:
    page = client.get("/match", params={"text": "紧固件盐雾试验", "firm": FIRM}).text
    assert "未识别" in page
    assert "为什么没有其他机构" in page
    for table in re.findall(r'<table class="waterfall">.*?</table>', page, re.DOTALL):
        *parts, total = [int(one) for one in re.findall(r'class="number">([+-]?\d+)<', table)]
        assert sum(parts) == total


def test_an_unknown_firm_keeps_the_text(client: TestClient) -> None:
    page = client.get("/match", params={"text": "检测", "firm": "没有这家公司"})
    assert page.status_code == 404
    assert 'value="没有这家公司"' in page.text
    assert ">检测</textarea>" in page.text


def test_a_complex_shows_coverage_and_gaps(client: TestClient) -> None:
    page = client.get("/complexes/磁性材料产业创新服务综合体").text
    assert "没有任何记录" in page
    assert 'id="gaps"' in page
    assert "资金来源" in page


def test_the_api_documents_itself_without_the_internet(client: TestClient) -> None:
    page = client.get("/docs").text
    schema = client.get("/openapi.json").json()
    for path in schema["paths"]:
        assert path in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_colours_come_from_the_domain(client: TestClient) -> None:
    assert "--finance:#746310" in client.get("/theme.css").text
