"""What a table shows of any value that a statement can return."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.cli.output import cell

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
words = st.sampled_from(["id", "kind", "name", "status", "type", "modality", "from", "to", "nodes"])
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=3), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (True, "是"),
        (0.0380952, "0.0381"),
        ("planned", "拟建"),
        ({"id": "a:b", "kind": "Zone", "name": "园", "status": "planned"}, "园"),
        ({"id": 1, "kind": "x", "name": "y", "status": "foo"}, "foo"),
        ({"type": "a", "modality": "b", "from": "c", "to": "d"}, "b"),
        ({"nodes": 1, "relations": 2}, "nodes: 1"),
        ("[red]x[/red]", r"\[red]x"),
    ],
)
def test_a_value_is_shown(value: object, shown: str) -> None:
    assert shown in cell(value, chinese=True)


@given(values, st.booleans())
def test_no_value_breaks_a_table(value: object, chinese: bool) -> None:  # noqa: FBT001 - drawn
    assert isinstance(cell(value, chinese=chinese), str)
