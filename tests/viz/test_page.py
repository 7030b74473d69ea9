"""The file itself, without a browser: what it holds, what it refuses, what it must not contain."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    BadInputError,
    Chain,
    Kind,
    NotFoundError,
    RelationType,
    Subgraph,
)
from viz import VIEWS, Asked, ego, path, six_chains, write
from viz.network import SCRIPTS, STYLES, inert_json
from viz.sentences import SENTENCES, sentence
from viz.six_chains import SHARED, rows_of
from viz.texts import TEXTS
from viz.words import standings

STATIC = Path(__file__).parents[2] / "viz" / "static"
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of each script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def data_of(html: str, name: str = "page") -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{name}-data">(.*?)</script>', html)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON_VALUES)
def test_inert_json_is_json_and_inert(value: object) -> None:
    text = str(inert_json(value))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value
    text.encode()


def test_inert_json_replaces_what_utf_8_cannot_hold() -> None:
    assert str(inert_json("a\ud800b")) == '"a\ufffdb"'


def test_inert_json_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(ValueError, match="JSON"):
        inert_json(float("nan"))


def test_a_page_asks_for_nothing(small: Subgraph) -> None:
    html = six_chains(small)
    for tag, attributes in _Elements(html).elements:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert (attributes.get(name) or "").startswith(
                ("data:", "#")
            ) or name not in attributes, tag
    policy = next(
        attributes["content"]
        for tag, attributes in _Elements(html).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.count("sha256-") == 3


def test_every_static_file_is_used_and_short() -> None:
    for pattern, used in (("*.js", SCRIPTS), ("*.css", STYLES)):
        assert {file.name for file in STATIC.glob(pattern)} == set(used)
    for name in (*SCRIPTS, *STYLES):
        assert len((STATIC / name).read_text(encoding="utf-8").splitlines()) < 400


def test_scripts_never_read_markup() -> None:
    for name in SCRIPTS:
        text = (STATIC / name).read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|fetch\(", text
        )


def test_every_text_the_scripts_ask_for_is_there() -> None:
    wanted = set()
    for name in SCRIPTS:
        text = (STATIC / name).read_text(encoding="utf-8")
        wanted |= set(re.findall(r'\bsay\("(\w+)"', text))
    assert wanted <= set(TEXTS["zh"])
    for key, zh in TEXTS["zh"].items():
        assert re.findall(r"\{\w+\}", zh) == re.findall(r"\{\w+\}", TEXTS["en"][key]) or set(
            re.findall(r"\{\w+\}", zh)
        ) == set(re.findall(r"\{\w+\}", TEXTS["en"][key])), key


def test_every_relation_type_has_a_sentence() -> None:
    assert set(SENTENCES) == set(RelationType)
    for zh, en in SENTENCES.values():
        assert zh.count("{a}") == en.count("{a}") == zh.count("{b}") == en.count("{b}") == 1


def test_names_with_braces_stay_whole_in_a_sentence() -> None:
    assert sentence(RelationType.HOSTS, "{b}", "{a}") == "{b}是{a}的依托单位"


@pytest.mark.parametrize("view", ["six_chains", "ego", "path"])
def test_every_entity_and_relation_is_in_the_page(
    view: str, plan: Subgraph, plan_path: list[object]
) -> None:
    html = {
        "six_chains": lambda: six_chains(plan),
        "ego": lambda: ego(plan, "zhenhai-plan:complex-machinery"),
        "path": lambda: path(plan, plan_path),  # type: ignore[arg-type]
    }[view]()
    data = data_of(html)
    assert {entity["id"] for entity in data["entities"]} == set(plan.entities)  # type: ignore[attr-defined]
    assert len(data["relations"]) == len(plan.relations)  # type: ignore[arg-type]


@pytest.fixture
def plan_path(plan: Subgraph) -> list[object]:
    relation = plan.relations[0]

    class OneStep:
        nodes = (relation.from_id, relation.to_id)
        relations = (relation.id,)
        score = 1.0

    return [OneStep()]


def test_rows_follow_the_relations(small: Subgraph) -> None:
    assert rows_of(small) == {
        "t:magnetic": SHARED,
        "t:parts": SHARED,
        "t:host": "t:parts",
        "t:offer": "t:parts",
        "service:testing": SHARED,
        "t:firm": "t:parts",
        "t:body": SHARED,
        "t:region": "t:parts",
    }


def test_an_offer_stands_where_its_provider_does(small: Subgraph) -> None:
    stands = standings(small)
    assert (stands["t:offer"].chain, stands["t:offer"].basis) == (Chain.INDUSTRY, "provider")
    assert (stands["t:host"].chain, stands["t:host"].basis) == (Chain.INDUSTRY, "kind")
    assert stands["t:region"].chain is None


def test_offers_of_the_plan_all_stand_somewhere(plan: Subgraph) -> None:
    stands = standings(plan)
    lost = [e.name for e in plan.entities.values() if stands[e.id].chain is None]
    kinds = {e.kind for e in plan.entities.values() if stands[e.id].chain is None}
    assert kinds <= {Kind.COMPLEX, Kind.REGION}, lost


def test_views_are_registered() -> None:
    assert set(VIEWS) == {"six_chains", "ego", "path"}
    assert VIEWS["six_chains"].make is six_chains


def test_asked_is_carried(small: Subgraph) -> None:
    html = six_chains(small, question=Asked("MATCH (n) RETURN n", "全部", {"id": "</script>"}))
    assert data_of(html)["asked"] == {
        "statement": "MATCH (n) RETURN n",
        "title": "全部",
        "parameters": {"id": "</script>"},
    }


def test_a_view_refuses_what_it_cannot_draw(small: Subgraph) -> None:
    torn = Subgraph({"t:host": small.entities["t:host"]}, small.relations)
    with pytest.raises(BadInputError, match="not among its entities"):
        six_chains(torn)
    with pytest.raises(NotFoundError, match="t:nobody"):
        ego(small, "t:nobody")
    with pytest.raises(BadInputError, match="at least one path"):
        path(small, [])
    with pytest.raises(BadInputError, match="zh or en"):
        six_chains(small, lang="de")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nodes", "relations", "message"),
    [
        (("t:host", "t:parts"), (), "one entity more"),
        (("t:host", "t:firm"), ("t:host|HOSTS|t:parts|",), "does not join"),
        (("t:host", "t:parts"), ("t:host|HOSTS|t:nobody|",), "does not join"),
        (("t:nobody",), (), "goes through"),
    ],
)
def test_a_path_must_be_one(
    small: Subgraph,
    make_ranked: Callable[..., object],
    nodes: tuple[str, ...],
    relations: tuple[str, ...],
    message: str,
) -> None:
    with pytest.raises(BadInputError, match=message):
        path(small, [make_ranked(nodes, relations, 1.0)])  # type: ignore[list-item]


def test_write_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "视图.html"
    place.write_text("old", encoding="utf-8")
    write(place, "新\n")
    assert place.read_bytes() == "新\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["视图.html"]


def test_write_that_fails_keeps_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "view.html"
    place.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write(place, "\ud800")
    assert place.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["view.html"]
