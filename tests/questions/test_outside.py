"""Statements from outside: what is refused before a database is asked."""

import pytest

from graph_api.domain import BadInputError, ForbiddenStatementError
from graph_api.questions import read_outside
from graph_api.settings import read_settings
from graph_api.store import Graph

REFUSED: list[tuple[str, dict[str, object], type[Exception]]] = [
    ("MATCH (n) DETACH DELETE n", {}, ForbiddenStatementError),
    ("RETURN $a AS a", {"a": 2**63}, BadInputError),
    ("RETURN $a AS a", {"a": [{"b": -(2**64)}]}, BadInputError),
    ("RETURN $a AS a", {"a": float("nan")}, BadInputError),
    ("RETURN $a AS a", {"a": ["\ud800"]}, BadInputError),
    ("MATCH (n RETURN n", {}, BadInputError),
    ("MATCH (n:Entity) WHERE (n)-->(m) RETURN n", {}, BadInputError),
]


@pytest.mark.parametrize(("statement", "parameters", "error"), REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    plan_graph: Graph, statement: str, parameters: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"\w"):
        read_outside(plan_graph, read_settings(), statement, parameters)


def test_what_only_reads_is_answered(plan_graph: Graph) -> None:
    answer = read_outside(plan_graph, read_settings(), "RETURN $a AS a", {"a": 2**63 - 1})
    assert answer.rows == ({"a": 2**63 - 1},)
