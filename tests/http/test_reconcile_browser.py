"""Reconciliation in a real browser: a page of another server of this machine may read and frame it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Page

from tests.http.conftest import served

BATCH = '{"q0": {"query": "宁波中机机械零部件检测有限公司"}}'
READ = """async ([address, batch]) => {
    const manifest = await (await fetch(address + "/reconcile")).json();
    const body = new URLSearchParams({queries: batch});
    const found = await (await fetch(address + "/reconcile", {method: "POST", body})).json();
    const types = manifest.suggest.type;
    const link = types.service_url + types.service_path + "?prefix=%E4%BC%81%E4%B8%9A";
    const suggested = await (await fetch(link)).json();
    return {manifest, found, suggested};
}"""


@pytest.fixture
def openrefine() -> Iterator[str]:
    """The address of another server, with an empty page."""
    app = FastAPI(openapi_url=None)
    app.get("/", response_class=HTMLResponse)(lambda: "<!doctype html><title>OpenRefine</title>")
    with served(app) as address:
        yield address


@pytest.mark.browser
def test_a_page_of_openrefine_reads_and_frames_it(
    page: Page, console: str, openrefine: str
) -> None:
    page.goto(openrefine)
    read: dict[str, Any] = page.evaluate(READ, [console, BATCH])
    assert read["manifest"]["versions"] == ["0.2"]
    assert "Enterprise" in {one["id"] for one in read["suggested"]["result"]}
    first = read["found"]["q0"]["result"][0]
    assert first["match"]
    page.evaluate(
        """([url, id]) => {
            const frame = document.createElement("iframe");
            frame.src = url.replace("{{id}}", encodeURIComponent(id));
            document.body.append(frame);
        }""",
        [read["manifest"]["preview"]["url"], first["id"]],
    )
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name=first["name"]).wait_for()
    assert "状态：运行" in frame.locator("main").inner_text()
