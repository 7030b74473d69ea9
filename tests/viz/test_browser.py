"""Each view in Chromium: opened, searched, clicked, walked by keyboard, turned dark, made narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from graph_api.domain import Entity, Kind, Source, Subgraph
from viz import Asked, ego, path, six_chains

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]

# How many colours the canvas shows; an empty one has one.
COLOURS = """() => {
  const canvas = document.querySelector("#graph canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
  return seen.size;
}"""


@pytest.fixture
def views(small: Subgraph, ranked: list[object], asked: Asked) -> dict[str, str]:
    sources = (Source("plan", "实施方案"),)
    return {
        "six_chains": six_chains(small, question=asked, sources=sources),
        "ego": ego(small, "t:parts", question=asked, sources=sources, total=9),
        "path": path(small, ranked, question=asked, sources=sources),
    }


def search(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("view", ["six_chains", "ego", "path"])
class TestEveryView:
    def test_it_draws(self, opened: Open, views: dict[str, str], view: str) -> None:
        page = opened(views[view])
        page.wait_for_timeout(100)
        assert page.evaluate(COLOURS) > 40

    def test_search_finds_a_name_and_an_alias(
        self, opened: Open, views: dict[str, str], view: str
    ) -> None:
        page = opened(views[view])
        for text in ("检测公司", "中机公司"):
            search(page, text)
            expect(page.locator("#detail h2")).to_have_text("中机检测公司")
        page.locator("#query").fill("没有这样的名字")
        expect(page.locator("#hits")).to_contain_text("没有这样的名字")

    def test_the_panel_shows_the_evidence(
        self, opened: Open, views: dict[str, str], view: str
    ) -> None:
        page = opened(views[view])
        search(page, "中机检测")
        detail = page.locator("#detail")
        expect(detail.locator(".tags")).to_contain_text("运行")
        expect(detail.locator(".facts")).to_contain_text("由类别推定")
        expect(detail.locator(".evidence").first).to_contain_text("依托单位")
        expect(detail.locator(".evidence").first).to_contain_text("实施方案 · L1")
        expect(detail.locator(".relation").first).to_contain_text("事实")

    def test_the_query_can_be_copied(
        self, opened: Open, views: dict[str, str], view: str, asked: Asked
    ) -> None:
        page = opened(views[view])
        page.keyboard.press("Escape")
        expect(page.locator(".query").first).to_have_text(asked.statement)
        page.locator(".copy").click()
        expect(page.locator(".copy")).to_have_text("已复制")
        page.locator("#query").focus()
        page.keyboard.press("Control+V")
        expect(page.locator("#query")).to_have_value(asked.statement)

    def test_the_table_lists_everything(
        self, opened: Open, views: dict[str, str], view: str, small: Subgraph
    ) -> None:
        page = opened(views[view])
        page.locator("[data-shows=table]").click()
        rows = page.locator("#tables table.entities tbody tr")
        expect(rows).to_have_count(len(small.entities))
        names = page.locator("#tables table.entities td:first-child").all_inner_texts()
        assert set(names) == {entity.name for entity in small.entities.values()}
        expect(page.locator("#tables table.relations tbody tr")).to_have_count(len(small.relations))
        page.locator(".filter").fill("紧固件")
        expect(page.locator("#tables table.entities tbody tr:visible")).to_have_count(2)
        page.locator("#tables .go", has_text="金鼎紧固件").first.click()
        expect(page.locator("#detail h2")).to_have_text("金鼎紧固件")

    def test_the_keyboard_walks_from_card_to_card(
        self, opened: Open, views: dict[str, str], view: str
    ) -> None:
        page = opened(views[view])
        page.keyboard.press("Escape")
        page.locator("#graph").focus()
        visited = set()
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(key)
            visited.add(page.locator("#says").inner_text())
        assert len(visited) > 2
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "panel"
        page.keyboard.press("Escape")
        expect(page.locator("#detail h2")).to_have_text("概览")
        page.keyboard.press("0")

    def test_dark_mode_follows_the_system_and_the_button(
        self, opened: Open, views: dict[str, str], view: str
    ) -> None:
        page = opened(views[view])
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.locator("#theme").click()
        dark = page.evaluate(ground)
        assert light != dark
        page.emulate_media(color_scheme="dark")
        page.reload()
        assert page.evaluate(ground) == dark

    def test_english_by_a_switch(self, opened: Open, views: dict[str, str], view: str) -> None:
        page = opened(views[view])
        page.locator("#language").click()
        search(page, "Zhongji")
        expect(page.locator("#detail h2")).to_have_text("Zhongji Testing")
        expect(page.locator("#detail .tags")).to_contain_text("operating")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator("#language").click()
        expect(page.locator("#detail h2")).to_have_text("中机检测公司")

    def test_a_telephone_gets_a_list(
        self, opened: Open, views: dict[str, str], view: str, small: Subgraph
    ) -> None:
        page = opened(views[view])
        page.set_viewport_size({"width": 360, "height": 740})
        page.reload()
        expect(page.locator("#graph")).to_be_hidden()
        rows = page.locator("#tables table.entities tbody tr")
        expect(rows).to_have_count(len(small.entities))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.locator("#tables .go", has_text="金鼎紧固件").first.click()
        expect(page.locator("#detail h2")).to_have_text("金鼎紧固件")
        expect(page.locator("#detail h2")).to_be_in_viewport()

    def test_no_text_is_smaller_than_twelve_pixels(
        self, opened: Open, views: dict[str, str], view: str
    ) -> None:
        page = opened(views[view])
        page.locator("[data-shows=both]").click()
        sizes = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
              .map((e) => parseFloat(getComputedStyle(e).fontSize))"""
        )
        assert min(sizes) >= 12


