"""Ids: their form, and which of several names an entity."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import BadInputError, canonical_id, is_id, looks_like_id, make_id, scheme_of
from graph_api.domain.ids import MAX_ID_LENGTH, STRONG_SCHEMES

LETTERS = string.ascii_letters + string.digits
schemes = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
values = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/+-]{0,60}", fullmatch=True)
ids = st.builds("{}:{}".format, st.one_of(st.sampled_from(STRONG_SCHEMES), schemes), values)


@pytest.mark.parametrize(
    "text",
    [
        "uscc:91330211144341218U",
        "gbt4754:C3311",
        "gbt2260:330211",
        "zhenhai-plan:jinding-fasteners",
        "service:testing",
        "dataset:a.b_c/d+e-f",
        "a:" + "x" * (MAX_ID_LENGTH - 2),
    ],
)
def test_well_formed_ids(text: str) -> None:
    assert is_id(text)
    assert looks_like_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "plan:",
        ":key",
        "nocolon",
        "Plan:key",
        "1plan:key",
        "plan:-key",
        "plan:a b",
        "plan:a\n",
        "plan:金鼎",
        "plan:a|b",
        "plan:a:b",
        "a:" + "x" * (MAX_ID_LENGTH - 1),
        "a" * 41 + ":x",
    ],
)
def test_texts_that_are_no_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plan:金鼎", True), ("plan:a:b", True), ("金鼎紧固件", False), ("a: b", False), ("x", False)],
)
def test_what_was_meant_as_an_id_is_told_from_a_name(text: str, *, expected: bool) -> None:
    assert looks_like_id(text) is expected


@given(scheme=schemes, value=values)
def test_an_id_that_is_made_is_an_id_of_its_scheme(scheme: str, value: str) -> None:
    made = make_id(scheme, value)
    assert is_id(made)
    assert scheme_of(made) == scheme
    assert made.removeprefix(f"{scheme}:") == value


@given(scheme=st.text(max_size=50), value=st.text(max_size=250))
def test_an_id_is_made_well_formed_or_not_at_all(scheme: str, value: str) -> None:
    if is_id(f"{scheme}:{value}"):
        assert is_id(make_id(scheme, value))
    else:
        with pytest.raises(BadInputError, match="is not an id"):
            make_id(scheme, value)


@pytest.mark.parametrize(
    ("several", "expected"),
    [
        (["zhenhai-plan:a", "uscc:91330211144341218U"], "uscc:91330211144341218U"),
        (["stock:600373", "ror:034t30j35"], "ror:034t30j35"),
        (["service:rd", "cordis:1"], "cordis:1"),
        (["zhenhai-plan:a", "service:rd"], "service:rd"),
        (["registry:b", "registry:a"], "registry:a"),
        (["uscc:b", "uscc:a"], "uscc:a"),
    ],
)
def test_the_strongest_scheme_names_an_entity(several: list[str], expected: str) -> None:
    assert canonical_id(several) == expected


@given(st.lists(ids, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_canonical_id_is_one_of_them_in_whatever_order(
    several: list[str], chance: random.Random
) -> None:
    chosen = canonical_id(several)
    assert chosen in several
    chance.shuffle(several)
    assert canonical_id(several) == chosen


@given(st.lists(ids, min_size=1, max_size=5), st.lists(ids, min_size=1, max_size=5))
def test_merging_in_steps_ends_at_the_same_id(first: list[str], second: list[str]) -> None:
    in_steps = canonical_id([canonical_id(first), canonical_id(second)])
    assert in_steps == canonical_id([*first, *second])


def test_no_ids_have_no_canonical_one() -> None:
    with pytest.raises(ValueError, match="empty"):
        canonical_id([])
