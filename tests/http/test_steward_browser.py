"""The pages of the steward in a real Chromium: read, filtered, downloaded, and a command selected."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.http.conftest import served
from tests.http.steward import BAD, HOSTILE, LEFT, RIGHT, Desk
from tests.http.test_browser import contrast

pytestmark = pytest.mark.browser


@pytest.fixture
def office(desk: Desk) -> Iterator[str]:
    """The address of a console with loads, rejected rows and pairs to review."""
    desk.fill_review()
    desk.load("chainkg", *BAD)
    with served(desk.app) as address:
        yield address


def test_from_the_loads_to_a_rejected_row_and_its_file(
    guarded: Page, office: str, tmp_path: Path
) -> None:
    guarded.goto(office)
    guarded.get_by_role("link", name="装载", exact=True).click()
    guarded.get_by_role("link", name=str(len(BAD)), exact=True).click()
    expect(guarded.locator("table.rejected tbody tr")).to_have_count(50)
    guarded.get_by_role("link", name="下一页").click()
    expect(guarded.locator("table.rejected")).to_contain_text(HOSTILE)
    guarded.get_by_role("link", name="name-unreadable").click()
    expect(guarded.locator("table.rejected tbody tr")).to_have_count(2)
    guarded.get_by_label("任一栏中的文字").fill("=1+1")
    guarded.keyboard.press("Enter")
    expect(guarded.locator("table.rejected tbody tr")).to_have_count(1)
    with guarded.expect_download() as started:
        guarded.get_by_role("link", name="下载 CSV").click()
    started.value.save_as(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(BAD)


def test_a_click_selects_the_whole_command_of_a_pair(guarded: Page, office: str) -> None:
    guarded.goto(office)
    guarded.get_by_role("link", name="待审").click()
    guarded.locator("article code.command").first.click()
    selected = guarded.evaluate("getSelection().toString().trim()")
    assert selected == f"sixchains judge {LEFT} {RIGHT} same"
    guarded.get_by_role("link", name="宁波青禾轴承厂").first.click()
    expect(guarded.get_by_role("heading", level=1)).to_contain_text("宁波青禾轴承厂")


def test_the_pages_fit_and_can_be_read(guarded: Page, office: str) -> None:
    guarded.goto(f"{office}/loads")
    load = guarded.locator("a", has_text="ChainKG").first.get_attribute("href")
    for path in ("/loads", load, f"{load}?lang=en", "/review", "/review?lang=en"):
        for width, scheme in ((1366, "light"), (910, "dark"), (360, "light")):
            guarded.set_viewport_size({"width": width, "height": 768})
            guarded.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            guarded.goto(f"{office}{path}")
            assert guarded.evaluate("document.documentElement.scrollWidth") <= width, path
            assert contrast(guarded) >= 4.5, (path, scheme)
            expect(guarded).to_have_title(re.compile("六链|Six Chains"))
