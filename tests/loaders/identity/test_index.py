"""Names that could mean the same as a given one."""

import random
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.identity import index as module
from loaders.identity.anatomy import anatomy
from loaders.identity.index import SCORED, NameIndex

NAMES = [
    "宁波恒鑫轴承有限公司",
    "杭州恒鑫轴承股份有限公司",
    "恒鑫重工股份有限公司",
    "镇海德昌紧固件厂",
    "某某大学",
    "Institute of Physics, Foo Academy of Sciences",
    "",
    "宁波恒鑫轴承有限公司",
]
INDEX = NameIndex.build(NAMES)
PIECES = st.text("宁波恒鑫轴承德昌紧固件厂大学有限公司", min_size=1, max_size=10)


def best(name: str) -> int:
    return INDEX.candidates(name, limit=1)[0][0]


@pytest.mark.parametrize(
    ("name", "position"),
    [
        ("恒鑫重工", 2),
        ("德昌紧固件", 3),
        ("杭州恒鑫轴承", 1),
        ("某某", 4),
        ("Inst. of Phys., Foo Acad. Sci.", 5),
        ("宁波恒鑫轴承有限公司", 0),
    ],
)
def test_the_nearest_name_comes_first(name: str, position: int) -> None:
    assert best(name) == position


def test_candidates_are_sorted_and_equals_stand_in_the_order_of_the_names() -> None:
    found = INDEX.candidates("宁波恒鑫轴承有限公司")
    assert found[:2] == [(0, pytest.approx(1.0)), (7, pytest.approx(1.0))]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("name", ["", "龘龘", "Xyzzy", "。。"])
def test_a_name_that_shares_nothing_has_no_candidate(name: str) -> None:
    assert INDEX.candidates(name) == []


def test_an_index_of_nothing_has_no_candidate() -> None:
    assert NameIndex.build([]).candidates("恒鑫") == []


def test_only_what_is_allowed_is_a_candidate() -> None:
    allowed = np.array([False, *(True for _ in NAMES[1:])])
    found = INDEX.nearest(anatomy("宁波恒鑫轴承有限公司"), 5, allowed)
    assert found[0].position == 7
    assert 0 not in {one.position for one in found}


def test_at_most_so_many_candidates_come() -> None:
    assert len(INDEX.candidates("恒鑫", limit=2)) == 2


def test_a_gram_of_too_many_names_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = len(NameIndex.build(NAMES)._postings)
    monkeypatch.setattr(module, "POSTINGS", 2)
    rare = NameIndex.build(NAMES)
    assert [position for position, _ in rare.candidates("恒鑫重工")] == [2]
    assert len(rare._postings) < whole


def test_a_query_reads_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_UP", 1)
    assert [position for position, _ in INDEX.candidates("恒鑫重工轴承")] == [2]


@given(st.lists(PIECES, min_size=1, max_size=SCORED), PIECES, st.randoms(use_true_random=False))
def test_the_order_of_the_names_changes_no_score(
    names: list[str], asked: str, order: random.Random
) -> None:
    shuffled = order.sample(names, len(names))
    found = NameIndex.build(names).candidates(asked)
    again = NameIndex.build(shuffled).candidates(asked)
    assert [score for _, score in found] == [score for _, score in again]
    if len({score for _, score in found}) == len(found):
        assert [names[one] for one, _ in found] == [shuffled[one] for one, _ in again]


@given(st.lists(PIECES, min_size=1, max_size=20), st.data())
def test_a_name_finds_itself(names: list[str], data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(names))
    position, score = NameIndex.build(names).candidates(asked)[0]
    assert score == pytest.approx(1.0)
    assert anatomy(names[position]).units == anatomy(asked).units


def test_of_many_names_that_hold_a_short_one_the_shortest_is_found() -> None:
    names = [
        f"恒鑫{one}{other}精密机械制造有限公司" for one in "甲乙丙丁戊" for other in "子丑寅卯辰"
    ]
    assert NameIndex.build([*names, "恒鑫有限公司"]).candidates("恒鑫")[0][0] == len(names)


def test_a_query_leaves_no_trace_for_the_next() -> None:
    first = INDEX.candidates("恒鑫轴承")
    INDEX.candidates("德昌紧固件厂")
    assert INDEX.candidates("恒鑫轴承") == first


def test_several_threads_may_ask_at_once() -> None:
    names = [
        f"{brand}{trade}有限公司" for brand in "甲乙丙丁戊己庚辛" for trade in "子丑寅卯辰巳午未"
    ]
    shared = NameIndex.build(names)
    expected = {name: shared.candidates(name) for name in names}
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(name for name in names * 5 if shared.candidates(name) != expected[name])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
