"""The methods that `benchmarks.identity` compares: our rule, scorers of rapidfuzz, and splink."""

import importlib.util
import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from benchmarks.identity_sets import Answer, Labelled, Method, Question, figures, lead
from loaders.identity.anatomy import anatomy, written
from loaders.identity.compare import TIE, Band
from loaders.identity.index import NameIndex

LOOKED_AT = 12
"""How many candidates are looked at for the lead of the best."""

LEADS = (0.0, 0.001, 0.01, 0.02, 0.05)
"""A baseline may ask for a lead before the next best as well: the best of these on the tune half."""

SCORERS: dict[str, Callable[..., float]] = {
    "ratio": fuzz.ratio,
    "partial_ratio": fuzz.partial_ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
    "WRatio": fuzz.WRatio,
}


def ours(labelled: Labelled, questions: Sequence[Question]) -> list[Answer | None]:
    """The best candidate of the index, if it is worth a look and no other organisation is as near."""
    index = NameIndex.build(labelled.names)
    answers: list[Answer | None] = []
    for question in questions:
        allowed = np.ones(len(labelled.names), bool)
        if question.own is not None:
            allowed[question.own] = False
        found = index.nearest(anatomy(question.name), LOOKED_AT, allowed)
        answers.append(None)
        if found:
            ranked = [(one.position, one.scored.score) for one in found]
            margin = lead(ranked, labelled.owners)
            band = found[0].scored.band(margin)
            if band is not Band.APART and margin >= TIE:
                answers[-1] = Answer(*ranked[0], margin, band is Band.MERGE)
    return answers


def by_scorer(name: str) -> Method:
    """The best by a scorer of rapidfuzz, which sees names in the same form as our rule does."""

    def answer(labelled: Labelled, questions: Sequence[Question]) -> list[Answer | None]:
        forms = list(map(written, labelled.names))
        asked = [written(question.name) for question in questions]
        scores = process.cdist(asked, forms, scorer=SCORERS[name], dtype=np.float32, workers=-1)
        return [
            _best(row, question, labelled)
            for row, question in zip(scores / 100, questions, strict=True)
        ]

    return answer


def by_splink(labelled: Labelled, questions: Sequence[Question]) -> list[Answer | None]:
    """The best by a model of splink, trained on the names themselves as it is meant to be.

    It sees a name in the parts that our rule takes it apart into, and may pair what shares a unit. Its
    authors say that one column of words is not what it is made for.
    """
    import pyarrow as pa  # noqa: PLC0415 - an extra: the other methods run without
    import splink.comparison_library as compare  # noqa: PLC0415
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    database = DuckDBAPI()
    tables = [
        database.register(pa.table(_columns(texts)), dataset_display_name=title)
        for title, texts in (("asked", [one.name for one in questions]), ("names", labelled.names))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.9, 0.8, 0.7, 0.6]),
            compare.ArrayIntersectAtSizes("units", [5, 4, 3, 2]),
            compare.ArrayIntersectAtSizes("pairs", [4, 3, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=[block_on("units", arrays_to_explode=["units"])],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(tables, settings, log_level=logging.CRITICAL)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
        linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
        found = linker.inference.predict(threshold_match_weight=-20).as_pyarrow_table()
    columns = (
        found.column(one).to_pylist() for one in ("unique_id_l", "unique_id_r", "match_weight")
    )
    return _best_of_pairs(zip(*columns, strict=True), questions, labelled)


def has_splink() -> bool:
    """Whether splink is installed: it is an extra of the benchmarks."""
    return importlib.util.find_spec("splink") is not None


def tuned(
    method: Method, labelled: Labelled, precision: float
) -> tuple[list[Answer | None], Callable[[Answer], bool]]:
    """Its answers to the test half, and which of them count by thresholds from the tune half.

    Of the thresholds, those of the greatest F1 at this precision at least, if it is ever reached.
    """
    answers = method(labelled, (*labelled.tune, *labelled.test))  # a model is trained once
    known, asked = answers[: len(labelled.tune)], answers[len(labelled.tune) :]
    given = [answer for answer in known if answer is not None]
    scores = np.quantile([answer.score for answer in given], np.linspace(0, 1, 101))
    best: tuple[tuple[bool, float], float, float] = ((False, -1.0), 0.0, 0.0)
    for least in map(float, np.unique(scores)):
        for margin in LEADS:
            reached = figures(labelled.tune, known, _at_least(least, margin))
            best = max(best, ((reached.precision >= precision, reached.f1), least, margin))
    return asked, _at_least(best[1], best[2])


def _at_least(score: float, margin: float) -> Callable[[Answer], bool]:
    return lambda answer: answer.score >= score and answer.margin >= margin


def _best(scores: npt.NDArray[np.float32], question: Question, labelled: Labelled) -> Answer:
    if question.own is not None:
        scores = scores.copy()
        scores[question.own] = -1
    nearest = np.argsort(-scores, kind="stable")[:LOOKED_AT]
    ranked = [(int(position), float(scores[position])) for position in nearest]
    return Answer(*ranked[0], lead(ranked, labelled.owners))


def _best_of_pairs(
    pairs: "zip[tuple[int, int, float]]", questions: Sequence[Question], labelled: Labelled
) -> list[Answer | None]:
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for asked, position, weight in pairs:
        if position != questions[asked].own:
            found[asked].append((position, weight))
    answers: list[Answer | None] = [None] * len(questions)
    for asked, candidates in found.items():
        ranked = sorted(candidates, key=lambda one: (-one[1], one[0]))
        answers[asked] = Answer(*ranked[0], lead(ranked, labelled.owners))
    return answers


def _columns(names: Sequence[str]) -> dict[str, list[object]]:
    taken_apart = list(map(anatomy, names))
    return {
        "unique_id": list(range(len(names))),
        "name": ["".join(one.units) for one in taken_apart],
        "units": [sorted(set(one.units)) for one in taken_apart],
        "pairs": [sorted(set(one.pairs)) for one in taken_apart],
        "first": ["".join(one.units[one.leading :][:1]) for one in taken_apart],
    }
