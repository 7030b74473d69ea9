"""The page of review: pairs of records that wait for a person."""

import re

import pytest

from graph_api.http.pages.review import PARTS, Why, differing, why_of
from loaders.identity import compare
from loaders.identity.components import Known
from loaders.identity.judgements import Verdict
from tests.http.steward import HOSTILE, LEFT, RIGHT, THIRD, Desk, firm

TWO = (("units", 0.4), ("other place", -0.2))


@pytest.fixture
def review(desk: Desk) -> Desk:
    desk.fill_review()
    return desk


def test_a_pair_is_shown_with_both_records_the_reason_and_the_commands(review: Desk) -> None:
    page = review.page("/review")
    first, second = re.findall(r'<article class="card close".*?</article>', page, re.DOTALL)
    for text in (
        "青禾轴承",
        "企业",
        "某某新区",
        "second",
        LEFT,
        RIGHT,
        "0.84",
        "共有的字 +0.70",
        "地名不同 -0.20",
    ):
        assert text in first
    for verdict in ("same", "different"):
        assert f">sixchains judge {LEFT} {RIGHT} {verdict}</code>" in first
    assert f'href="/entities/{RIGHT}"' in first
    assert "0.61" in second
    assert HOSTILE not in page
    assert "判断在命令行进行" in page
    assert "本页 2 对，共 2 对" in page
    english = review.page("/review", lang="en")
    assert "Judging is done on the command line" in english
    assert "shared characters +0.70" in english


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_pair_that_was_judged_no_longer_waits(review: Desk, verdict: Verdict) -> None:
    review.judge(RIGHT, LEFT, verdict)
    page = review.page("/review")
    assert f"judge {LEFT} {RIGHT}" not in page
    assert "另有 1 对已判断" in page


def test_a_pair_that_a_person_was_unsure_of_waits_behind_the_others(review: Desk) -> None:
    review.judge(RIGHT, LEFT, "unsure")
    page = review.page("/review")
    assert page.index(f"judge {LEFT} {THIRD}") < page.index(f"judge {LEFT} {RIGHT}")
    assert "吴 于 2026-11-20 认为不能确定：问过" in page


def test_records_that_are_one_or_gone_no_longer_wait(review: Desk) -> None:
    known = Known(same=((LEFT, RIGHT),))
    review.load("first", firm(LEFT, "海曙青禾轴承有限公司"), known=known)
    review.load("second", firm(RIGHT, "宁波青禾轴承厂"), known=known)
    page = review.page("/review")
    assert "judge" not in page
    assert "都处理完了：2 对" in page


def test_a_record_within_another_entity_is_shown_with_that_entity(review: Desk) -> None:
    review.load("third", firm("uscc:third", "海曙青禾轴承有限公司"))
    page = review.page("/review")
    assert f"judge {LEFT} {RIGHT} same" in page
    assert '属于</span> <code class="quiet">uscc:third</code>' in page


@pytest.mark.parametrize(
    ("words", "total"), [("宁波", 1), ("青禾轴承", 2), (THIRD.upper(), 1), ("nowhere", 0)]
)
def test_pairs_are_found_by_name_alias_or_id(review: Desk, words: str, total: int) -> None:
    page = review.page("/review", q=words)
    assert page.count('<article class="card close"') == total
    assert ("没有符合条件的记录对" in page) == (total == 0)


def test_pairs_come_in_pages(desk: Desk) -> None:
    desk.load("first", firm(LEFT, "甲厂"), *(firm(f"first:n{n}", f"第{n}厂") for n in range(25)))
    for number in range(25):
        desk.close(LEFT, f"first:n{number}", f"0.{50 + number}: near")
    page = desk.page("/review")
    assert "本页 20 对，共 25 对" in page
    assert 'href="/review?offset=20"' in page
    assert desk.page("/review", offset=20).count('<article class="card close"') == 5


def test_a_new_list_is_seen_at_once_and_a_damaged_one_is_one_sentence(review: Desk) -> None:
    assert "judge" in review.page("/review")
    (review.folder / "review.csv").write_text("left,right\n", "utf-8")
    page = review.page("/review", status=422)
    assert "review.csv line 1: the header must be" in page
    assert str(review.folder) not in page


def test_two_records_of_one_entity_are_one_pair_and_judged_as_one(review: Desk) -> None:
    same_name = "uscc:third"
    review.load("third", firm(same_name, "海曙青禾轴承有限公司"))
    review.close(same_name, RIGHT, "0.90: 海曙青禾轴承有限公司 / 宁波青禾轴承厂: units +0.90")
    page = review.page("/review")
    assert "本页 2 对，共 2 对" in page
    assert f"judge {RIGHT} {same_name} same" in page or f"judge {same_name} {RIGHT} same" in page
    assert "0.84" not in page
    review.judge(LEFT, RIGHT, "different")
    assert "另有 2 对已判断" in review.page("/review")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.84: 甲 / 乙: units +0.40, other place -0.20", Why(0.84, "甲 / 乙", TWO)),
        ("1.000: a: b / c: d: units +0.40, other place -0.20", Why(1.0, "a: b / c: d", TWO)),
        ("0.84: 甲 / 乙", Why(0.84, "甲 / 乙")),
        ("甲 / 乙: 看着像", Why(None, "甲 / 乙: 看着像")),
        ("2号楼 / 二号楼", Why(None, "2号楼 / 二号楼")),
        ("", Why(None, "")),
    ],
)
def test_a_reason_is_taken_apart_where_the_rule_wrote_it(text: str, why: Why) -> None:
    assert why_of(text) == why


def test_the_rule_says_its_parts_in_words_that_the_page_knows() -> None:
    told = {part for part, *_ in (*compare._DIFFERENCES, *zip(compare._NAMES, strict=True))}
    assert told | {"other region"} == set(PARTS)


@pytest.mark.parametrize(
    ("name", "other", "pieces"),
    [
        ("甲乙", "甲乙", [("甲乙", False)]),
        ("甲乙丙", "甲丙", [("甲", False), ("乙", True), ("丙", False)]),
        ("甲", "乙", [("甲", True)]),
    ],
)
def test_what_sets_two_names_apart_is_marked(
    name: str, other: str, pieces: list[tuple[str, bool]]
) -> None:
    assert differing(name, other) == pieces
