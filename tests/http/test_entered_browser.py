"""Needs entered, printed and watched in a real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.engines.servers import Engines
from tests.http.conftest import served
from tests.http.office import NEED, OFFER, Office
from tests.http.test_browser import contrast

pytestmark = pytest.mark.browser


@pytest.fixture
def office(engines: Engines, tmp_path: Path) -> Iterator[Office]:
    with Office(engines.graph("arcadedb-scratch"), tmp_path).open() as office:
        office.enter({**OFFER, "status": "operating"}, "/v1/offers", who="chen")
        yield office


@pytest.fixture
def console(office: Office) -> Iterator[str]:
    with served(office.app) as address:
        yield address


def test_a_need_is_entered_changed_deleted_and_brought_back(guarded: Page, console: str) -> None:
    guarded.goto(console)
    guarded.get_by_role("link", name="需求与服务").click()
    guarded.get_by_role("link", name="录入需求").first.click()
    guarded.get_by_label("需要什么").fill("轴承寿命试验\n两套")
    guarded.get_by_label("提出单位").fill("青禾轴承厂")
    guarded.locator("select[name=services]").first.select_option("检验检测")
    guarded.get_by_label("预算（元）").fill("2万元")
    guarded.get_by_role("button", name="录入", exact=True).click()
    expect(guarded.get_by_role("status")).to_contain_text("已写入图")
    expect(guarded.locator("ol.matches h3").first).to_contain_text("东塘检测站")
    expect(guarded.get_by_label("预算（元）")).to_have_value("20000")
    guarded.locator("select[name=state]").select_option("matched")
    guarded.get_by_role("button", name="保存").click()
    expect(guarded.get_by_role("status")).to_contain_text("已保存")
    guarded.get_by_role("button", name=re.compile("删除")).click()
    expect(guarded.get_by_role("status")).to_contain_text("已删除")
    guarded.get_by_role("button", name="撤销删除").click()
    expect(guarded.get_by_role("status")).to_contain_text("已恢复")
    expect(guarded.get_by_label("需要什么")).to_have_value("轴承寿命试验\n两套")


def test_the_brief_is_one_sheet_of_paper(guarded: Page, console: str, office: Office) -> None:
    office.enter({**NEED, "text": "轴承寿命试验，" * 20, "budget": 5000, "deadline": "2027-01-31"})
    guarded.goto(f"{console}/briefs/entered:need-2")
    sheets = guarded.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) == 1
    guarded.emulate_media(media="print")
    expect(guarded.locator("p.screen")).to_be_hidden()
    expect(guarded.locator("p.call").first).to_contain_text("东塘检测站")


def test_the_pages_fit_and_can_be_read(guarded: Page, console: str, office: Office) -> None:
    office.enter()
    paths = ("/needs", "/needs/new", "/needs/entered:need-2", "/offers", "/offers/entered:offer-1")
    for path in (*paths, "/watch", "/briefs/entered:need-2"):
        for width, scheme in ((1366, "light"), (910, "dark"), (360, "light")):
            guarded.set_viewport_size({"width": width, "height": 768})
            guarded.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            guarded.goto(f"{console}{path}")
            assert guarded.evaluate("document.documentElement.scrollWidth") <= width, path
            assert contrast(guarded) >= 4.5, (path, scheme)
