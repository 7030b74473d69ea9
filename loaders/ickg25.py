"""ICKG-2025, a knowledge graph of enterprises drawn from news of 2025: two files of dated triples.

`head, relation, tail, date`: the date is the day of the report, not of the fact. The triples were
drawn by a machine. What it mixed up and rules can tell is put right and marked as inferred, or
rejected: names of nobody, things under the wrong kind, parents and parts stated the wrong way round.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Rejected,
    Relation,
    RelationType,
    Source,
    ordered,
)
from graph_api.domain.relations import RELATIONS
from loaders.cells import needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.ickg25_words import NAME, Part, Word, Words
from loaders.keys import name_id
from loaders.reading import Row
from loaders.values import iso_date

COLUMNS = ("head", "relation", "tail")


@dataclass(frozen=True, slots=True)
class Said:
    """How a relation of the data set is read."""

    type: RelationType
    head: Part
    tail: Part
    role: str | None = None


SAID: dict[str, Said] = {
    "涉足行业": Said(RelationType.IN_INDUSTRY, Part.MEMBER, Part.INDUSTRY),
    "归属于行业": Said(RelationType.IN_INDUSTRY, Part.MEMBER, Part.INDUSTRY),
    "持有专利": Said(RelationType.HOLDS, Part.PARTY, Part.PATENT),
    "合作": Said(RelationType.COLLABORATES_WITH, Part.PARTY, Part.PARTY),
    "合资": Said(RelationType.COLLABORATES_WITH, Part.PARTY, Part.PARTY, "joint-venture"),
    "母公司/控股": Said(RelationType.CONTROLS, Part.PARTY, Part.PARTY),
    "投资": Said(RelationType.INVESTS_IN, Part.INVESTOR, Part.PARTY),
    "并购": Said(RelationType.INVESTS_IN, Part.INVESTOR, Part.PARTY, "acquisition"),
    "竞争": Said(RelationType.COMPETES_WITH, Part.PARTY, Part.PARTY),
    "供给": Said(RelationType.SUPPLIES, Part.PARTY, Part.PARTY),
    "上游于": Said(RelationType.UPSTREAM_OF, Part.LINK, Part.LINK),
    "包含": Said(RelationType.PART_OF, Part.CLASS, Part.CLASS),
    "基于专利生产": Said(RelationType.PRODUCES, Part.PARTY, Part.PRODUCT),
}
"""Every relation of the data set, by its word."""

TURNED_BY_NAME = frozenset({RelationType.CONTROLS, RelationType.PART_OF})
"""Drawn in both directions: 母公司 was read as "is the parent of" and as "has the parent"."""

_NUMBER = re.compile(r"CN\s*([0-9]{9}\s*[A-Z][0-9]?|[0-9]{12}\.[0-9X])", re.IGNORECASE)
_NUMBER_LIKE = re.compile(r"CN\s*[0-9][0-9.]*\s*[A-Z]?[0-9]?", re.IGNORECASE)
_OF_MANY = ("一种", "一类")
"""So begin the titles of utility models; two holders of such a title have two patents."""

_LEGAL = re.compile(r"控股|集团|股份|有限|公司|责任|[（(].*?[)）]")
_GROUP = re.compile(r"(?:集团|控股|总公司)(?:股份)?(?:有限)?(?:责任)?(?:公司)?$")
_OF_A_PLACE = re.compile(r"[（(](?!集团|控股)")
_TRADE_END = re.compile(r"(?:行业|产业|领域|市场|业)$")
_SHORTEST = 2


class Census:
    """What a first pass over all rows finds out."""

    def __init__(self) -> None:
        self.words = Words()
        self.turned: set[tuple[str, str, str]] = set()
        """Head, relation and tail of those that their names or a second row may turn round."""
        self.first_report: dict[tuple[str, ...], str] = {}
        """The earliest date of a relation that two rows may state; of a patent each is its own."""

    def read(self, row: Row) -> None:
        """Take note of one row."""
        cells = row.cells
        head, relation, tail = cells["head"], cells["relation"], cells["tail"]
        said = SAID.get(relation)
        if said is None:
            return
        self.words.count(head, said.head)
        self.words.count(tail, said.tail)
        if said.type in TURNED_BY_NAME:
            self.turned.add((head, relation, tail))
        if said.tail is not Part.PATENT and (day := _iso(cells.get("date", ""))):
            key = _key(said, head, tail)
            self.first_report[key] = min(self.first_report.get(key, day), day)


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation between two things as it is stored; `rule` names what inferred it."""

    start: Word
    type: RelationType
    end: Word
    rule: str = ""


