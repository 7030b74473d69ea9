"""A real Chromium with a page that fails on any error and any request, and subgraphs to draw."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Source,
    Status,
    Subgraph,
)
from loaders.zhenhai_plan import SOURCES, records
from viz import Asked, write

QUOTED = (Evidence("plan#L1", "依托单位"), Evidence("plan#L2"))


@dataclass(frozen=True)
class Ranked:
    """A path as the store ranks it."""

    nodes: tuple[str, ...]
    relations: tuple[str, ...]
    score: float


@pytest.fixture(scope="session")
def base_url() -> None:
    """No site: a view is a file. (The plugin's own fixture makes pytest 9 warn.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("Chromium is missing; install it with: apt-get install chromium fonts-noto-cjk")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": 1366, "height": 768},
        "color_scheme": "light",
        "accept_downloads": True,
    }


@pytest.fixture
def guarded(page: Page) -> Iterator[Page]:
    """A page that fails the test on a console error, a script error, or a request that leaves the file."""
    faults: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"console: {message.text}")

    def request(sent: Request) -> None:
        if not sent.url.startswith(("file:", "data:", "blob:")):
            faults.append(f"request: {sent.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", request)
    yield page
    assert faults == []


@pytest.fixture
def opened(guarded: Page, tmp_path: Path) -> Callable[[str], Page]:
    """Store a view as a file and open that file."""

    def open_file(html: str) -> Page:
        place = tmp_path / "view.html"
        write(place, html)
        guarded.goto(place.as_uri())
        guarded.wait_for_selector("#detail > *")
        return guarded

    return open_file


@pytest.fixture(scope="session")
def plan() -> Subgraph:
    """The plan of 2020 as its loader reads it."""
    found = list(records())
    entities = {record.id: record for record in found if isinstance(record, Entity)}
    return Subgraph(entities, tuple(record for record in found if isinstance(record, Relation)))


@pytest.fixture(scope="session")
def plan_sources() -> tuple[Source, ...]:
    return SOURCES


@pytest.fixture(scope="session")
def asked() -> Asked:
    return Asked("MATCH (e:Entity {id: $id}) RETURN e", "一个实体", {"id": "t:firm"})


@pytest.fixture
def small() -> Subgraph:
    """Two complexes, a provider that hosts one, its offer, a firm, and a region without a chain."""
    entities = [
        Entity("t:magnetic", Kind.COMPLEX, "磁性材料综合体", QUOTED, status=Status.BUILDING),
        Entity("t:parts", Kind.COMPLEX, "机械零部件综合体", QUOTED, status=Status.PLANNED),
        Entity(
            "t:host",
            Kind.ENTERPRISE,
            "中机检测公司",
            QUOTED,
            name_en="Zhongji Testing",
            aliases=("中机公司",),
            status=Status.OPERATING,
        ),
        Entity("t:offer", Kind.OFFER, "紧固件检测", QUOTED, status=Status.PLANNED),
        Entity("service:testing", Kind.SERVICE, "检验检测", QUOTED, status=Status.NORMATIVE),
        Entity("t:firm", Kind.ENTERPRISE, "金鼎紧固件", QUOTED),
        Entity("t:body", Kind.GOVERNMENT_BODY, "科技局", QUOTED, status=Status.OPERATING),
        Entity("t:region", Kind.REGION, "镇海区", QUOTED),
    ]
    links = [
        ("t:host", RelationType.HOSTS, "t:parts", Modality.FACT, None),
        ("t:host", RelationType.OFFERS, "t:offer", Modality.PLAN, None),
        ("t:offer", RelationType.OF_SERVICE, "service:testing", Modality.RULE, None),
        ("t:firm", RelationType.PARTNERS_IN, "t:parts", Modality.PLAN, "龙头企业"),
        ("t:body", RelationType.PROMOTES, "t:parts", Modality.FACT, "日常工作"),
        ("t:body", RelationType.PROMOTES, "t:magnetic", Modality.FACT, "日常工作"),
        ("t:parts", RelationType.LOCATED_IN, "t:region", Modality.INFERRED, None),
    ]
    relations = tuple(
        Relation(start, kind, end, modality, QUOTED, role=role)
        for start, kind, end, modality, role in links
    )
    return Subgraph({entity.id: entity for entity in entities}, relations)


@pytest.fixture
def ranked() -> list[Ranked]:
    """Two ways from the host to the firm in the small subgraph; the second one is only longer."""
    return [
        Ranked(
            ("t:host", "t:parts", "t:firm"),
            ("t:host|HOSTS|t:parts|", "t:firm|PARTNERS_IN|t:parts|龙头企业"),
            0.5,
        ),
        Ranked(
            ("t:host", "t:parts", "t:body", "t:magnetic"),
            (
                "t:host|HOSTS|t:parts|",
                "t:body|PROMOTES|t:parts|日常工作",
                "t:body|PROMOTES|t:magnetic|日常工作",
            ),
            0.125,
        ),
    ]


@pytest.fixture
def make_ranked() -> type[Ranked]:
    return Ranked
