"""Statements from outside: one way in for both doors, with every check that needs no server.

The allow-list comes first; then the statement runs with the reader's rights and within the limits of
the settings (docs/decisions/0002). How many run at one time is for the door to say.
"""

import math
from collections.abc import Mapping
from typing import Any

from graph_api.domain import BadInputError
from graph_api.domain.names import is_text
from graph_api.questions.read_only import check_read_only
from graph_api.settings import Settings
from graph_api.store import Answer, Graph

LARGEST_INTEGER = 2**63 - 1
DEEPEST_PARAMETER = 32


def read_outside(
    graph: Graph, settings: Settings, statement: str, parameters: Mapping[str, Any]
) -> Answer:
    """The answer to a statement that only reads.

    Raises ForbiddenStatementError or BadInputError for one that is refused, LimitExceededError where a
    limit of the settings stopped it.
    """
    check_read_only(statement)
    for name, value in parameters.items():
        _check_value(name[:80], value, 0)
    return graph.read_untrusted(
        statement,
        parameters,
        rows=settings.cypher_rows,
        seconds=settings.cypher_seconds,
        megabytes=settings.cypher_megabytes,
    )


def _check_value(name: str, value: object, depth: int) -> None:
    """Raises BadInputError for a parameter that no database takes."""
    if depth > DEEPEST_PARAMETER:
        raise BadInputError(f"the parameter {name} is nested too deep: flatten it")
    match value:
        case int() if abs(value) > LARGEST_INTEGER:
            raise BadInputError(
                f"the parameter {name} holds an integer beyond 64 bits: send it as text"
            )
        case float() if not math.isfinite(value):
            raise BadInputError(f"the parameter {name} holds {value}: send a finite number")
        case str() if not is_text(value):
            raise BadInputError(f"the parameter {name} holds half a character: send whole ones")
        case Mapping():
            for inner in value.values():
                _check_value(name, inner, depth + 1)
        case list():
            for inner in value:
                _check_value(name, inner, depth + 1)
        case _:
            pass
