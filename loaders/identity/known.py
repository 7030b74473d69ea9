"""What is known of names and pairs of records: the table of aliases, judgements, pairs that a rule found."""

from functools import cache
from pathlib import Path

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


def _pairs(judgements: tuple[Judgement, ...], verdict: str) -> tuple[tuple[str, str], ...]:
    return tuple(one.pair for one in judgements if one.verdict == verdict)
