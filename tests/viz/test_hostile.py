"""Names that want to be markup, formulas or line ends are shown as they are and do nothing."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from graph_api.domain import Entity, Evidence, Kind, Modality, Relation, RelationType, Subgraph
from viz import Asked, ego, path, six_chains

pytestmark = pytest.mark.browser
Open = Callable[[str], Page]

HOSTILE = [
    "</script><script>window.harmed = 1</script>",
    "<img src=x onerror='window.harmed = 1'>",
    "a\u2028b\u2029c",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "🧲" * 12 + "👩‍🔬",
    "很长的名称" * 80,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrikationsleiter" * 3,
    "{name} ${name} $& {{ 7*7 }}",
    "]]> & <!-- ' \" `",
    "null\u0000byte\u0007",
    "\u202eright to left",
    "__proto__",
]


@pytest.fixture
def hostile() -> Subgraph:
    evidence = tuple(Evidence(f"plan#{name[:5].strip() or 'x'}", name[:200]) for name in HOSTILE)
    entities = {
        f"t:{number}": Entity(
            f"t:{number}",
            Kind.ENTERPRISE,
            name,
            evidence,
            aliases=(name,),
            description=name,
            properties={"scope": name, "__proto__": name},
        )
        for number, name in enumerate(HOSTILE)
    }
    entities["t:hub"] = Entity("t:hub", Kind.COMPLEX, "<b>综合体</b>", evidence)
    relations = tuple(
        Relation(
            each, RelationType.HOSTS, "t:hub", Modality.FACT, evidence, role=entities[each].name
        )
        for each in entities
        if each != "t:hub"
    )
    return Subgraph(entities, relations)


@pytest.fixture(params=["six_chains", "ego", "path"])
def attacked(
    request: pytest.FixtureRequest,
    opened: Open,
    hostile: Subgraph,
    make_ranked: Callable[..., object],
) -> Page:
    asked = Asked(HOSTILE[0], HOSTILE[1], {"x": HOSTILE[0]})
    one, other = hostile.relations[0], hostile.relations[1]
    ranked = [make_ranked((one.from_id, "t:hub", other.from_id), (one.id, other.id), 1.0)]
    html = {
        "six_chains": lambda: six_chains(hostile, question=asked, title=HOSTILE[0]),
        "ego": lambda: ego(hostile, "t:hub", question=asked),
        "path": lambda: path(hostile, ranked, question=asked),  # type: ignore[arg-type]
    }[request.param]()
    return opened(html)


def save(page: Page, form: str) -> bytes:
    page.locator("#export").click()
    with page.expect_download() as download:
        page.locator(f"[data-format={form}]").click()
    return Path(download.value.path()).read_bytes()


def test_hostile_names_are_shown_and_harmless(attacked: Page) -> None:
    attacked.locator("[data-shows=both]").click()
    names = attacked.locator("table.entities td:first-child").all_text_contents()
    assert set(HOSTILE) <= set(names)
    for name in HOSTILE:
        row = attacked.locator("table.entities tbody tr").nth(names.index(name))
        row.locator(".go").click()
        assert attacked.locator("#detail h2").text_content() == name
        assert attacked.locator("#detail .description").text_content() == name
    attacked.locator("#query").fill("<img")
    expect(attacked.locator("#hits li").first).to_contain_text("onerror")
    attacked.locator("#language").click()
    attacked.wait_for_timeout(100)
    assert attacked.evaluate("window.harmed") is None
    assert attacked.locator("img, iframe, :is(#detail, #tables, #hits, .top) b").count() == 0


def test_hostile_names_survive_every_export(attacked: Page) -> None:
    ET.fromstring(save(attacked, "svg"))  # noqa: S314 - our own drawing
    graph = nx.read_graphml(io.BytesIO(save(attacked, "graphml")), force_multigraph=True)
    assert graph.nodes["t:0"]["name"] == HOSTILE[0]
    text = save(attacked, "csv_entities").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(HOSTILE) + 1
    for name, row in zip(HOSTILE, rows, strict=False):
        assert row["name"] == (f"'{name}" if name[0] in "=+-@" else name)
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
