"""How good the matching is, beside plain BM25, the full-text index and popularity, on five sets.

    python -m benchmarks.match_quality [--set NAME] [--from ../shared/data] [--needs 500]
        [--weights network=200,subject=100]

Each set asks about needs of which the right providers are known (`benchmarks.match_quality_sets`). Every
difference is that of a paired bootstrap with its 95 % interval; "yes" where it is more than noise.
With `--weights` ours are compared with those of other weights, on each half of the needs by itself: tune
on the one, and keep what holds on the other.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.identity_sets import DATA
from benchmarks.match_quality_figures import (
    Difference,
    calibration_error,
    difference,
    gini,
    ndcg,
    recall,
    reciprocal_rank,
)
from benchmarks.match_quality_methods import (
    Method,
    answer,
    bm25,
    full_text,
    listed,
    ours,
    popularity,
    profiles,
)
from benchmarks.match_quality_sets import SETS, QualitySet, Question
from graph_api.domain import Status
from graph_api.matching import PARTS, MatchResult, Weights, build_snapshot, match

NEEDS = 500
FIRST = 10
Figure = Callable[[Sequence[str], frozenset[str]], float]
FIGURES: dict[str, Figure] = {"nDCG@10": ndcg, "MRR": reciprocal_rank, "recall@50": recall}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A method's rankings, one for each question, and its figures for each."""

    rankings: list[list[str]]
    figures: dict[str, list[float]]

    def part(self, begin: int) -> "Ranked":
        """Every second one, from the first or from the second."""
        halves = {name: values[begin::2] for name, values in self.figures.items()}
        return Ranked(self.rankings[begin::2], halves)


def main() -> None:
    """Print the tables of each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, action="append", help="which sets; all without it")
    parser.add_argument("--from", dest="folder", type=Path, default=DATA, help="folder of the data")
    parser.add_argument(
        "--needs", type=int, default=NEEDS, help="needs of each set, a seeded sample"
    )
    parser.add_argument("--weights", type=weights_in, help="points of parts, to compare on halves")
    options = parser.parse_args()
    for name in options.set or SETS:
        start = time.perf_counter()
        measure(SETS[name](options.folder, options.needs), options.weights)
        say(f"  {time.perf_counter() - start:.0f} s")


def weights_in(text: str) -> dict[str, int]:
    """The weights in `network=200,subject=100`."""
    pairs = (pair.split("=") for pair in text.split(","))
    return {part: int(points) for part, points in pairs}


def measure(quality_set: QualitySet, weights: Weights | None = None) -> None:
    """Print the figures of one set."""
    asked = quality_set.questions
    say(f"\n{quality_set.name}: {quality_set.measures}")
    say(
        f"  {len(asked):,} needs of {quality_set.of:,}, {len(quality_set.subgraph.entities):,} entities"
    )
    snapshot = build_snapshot(quality_set.subgraph)
    results = [answer(snapshot, one) for one in asked]
    own = ranked([listed(*pair) for pair in zip(results, asked, strict=True)], asked)
    row("ours", own)
    texts = profiles(quality_set.subgraph)
    baselines = {
        "BM25 over profiles": bm25(texts),
        "popularity": popularity(quality_set.subgraph),
    }
    exposed = {"ours": own.rankings}
    for name, method in baselines.items():
        exposed[name] = compare(name, own, method, asked)
    with full_text(quality_set.subgraph) as method:
        exposed["full-text index"] = compare("full-text index", own, method, asked)
    counting = counted(results)
    for part in PARTS:
        if part in counting:
            compare(f"ours without {part}", own, ours(snapshot, {part: 0}), asked)
        else:
            say(f"  ours without {part}: the same, it gives nobody listed a point")
    for begin, half in enumerate(("tune", "test") if weights else ()):
        method = ours(snapshot, weights)
        compare(f"these weights, {half} half", own.part(begin), method, asked[begin::2])
    if quality_set.unanswerable:
        empty = sum(not match(snapshot, need).results for need in quality_set.unanswerable)
        say(
            f"  nobody listed for {empty} of {len(quality_set.unanswerable)} needs without an answer"
        )
    right = sum(
        bool({*ranking[:1]} & one.relevant)
        for ranking, one in zip(own.rankings, asked, strict=True)
    )
    say(f"  a right provider first for {right / len(asked):.1%}")
    say(f"  understood: {coverage(results, asked):.1%} of the letters of the needs")
    say(f"  calibration: the error of score / most is {claims(results, asked):.3f}")
    say(f"  first results that are planned: {planned(results):.1%}")
    for name, rankings in exposed.items():
        say(
            f"  exposure in the first {FIRST}, Gini over {len(texts):,} providers, {name}: "
            f"{exposure(rankings, texts):.3f}"
        )


def ranked(rankings: list[list[str]], asked: Sequence[Question]) -> Ranked:
    """The rankings with their figures."""
    return Ranked(
        rankings,
        {
            name: [
                figure(ranking, question.relevant)
                for ranking, question in zip(rankings, asked, strict=True)
            ]
            for name, figure in FIGURES.items()
        },
    )


def compare(name: str, own: Ranked, method: Method, asked: Sequence[Question]) -> list[list[str]]:
    """Print a method's figures, and how far ours are ahead of them; gives its rankings."""
    found = ranked([method(question) for question in asked], asked)
    row(name, found, own)
    return found.rankings


