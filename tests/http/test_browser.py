"""The console in a real Chromium: no error, no request off the server, and the main walk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

HOST = "宁波中机机械零部件检测有限公司"
PAGES = (
    "/",
    "/search?q=检测",
    "/entities/service:testing",
    "/complexes/磁性材料产业创新服务综合体",
    "/questions",
    "/questions/providers-of-service?service=检验检测",
    "/questions/pilot-ladder",
    "/match?text=紧固件盐雾试验&firm=金鼎紧固件",
    "/docs",
    "/problems",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1366, 360])
def test_a_page_fits_and_reports_nothing(
    guarded: Page, console: str, path: str, width: int
) -> None:
    guarded.set_viewport_size({"width": width, "height": 768})
    guarded.goto(console + path)
    assert guarded.evaluate("document.documentElement.scrollWidth") <= width
    smallest = guarded.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
            .filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    assert smallest >= 12


def test_from_home_to_a_match_to_its_reasons_and_back(guarded: Page, console: str) -> None:
    guarded.goto(console)
    guarded.get_by_label("需求", exact=True).fill("紧固件盐雾试验")
    guarded.get_by_label("企业（可不填）").fill("金鼎紧固件")
    guarded.get_by_role("button", name="查找提供方").click()
    first = guarded.locator("li.match").first
    expect(first).to_contain_text("紧固件实验室")
    first.locator("details.reasons > summary").click()
    expect(first.locator(".waterfall .sum")).to_be_visible()
    first.get_by_role("link", name="紧固件实验室").first.click()
    expect(guarded.get_by_role("heading", level=1)).to_contain_text("紧固件实验室")
    guarded.get_by_role("link", name="关系图").click()
    guarded.wait_for_selector("#detail > *")
    guarded.go_back()
    guarded.go_back()
    expect(guarded.locator("textarea")).to_have_value("紧固件盐雾试验")


def test_a_question_by_keyboard_and_its_file(guarded: Page, console: str, tmp_path: Path) -> None:
    guarded.goto(f"{console}/questions/providers-of-service")
    guarded.get_by_label("服务类型").focus()
    guarded.keyboard.type("检验检测")
    guarded.keyboard.press("Enter")
    expect(guarded.locator("table.rows tbody tr").first).to_contain_text(HOST)
    expect(guarded.locator("section", has_text="答案").first).to_contain_text(
        re.compile(r"共 \d+ 行")
    )
    with guarded.expect_download() as started:
        guarded.get_by_role("link", name="CSV").click()
    started.value.save_as(tmp_path / "answer.csv")
    assert HOST in (tmp_path / "answer.csv").read_text("utf-8-sig")


def test_search_leads_to_an_entity_and_every_list_says_how_many(
    guarded: Page, console: str
) -> None:
    guarded.goto(console)
    guarded.get_by_placeholder("搜索机构、平台、服务、政策…").fill("中机")
    guarded.keyboard.press("Enter")
    expect(guarded.locator("main")).to_contain_text(re.compile(r"本页 \d+ 个，共"))
    guarded.get_by_role("link", name=HOST).first.click()
    expect(guarded.locator("main")).to_contain_text(re.compile(r"列出 \d+ 条，共 \d+ 条"))


def test_the_six_lanes_are_drawn_inside_the_home_page(guarded: Page, console: str) -> None:
    guarded.goto(console)
    guarded.locator("iframe").scroll_into_view_if_needed()
    frame = guarded.frame_locator("iframe")
    frame.locator("#detail > *").first.wait_for()


def test_an_unknown_address_is_a_page(page: Page, console: str) -> None:
    answer = page.goto(f"{console}/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到")


def test_everything_works_without_scripts(browser: Browser, console: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{console}/match?text=紧固件检测")
    expect(page.locator("li.match").first).to_be_visible()
    page.locator("details.reasons > summary").first.click()
    expect(page.locator(".waterfall").first).to_be_visible()
    context.close()


def contrast(page: Page) -> float:
    """The smallest contrast of text against the card or ground it stands on (WCAG 2.2, 1.4.3)."""
    return float(
        page.evaluate(
            """() => {
        const rgb = text => {
          const c = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
          c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data];
        };
        const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
          .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        const ground = one => {
          for (let at = one; at; at = at.parentElement) {
            const found = rgb(getComputedStyle(at).backgroundColor);
            if (found[3] === 255) return found;
          }
          return rgb(getComputedStyle(document.body).backgroundColor);
        };
        let least = 21;
        for (const one of document.querySelectorAll("body *")) {
          const text = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim());
          if (!text || !one.getClientRects().length || one.closest(".skip, svg, option")) continue;
          const [a, b] = [rgb(getComputedStyle(one).color), ground(one)].map(light);
          least = Math.min(least, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
        }
        return least;
      }"""
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_can_be_read_in_light_and_dark(
    guarded: Page, console: str, path: str, scheme: str
) -> None:
    guarded.emulate_media(color_scheme=scheme)
    guarded.goto(console + path)
    assert contrast(guarded) >= 4.5
