"""Names in memory and what of them is certain: exact ones, namesakes, other names, likeness, kinds."""

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import KINDS, Entity, Evidence, Kind, RelationType, Status
from graph_api.http.models_reconcile import CandidateShape, QueryIn
from graph_api.http.reconciling.candidates import answers
from graph_api.http.reconciling.facts import Facts
from graph_api.http.reconciling.names import Names
from graph_api.http.reconciling.vocabulary import Property
from graph_api.store.named import NamesOf, Related
from loaders.identity.forms import identity_form
from tests.http.steward import Desk

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}"
EVERY = frozenset(KINDS)
ROWS = (
    NamesOf("t:1", "Enterprise", ("宁波海星紧固件有限公司", "海星紧固件"), ("t:old",), "operating"),
    NamesOf("t:2", "Enterprise", ("宁波海星轴承有限公司",), (), "planned"),
    NamesOf("t:3", "Product", ("紧固件",), (), None),
    NamesOf("t:4", "Industry", ("紧固件",), (), None),
    NamesOf("t:5", "Person", ("王明",), (), None),
    NamesOf("t:6", "Person", ("王明",), (), None),
    NamesOf("t:7", "Institute", ("Foo Research Institute", "富研究所"), (), "operating"),
    NamesOf("uscc:91330211MA00000000", "Enterprise", ("镇海月亮螺母厂",), (), "closed"),
)
NAMES = Names(ROWS)
WORKS = {
    ("t:5", RelationType.WORKS_AT, True): [
        Related(
            "t:5",
            RelationType.WORKS_AT,
            outgoing=True,
            modality="fact",
            other="t:1",
            name="宁波海星紧固件有限公司",
        )
    ],
    ("t:1", RelationType.WORKS_AT, False): [
        Related(
            "t:1", RelationType.WORKS_AT, outgoing=False, modality="fact", other="t:5", name="王明"
        )
    ],
}


def read(ids: Collection[str], _asked: Collection[Property]) -> Facts:
    return Facts({}, {key: found for key, found in WORKS.items() if key[0] in ids})


def asked(names: Names = NAMES, **query: object) -> list[CandidateShape]:
    found = answers(read, names, {"q": QueryIn.model_validate(query)}, "zh")
    return found["q"].result


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("宁波海星紧固件有限公司", "t:1"),
        ("寧波海星緊固件有限公司", "t:1"),
        ("海星紧固件", "t:1"),
        ("t:1", "t:1"),
        ("t:old", "t:1"),
        ("foo  RESEARCH institute", "t:7"),
        ("91330211ma00000000", "uscc:91330211MA00000000"),
        ("uscc:91330211MA00000000", "uscc:91330211MA00000000"),
    ],
)
def test_one_exact_name_or_id_is_certain(text: str, first: str) -> None:
    found = asked(query=text)
    assert (found[0].id, found[0].score, found[0].match) == (first, 100, True)
    assert not any(one.match for one in found[1:])


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_namesakes_are_never_certain(limit: int) -> None:
    found = asked(query="王明", limit=limit)
    assert {one.id for one in found} <= {"t:5", "t:6"}
    assert len(found) == min(limit, 2)
    assert {(one.score, one.match) for one in found} == {(95, False)}


def test_a_type_or_a_property_tells_namesakes_apart() -> None:
    product = asked(query="紧固件", type="Product", type_strict="should")[0]
    assert (product.id, product.score, product.match) == ("t:3", 100, True)
    works = {"pid": "WORKS_AT>", "v": "宁波海星轴承有限公司"}
    assert not any(one.match for one in asked(query="王明", properties=[works]))
    works["v"] = "海星紧固件"  # another name of the firm
    first, second = asked(query="王明", properties=[works])
    assert (first.id, first.score, first.match) == ("t:5", 100, True)
    assert (second.id, second.match) == ("t:6", False)


