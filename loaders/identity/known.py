"""What is known of names and pairs of records: the table of aliases, judgements, pairs that a rule found."""

import hashlib
from functools import cache
from pathlib import Path

from graph_api.store import SETTLED, Graph, note, save_note
from loaders.identity.aliases import aliases
from loaders.identity.components import Known
from loaders.identity.forms import identity_form
from loaders.identity.judgements import Judgement, read_judgements

JUDGEMENTS_FILE = "judgements.csv"
CLOSE_FILE = "close.csv"
"""Pairs that `sixchains resolve` found to be one, in the form of judgements; made anew each time."""

REVIEW_FILE = "review.csv"
"""Pairs that `sixchains resolve` was not sure of, in the same form."""


def known_in(folder: Path) -> Known:
    """The judgements and the close pairs of a data folder; nothing where there are none yet.

    Raises BadInputError that names the line of a file that is damaged.
    """
    judged = read_judgements(folder / JUDGEMENTS_FILE)
    close = read_judgements(folder / CLOSE_FILE)
    return Known(
        same=_pairs(judged, "same"),
        different=_pairs(judged, "different"),
        close=_pairs(close, "same"),
    )


@cache
def other_names() -> dict[tuple[str, str], str]:
    """The form of the official name by kind and form of another name, of the table of aliases."""
    return {(str(one.kind), identity_form(one.alias)): identity_form(one.name) for one in aliases()}


def is_settled(graph: Graph, known: Known) -> bool:
    """Whether nothing was written to the graph, and nothing else became known, since it agreed with `known`."""
    return note(graph, SETTLED) == _standing(graph, known)


def keep_settled(graph: Graph, known: Known) -> None:
    """Keep a note that the graph agrees with what is known."""
    standing = _standing(graph, known)
    if note(graph, SETTLED) != standing:
        save_note(graph, SETTLED, standing)


def _standing(graph: Graph, known: Known) -> str:
    parts = [
        sorted(known.same),
        sorted(known.different),
        sorted(known.close),
        sorted(other_names().items()),
    ]
    return f"{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]} {graph.revision()}"


def _pairs(judgements: tuple[Judgement, ...], verdict: str) -> tuple[tuple[str, str], ...]:
    return tuple(one.pair for one in judgements if one.verdict == verdict)