class Triples:
    """The mapper of both files."""

    def __init__(self, inputs: Inputs) -> None:
        self._census = Census()
        self._stated: set[str] = set()
        for table in TABLES:
            for row in inputs.rows(table.name):
                self._census.read(row)

    def __call__(self, row: Row) -> Iterator[Record]:
        """The two ends of a triple, each once, and the relation."""
        cells = row.cells
        head, relation, tail = cells["head"], cells["relation"], cells["tail"]
        if not (head and relation and tail):
            head, relation, tail = (needed(row, column) for column in COLUMNS)
        said = SAID.get(relation)
        if said is None:
            reason = f"the relation is {relation!r}: write one of {', '.join(SAID)}"
            raise RowFaultError("unknown-relation", reason, field="relation", value=relation)
        evidence = (Evidence(row.source, relation),)
        reported, fault = _reported(row)
        one = self._census.words.thing(head, said.head, "head")
        other = self._census.words.thing(tail, said.tail, "tail")
        if said.tail is Part.PATENT:
            other = _patent(tail, head, reported)
        else:
            reported = self._census.first_report.get(_key(said, head, tail), reported)
        claim = self._claim(said, (head, relation, tail), one, other)
        stated = _relation(claim, said.role, evidence, reported)
        yield from self._state(one, head, evidence)
        yield from self._state(other, tail, evidence)
        yield stated
        if fault is not None:
            yield fault

    def _claim(self, said: Said, triple: tuple[str, str, str], one: Word, other: Word) -> Claim:
        """What the triple says, put the right way round. Raises RowFaultError where it says nothing."""
        if one.id == other.id:
            reason = f"{one.name!r} and {other.name!r} are one, and nothing is related to itself"
            raise RowFaultError("self-relation", reason, field="tail", value=triple[2])
        claim = Claim(one, said.type, other)
        if said.type is RelationType.IN_INDUSTRY:
            claim = _in_industry(one, other)
        elif said.type is RelationType.CONTROLS:
            rule = self._turning(triple, is_parent)
            claim = Claim(other, said.type, one, rule) if rule is not None else claim
        elif said.type is RelationType.PART_OF:
            rule = self._turning(triple, is_class)
            claim = Claim(other, said.type, one)
            claim = Claim(one, said.type, other, rule) if rule is not None else claim
        definition = RELATIONS[claim.type]
        if claim.start.kind not in definition.sources or claim.end.kind not in definition.targets:
            reason = (
                f"{claim.type} does not go from the kind {claim.start.kind} to {claim.end.kind}"
            )
            raise RowFaultError("kind-does-not-fit", reason, field="head", value=triple[0])
        return claim

    def _turning(
        self, triple: tuple[str, str, str], over: Callable[[str, str], bool]
    ) -> str | None:
        """The rule by which the tail stands over the head, "" where another row states so, else None.

        Raises RowFaultError where the names say nothing and another row states the reverse.
        """
        head, relation, tail = triple
        reverse = (tail, relation, head) in self._census.turned
        if over(tail, head):
            return "" if reverse else "name-in-the-name"
        if reverse and not over(head, tail):
            reason = f"another row states that {tail!r} {relation} {head!r}: check which is right"
            raise RowFaultError("direction-contradicted", reason, field="relation", value=relation)
        return None

    def _state(self, word: Word, text: str, evidence: tuple[Evidence, ...]) -> Iterator[Entity]:
        """The entity, where it was not yet stated under this spelling."""
        key = word.id if word.kind is Kind.PATENT else text
        if word.kind is not None and key not in self._stated:
            self._stated.add(key)
            aliases = (text,) if text != word.name else ()
            yield Entity(word.id, word.kind, word.name, evidence, aliases=aliases)


