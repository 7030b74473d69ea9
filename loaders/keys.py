"""Ids of records that nobody numbered: made from their names, the same in every load."""

import hashlib

from graph_api.domain import make_id
from graph_api.domain.names import normalise

DIGITS = 16
"""64 bits: among a million names of one kind a clash has a chance below one in ten million."""


def name_id(dataset: str, word: str, *texts: str) -> str:
    """The id `dataset:word-digest` of what these texts name, spelling variants of `normalise` alike.

    `word` says what it is of (`product`, `org`), in ASCII. Raises ValueError where no text has a
    letter or digit: such a name names nothing.
    """
    forms = [normalise(text) for text in texts]
    if not any(forms):
        raise ValueError(f"{' '.join(texts)!r} names nothing")
    digest = hashlib.sha256("\x1f".join(forms).encode("utf-8", "surrogatepass")).hexdigest()
    return make_id(dataset, f"{word}-{digest[:DIGITS]}")
