"""The score of two names: what it adds up from, and what stays apart."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.identity.compare import REVIEW, Band, NameModel, Shape

PLACES = ("宁波", "杭州", "温州市", "上海", "浙江省", "镇海区")
BRANDS = (
    "恒鑫",
    "德昌",
    "海川",
    "明远",
    "华泰",
    "金桥",
    "立本",
    "永固",
    "天承",
    "博宇",
    "新科",
    "永新",
)
TRADES = ("机械", "紧固件", "轴承", "电子科技", "贸易", "材料", "化工", "软件")
FORMS = ("有限公司", "股份有限公司", "厂")
NAMES = ["".join(parts) for parts in itertools.product(PLACES, BRANDS, TRADES, FORMS)]
NAMES += [f"{place}第{number}中学" for place in PLACES for number in "一二三四"]
MODEL = NameModel.of(NAMES)
SURELY = 1.0

APART = [
    ("中国科学院大学宁波材料工程学院", "中科院宁波材料所"),
    ("国科大宁波材料工程学院", "中国科学院宁波材料技术与工程研究所"),
    ("宁波紧固件工业协会", "镇海区紧固件行业协会"),
    ("磁性材料产业共性技术研发平台", "“三位一体”共性技术研发平台"),
    ("产业共性技术研发平台", "机械零部件共性技术研发平台"),
    ("宁波恒鑫机械有限公司", "宁波恒鑫机械有限公司镇海分公司"),
    ("某某银行股份有限公司", "某某银行股份有限公司宁波镇海支行"),
    ("某某证券股份有限公司", "某某证券股份有限公司宁波营业部"),
    ("恒鑫集团股份有限公司", "恒鑫集团宁波轴承有限公司"),
    ("机械工业第二研究所", "机械工业第三研究所"),
    ("宁波市第一医院", "宁波市第二医院"),
    ("宁波恒鑫机械有限公司", "杭州恒鑫机械有限公司"),
    ("甲乙大学", "甲乙大学丙丁学院"),
    ("宁波德昌轴承有限公司", "宁波德昌贸易有限公司"),
]

NOT_JOINED = [
    ("恒鑫技术有限公司", "恒鑫技术（上海）有限公司"),
    ("宁波恒鑫机械有限公司", "宁波恒鑫机械股份有限公司"),
    ("恒鑫", "恒鑫物流股份有限公司"),
    ("恒鑫", "宁波恒鑫股份有限公司"),
    ("恒鑫机械", "恒鑫机械有限公司"),
    ("中科院宁波材料所", "中国科学院宁波材料技术与工程研究所"),
    ("Foo Bar GmbH", "Foo Bar Ltd"),
    ("恒鑫", "恒鑫股份"),
]

JOINED = [
    ("宁波市恒鑫机械有限责任公司", "宁波恒鑫机械有限公司"),
    ("恒鑫重工", "恒鑫重工股份有限公司"),
    ("*ST恒鑫", "恒鑫科技股份有限公司"),
    ("恒鑫", "恒鑫A"),
    ("Inst. of Physics, Foo Acad. of Sci.", "Institute of Physics, Foo Academy of Sciences"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_must_stay_apart_is_not_even_shown(one: str, other: str) -> None:
    assert MODEL.explain(one, other).band(SURELY) is Band.APART


@pytest.mark.parametrize(("one", "other"), NOT_JOINED)
def test_what_could_be_one_is_shown_at_most(one: str, other: str) -> None:
    assert MODEL.explain(one, other).band(SURELY) is not Band.MERGE


@pytest.mark.parametrize(("one", "other"), JOINED)
def test_what_differs_in_nothing_that_counts_is_joined(one: str, other: str) -> None:
    assert MODEL.explain(one, other).band(SURELY) is Band.MERGE


@pytest.mark.parametrize(("one", "other"), JOINED)
def test_nothing_is_joined_that_another_name_is_as_near_to(one: str, other: str) -> None:
    assert MODEL.explain(one, other).band(0.0) is Band.REVIEW


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("恒鑫有限公司", "恒鑫股份有限公司", "other legal form"),
        ("宁波恒鑫厂", "杭州恒鑫厂", "other place"),
        ("恒鑫大学", "恒鑫学院", "other head"),
        ("第一研究所", "第二研究所", "other number"),
        ("恒鑫银行", "恒鑫银行镇海支行", "one is a branch"),
        ("恒鑫大学", "恒鑫大学医学院", "one is a part"),
    ],
)
def test_what_tells_two_apart_is_named(one: str, other: str, told: str) -> None:
    assert told in MODEL.explain(one, other).taken_off


def test_a_character_of_a_province_is_worth_its_name() -> None:
    scored = MODEL.explain("浙恒鑫", "浙江省恒鑫实业股份有限公司")
    other = MODEL.explain("粤恒鑫", "浙江省恒鑫实业股份有限公司")
    assert scored.value("units") == 1.0 > other.value("units")
    assert MODEL.explain("粤恒鑫", "广东恒鑫实业股份有限公司").value("units") == 1.0


@pytest.mark.parametrize(
    ("one", "other", "shape"),
    [
        ("恒鑫重工", "恒鑫重工股份有限公司", Shape.SHORT),
        ("恒鑫厂", "恒鑫有限公司", Shape.ALIKE),
        ("恒鑫", "恒鑫重工", Shape.ALIKE),
        ("Foo", "Foo University", Shape.TEXT),
    ],
)
def test_what_is_compared(one: str, other: str, shape: Shape) -> None:
    assert MODEL.explain(one, other).shape is shape


TEXTS = st.sampled_from(NAMES) | st.text("宁波市镇海区恒鑫第二大学股份有限公司分AB12 ", max_size=12)


@given(TEXTS, TEXTS)
def test_the_parts_add_up_and_the_two_directions_agree(one: str, other: str) -> None:
    scored, turned = MODEL.explain(one, other), MODEL.explain(other, one)
    assert scored == turned
    assert math.isclose(scored.score, sum(part.contribution for part in scored.parts), abs_tol=1e-9)
    assert all(0.0 <= part.value <= 1.0 for part in scored.parts)
    assert scored.score <= 1.0 + 1e-9


@given(st.sampled_from(NAMES))
def test_a_name_is_itself(name: str) -> None:
    assert math.isclose(MODEL.explain(name, name).score, 1.0)


def test_rare_grams_weigh_more_and_unknown_ones_most() -> None:
    assert MODEL.weight("宁") < MODEL.weight("恒") < MODEL.weight("鑱")
    assert NameModel.of(["甲"]).weight("甲") > 0


def test_every_shape_has_a_least_score() -> None:
    assert set(REVIEW) == set(Shape)
