"""Names of one organisation: how many are found, how many wrongly, and how fast among a million.

    python -m benchmarks.identity [--names 1000000]

Accuracy is of the test halves of ../shared/data/entity-resolution; whatever could be tuned was tuned on
the other halves, ours by hand (the docstrings of the constants in `loaders.identity`), the baselines by
this script. Baselines are the scorers of rapidfuzz and, where it is installed (extra `bench`), splink.
"""

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.identity_methods import SCORERS, by_scorer, by_splink, has_splink, ours, tuned
from benchmarks.identity_sets import (
    REGISTRY,
    Answer,
    Figures,
    Labelled,
    Method,
    affiliations,
    figures,
    listed_firms,
    listed_firms_among_others,
)
from loaders.identity.anatomy import written
from loaders.identity.forms import identity_form
from loaders.identity.index import NameIndex

NAMES = 1_000_000
ASKED = 5_000
ASKED_OF_BASELINE = 5
PARTS = 3_000
"""Characters that made-up names are made of: about as many as the names of a province's firms."""


def main() -> None:
    """Print the tables of accuracy, and time and memory of an index."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=NAMES, help="how many made-up names to index")
    options = parser.parse_args()
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # memory of its own
        pool.apply(measure_index, (options.names,))
    title = "listed firms: the short name among 4,654 full ones; to reach: F1 .90 at precision .96"
    table(title, listed_firms(), 0.96)
    table("institutes: an affiliation among all others; to reach: F1 .75", affiliations(), 0.0)
    if REGISTRY.exists():
        among_others = listed_firms_among_others(identity_form)
        own_only("listed firms, half of them not there and 80,000 others beside", among_others)
    known = affiliations(known=("train", "val"))
    own_only("institutes, names of the tune half alone", known)


def table(title: str, labelled: Labelled, precision: float) -> None:
    """Print the figures of all methods on the test half; baselines are tuned for this precision."""
    print(f"\n{title}\n{len(labelled.test):,} questions, {answerable(labelled):,} with an answer")
    for name, result in our_figures(labelled):
        row(name, result)
    for name, method in baselines():
        start = time.perf_counter()
        answers, counts = tuned(method, labelled, precision)
        row(name, figures(labelled.test, answers, counts), time.perf_counter() - start)


def own_only(title: str, labelled: Labelled) -> None:
    """Print our figures on the test half."""
    print(f"\n{title}\n{len(labelled.test):,} questions, {answerable(labelled):,} with an answer")
    for name, result in our_figures(labelled):
        row(name, result)


def our_figures(labelled: Labelled) -> Iterator[tuple[str, Figures]]:
    """Answers of both bands, and those that are joined without being shown."""
    answers = ours(labelled, labelled.test)
    yield "ours, merge and review", figures(labelled.test, answers, lambda _: True)
    yield "ours, merge alone (to reach: precision .98)", figures(labelled.test, answers, is_merged)


def is_merged(answer: Answer) -> bool:
    """Whether the answer is joined without being shown."""
    return answer.merged


def baselines() -> Iterator[tuple[str, Method]]:
    """Each method to compare with."""
    for name in SCORERS:
        yield f"rapidfuzz {name}", by_scorer(name)
    if has_splink():
        yield "splink", by_splink
    else:
        print("splink is not installed: pip install -e '.[bench]'")


def answerable(labelled: Labelled) -> int:
    """How many questions of the test half have a right answer."""
    return sum(bool(question.right) for question in labelled.test)


def row(name: str, result: Figures, seconds: float | None = None) -> None:
    """Print a line of a table."""
    taken = "" if seconds is None else f"  {seconds:6.1f} s"
    print(
        f"  {name:<44} P {result.precision:.3f}  R {result.recall:.3f}  F1 {result.f1:.3f}"
        f"  {result.answers:5,} answers{taken}"
    )


def measure_index(size: int) -> None:
    """Print the time of a query and the memory of an index of so many made-up names."""
    print(f"{size:,} made-up names; to reach: 2 ms a query, 1.5 GB")
    names = made_up(size)
    start = time.perf_counter()
    index = NameIndex.build(names)
    print(f"  built in {time.perf_counter() - start:.0f} s")
    order = random.Random(2)  # noqa: S311 - nothing is secret here
    asked = [shortened(names[order.randrange(size)], order) for _ in range(min(ASKED, size))]
    for name in asked[:100]:
        index.candidates(name)
    for clock, title in ((time.perf_counter, "wall clock"), (time.thread_time, "CPU")):
        taken = np.array([seconds(partial(index.candidates, name), clock) for name in asked])
        print(
            f"  a query, {title}: median {np.median(taken) * 1e3:.2f} ms, "
            f"p99 {np.quantile(taken, 0.99) * 1e3:.2f} ms ({len(asked):,} queries)"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    forms = list(map(written, names))
    search = partial(process.extract, choices=forms, scorer=fuzz.partial_ratio, limit=10)
    baseline = [
        seconds(partial(search, written(name)), time.thread_time)
        for name in asked[:ASKED_OF_BASELINE]
    ]
    ratio = np.median(baseline) / np.median(taken)
    print(
        f"  rapidfuzz process.extract, CPU: median {np.median(baseline):.2f} s, {ratio:,.0f} x ours"
    )
    print(f"  peak memory {memory / 1e9:.2f} GB, the names and this script included")


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """The seconds that the work takes by this clock."""
    start = clock()
    work()
    return clock() - start


def made_up(size: int) -> list[str]:
    """So many names of firms, made of parts: a place, a brand of rare and frequent characters, a trade."""
    order = random.Random(1)  # noqa: S311 - nothing is secret here
    characters = [chr(0x4E00 + 5 * number) for number in range(PARTS)]
    weights = [1 / (number + 20) for number in range(PARTS)]
    places = ["宁波市", "杭州市", "温州市", "上海", "深圳市", "北京", "广州市", "成都市"]
    places += ["".join(order.sample(characters, 2)) + "县" for _ in range(300)]
    trades = ["".join(order.sample(characters, order.choice((2, 2, 4)))) for _ in range(800)]
    forms = (*["有限公司"] * 10, *["股份有限公司"] * 2, "厂", "经营部", "集团有限公司")
    fillers = ("", "", "科技", "实业", "贸易")

    def name() -> str:
        brand = "".join(order.choices(characters, weights, k=order.choice((2, 2, 2, 3))))
        parts = (order.choice(places), brand, *map(order.choice, (trades, fillers, forms)))
        return "".join(parts)

    return [name() for _ in range(size)]


def shortened(name: str, order: random.Random) -> str:
    """The name as people say it: without legal form, or without the place."""
    return name.removesuffix("有限公司") if order.random() < 0.5 else name[3:]  # noqa: PLR2004


if __name__ == "__main__":
    main()
