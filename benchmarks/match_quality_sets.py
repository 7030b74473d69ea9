"""The sets of `benchmarks.match_quality`: a graph, needs put to it, and who is known to be right for each."""

import csv
import hashlib
import random
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.identity_sets import affiliations
from graph_api.domain import (
    SERVICES,
    Entity,
    Evidence,
    Kind,
    Record,
    Relation,
    RelationType,
    Stage,
    Subgraph,
)
from graph_api.domain.relations import RELATIONS
from graph_api.matching import Need
from loaders import chainkg, ickg25, zhenhai_plan
from loaders.dataset import Dataset, Inputs
from tests.stated import stated_by

SEED = 20200603
HIDDEN_SHARE = 5
"""One of so many relations PRODUCES is hidden."""

LONGEST_NAME = 300
PLAN_TABLE = Path(__file__).parents[1] / "tests" / "matching" / "needs.toml"
PROVIDERS = RELATIONS[RelationType.OFFERS].sources
"""The kinds that can provide something."""

_T = RelationType
_PARTNERS = frozenset({_T.SUPPLIES, _T.COLLABORATES_WITH})


@dataclass(frozen=True, slots=True)
class Question:
    """A need, the providers known to be right for it, and those that no ranking is to list.

    `words` is what the baselines are asked, which take no fields. `known` are the firm that asks and
    those that it has already: they are taken out of every ranking.
    """

    need: Need
    words: str
    relevant: frozenset[str]
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QualitySet:
    """A set: what it measures in a sentence, the graph, the needs, and of how many they are a sample.

    `unanswerable` are needs that nobody in the graph can serve.
    """

    name: str
    measures: str
    subgraph: Subgraph
    questions: tuple[Question, ...]
    of: int
    unanswerable: tuple[Need, ...] = ()


def hidden_supply(folder: Path, most: int) -> QualitySet:
    """A firm of the train split asks who could serve it; right are its new partners in the valid split.

    A buyer asks for suppliers, either side of a cooperation for the other. A partner that the train
    split joins to the firm by supply or cooperation is known already.
    """
    train = _read(ickg25.DATASET, ickg25.DATASET.inputs_of([_file(folder, "ickg25", "train")]))
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for relation in _partnerships(train.relations):
        joined[relation.from_id].add(relation.to_id)
        joined[relation.to_id].add(relation.from_id)
    new: defaultdict[str, set[str]] = defaultdict(set)
    for relation in _partnerships(_later(folder)):
        ends = (relation.from_id, relation.to_id)
        if not all(one in train.entities for one in ends) or ends[1] in joined[ends[0]]:
            continue
        new[ends[1]].add(ends[0])
        if relation.type is _T.COLLABORATES_WITH:
            new[ends[0]].add(ends[1])
    described = _descriptions(train)
    questions = [
        Question(
            Need(firm=firm),
            described(firm),
            frozenset(partners),
            frozenset({firm, *joined[firm]}),
        )
        for firm, partners in new.items()
    ]
    return QualitySet(
        "hidden supply",
        "ickg25: a firm alone asks; right are its new partners by 供给 and 合作 after the train split",
        train,
        _sample(questions, most, by=lambda one: str(one.need.firm)),
        len(questions),
    )