def row(name: str, found: Ranked, own: Ranked | None = None) -> None:
    """Print one line of figures; beside each how far ours is ahead, where ours is given."""
    cells = []
    for figure, values in found.figures.items():
        cell = f"{figure} {sum(values) / len(values):.3f}"
        if own is not None:
            cell += f" ours {shown(difference(own.figures[figure], values))}"
        cells.append(cell)
    say(f"  {name:<30} {'  '.join(cells)}")


def shown(found: Difference) -> str:
    """A difference with its interval, and whether it is more than noise."""
    ahead = "yes" if found.is_ahead else "behind" if found.is_behind else "no"
    return f"{found.mean:+.3f} [{found.low:+.3f} {found.high:+.3f}] {ahead:<6}"


def counted(results: Sequence[MatchResult]) -> set[str]:
    """The parts without which a ranking may be another one.

    Without a part that gives no point to those that are listed, nobody else can pass them; but for the
    network, which also takes points.
    """
    return {"network"} | {
        reason.part
        for result in results
        for one in result.results
        for reason in one.reasons
        if reason.contribution
    }


def coverage(results: Sequence[MatchResult], asked: Sequence[Question]) -> float:
    """How many letters and digits of the texts stand in no piece that was not understood; 1 without texts."""
    letters = sum(letters_of(question.need.text) for question in asked)
    unknown = sum(letters_of(piece) for result in results for piece in result.understood.unknown)
    return 1 - unknown / letters if letters else 1.0


def letters_of(text: str) -> int:
    """How many letters and digits the text has."""
    return sum(map(str.isalnum, text))


def claims(results: Sequence[MatchResult], asked: Sequence[Question]) -> float:
    """The calibration error of the first results' scores, as shares of the most that an offer can have."""
    most = sum(part.weight for part in PARTS.values())
    shares, right = [], []
    for result, question in zip(results, asked, strict=True):
        fresh = [one for one in result.results if one.provider not in question.known]
        for one in fresh[:FIRST]:
            shares.append(one.score / most)
            right.append(one.provider in question.relevant)
    return calibration_error(shares, right)


def planned(results: Sequence[MatchResult]) -> float:
    """How many of the first results are planned."""
    first = [result.results[0] for result in results if result.results]
    return sum(one.status is Status.PLANNED for one in first) / max(1, len(first))


def exposure(rankings: Sequence[Sequence[str]], providers: Sequence[str] | dict[str, str]) -> float:
    """How unequally the places among the first ten are spread over all providers."""
    places = Counter(one for ranking in rankings for one in ranking[:FIRST])
    return gini(places[one] for one in providers)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
