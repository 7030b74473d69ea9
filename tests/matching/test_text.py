"""Texts and the dictionary."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.matching import Snapshot
from graph_api.matching import tokens as cutting
from graph_api.matching.dictionary import left_over
from graph_api.matching.text import index_texts, normal, shared_words, tokens

words = st.text(alphabet="紧固件检测盐雾试验ab1，。 ", max_size=20)


def test_tokens_are_characters_pairs_and_latin_words() -> None:
    assert list(tokens("ＡＢ-1紧固件")) == ["ab", "1", "紧", "固", "件", "紧固", "固件"]
    assert list(tokens("，。 ")) == []


SHARED = (
    ("紧固件盐雾试验", "盐雾试验与紧固件检测", ("紧固件", "盐雾试验")),
    ("检测", "检 测", ()),
    ("5G天线", "5G 通信 天线", ("5g", "天线")),
    ("abc", "abcd", ("abc",)),
    ("", "紧固件", ()),
)


@pytest.mark.parametrize(("one", "other", "expected"), SHARED)
def test_shared_words_are_the_longest_pieces_in_both(
    one: str, other: str, expected: tuple[str, ...]
) -> None:
    assert shared_words(one, other) == expected


@given(words, st.lists(words, min_size=1, max_size=5))
def test_similarity_is_between_nothing_and_one(query: str, texts: list[str]) -> None:
    index = index_texts(texts)
    for place, text in enumerate(texts):
        value = index.similarities(Counter(tokens(query)))[place]
        assert 0 <= value <= 1
        assert (value > 0) == bool(set(tokens(query)) & set(tokens(text)))


@given(st.lists(st.text(max_size=12) | words, max_size=5), st.integers(1, 40))
def test_all_texts_at_once_have_the_tokens_that_each_has(texts: list[str], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cutting, "CHUNK", chunk)
        counts, lengths = cutting.count_tokens([normal(text) for text in texts])
    assert lengths.tolist() == [len(normal(text)) for text in texts]
    found = {
        (int(term), int(place)): int(times)
        for term, place, times in zip(counts.terms, counts.places, counts.times, strict=True)
    }
    expected = {
        (counts.vocabulary.find(token), place): times
        for place, text in enumerate(texts)
        for token, times in Counter(tokens(text)).items()
    }
    assert found == expected
    assert all(term >= 0 for term, _ in found)


def test_what_is_told_beside_is_found_and_makes_no_text_longer() -> None:
    plain = index_texts(["检测", "轴承制造"])
    beside = index_texts(["检测", "轴承制造 紧固件盐雾试验"], np.array([2, 4], np.int32))
    query = Counter(tokens("轴承制造"))
    assert beside.similarities(query)[1] == pytest.approx(plain.similarities(query)[1])
    assert beside.similarities(Counter(tokens("盐雾")))[1] > 0


def test_a_rare_word_shared_counts_more_than_a_common_one() -> None:
    index = index_texts(["检测甲", "轴承乙", "检测丙", "检测丁"])
    values = index.similarities(Counter(tokens("检测轴承")))
    assert values[1] > 1.5 * values[0] > 0


def test_a_word_that_nobody_offers_lowers_the_value() -> None:
    index = index_texts(["检测紧固件", "轴承"])
    known = index.similarities(Counter(tokens("检测")))[0]
    assert index.similarities(Counter(tokens("检测卫星")))[0] < known


FOUND = (
    ("紧固件检验检测", ["紧固件", "检验检测"], ()),
    ("找谁做紧固件的盐雾试验？", ["紧固件", "试验"], ("盐雾",)),
    ("量子计算", [], ("量子计算",)),
    ("我们想找专利导航", ["专利导航"], ()),
)


@pytest.mark.parametrize(("text", "names", "unknown"), FOUND)
def test_the_longest_names_are_found_and_the_rest_is_said(
    snap: Snapshot, text: str, names: list[str], unknown: tuple[str, ...]
) -> None:
    found = snap.dictionary.find(text)
    assert [name.text for name in found] == names
    assert left_over(text, found) == unknown
