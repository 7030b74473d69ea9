"""A need compared with all offers at once: one number for each offer and each respect."""

from dataclasses import dataclass

import numpy as np

from graph_api.matching.columns import Floats, Ints, Mask
from graph_api.matching.drafts import SUBJECT_OF_COMPLEX, SUBJECT_OF_PROVIDER
from graph_api.matching.need import Asked, NeedView

SMALLEST_SIMILARITY = 0.2
"""A text that shares less than this with an offer did not find it."""

PEER = 0.3
"""How much it counts that a firm makes what the firm that asks makes itself: it may work with it, and is
more likely to compete."""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A need and, for each offer, how well it fits, each 0 to 1.

    `text` and `service` are the similarity and the fit of those; `about` is how well it answers the
    subjects asked for, `about_itself` the same of subjects that the offer or its provider states.
    `found` are the offers worth a look.
    """

    need: NeedView
    text: Floats
    service: Floats
    about: Floats
    about_itself: Floats
    found: Mask


def compare(need: NeedView) -> Comparison:
    """The need compared with every offer of its snapshot.

    Found are offers that share a service or a subject with the need, or enough of its text; for a
    firm that says no more, also those of its complexes and of all to whom a way leads. A need of only a
    stage, a place or a complex looks at every offer.
    """
    snapshot = need.snapshot
    offers = snapshot.offers
    text = snapshot.texts.similarities(need.query)
    service = np.zeros(len(offers))
    for place, fit in need.services.items():
        having = offers.services.having[place]
        service[having] = np.maximum(service[having], fit)
    about, itself, stated = _about(need)
    if not (need.query or need.services or need.subjects or need.firm is not None):
        found = np.ones(len(offers), np.bool_)
    else:
        found = (text >= SMALLEST_SIMILARITY) | (service > 0)
        found |= (about > 0) if need.is_of_firm else stated
    if need.is_of_firm and need.reach is not None:
        found |= offers.complexes.offers(_places(need.firm_complexes))
        found |= (need.reach.distance[offers.provider] > 0) & ~apart(need)
    return Comparison(need, text, service, about, itself, found)


def apart(need: NeedView) -> Mask:
    """Which offers belong to complexes and to none of those that the firm belongs to."""
    complexes = need.snapshot.offers.complexes
    if not need.firm_complexes:
        return np.zeros(len(need.snapshot.offers), np.bool_)
    return (np.diff(complexes.of.begins) > 0) & ~complexes.offers(_places(need.firm_complexes))


def _places(places: frozenset[int]) -> Ints:
    return np.array(sorted(places), np.int32)


def _about(need: NeedView) -> tuple[Floats, Floats, Mask]:
    """How well each offer answers the subjects, by all that is stated and by what is stated near to it.

    The mean over the subjects asked for; the best of those that only the firm brings along. What the
    text names counts by the square of the share of it that was understood: a word of a name that is
    not known is seldom what is asked for. Last, whether any of it is stated by more than the complex
    around the offer.
    """
    size = len(need.snapshot.offers)
    about, itself = np.zeros(size), np.zeros(size)
    stated = np.zeros(size, np.bool_)
    for asked in need.subjects:
        rows, values, levels = _met(need, asked)
        stated[rows[levels > SUBJECT_OF_COMPLEX]] = True
        near = levels >= SUBJECT_OF_PROVIDER
        if asked.how == "text":
            values = values * need.clarity**2
        if asked.how == "firm":
            np.maximum.at(about, rows, values)
            np.maximum.at(itself, rows[near], values[near])
        else:
            about += _best(rows, values, size) / len(need.subjects)
            itself += _best(rows[near], values[near], size) / len(need.subjects)
    return about, itself, stated


def _best(rows: Ints, values: Floats, size: int) -> Floats:
    best = np.zeros(size)
    np.maximum.at(best, rows, values)
    return best


def _met(need: NeedView, asked: Asked) -> tuple[Ints, Floats, Floats]:
    """The offers that touch the subject, what that is worth, and how near it is stated."""
    offers = need.snapshot.offers
    subjects = offers.subjects
    owners, at = subjects.side.having.spread(asked.near.places)
    rows, levels = subjects.side.having.items[at], subjects.level_having[at]
    values = asked.near.values[owners] * levels
    if asked.how == "firm":
        own = np.isin(asked.near.places, asked.places)[owners]
        values = np.where(own & is_supply(need, rows), PEER * values, values)
    return rows, values, levels


def is_supply(need: NeedView, rows: Ints) -> Mask:
    """Which offers are inferred from what their providers make or do, and are of no service."""
    offers = need.snapshot.offers
    of_service = np.diff(offers.services.of.begins) > 0
    return offers.guessed[rows] & ~of_service[rows]