def hidden_product(folder: Path, most: int) -> QualitySet:
    """A product is asked for; right are the firms whose relation PRODUCES to it was hidden.

    The name of the product goes from the firm's texts with the relation; the product stays, and so
    do what it is made of and its kinds. Firms that are still said to make it are known already.
    """
    whole = _chainkg(folder)
    makes = sorted(relation.id for relation in whole.relations if relation.type is _T.PRODUCES)
    order = random.Random(SEED)  # noqa: S311 - nothing is secret here
    hidden = frozenset(order.sample(makes, len(makes) // HIDDEN_SHARE))
    makers: dict[bool, defaultdict[str, set[str]]] = {
        True: defaultdict(set),
        False: defaultdict(set),
    }
    for relation in whole.relations:
        if relation.type is _T.PRODUCES:
            makers[relation.id in hidden][relation.to_id].add(relation.from_id)
    questions = [
        Question(
            Need(text=whole.entities[product].name, subjects=(product,)),
            whole.entities[product].name,
            frozenset(firms),
            frozenset(makers[False][product]),
        )
        for product, firms in makers[True].items()
    ]
    kept = tuple(relation for relation in whole.relations if relation.id not in hidden)
    return QualitySet(
        "hidden product",
        "chainkg: a product asked for by name; right are the firms whose making of it was hidden",
        Subgraph(whole.entities, kept),
        _sample(questions, most, by=lambda one: one.need.subjects[0]),
        len(questions),
    )


def listed_names(folder: Path, most: int) -> QualitySet:
    """The text of the need is a firm's short name; right is the firm, known by its full name alone."""
    whole = _chainkg(folder)
    entities = {
        one.id: replace(one, aliases=()) if one.kind is Kind.ENTERPRISE else one
        for one in whole.entities.values()
    }
    firms = {one.name: one.id for one in entities.values() if one.kind is Kind.ENTERPRISE}
    with (folder / "entity-resolution" / "listed-short-full.csv").open(
        encoding="utf-8-sig"
    ) as file:
        rows = [(row["short_name"], row["full_name"]) for row in csv.DictReader(file)]
    questions = [
        Question(Need(text=short), short, frozenset({firms[full]}))
        for short, full in rows
        if full in firms and short != full
    ]
    return QualitySet(
        "names of firms",
        "the short name of a listed firm as the text of a need; right is the firm, known to the graph "
        "by its full name, products and industry",
        Subgraph(entities, whole.relations),
        _sample(questions, most, by=lambda one: one.words),
        len(questions),
    )


def affiliation_names(folder: Path, most: int) -> QualitySet:
    """The text of the need is an affiliation; right are its institutes, known by other affiliations."""
    path = folder / "entity-resolution" / "affiliation-ror.csv"
    labelled = affiliations(("train", "val"), path)
    written: defaultdict[str, list[str]] = defaultdict(list)
    for name, owners in zip(labelled.names, labelled.owners, strict=True):
        if len(owners) == 1 and len(name) <= LONGEST_NAME:
            written[next(iter(owners))].append(name)
    entities = {one.id: one for one in map(_institute, written, written.values())}
    entities |= {
        one.id: Entity(one.id, Kind.SERVICE, one.zh, (Evidence("service"),))
        for one in SERVICES.values()
    }
    questions = []
    for asked in labelled.test:
        right = [labelled.owners[one] for one in asked.right if len(labelled.owners[one]) == 1]
        relevant = frozenset(_institute_id(one) for owners in right for one in owners)
        if relevant & entities.keys():
            questions.append(
                Question(Need(text=asked.name), asked.name, relevant & entities.keys())
            )
    return QualitySet(
        "names of institutes",
        "an affiliation as the text of a need; right are the institutes in it, known by other affiliations",
        Subgraph(entities, ()),
        _sample(questions, most, by=lambda one: one.words),
        len(questions),
    )


def plan_table(_: Path, most: int) -> QualitySet:
    """The table of needs put to the plan, those that have an answer."""
    subgraph = stated_by(zhenhai_plan.records())
    providers = {one.name: one.id for one in subgraph.entities.values() if one.kind in PROVIDERS}
    described = _descriptions(subgraph)
    table = tomllib.loads(PLAN_TABLE.read_text("utf-8"))["need"]
    questions = []
    for case in table:
        need = need_of(case["with"])
        fields = (need.text, need.service, *need.subjects, need.complex_id, need.region)
        stated = " ".join(field for field in fields if field)
        words = stated or described(_named(subgraph, need.firm or ""))
        relevant = frozenset(providers[name] for name in case.get("supported", ()))
        if relevant:
            questions.append(Question(need, words, relevant))
    return QualitySet(
        "the plan",
        "needs of tests/matching/needs.toml; right are the providers that the plan's text supports",
        subgraph,
        tuple(questions[:most]),
        len(questions),
        tuple(need_of(case["with"]) for case in table if "none" in case),
    )


SETS: Mapping[str, Callable[[Path, int], QualitySet]] = {
    "plan": plan_table,
    "supply": hidden_supply,
    "product": hidden_product,
    "firms": listed_names,
    "institutes": affiliation_names,
}


def need_of(fields: Mapping[str, Any]) -> Need:
    """The need that a row of the table puts."""
    stage = fields.get("stage")
    subjects = tuple(fields.get("subjects", ()))
    return Need(**{**fields, "subjects": subjects, "stage": Stage(stage) if stage else None})


def _file(folder: Path, dataset: str, table: str) -> Path:
    return folder / dataset / f"{table}.csv.gz"


@cache
def _chainkg(folder: Path) -> Subgraph:
    return _read(chainkg.DATASET, chainkg.DATASET.inputs_in(folder))


def _read(dataset: Dataset, inputs: Inputs) -> Subgraph:
    return stated_by(_records(dataset, inputs))


def _records(dataset: Dataset, inputs: Inputs) -> Iterator[Record]:
    for part in dataset.parts(inputs):
        yield from part.records


def _later(folder: Path) -> Iterator[Record]:
    """What the rows of the valid split state."""
    for part in ickg25.DATASET.parts(ickg25.DATASET.inputs_in(folder)):
        if part.name.startswith("valid"):
            yield from part.records


def _partnerships(records: Iterable[Record]) -> Iterator[Relation]:
    return (one for one in records if isinstance(one, Relation) and one.type in _PARTNERS)


def _descriptions(subgraph: Subgraph) -> Callable[[str], str]:
    """What is said of an organisation: its name, its products and its industries."""
    about: defaultdict[str, list[str]] = defaultdict(list)
    for relation in subgraph.relations:
        if relation.type in {_T.PRODUCES, _T.IN_INDUSTRY}:
            about[relation.from_id].append(subgraph.entities[relation.to_id].name)
    return lambda firm: " ".join((subgraph.entities[firm].name, *about[firm]))


def _named(subgraph: Subgraph, name: str) -> str:
    return next(one.id for one in subgraph.entities.values() if one.name == name)


def _institute(label: str, names: Collection[str]) -> Entity:
    first, *others = sorted(names, key=lambda name: (len(name), name))
    evidence = (Evidence(label),)
    return Entity(_institute_id(label), Kind.INSTITUTE, first, evidence, aliases=tuple(others))


def _institute_id(label: str) -> str:
    return f"institute:{hashlib.sha256(label.encode()).hexdigest()[:16]}"


def _sample(
    questions: Iterable[Question], most: int, *, by: Callable[[Question], str]
) -> tuple[Question, ...]:
    """So many of the questions, the same in every run."""
    return tuple(
        sorted(questions, key=lambda one: hashlib.sha256(f"{SEED} {by(one)}".encode()).digest())[
            :most
        ]
    )
