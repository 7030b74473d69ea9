"""The labelled sets of `benchmarks.identity`: names that are asked for, and which of many is the right one."""

import ast
import csv
import gzip
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
LISTED = DATA / "entity-resolution" / "listed-short-full.csv"
AFFILIATIONS = DATA / "entity-resolution" / "affiliation-ror.csv"
REGISTRY = DATA / "registry-zhejiang" / "enterprises.csv.gz"
_MARKS = ("#TAB#", "#N#", "#R#")
"""Traces of a conversion in the affiliations."""


@dataclass(frozen=True, slots=True)
class Question:
    """A name, the positions of the names that mean the same, and its own position if it is one of them."""

    name: str
    right: frozenset[int]
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The best name that a method found.

    It has its position, its score, its lead before the best name of another organisation, and whether
    the two would be joined without being shown.
    """

    position: int
    score: float
    margin: float
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """Names, whose they are, and the questions of the half to tune on and of the half to test on."""

    names: tuple[str, ...]
    owners: tuple[frozenset[str], ...]
    tune: tuple[Question, ...]
    test: tuple[Question, ...]


Method = Callable[[Labelled, Sequence[Question]], list[Answer | None]]
"""Answers each question from the names; None where it found nothing."""


def lead(ranked: Sequence[tuple[int, float]], owners: Sequence[frozenset[str]]) -> float:
    """The lead of the first of ranked positions with scores before the first of another organisation."""
    best, score = ranked[0]
    for position, other in ranked[1:]:
        if owners[position].isdisjoint(owners[best]):
            return score - other
    return score


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision is right answers of all answers, recall right answers of the questions that have one."""

    precision: float
    recall: float
    answers: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def figures(
    questions: Sequence[Question],
    answers: Sequence[Answer | None],
    counts: Callable[[Answer], bool],
) -> Figures:
    """The figures of those answers that count."""
    given = [
        answer.position in question.right
        for question, answer in zip(questions, answers, strict=True)
        if answer is not None and counts(answer)
    ]
    answerable = sum(bool(question.right) for question in questions)
    return Figures(sum(given) / max(1, len(given)), sum(given) / max(1, answerable), len(given))


def listed_firms() -> Labelled:
    """The short name of each listed firm is asked for among the full names of all; halves by stock code."""
    rows = sorted(
        _rows(LISTED), key=lambda row: hashlib.sha256(row["stock_code"].encode()).digest()
    )
    names = tuple(sorted({row["full_name"] for row in rows}))
    place = {name: position for position, name in enumerate(names)}
    asked = [Question(row["short_name"], frozenset({place[row["full_name"]]})) for row in rows]
    half = len(asked) // 2
    return Labelled(names, _each_its_own(names), tuple(asked[:half]), tuple(asked[half:]))


def listed_firms_among_others(same: Callable[[str], str]) -> Labelled:
    """The same, with every other firm taken away and the firms of a province beside: half have no answer.

    `same` gives the text by which a firm of the registry is known to be a listed one.
    """
    closed = listed_firms()
    gone = {
        position
        for half in (closed.tune, closed.test)
        for question in half[::2]
        for position in question.right
    }
    kept = [name for position, name in enumerate(closed.names) if position not in gone]
    listed = set(map(same, closed.names))
    others = {row["企业名称"] for row in _rows(REGISTRY)}
    names = tuple(sorted({*kept, *(name for name in others if same(name) not in listed)}))
    place = {name: position for position, name in enumerate(names)}

    def asked(half: Sequence[Question]) -> tuple[Question, ...]:
        return tuple(
            Question(
                question.name,
                frozenset(
                    place[closed.names[one]] for one in question.right if closed.names[one] in place
                ),
            )
            for question in half
        )

    return Labelled(names, _each_its_own(names), asked(closed.tune), asked(closed.test))


def affiliations(
    known: Collection[str] = ("train", "val", "test"), path: Path = AFFILIATIONS
) -> Labelled:
    """Each affiliation is asked for among all others; right are those that share an institute with it.

    The set's own split: train and val to tune on, test to test on. With `known`, only the affiliations
    of these parts are answers.
    """
    rows = list(_rows(path))
    labels = [_labels(row["labels"]) for row in rows]
    place = {
        number: position
        for position, number in enumerate(
            number for number, row in enumerate(rows) if row["split"] in known
        )
    }
    asked: dict[str, list[Question]] = {"train": [], "val": [], "test": []}
    for number, row in enumerate(rows):
        right = frozenset(
            position
            for other, position in place.items()
            if other != number and labels[other] & labels[number]
        )
        asked[row["split"]].append(Question(_text(row), right, place.get(number)))
    names = tuple(_text(rows[number]) for number in place)
    owners = tuple(labels[number] for number in place)
    return Labelled(names, owners, (*asked["train"], *asked["val"]), tuple(asked["test"]))


def _each_its_own(names: Sequence[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({name}) for name in names)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _labels(text: str) -> frozenset[str]:
    """The labels of a cell: a set as Python writes it, or one name."""
    try:
        return frozenset(map(str, ast.literal_eval(text)))
    except (SyntaxError, ValueError):
        return frozenset({text})


def _text(row: dict[str, str]) -> str:
    text = row["original_affiliation"]
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return text
