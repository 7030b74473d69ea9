"""Arguments from a command line, a form or JSON: what fits, and what the refusal says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import BadInputError, Kind
from graph_api.questions import Parameter, ParameterType, Question, arguments_of


def parameter(name: str, kind: ParameterType, *kinds: Kind, required: bool = False) -> Parameter:
    return Parameter(name, kind, kinds, required, default=None, description="")


QUESTION = Question(
    name="a_question",
    group="providers",
    title="A question",
    title_zh="问题",
    notes="",
    parameters=(
        parameter("service", ParameterType.ENTITY, Kind.SERVICE, required=True),
        parameter("text", ParameterType.STRING),
        parameter("depth", ParameterType.INTEGER),
        parameter("weight", ParameterType.NUMBER),
        parameter("planned", ParameterType.BOOLEAN),
        parameter("as_of", ParameterType.DATE),
        parameter("chain", ParameterType.CHAIN),
        parameter("status", ParameterType.STATUS),
        Parameter("limit", ParameterType.INTEGER, (), required=False, default=50, description=""),
    ),
    columns=("x",),
    query="RETURN 1",
)


def one(name: str, value: object) -> object:
    return arguments_of(QUESTION, {"service": "检验检测", name: value})[name]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("service", "service:testing", "service:testing"),
        ("text", " 检测 ", " 检测 "),
        ("text", None, None),
        ("text", "", None),
        ("depth", "3", 3),
        ("depth", 3, 3),
        ("depth", 3.0, 3),
        ("depth", " -2 ", -2),
        ("weight", "0.5", 0.5),
        ("weight", 2, 2.0),
        ("planned", "true", True),
        ("planned", "否", False),
        ("planned", False, False),
        ("as_of", "2020-06-03", "2020-06-03"),
        ("chain", "governance", "governance"),
        ("chain", "政务链", "governance"),
        ("chain", "Finance", "finance"),
        ("status", "运行", "operating"),
        ("status", "planned", "planned"),
        ("limit", "", 50),
        ("limit", "1", 1),
        ("limit", 10_000, 10_000),
    ],
)
def test_value_that_fits(name: str, value: object, expected: object) -> None:
    found = one(name, value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("service", "", "needs service"),
        ("service", None, "needs service"),
        ("service", 7, "an id or a name of Service"),
        ("service", ["service:testing"], "an id or a name of Service"),
        ("text", "  ", "a text"),
        ("text", "a\0b", "control character"),
        ("text", "\ud800", "lone surrogate"),
        ("text", "x" * 1001, "1000"),
        ("depth", "three", "a whole number, such as 50"),
        ("depth", "3.5", "a whole number"),
        ("depth", 3.5, "a whole number"),
        ("depth", True, "a whole number"),
        ("depth", "9" * 40, "a whole number"),
        ("depth", 2**64, "a whole number"),
        ("depth", "１２", "a whole number"),
        ("weight", "nan", "a number"),
        ("weight", math.inf, "a number"),
        ("weight", "1e999", "a number"),
        ("weight", {}, "a number"),
        ("planned", "maybe", "true or false"),
        ("planned", 1, "true or false"),
        ("as_of", "03.06.2020", "a date as YYYY-MM-DD, such as 2020-06-03"),
        ("as_of", "2020-02-30", "a date"),
        ("as_of", 20200603, "a date"),
        ("chain", "chain", "governance, industry"),
        ("status", "open", "operating"),
        ("limit", 0, "from 1 to 10000"),
        ("limit", 10_001, "from 1 to 10000"),
        ("limit", -1, "from 1 to 10000"),
        ("limit", "all", "from 1 to 10000"),
    ],
)
def test_value_that_does_not_fit_is_refused_by_name(name: str, value: object, says: str) -> None:
    with pytest.raises(BadInputError) as caught:
        one(name, value)
    assert name in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInputError, match=r"no parameter 'servise'.*service"):
        arguments_of(QUESTION, {"servise": "x"})


@given(
    st.dictionaries(
        st.sampled_from([p.name for p in QUESTION.parameters]),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())
        ),
    )
)
def test_any_json_gives_arguments_or_one_sentence(given_values: dict[str, object]) -> None:
    try:
        found = arguments_of(QUESTION, given_values)
    except BadInputError as error:
        message = str(error)
    else:
        message = ""
        assert set(found) == {p.name for p in QUESTION.parameters}
        assert 1 <= int(found["limit"] or 0) <= 10_000
    assert "\n" not in message
    assert message.encode()[:1] or not message
