import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.business import MOST, business_words

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("螺栓、螺母的制造、加工。", ("螺栓", "螺母制造")),
        ("一般经营项目：螺栓，螺母；批发、零售：钢丝", ("螺栓", "螺母", "钢丝")),
        ("许可经营项目：无。一般经营项目：螺栓（不含（某种）危险品）制造", ("螺栓制造",)),
        ("螺栓制造(依法须经批准的项目,经相关部门批准后方可开展经营活动)**", ("螺栓制造",)),
        ("螺栓；螺栓；1.螺母#；2、垫圈", ("螺栓", "螺母", "垫圈")),
        ("螺栓（有效期至2017年5月", ("螺栓",)),
        ("但国家限定公司经营或禁止进出口的商品及技术除外", ()),
        ("加工、销售；技术开发、转让、咨询、服务", ()),
        ("在总公司的经营范围内从事业务", ()),
        ("", ()),
        ("***", ()),
        ("LED灯；ABC", ("LED灯",)),
    ],
)  # fmt: skip
def test_the_phrases_say_what_a_firm_deals_in(scope: str, words: tuple[str, ...]) -> None:
    assert business_words(scope) == words


@given(st.text(alphabet="螺栓母制造加工的、；，。（）()：12#的"))
def test_phrases_are_few_short_different_and_from_the_scope(scope: str) -> None:
    words = business_words(scope)
    assert len(words) == len(set(words)) <= MOST
    assert all(2 <= len(word) <= 20 for word in words)
    assert not any(mark in word for word in words for mark in "、；，。（(")
    assert business_words("、".join(words)) == words


def test_nearly_every_scope_of_the_registry_says_something_of_its_business() -> None:
    """Those that say nothing are banks and offices that refer to permits or to the head office."""
    with gzip.open(
        DATA / "registry-zhejiang" / "enterprises.csv.gz", "rt", encoding="utf-8"
    ) as file:
        found = [business_words(row["经营范围"]) for row in csv.DictReader(file)]
    words = Counter(word for phrases in found for word in phrases)
    assert sum(not phrases for phrases in found) < 0.04 * len(found)
    assert {"塑料制品", "紧固件", "模具制造", "阀门"} <= words.keys()
    assert not {"加工", "销售", "许可经营项目", "N/A"} & words.keys()
