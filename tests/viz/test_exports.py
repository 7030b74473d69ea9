"""What a view saves: whole pictures and records that other programs read."""

import csv
import io
import json
import struct
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Page

from graph_api.domain import Subgraph
from viz import ego, path, six_chains

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]
CARD_CORNER = "7"
"""The radius that only cards have."""


def save(page: Page, form: str) -> bytes:
    page.locator("#export").click()
    with page.expect_download() as download:
        page.locator(f"[data-format={form}]").click()
    return Path(download.value.path()).read_bytes()


@pytest.fixture(params=["six_chains", "ego", "path"])
def saving(
    request: pytest.FixtureRequest, opened: Open, small: Subgraph, ranked: list[object]
) -> Page:
    html = {
        "six_chains": lambda: six_chains(small),
        "ego": lambda: ego(small, "t:parts"),
        "path": lambda: path(small, ranked),  # type: ignore[arg-type]
    }[request.param]()
    return opened(html)


def svg_size(text: bytes) -> tuple[float, float]:
    root = ET.fromstring(text)  # noqa: S314 - our own drawing
    return float(root.attrib["width"]), float(root.attrib["height"])


def test_png_and_svg_hold_the_whole_picture(saving: Page) -> None:
    drawing = save(saving, "svg")
    width, height = svg_size(drawing)
    picture = save(saving, "png")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (round(width * 2), round(height * 2))
    assert len(picture) > 20_000
    text = "".join(ET.fromstring(drawing).itertext())  # noqa: S314 - our own drawing
    for name in ("机械零部件综合体", "中机检测公司", "金鼎紧固件"):
        assert name in text


def test_the_picture_is_whole_however_the_camera_stands(opened: Open, plan: Subgraph) -> None:
    page = opened(six_chains(plan))
    first = save(page, "svg")
    page.locator("#closer").click()
    page.locator("#closer").click()
    assert save(page, "svg") == first
    width, height = svg_size(first)
    assert width > 1000
    assert height > 1500
    page.locator("#open-all").click()
    assert svg_size(save(page, "svg"))[1] > height


@pytest.mark.parametrize("clicks", [(), ("#open-all",), ("#language",), ("#language", "#open-all")])
def test_cards_on_the_picture_do_not_overlap(
    opened: Open, plan: Subgraph, clicks: tuple[str, ...]
) -> None:
    page = opened(six_chains(plan))
    for button in clicks:
        page.locator(button).click()
    root = ET.fromstring(save(page, "svg"))  # noqa: S314 - our own drawing
    boxes = {
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for rect in root.iter("{http://www.w3.org/2000/svg}rect")
        if rect.attrib["rx"] == CARD_CORNER
    }
    assert len(boxes) > 100
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


def test_a_status_is_told_by_the_frame_and_not_by_colour_alone(
    opened: Open, small: Subgraph
) -> None:
    root = ET.fromstring(save(opened(six_chains(small)), "svg"))  # noqa: S314 - our own drawing
    frames = {
        rect.attrib.get("stroke-dasharray")
        for rect in root.iter("{http://www.w3.org/2000/svg}rect")
        if rect.attrib["rx"] == CARD_CORNER and "stroke" in rect.attrib
    }
    assert len(frames) == 3  # a plain one, the planned offer, the normative service


def test_json_holds_the_records(saving: Page, small: Subgraph) -> None:
    data = json.loads(save(saving, "json"))
    assert [entity["id"] for entity in data["entities"]] == list(small.entities)
    assert [relation["id"] for relation in data["relations"]] == [
        each.id for each in small.relations
    ]
    assert data["relations"][0]["evidence"][0] == {"source": "plan#L1", "quote": "依托单位"}


def test_graphml_loads_in_networkx(saving: Page, small: Subgraph) -> None:
    graph = nx.read_graphml(io.BytesIO(save(saving, "graphml")), force_multigraph=True)
    assert set(graph) == set(small.entities)
    assert graph.number_of_edges() == len(small.relations)
    assert graph.nodes["t:host"]["name"] == "中机检测公司"
    assert graph["t:host"]["t:parts"]["t:host|HOSTS|t:parts|"]["type"] == "HOSTS"


def test_csv_has_a_row_for_each_record(saving: Page, small: Subgraph) -> None:
    entities = list(csv.DictReader(io.StringIO(save(saving, "csv_entities").decode("utf-8-sig"))))
    relations = list(csv.DictReader(io.StringIO(save(saving, "csv_relations").decode("utf-8-sig"))))
    assert [row["id"] for row in entities] == list(small.entities)
    assert len(relations) == len(small.relations)
    assert relations[3]["role"] == "龙头企业"
