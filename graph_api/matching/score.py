"""The score: parts that each give one reason, and points that add up to the score exactly.

A part has one function that gives its value for all offers at once, and one that says it in words for an
offer that is shown. A new part is these two and one line of `PARTS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from graph_api.domain import BadInputError, Evidence, Status
from graph_api.matching import saying
from graph_api.matching.columns import Floats, Ints
from graph_api.matching.compare import Comparison, apart
from graph_api.matching.offers import OfferView
from graph_api.matching.saying import Said
from graph_api.matching.things import STATUSES

STATUS_VALUES: Mapping[Status | None, float] = {
    Status.OPERATING: 1.0,
    Status.BUILDING: 0.6,
    Status.PLANNED: 0.3,
    None: 0.1,
}
INFERRED_STATUS = 0.8


@dataclass(frozen=True, slots=True)
class Reason:
    """One bar of the waterfall: `contribution` = round(weight × value), in points.

    `weight` is in points, 1000 points being an offer that fits in every respect; `value` is 0 to 1
    with four decimals, for `network` −1 to 1. `zh` and `en` say it in a clause, "" where there is
    nothing to say. `compared` holds the ids or texts of the two sides, `evidence` where it is stated.
    """

    part: str
    weight: int
    value: float
    contribution: int
    zh: str
    en: str
    compared: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def subject(found: Comparison, offers: Ints) -> Floats:
    """The offer is about the technologies, products or industries that the need is about.

    For each subject asked for, the best of the offer's: 1 if the offer itself states it, 0.8 if its
    provider does, 0.6 if a project of the provider does, 0.5 if only the complex around it does. A
    whole or a part of the subject counts 0.6 of that; what goes into it 0.4 and what it goes into 0.2,
    divided by 1 + log10 of how many subjects that is itself made of or goes into. The value is the
    mean over the subjects asked for, and the best of those that only the firm brings along, of which
    one that makes the same counts 0.3. Subjects that the text names count by the square of the share
    of the text that was understood.
    """
    return found.about[offers]


def service(found: Comparison, offers: Ints) -> Floats:
    """The offer is of the service that was asked for (1), of a part of it (0.9) or of its whole (0.5)."""
    return found.service[offers]


def subject_and_service(found: Comparison, offers: Ints) -> Floats:
    """Subject and service meet: the lesser of the two values.

    A subject that only the complex or a project around the provider states does not count here.
    """
    return np.minimum(found.about_itself[offers], found.service[offers])


def text(found: Comparison, offers: Ints) -> Floats:
    """The words of the need stand in the offer: BM25 over characters and pairs, 0 to 1."""
    return found.text[offers]


def text_and_service(found: Comparison, offers: Ints) -> Floats:
    """Words and service agree: the product of the two values."""
    return found.text[offers] * found.service[offers]


def network(found: Comparison, offers: Ints) -> Floats:
    """The firm and the provider are near: all shortest ways between them, taken together.

    A way counts 1 if it is direct, divided by 1 + log10(relations) of each thing between; ways add
    up as 1 − Π (1 − each). −1 if the firm and the offer both belong to complexes and to none in
    common; 0 without a way.
    """
    need = found.need
    if need.reach is None:
        return np.zeros(len(offers))
    near = need.reach.together(need.snapshot.offers.provider[offers])
    return np.where(apart(need)[offers], -1.0, near)


def status(found: Comparison, offers: Ints) -> Floats:
    """The offer is real: operating 1, being built 0.6, planned 0.3, not stated 0.1.

    An offer that is inferred from what a source says counts 0.8 of that, one that nobody wrote and
    that only follows from what its provider is or does counts 0.
    """
    table = found.need.snapshot.offers
    by_code = np.array([STATUS_VALUES.get(one, 0.0) for one in STATUSES])
    values = by_code[table.status[offers]]
    values = np.where(table.rule[offers] >= 0, INFERRED_STATUS * values, values)
    return np.where(table.guessed[offers], 0.0, values)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score: its weight in points, its name in each language, and its two functions.

    `values` gives the value for each of the offers at these places, 0 to 1; `words` says it for one.
    """

    name: str
    weight: int
    zh: str
    en: str
    values: Callable[[Comparison, Ints], Floats]
    words: Callable[[Comparison, OfferView, float], Said]


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("subject", 345, "主题", "subject", subject, saying.subject),
        Part(
            "subject_and_service",
            235,
            "主题与服务同时符合",
            "both at once",
            subject_and_service,
            saying.subject_and_service,
        ),
        Part("text", 235, "文字", "text", text, saying.text),
        Part("service", 111, "服务类型", "service", service, saying.service),
        Part(
            "text_and_service",
            74,
            "文字与服务",
            "text and service",
            text_and_service,
            saying.nothing,
        ),
        Part("network", 50, "网络", "network", network, saying.network),
        Part("status", 100, "状态", "status", status, saying.status),
    )
}
"""The one table of weights, in points. The first five are the starting weights .28, .19, .19, .09 and .06,
with the .19 of the meaning part, which needs embeddings and is absent here, spread over them in
proportion; they sum to 1000. The network adds or takes at most 50, the status adds at most 100."""

Weights = Mapping[str, int]


def weights_of(changed: Weights | None = None) -> dict[str, int]:
    """The weight of every part, with those that the caller changed.

    Raises BadInputError for a part that is not there and for a weight outside 0 to 1000.
    """
    weights = {name: part.weight for name, part in PARTS.items()}
    for name, weight in (changed or {}).items():
        if name not in PARTS:
            raise BadInputError(f"There is no part {name!r}: weigh some of {', '.join(PARTS)}")
        if not 0 <= weight <= 1000:  # noqa: PLR2004 - points
            raise BadInputError(f"The weight of {name} is {weight}: give 0 to 1000 points")
        weights[name] = weight
    return weights


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The values of all parts, one row for each part in the order of the table, and their points."""

    offers: Ints
    values: Floats
    points: Ints

    @property
    def totals(self) -> Ints:
        """The score of each offer, in points."""
        total: Ints = self.points.sum(axis=0)
        return total


def scores(found: Comparison, offers: Ints, weights: Weights) -> Scores:
    """The offers at these places, scored. Points are whole, so that sums are exact."""
    values = np.round(
        np.array([part.values(found, offers) for part in PARTS.values()]).reshape(len(PARTS), -1),
        4,
    )
    weighed = np.array([[weights[name]] for name in PARTS], np.float64) * values
    return Scores(offers, values, np.rint(weighed).astype(np.int32))


def reasons(
    found: Comparison, offer: OfferView, scored: Scores, column: int, weights: Weights
) -> tuple[Reason, ...]:
    """One reason for each part, in the order of the table; their contributions sum to the score."""
    given = []
    for row, (name, part) in enumerate(PARTS.items()):
        value = float(scored.values[row, column])
        said = part.words(found, offer, value)
        points = int(scored.points[row, column])
        given.append(
            Reason(
                name, weights[name], value, points, said.zh, said.en, said.compared, said.evidence
            )
        )
    return tuple(given)
