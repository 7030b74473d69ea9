"""What a name is made of, and the places in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.identity.anatomy import anatomy, anatomy_of, written
from loaders.identity.places import agreement, leading_places, places_inside, provinces


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        ("浙江省宁波市镇海区紧固件行业协会", ("浙江", "宁波", "镇海"), "紧固件行业协会"),
        ("宁波紧固件工业协会", ("宁波",), "紧固件工业协会"),
        ("慈溪市甲乙厂", ("慈溪",), "甲乙厂"),
        ("内蒙古自治区甲厂", ("内蒙古",), "甲厂"),
        ("宁波开发区甲厂", ("宁波",), "开发区甲厂"),
        ("超市甲店", (), "超市甲店"),
        ("甲乙机械厂", (), "甲乙机械厂"),
        ("北京", ("北京",), ""),
    ],
)
def test_places_that_a_name_begins_with(text: str, places: tuple[str, ...], rest: str) -> None:
    assert leading_places(text) == (places, rest)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("宁波",), ("宁波",), True),
        (("浙江", "宁波"), ("宁波",), True),
        (("浙江",), ("宁波",), True),
        (("宁波",), ("杭州",), False),
        (("浙江",), ("江苏",), False),
        (("镇海",), ("宁波",), False),
        ((), ("宁波",), None),
    ],
)
def test_two_places_agree_where_one_is_in_the_other(
    one: tuple[str, ...], other: tuple[str, ...], agree: object
) -> None:
    assert agreement(one, other) is agree
    assert agreement(other, one) is agree


def test_all_provinces_and_prefectures_are_there() -> None:
    assert len(set(provinces().values())) == 34
    assert 340 < len(provinces()) < 380
    assert places_inside("甲技术上海有限公司") == {"上海"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("*ST甲乙", {"units": ("甲", "乙"), "official": False}),
        ("甲乙B股", {"units": ("甲", "乙")}),
        ("甲乙股份有限公司", {"units": ("甲", "乙"), "legal": "股份", "official": True}),
        ("甲乙股份", {"units": ("甲", "乙"), "legal": "股份", "official": False}),
        ("甲乙有限责任公司", {"units": ("甲", "乙"), "legal": "有限", "head": "公司"}),
        ("甲乙有限公司镇海分公司", {"branch": True, "part": True}),
        ("某某银行镇海支行", {"branch": True, "official": True}),
        ("甲乙大学丙丁学院", {"part": True, "head": "学院"}),
        ("甲乙大学", {"part": False, "head": "大学"}),
        ("机械第二设计研究院", {"ordinals": (2,), "head": "院"}),
        ("电子集团第三十八研究所", {"ordinals": (38,)}),
        ("一百零八厂", {"ordinals": (108,)}),
        ("三一重工", {"ordinals": ()}),
        ("宁波市甲厂", {"places": ("宁波",), "leading": 2, "units": ("宁", "波", "甲", "厂")}),
        ("TCL甲乙", {"units": ("tcl", "甲", "乙")}),
        ("Dept. of Électr. Eng., Foo Univ.", {"text": True}),
        ("Foo Bar Ltd.", {"legal": "ltd", "units": ("foo", "bar", "ltd")}),
        ("", {"units": (), "text": True}),
    ],
)
def test_what_a_name_tells(name: str, told: dict[str, object]) -> None:
    taken_apart = anatomy(name)
    assert {field: getattr(taken_apart, field) for field in told} == told


def test_shortened_words_are_written_in_full() -> None:
    assert written("Dept. of Électr. Eng., Foo Univ.") == (
        "department of electrical engineering foo university"
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_taken_apart_and_written_again(text: str) -> None:
    form = written(text)
    assert written(form) == form
    assert anatomy_of(form) == anatomy(text)
