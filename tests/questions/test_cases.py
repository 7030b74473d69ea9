"""Every question against its case table, on every engine."""

import pytest

from graph_api.domain import NotFoundError, SixChainsError
from graph_api.questions import ParameterType, Question, QuestionAnswer, ask, questions
from graph_api.store import Graph
from tests.questions.case_tables import Case, cases, check, fits

QUESTIONS = questions()
CASES = cases()
ANSWERED = [case for case in CASES if not case.expect_error]
REFUSED = [case for case in CASES if case.expect_error]
FIRST = {case.question: case for case in reversed(ANSWERED)}
SECONDS = 60.0
UNKNOWN = "zhenhai-plan:nobody-knows-this"


def answer(graph: Graph, case: Case) -> QuestionAnswer:
    return ask(graph, QUESTIONS[case.question], case.arguments, seconds=SECONDS)


def entity_parameters(question: Question) -> list[str]:
    return [p.name for p in question.parameters if p.type is ParameterType.ENTITY]


# the tables themselves


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_two_cases_in_the_table_of_its_group(name: str) -> None:
    mine = [case for case in CASES if case.question == name]
    assert len(mine) >= 2
    assert {case.group for case in mine} == {QUESTIONS[name].group}
    assert any(case.expected_columns or case.expect_count == 0 for case in mine)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_of_a_question_and_expects_something(case: Case) -> None:
    question = QUESTIONS[case.question]
    assert case.why
    assert case.expected_columns <= set(question.columns)
    assert case.expected_columns or case.expect_error or case.expect_count is not None


@pytest.mark.parametrize(
    ("expected", "value", "does"),
    [
        ("null", None, True),
        ("null", "x", False),
        ("x", "x", True),
        ("x", "xy", False),
        (1, 1, True),
        (1, True, False),
        (False, False, True),
        (False, None, False),
        ("x", {"id": "a:b", "name": "x"}, True),
        ("a:b", {"id": "a:b", "name": "x"}, True),
        ("y", {"id": "a:b", "name": "x"}, False),
        ("x", [{"id": "a:b", "name": "x"}], True),
        (["x"], ["x", "y"], False),
        (["x", "y"], ["x", "y"], True),
        (["y", "x"], ["x", "y"], False),
        ("x", {"nodes": [{"id": "a:b", "name": "x"}], "relations": []}, True),
        (["x"], {"nodes": [{"id": "a:b", "name": "x"}], "relations": []}, True),
        (["x", "y"], {"nodes": [{"id": "a:b", "name": "x"}], "relations": []}, False),
    ],
)
def test_how_an_expected_value_fits(expected: object, value: object, does: bool) -> None:  # noqa: FBT001 - a column of the table
    assert fits(expected, value) is does


# the answers


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_answer_is_as_expected_and_the_same_on_every_engine_and_again(
    plan_graphs: dict[str, Graph], case: Case
) -> None:
    answers = [
        (engine, answer(graph, case)) for engine, graph in plan_graphs.items() for _ in range(2)
    ]
    assert len(plan_graphs) >= 3
    _, first = answers[0]
    for engine, found in answers:
        faults = check(case, found.rows, truncated=found.truncated)
        shown = "\n".join(str({**row, "quotes": "…"}) for row in found.rows[:30])
        assert not faults, f"{engine}: {case.why}: {faults}\n{shown}"
        assert found == first, engine


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refusal_is_as_expected_on_every_engine(plan_graphs: dict[str, Graph], case: Case) -> None:
    for graph in plan_graphs.values():
        with pytest.raises(SixChainsError) as caught:
            answer(graph, case)
        assert type(caught.value).__name__ == case.expect_error
        assert case.expect_says in str(caught.value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_columns_are_those_of_the_header(plan_graph: Graph, name: str) -> None:
    question = QUESTIONS[name]
    found = answer(plan_graph, FIRST[name])
    assert found.columns == question.columns
    for row in found.rows:
        assert tuple(row) == question.columns
    raw = plan_graph.read(question.query, found.arguments, seconds=SECONDS)
    assert raw.columns == question.columns or not raw.rows


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if entity_parameters(q)])
def test_unknown_id_is_not_found(plan_graph: Graph, name: str) -> None:
    for parameter in entity_parameters(QUESTIONS[name]):
        arguments = {**FIRST[name].arguments, parameter: UNKNOWN}
        with pytest.raises(NotFoundError, match=UNKNOWN):
            ask(plan_graph, QUESTIONS[name], arguments, seconds=SECONDS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_empty_graph_gives_no_rows_and_no_error(graph: Graph, name: str) -> None:
    question = QUESTIONS[name]
    optional = {
        p.name: FIRST[name].arguments[p.name]
        for p in question.parameters
        if p.name in FIRST[name].arguments and p.type is not ParameterType.ENTITY
    }
    needed = [p.name for p in question.parameters if p.required]
    if set(needed) & set(entity_parameters(question)):
        with pytest.raises(NotFoundError):
            ask(graph, question, FIRST[name].arguments, seconds=SECONDS)
    else:
        assert ask(graph, question, optional, seconds=SECONDS).rows == ()
    everything = {p.name: UNKNOWN if p.required else p.default for p in question.parameters}
    assert graph.read(question.query, everything, seconds=SECONDS).rows == ()
