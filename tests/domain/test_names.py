"""Names as they are compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_api.domain.names import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天津大学浙江研究院（研究生院）", "天津大学浙江研究院(研究生院)"),
        ("“三位一体” 平台", "三位一体平台"),
        ("ＮＩＭＴＥ", "nimte"),
        ("「甬江」·实验室", "甬江实验室"),
        ("Straße", "STRASSE"),
        ("研发　平台", "研发平台"),
    ],
)
def test_two_spellings_of_one_name_become_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("一期", "二期"), ("磁性材料", "磁材"), ("A1", "A2")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text())
@example("E¯")
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