def click_card(page: Page, x: float, y: float) -> None:
    """Click a point of the picture: at scale 1 the scene begins 12 pixels right of the stage's edge."""
    stage = page.locator("#graph").bounding_box()
    assert stage is not None
    page.mouse.click(stage["x"] + x, stage["y"] + y)


def test_a_click_selects_and_a_second_one_beside_clears(
    opened: Open, views: dict[str, str]
) -> None:
    page = opened(views["six_chains"])
    page.wait_for_timeout(150)
    click_card(page, 100, 104)  # the first card of the first lane
    expect(page.locator("#detail h2")).to_have_text("科技局")
    click_card(page, 1030, 500)
    expect(page.locator("#detail h2")).to_have_text("概览")


@pytest.mark.parametrize("kind", [None, Kind.REGION, Kind.COMPLEX, Kind.ENTERPRISE])
def test_almost_nothing_can_be_drawn_too(opened: Open, kind: Kind | None) -> None:
    entities = {"t:one": Entity("t:one", kind, "唯一", ())} if kind else {}
    page = opened(six_chains(Subgraph(entities, ())))
    expect(page.locator(".shown")).to_contain_text(f"/ {len(entities)} 个实体")
    page.locator("#whole").click()
    page.locator("#graph").focus()
    page.keyboard.press("ArrowDown")
    page.locator("[data-shows=table]").click()
    expect(page.locator("table.entities tbody tr")).to_have_count(len(entities))


def test_the_graph_names_its_gaps(opened: Open, views: dict[str, str]) -> None:
    page = opened(views["six_chains"])
    gaps = page.locator(".gaps li").all_inner_texts()
    assert len(gaps) == 6 + 5  # nothing of its own for one complex, one chain of the other
    assert "磁性材料综合体 × 金融链" in gaps


def test_the_plan_says_how_many_of_how_many(opened: Open, plan: Subgraph) -> None:
    page = opened(six_chains(plan))
    note = page.locator(".shown").inner_text()
    assert f"/ {len(plan.entities)} 个实体" in note
    before = int(note.split()[1])
    page.locator("#open-all").click()
    after = int(page.locator(".shown").inner_text().split()[1])
    assert before < after == sum(entity.kind != "Region" for entity in plan.entities.values())


def test_a_hidden_entity_is_opened_when_it_is_found(opened: Open, plan: Subgraph) -> None:
    page = opened(six_chains(plan))
    before = page.locator(".shown").inner_text()
    search(page, "远程技术指导")
    expect(page.locator("#detail h2")).to_contain_text("远程技术指导")
    page.keyboard.press("Escape")
    assert page.locator(".shown").inner_text() != before


def test_ego_says_how_many_relations_there_are(opened: Open, views: dict[str, str]) -> None:
    page = opened(views["ego"])
    expect(page.locator("#subtitle")).to_contain_text("9 条关系中的 4 条")
    expect(page.locator("#subtitle")).to_contain_text("邻居之间另有 3 条")


def test_a_path_is_told_step_by_step(opened: Open, views: dict[str, str]) -> None:
    page = opened(views["path"])
    steps = page.locator(".steps .sentence")
    assert steps.all_inner_texts() == [
        "中机检测公司是机械零部件综合体的依托单位",
        "金鼎紧固件参与机械零部件综合体（龙头企业）",
    ]
    expect(page.locator(".steps > li").nth(1)).to_contain_text("规划")
    expect(page.locator(".steps > li").first).to_contain_text("依托单位")
    page.locator(".path").nth(1).click()
    expect(steps).to_have_count(3)
    expect(page.locator(".path").nth(1)).to_have_attribute("aria-pressed", "true")
