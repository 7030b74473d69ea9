"""pyvis as the generator, with a template, escaping and a content policy of our own.

pyvis asks two content delivery networks even when told to inline everything, writes in the locale's
encoding and does not escape. So its `Network` keeps the nodes and the edges and renders, and the
template, the data elements and the script come from here.
"""

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

SCRIPTS = (
    "model.js",
    "text.js",
    "surface.js",
    "marks.js",
    "places.js",
    "paint.js",
    "edges.js",
    "graph.js",
    "keyboard.js",
    "panel.js",
    "overview.js",
    "table.js",
    "search.js",
    "formats.js",
    "export.js",
    "page.js",
)
STYLES = ("theme.css", "frame.css", "panel.css", "table.css", "narrow.css")
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False},
    "edges": {"smooth": False, "chosen": False, "hidden": True},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "zoomView": False,
        "multiselect": False,
        "keyboard": False,
        "navigationButtons": False,
        "tooltipDelay": 10**6,
    },
}
"""Nodes are drawn by the page, edges too; the wheel scrolls, so zooming is the page's as well."""

_UNSAFE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def inert_json(value: object) -> Markup:
    """JSON that can stand in a script element: nothing in it ends the element or breaks a line.

    A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. Raises ValueError for NaN.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = _LONE_SURROGATE.sub("\ufffd", text).translate(_UNSAFE)
    return Markup(safe)  # noqa: S704 - made inert above


class ViewNetwork(Network):  # type: ignore[misc] # pyvis ships no types
    """A pyvis network that renders one page without a single request.

    `nodes` and `edges` are set directly: pyvis's own `add_node` looks through all ids each time, and
    without `directed` it would drop the second of two parallel relations.
    """

    def __init__(
        self, page: dict[str, Any], nodes: list[dict[str, Any]], edges: list[dict[str, Any]]
    ) -> None:
        super().__init__(height="100%", directed=True, cdn_resources="in_line")
        self.page = page
        self.nodes = nodes
        self.edges = edges
        self.node_ids = [node["id"] for node in nodes]
        self.node_map = {node["id"]: node for node in nodes}
        self.options = OPTIONS
        self.path = "view.html"
        self.templateEnv = Environment(
            loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined
        )
        self.templateEnv.filters["inert_json"] = inert_json

    def generate_html(
        self,
        name: str = "index.html",
        local: bool = True,  # noqa: FBT001, FBT002 - the signature is that of pyvis
        notebook: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        """The page as one text; the arguments are those of pyvis and change nothing."""
        scripts = [_vis_network(), _script()]
        style = "\n".join(_static(each) for each in STYLES)
        self.templateEnv.globals.update(
            page={**self.page, "options": json.dumps(self.options)},
            scripts=[Markup(each) for each in scripts],  # noqa: S704 - files of this package
            style=Markup(style),  # noqa: S704 - as above
            policy=_policy(scripts, style),
        )
        html: str = super().generate_html(name=name, local=local, notebook=notebook)
        return html


def _policy(scripts: list[str], style: str) -> str:
    """Nothing may be fetched; only these scripts run, and only this style applies."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; "
        f"script-src {allowed}; style-src {_hash(style)}"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _template(name: str) -> str:
    return (files("viz") / "templates" / name).read_text(encoding="utf-8")


def _static(name: str) -> str:
    return (files("viz") / "static" / name).read_text(encoding="utf-8")


def _script() -> str:
    body = "\n".join(_static(each) for each in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();'


def _vis_network() -> str:
    text = (files("pyvis") / "templates" / VIS_NETWORK).read_text(encoding="utf-8")
    # A browser reads CRLF as LF before it hashes, and would end the element at a closing tag.
    return text.replace("\r\n", "\n").replace("</script", "<\\/script")
