"""Search and lookup in Chinese on the plan: one table, and the same rows on both engines."""

import pytest

from graph_api.domain import (
    AmbiguousNameError,
    BadInputError,
    Chain,
    Entity,
    Kind,
    NotFoundError,
    Status,
)
from graph_api.store import (
    Graph,
    SearchPage,
    entity,
    hold,
    resolve,
    save_redirects,
    search,
    write,
)
from tests.store.records import zone

PLAN = "zhenhai-plan:"

FIRST = [
    ("中科院宁波材料所", "nimte"),
    ("宁波材料所", "nimte"),
    ("NIMTE", "nimte"),
    ("ｎｉｍｔｅ", "nimte"),
    ("天津大学浙江研究院(研究生院)", "tju-zhejiang-institute"),
    ("天津大学浙江研究院", "tju-zhejiang-institute"),
    ("中机公司", "zhongji-testing"),
    ("机械零部件检测", "zhongji-testing"),
    ("金鼎", "jinding-fasteners"),
    ("金鼎紧固件有限公司", "jinding-fasteners"),
    ("磁材综合体", "complex-magnetic"),
    ("石化 综合体", "complex-petrochemicals"),
    ("镇海 紧固件 协会", "zhenhai-fastener-association"),
    ("兵工", "zhejiang-ordnance-society"),
    ("Ordnance Society", "zhejiang-ordnance-society"),
    ("Zhongyi", "zhongyi-hydraulic-motors"),
    ("轴承", "industry-bearings"),
]
CONTAINS = [
    ("综合体", {"complex-petrochemicals", "complex-magnetic", "complex-machinery"}),
    ("紧固件协会", {"ningbo-fastener-association", "zhenhai-fastener-association"}),
    ("检测", {"zhongji-testing"}),
    ("轴", {"daer-bearings"}),
    ("“三位一体”", set()),
]
SYNTAX = [
    "AND",
    "OR NOT",
    '"',
    "\\",
    "*:*",
    "name:甲~2",
    "(",
    "a]",
    '+-&&||!(){}[]^"~*?:\\/',
    "材料*",
]
NOTHING = ["火星殖民地", "zzzzqqq", "☃", "💠💠"]


def keys(page: SearchPage) -> list[str]:
    return [one.id.removeprefix(PLAN) for one in page.entities]


@pytest.mark.parametrize(("text", "expected"), FIRST)
def test_the_nearest_name_comes_first(plan_graph: Graph, text: str, expected: str) -> None:
    assert keys(search(plan_graph, text))[:1] == [expected]


@pytest.mark.parametrize(("text", "expected"), CONTAINS)
def test_what_has_the_text_is_found(plan_graph: Graph, text: str, expected: set[str]) -> None:
    assert set(keys(search(plan_graph, text, limit=100))) >= expected


@pytest.mark.parametrize("text", SYNTAX)
def test_nothing_in_a_text_is_syntax(plan_graph: Graph, text: str) -> None:
    search(plan_graph, text)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_nowhere_is_not_found(plan_graph: Graph, text: str) -> None:
    page = search(plan_graph, text)
    assert (page.entities, page.total, page.relation, page.next) == ((), 0, "eq", None)


def test_filters_narrow(plan_graph: Graph) -> None:
    all_of_them = search(plan_graph, limit=1000).entities

    def by(**filters: object) -> tuple[Entity, ...]:
        return search(plan_graph, limit=1000, **filters).entities  # type: ignore[arg-type]

    kinds = (Kind.COMPLEX, Kind.INSTITUTE)
    assert by(kinds=kinds) == tuple(one for one in all_of_them if one.kind in kinds)
    planned = tuple(one for one in all_of_them if one.status is Status.PLANNED)
    assert by(status=Status.PLANNED) == planned
    unknown = tuple(one for one in all_of_them if one.status is None)
    assert by(status="unknown") == unknown
    finance = tuple(one for one in all_of_them if one.chain is Chain.FINANCE)
    assert by(chain=Chain.FINANCE) == finance
    assert planned
    assert unknown
    assert finance

    machinery = f"{PLAN}complex-machinery"
    of_machinery = {one.id for one in by(complex_id=machinery)}
    assert f"{PLAN}zhongji-testing" in of_machinery
    assert f"{PLAN}tju-zhejiang-institute" not in of_machinery
    assert 0 < len(by(region_id="gbt2260:330211")) < len(all_of_them)
    assert keys(search(plan_graph, "检测", kinds=[Kind.ENTERPRISE])) == ["zhongji-testing"]


