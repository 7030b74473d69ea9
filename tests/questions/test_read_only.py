"""What the allow-list lets through, and what nothing makes it let through."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_api.domain import BadInputError, ForbiddenStatementError
from graph_api.questions import check_read_only
from graph_api.questions.read_only import WRITING_WORDS
from graph_api.questions.tokens import MAX_STATEMENT_LENGTH, TokenKind, tokens

FOLDER = Path(__file__).parent


def statements(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").removesuffix("\n").split("\n---\n")


ORDINARY = statements("ordinary_statements.txt")
HOSTILE = statements("hostile_statements.txt")


def test_the_tables_are_as_long_as_they_must_be() -> None:
    assert len(set(ORDINARY)) >= 100
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("statement", ORDINARY)
def test_ordinary_statement_passes(statement: str) -> None:
    check_read_only(statement)


@pytest.mark.parametrize("statement", HOSTILE)
def test_hostile_statement_does_not_pass(statement: str) -> None:
    with pytest.raises(BadInputError):
        check_read_only(statement)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("MATCH (n) DELETE n", "DELETE"),
        ("LOAD CSV FROM 'x' AS line RETURN line", "LOAD CSV"),
        ("SHOW DATABASES", "SHOW"),
        ("USE system RETURN 1", "USE"),
        ("CALL db.labels()", "the procedure db.labels"),
        ("MATCH (n) CALL (n) { RETURN 1 AS x } IN TRANSACTIONS RETURN x", "IN TRANSACTIONS"),
    ],
)
def test_error_names_the_clause_and_what_is_allowed(statement: str, named: str) -> None:
    with pytest.raises(ForbiddenStatementError, match=re.escape(named)) as caught:
        check_read_only(statement)
    assert "OPTIONAL MATCH" in str(caught.value)
    assert "line 1" in str(caught.value)


@pytest.mark.parametrize("character", ["\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_comment_that_an_engine_may_end_earlier_is_refused(character: str) -> None:
    with pytest.raises(BadInputError, match=r"line end|control character"):
        check_read_only(f"MATCH (n) // x {character} ' \nRETURN n //'")


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u2212", "\u00b4", "\0", "\x1b", "\\"])
def test_invisible_or_foreign_character_is_refused(character: str) -> None:
    with pytest.raises(BadInputError):
        check_read_only(f"MATCH (n) RETURN{character} n")


def test_windows_line_ends_pass() -> None:
    check_read_only("MATCH (n) // all\r\nRETURN n\r\n")


def test_empty_statement_is_refused() -> None:
    with pytest.raises(BadInputError, match="empty"):
        check_read_only(" // nothing\n")


def test_long_statement_is_refused() -> None:
    with pytest.raises(BadInputError, match="shorten"):
        check_read_only("RETURN " + "1 + " * MAX_STATEMENT_LENGTH + "1")


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN " + "(" * 5000 + "1" + ")" * 5000,
        "RETURN " + "[" * 5000 + "1" + "]" * 5000,
        "RETURN " + "{a: " * 3000 + "1" + "}" * 3000,
        "MATCH (n:" + "(" * 5000 + "A" + ")" * 5000 + ") RETURN n",
        "MATCH " + "(" * 5000 + "a" + ")" * 5000 + " RETURN 1",
        "RETURN " + "({a: (" * 28 + "1" + ")})-[]-(" * 28,
        "CALL { " * 2000 + "RETURN 1" + " }" * 2000,
        "RETURN " + "NOT " * 4000 + "1 1",
        "RETURN " + "CASE " * 3000,
        "MATCH (n) WHERE EXISTS { " * 700 + "(n)" + " }" * 700,
        "CALL db.index.fulltext.queryNodes('a', 'b') YIELD " + "a," * 9000 + " RETURN 1",
    ],
)
def test_deep_statement_ends_in_one_sentence(statement: str) -> None:
    with pytest.raises(BadInputError):
        check_read_only(statement)


WORDS = sorted(WRITING_WORDS | {"SHOW", "USE", "TERMINATE", "LOAD CSV", "FINISH"})


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An ordinary statement with a writing word between two of its tokens."""
    statement = draw(st.sampled_from(ORDINARY))
    found = tokens(statement)[:-1]
    at = draw(st.integers(0, len(found)))
    word = draw(st.sampled_from(sorted(WRITING_WORDS)))
    letters = [draw(st.sampled_from([c.lower(), c.upper()])) for c in word]
    texts = [token.text for token in found]
    space = draw(st.sampled_from([" ", "\n", "\t", "/**/", "//x\n", "\u3000"]))
    return space.join([*texts[:at], "".join(letters), *texts[at:]])


@given(mutated())
def test_no_statement_with_a_writing_word_outside_literals_passes(statement: str) -> None:
    with pytest.raises(BadInputError):
        check_read_only(statement)


@given(st.sampled_from(ORDINARY), st.sampled_from(WORDS), st.data())
def test_no_clause_of_another_kind_passes_where_a_clause_may_begin(
    statement: str, word: str, data: st.DataObject
) -> None:
    found = tokens(statement)[:-1]
    starts = [
        number
        for number, token in enumerate(found)
        if token.upper in {"MATCH", "RETURN", "UNWIND"}
        and (number == 0 or found[number - 1].text not in {"(", "`", ",", ".", "OPTIONAL"})
    ]
    at = data.draw(st.sampled_from([*starts, len(found)]))
    texts = [token.text for token in found]
    if at == len(found) and texts[-1] != ";":
        texts.append("AS x" if found[-1].kind is TokenKind.PARAMETER else ";")
        at += 1
    changed = " ".join([*texts[:at], word, "(n)", *texts[at:]])
    with pytest.raises(BadInputError):
        check_read_only(changed)


@given(st.sampled_from(ORDINARY))
def test_tokens_alone_make_the_same_statement(statement: str) -> None:
    check_read_only(" ".join(token.text for token in tokens(statement)))


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [token.text for text in ORDINARY + HOSTILE[:30] for token in tokens(text)]
            ),
            st.text(max_size=3),
            st.sampled_from(["'", '"', "`", "//", "/*", "*/", "\\", "\\u0027", "\n", ";", "$"]),
        ),
        max_size=40,
    )
)
@example(["MATCH (n) RETURN n", ";", "DROP"])
def test_no_text_passes_with_a_writing_word_outside_literals(parts: list[str]) -> None:
    statement = " ".join(parts)
    try:
        check_read_only(statement)
    except BadInputError:
        return
    bare = re.sub(
        r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|/\*.*?\*/|//[^\n]*", " ", statement
    )
    assert not WRITING_WORDS & set(re.findall(r"\w+", bare.upper()))