def is_parent(one: str, other: str) -> bool:
    """Whether the name of one firm says that it is the parent of the other: 青山集团, 青山新材料公司.

    The legal form apart, the parent's name is a part of the other's, which is no group itself.
    """
    parent, child = _LEGAL.sub("", one), _LEGAL.sub("", other)
    return (
        len(parent) >= _SHORTEST
        and parent != child
        and parent in child
        and _GROUP.search(other) is None
        and _OF_A_PLACE.search(one) is None
    )


def is_class(one: str, other: str) -> bool:
    """Whether one name is the head word of the other, whose class it then is: 啤酒行业, 精酿啤酒."""
    whole, part = _TRADE_END.sub("", one), _TRADE_END.sub("", other)
    return len(whole) >= _SHORTEST and whole != part and part.endswith(whole)


def _in_industry(one: Word, industry: Word) -> Claim:
    """An enterprise is in it, a thing is a part of it, and another organisation is there for it."""
    if one.kind in {Kind.PRODUCT, Kind.INDUSTRY}:
        return Claim(one, RelationType.PART_OF, industry)
    if one.kind not in RELATIONS[RelationType.IN_INDUSTRY].sources:
        return Claim(one, RelationType.SERVES, industry, "active-in-industry")
    return Claim(one, RelationType.IN_INDUSTRY, industry)


def _patent(title: str, holder: str, reported: str) -> Word:
    """A patent by its number; by title and day where others may hold it too; by title and holder else.

    Raises RowFaultError for a number that no patent has.
    """
    number = _NUMBER.fullmatch(title)
    if number is None and _NUMBER_LIKE.fullmatch(title):
        reason = f"{title!r} is no number of a Chinese patent: a publication has nine digits and a letter"
        raise RowFaultError("patent-number-unreadable", reason, field="tail", value=title)
    if number is not None:
        texts: tuple[str, ...] = (number[1],)
    elif reported and not title.startswith(_OF_MANY):
        texts = (title, reported)
    else:
        texts = (title, holder)
    return Word(title, kind=Kind.PATENT, id=name_id(NAME, "patent", *texts))


def _reported(row: Row) -> tuple[str, Rejected | None]:
    """The day of the report, "" where the row gives none or one that cannot be read."""
    text = row.get("date")
    reported = _iso(text)
    if reported or not text:
        return reported, None
    reason = f"the date {text!r} is no day of the calendar: write it as 2025-08-31"
    kept = "the relation without its date"
    return "", Rejected(row.source, reason, "date", text, kept, "date-unreadable")


@lru_cache(maxsize=4_096)
def _iso(text: str) -> str:
    try:
        return iso_date(text)
    except ValueError:
        return ""


def _relation(
    claim: Claim, role: str | None, evidence: tuple[Evidence, ...], reported: str
) -> Relation:
    start, end = ordered(claim.type, claim.start.id, claim.end.id)
    properties = {"reported": reported, "rule": claim.rule}
    return Relation(
        start,
        claim.type,
        end,
        Modality.INFERRED if claim.rule else Modality.FACT,
        evidence,
        role=role,
        properties={name: text for name, text in properties.items() if text},
    )


def _key(said: Said, head: str, tail: str) -> tuple[str, ...]:
    """The same for all rows that state one relation: symmetric, or turned round by the names."""
    either_way = RELATIONS[said.type].symmetric or said.type in TURNED_BY_NAME
    ends = (tail, head) if either_way and tail < head else (head, tail)
    return (said.type, said.role or "", *ends)


def mappers(inputs: Inputs) -> Mapping[str, Mapper]:
    """One mapper for both files: what a name is depends on all of them."""
    triples = Triples(inputs)
    return {table.name: triples for table in TABLES}


TABLES = (
    Table("train", "train.csv*", COLUMNS),
    Table("valid", "valid.csv*", COLUMNS, needed=False),
)

DATASET = Dataset(
    name=NAME,
    title="ICKG-2025, a knowledge graph of enterprises drawn from news of 2025",
    title_zh="ICKG-2025 企业知识图谱",
    sources=(
        Source(
            id=NAME,
            title="ICKG-2025",
            published="2025",
            licence="research use",
        ),
    ),
    tables=TABLES,
    mappers=mappers,
)
