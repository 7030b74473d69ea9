"""How the complexes stand: coverage and gaps, as the questions answer them, in the form pages show."""

from dataclasses import dataclass
from typing import Any

from graph_api.http.context import Context
from graph_api.http.snapshots import Held
from graph_api.questions import ask, find_question

ALL = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One complex and its rows, by a key of the question."""

    complex: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]

    @property
    def count(self) -> int:
        """Rows in all."""
        return sum(len(rows) for rows in self.rows.values())


def coverage_of_all(context: Context, held: Held) -> dict[str, Standing]:
    """Each complex with one row for each chain."""
    return held.once("coverage", lambda: _by_complex(context, "coverage", "chain", {}))


def gaps_of_all(context: Context, held: Held) -> dict[str, Standing]:
    """Each complex with what it lacks, by the sort of gap."""
    return held.once("gaps", lambda: _by_complex(context, "gaps", "gap", {}))


def _by_complex(
    context: Context, name: str, key: str, given: dict[str, object]
) -> dict[str, Standing]:
    question = find_question(context.questions, name)
    answer = ask(
        context.graph, question, {**given, "limit": ALL}, seconds=context.settings.question_seconds
    )
    found: dict[str, Standing] = {}
    for row in answer.rows:
        node = row["complex"]
        standing = found.setdefault(node["id"], Standing(node, {}))
        standing.rows.setdefault(row[key], []).append(row)
    return found