def test_who_has_a_property_is_found_without_a_name() -> None:
    found = asked(properties=[{"pid": "WORKS_AT>", "v": "海星紧固件"}])
    assert [(one.id, one.match) for one in found] == [("t:5", False)]
    assert asked(properties=[{"pid": "WORKS_AT>", "v": "谁也不是"}]) == []


def test_a_close_name_is_offered_with_what_the_rule_says() -> None:
    found = asked(query="宁波海星紧固件股份有限公司")
    assert found[0].id == "t:1"
    assert not found[0].match
    assert 60 < found[0].score <= 90
    features = {one.id: one.value for one in found[0].features}
    assert features["exact_name"] is False
    assert 0.5 < features["name_likeness"] <= 1
    assert features["one_by_rule"] is False


@settings(max_examples=50)
@given(rows=st.permutations(ROWS), text=st.sampled_from(["海星", "紧固件", "王明", "研究所", "x"]))
def test_the_order_of_the_graph_makes_no_difference(rows: list[NamesOf], text: str) -> None:
    names = Names(rows)
    assert asked(names, query=text) == asked(query=text)
    assert list(names.beginning(text, EVERY)) == list(NAMES.beginning(text, EVERY))


@settings(max_examples=80)
@given(
    texts=st.lists(st.text("海星紧固件王明ab 有限公司", min_size=1, max_size=8), max_size=8),
    kinds=st.lists(st.sampled_from(list(Kind)), min_size=8, max_size=8),
    limit=st.integers(1, 8),
)
def test_certain_is_who_alone_bears_the_name(
    texts: list[str], kinds: list[Kind], limit: int
) -> None:
    rows = [
        NamesOf(f"t:{number}", str(kinds[number]), (text,), (), None)
        for number, text in enumerate(texts)
    ]
    names = Names(rows)
    for text in texts:
        if not identity_form(text):
            continue
        bearers = {row.id for row in rows if identity_form(row.names[0]) == identity_form(text)}
        found = asked(names, query=text, limit=limit)
        assert len(found) <= limit
        assert {one.id for one in found[: len(bearers)]} <= bearers
        assert [one.id for one in found if one.match] == (
            sorted(bearers) if len(bearers) == 1 else []
        )


def test_names_of_a_kind_alone_are_looked_at() -> None:
    firms = frozenset({Kind.ENTERPRISE})
    assert {one.known.id for one in NAMES.alike("紧固件", firms, 10)} <= {"t:1", "t:2"}
    assert NAMES.exact("紧固件", firms) == []
    assert [one.id for one in NAMES.beginning("宁波", firms)] == ["t:2", "t:1"]


def test_a_hostile_name_is_a_text_everywhere(desk: Desk) -> None:
    hostile = Entity(
        "t:hostile",
        Kind.ENTERPRISE,
        HOSTILE,
        (Evidence("t#L1", HOSTILE),),
        description=HOSTILE,
        aliases=(HOSTILE + "2",),
        status=Status.PLANNED,
    )
    desk.load("t", hostile)
    for path in ("/reconcile/preview", "/reconcile/flyout/entity"):
        text = desk.client.get(path, params={"id": hostile.id}).text
        assert "<script" not in text
        assert "alert(1)" in text
        assert "拟建" in text
    answer = desk.client.get("/reconcile/suggest/entity", params={"prefix": HOSTILE[:9]})
    assert answer.json()["result"][0]["id"] == hostile.id
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/json"


def test_a_name_that_was_loaded_since_is_found(desk: Desk) -> None:
    def found() -> list[str]:
        batch = '{"q": {"query": "后来的公司"}}'
        answer = desk.client.post("/reconcile", data={"queries": batch}).json()
        return [one["id"] for one in answer["q"]["result"] if one["match"]]

    desk.load("t", Entity("t:a", Kind.ENTERPRISE, "先有的公司", (Evidence("t#L1"),)))
    assert found() == []
    desk.load("u", Entity("u:b", Kind.ENTERPRISE, "后来的公司", (Evidence("u#L1"),)))
    assert found() == ["u:b"]