@pytest.mark.parametrize("text", ["", "综合体", "材料"])
def test_pages_are_the_whole_in_pieces(plan_graph: Graph, text: str) -> None:
    whole = search(plan_graph, text, limit=1000)
    assert (whole.total, whole.relation, whole.next) == (len(whole.entities), "eq", None)
    assert whole.total > 7

    found: list[Entity] = []
    cursor = None
    for _ in range(whole.total):
        page = search(plan_graph, text, limit=7, after=cursor)
        assert page.total == whole.total
        found += page.entities
        cursor = page.next
        if cursor is None:
            break

    assert tuple(found) == whole.entities


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WyJhIl0", "bnVsbA", "WzFd" * 9, "W251bGxd"])
def test_a_cursor_of_ones_own_is_refused(plan_graph: Graph, cursor: str) -> None:
    with pytest.raises(BadInputError, match="cursor"):
        search(plan_graph, "", after=cursor)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_limit_has_its_bounds(plan_graph: Graph, limit: int) -> None:
    with pytest.raises(BadInputError, match="1 to 1000"):
        search(plan_graph, "材料", limit=limit)


def test_every_engine_gives_the_same_rows(plan_graphs: dict[str, Graph]) -> None:
    one, *others = plan_graphs.values()
    texts = ["", *(text for text, _ in FIRST), *(text for text, _ in CONTAINS), *SYNTAX, *NOTHING]
    differing = [
        (text, other.version)
        for text in texts
        for other in others
        if search(one, text, limit=1000) != search(other, text, limit=1000)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PLAN}nimte", "nimte"),
        ("中国科学院宁波材料技术与工程研究所", "nimte"),
        ("  nimte ", "nimte"),
        ("天津大学浙江研究院（研究生院）", "tju-zhejiang-institute"),
        ("宁波中机", "zhongji-testing"),
        ("「达尔轴承」", "daer-bearings"),
    ],
)
def test_an_id_a_name_or_an_alias_is_resolved(plan_graph: Graph, text: str, expected: str) -> None:
    assert resolve(plan_graph, text).id == f"{PLAN}{expected}"


def test_a_kind_decides_between_names(plan_graph: Graph) -> None:
    assert resolve(plan_graph, "检验检测", [Kind.SERVICE]).id == "service:testing"
    with pytest.raises(NotFoundError, match="is of the kind Service, not Enterprise"):
        resolve(plan_graph, "service:testing", [Kind.ENTERPRISE])


def test_a_name_of_several_is_answered_with_all_of_them(plan_graph: Graph) -> None:
    with pytest.raises(AmbiguousNameError, match="fits 2 entities") as raised:
        resolve(plan_graph, "共性技术研发平台")
    assert [set(one) for one in raised.value.candidates] == [{"id", "name", "kind"}] * 2
    with pytest.raises(AmbiguousNameError):
        resolve(plan_graph, "综合体")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("金鼎紧固件集团", "did you mean 金鼎紧固件"),
        ("火星殖民地", "sixchains search"),
        (f"{PLAN}nobody", "no entity has the id"),
        ("uscc:0", "no entity has the id"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is_near(
    plan_graph: Graph, text: str, sentence: str
) -> None:
    with pytest.raises(NotFoundError, match=sentence):
        resolve(plan_graph, text)


@pytest.mark.parametrize("text", ["", "  ", "“”", "x" * 201, "\ud800", "a\0b"])
def test_what_can_be_no_name_is_bad_input(plan_graph: Graph, text: str) -> None:
    with pytest.raises(BadInputError):
        resolve(plan_graph, text)


def test_an_id_of_a_merged_record_leads_to_the_canonical_one(graph: Graph) -> None:
    write(graph, "one", [zone("a", "甲")], [])
    with hold(graph, "a test") as lease:
        save_redirects(lease, {}, {"other:7": "test:a"})
    assert entity(graph, "other:7").id == "test:a"
    assert resolve(graph, "other:7").id == "test:a"


def test_search_follows_what_is_written_and_removed(graph: Graph) -> None:
    write(graph, "one", [zone("a", "甬江园区"), zone("b", "东钱湖")], [])
    assert [one.id for one in search(graph, "甬江").entities] == ["test:a"]
    write(graph, "one", [zone("a", "姚江园区")], [])
    assert search(graph, "甬江").entities == ()
    assert [one.id for one in search(graph, "姚江").entities] == ["test:a"]
