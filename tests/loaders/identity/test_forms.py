"""The form in which names are compared exactly."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from loaders.identity.forms import identity_form

FULL_WIDTH = {character: character + 0xFEE0 for character in range(0x21, 0x7F)}
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
NAMES = st.text(HAN | st.sampled_from("ABCxyz0123456789"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中國科學院寧波材料技術與工程研究所", "中国科学院宁波材料技术与工程研究所"),
        ("宁波某某（集团）有限公司", "宁波某某(集团)有限公司"),
        ("ＮＩＭＴＥ 材料", "nimte材料"),
        ("甬江\u200b实验室", "甬江实验室"),
        ("\ufeff甬江实验室", "甬江实验室"),
        ("甬江·实验室", "甬江实验室"),
        ("⽔利研究所", "水利研究所"),
        ("臺州學院", "台州学院"),
        ("苧麻廠", "苎麻厂"),
    ],
)
def test_two_spellings_of_one_name_have_one_form(one: str, other: str) -> None:
    assert identity_form(one) == identity_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("第二研究所", "第三研究所"), ("某某公司", "某某公司宁波分公司"), ("磁材", "磁性材料")],
)
def test_two_names_have_two_forms(one: str, other: str) -> None:
    assert identity_form(one) != identity_form(other)


@given(st.text())
@example("薴")
@example("\ud800臺")
@example("E¯")
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert identity_form(identity_form(text)) == identity_form(text)


@given(NAMES, st.randoms(use_true_random=False))
def test_width_brackets_spaces_and_case_change_nothing(name: str, random: object) -> None:
    spelled = "".join(
        character + random.choice(["", "", " ", "（", ")", "·", "\u200b", "\u3000"])  # type: ignore[attr-defined]
        for character in name.translate(FULL_WIDTH).upper()
    )
    assert identity_form(spelled) == identity_form(name)


@given(NAMES)
def test_traditional_characters_of_a_simplified_name_change_nothing(name: str) -> None:
    simplified = identity_form(name)
    traditional = OpenCC("s2t").convert(simplified)
    if OpenCC("t2s").convert(traditional) == simplified:  # some characters share a traditional one
        assert identity_form(traditional) == simplified
