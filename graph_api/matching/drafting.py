"""The columns of offers, made of one draft after the other."""

from array import array
from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from graph_api.matching.columns import (
    GrowingLists,
    GrowingTexts,
    Ints,
    Lists,
    Texts,
    grouped,
    turned,
)
from graph_api.matching.drafts import Draft
from graph_api.matching.offers import NO_DAY, STAGES, Offers, Side, Subjects, TermColumns
from graph_api.matching.terms import Terms
from graph_api.matching.things import STATUS_CODES, Things


class _Growing:
    """The columns of offers while one draft after the other is added: the drafts need not be held."""

    def __init__(self) -> None:
        self.numbers = {name: array("i") for name in ("provider", "entity", "link", "rule")}
        self.small = {name: array("B") for name in ("status", "guessed", "stages")}
        self.names, self.texts = GrowingTexts(), GrowingTexts()
        self.stated, self.quotes = GrowingTexts(), GrowingTexts()
        self.lists = {
            name: GrowingLists()
            for name in ("services", "subjects", "complexes", "places", "evidence", "held")
        }
        self.levels, self.spoken = array("d"), array("i")
        self.amounts = {name: array("d") for name in ("price", "capacity", "lead_days")}
        self.days = {name: array("i") for name in ("since", "until")}
        self.sources = array("i")
        self.rules: dict[str, int] = {}
        self.accreditations: dict[str, int] = {}
        self._facts = 0

    def add(self, draft: Draft, link: int) -> None:
        """Add an offer; `link` is the place of its OFFERS relation, -1 for none."""
        self.numbers["provider"].append(draft.provider)
        self.numbers["entity"].append(-1 if draft.offer is None else draft.offer)
        self.numbers["link"].append(link)
        rule = self.rules.setdefault(draft.rule, len(self.rules)) if draft.rule else -1
        self.numbers["rule"].append(rule)
        self.small["status"].append(STATUS_CODES[draft.status])
        self.small["guessed"].append(draft.offer is None)
        self.small["stages"].append(sum(1 << STAGES.index(one) for one in draft.stages))
        self.names.add(draft.name)
        self.texts.add(f"{draft.text} {draft.told}")
        self.spoken.append(len(draft.text))
        self.lists["services"].add(sorted(draft.services))
        self.lists["subjects"].add(draft.subjects)
        self.levels.extend(draft.subjects.values())
        self.lists["complexes"].add(sorted(draft.complexes))
        self.lists["places"].add(sorted(draft.places))
        self._add_evidence(draft)
        self._add_terms(draft.terms)

    def _add_evidence(self, draft: Draft) -> None:
        for one in draft.evidence:
            self.stated.add(one.source)
            self.quotes.add(one.quote)
        end = self._facts + len(draft.evidence)
        self.lists["evidence"].add(range(self._facts, end))
        self._facts = end
        self.sources.append(len({one.source for one in draft.evidence}))

    def _add_terms(self, terms: Terms) -> None:
        self.amounts["price"].append(_number(terms.price))
        self.amounts["capacity"].append(_number(terms.capacity))
        self.amounts["lead_days"].append(_number(terms.lead_days))
        self.days["since"].append(_ordinal(terms.since))
        self.days["until"].append(_ordinal(terms.until))
        known = self.accreditations
        self.lists["held"].add(known.setdefault(name, len(known)) for name in terms.accreditations)


def offers_of(
    things: Things, drafts: Iterable[Draft], place_of: Callable[[Draft], int]
) -> tuple[Offers, Ints]:
    """The columns of these drafts, and how many characters of the text of each are its own words.

    `place_of` gives the place of the OFFERS relation of a draft, -1 for none.
    """
    made = _Growing()
    for draft in drafts:
        made.add(draft, place_of(draft))
    size = len(things)
    number = {name: np.array(held, np.int32) for name, held in made.numbers.items()}
    small = {name: np.array(held, np.uint8) for name, held in made.small.items()}
    names = made.names.done()
    offers = Offers(
        things=things,
        provider=number["provider"],
        entity=number["entity"],
        link=number["link"],
        status=small["status"],
        rule=number["rule"],
        rules=tuple(made.rules),
        guessed=small["guessed"].astype(np.bool_),
        names=names,
        texts=made.texts.done(),
        services=_side(made.lists["services"], size),
        subjects=_subjects(made, size),
        complexes=_side(made.lists["complexes"], size),
        places=_side(made.lists["places"], size),
        stages=small["stages"],
        terms=_terms(made),
        evidence=made.lists["evidence"].done(),
        stated=made.stated.done(),
        quotes=made.quotes.done(),
        by_provider=_by(number["provider"], size),
        rank=_rank(things, names, number["provider"], number["entity"]),
        sources=np.array(made.sources, np.int32),
    )
    return offers, np.array(made.spoken, np.int32)


def _by(keys: Ints, size: int) -> Lists:
    return grouped(keys, np.arange(len(keys), dtype=np.int32), size)


def _rank(things: Things, names: Texts, provider: Ints, entity: Ints) -> Ints:
    keys = [
        (things.names[one], name, one, other)
        for one, name, other in zip(provider.tolist(), names, entity.tolist(), strict=True)
    ]
    rank = np.zeros(len(keys), np.int32)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys), dtype=np.int32)
    return rank


def _side(made: GrowingLists, size: int) -> Side:
    of = made.done()
    return Side(of, turned(of, size)[0])


def _subjects(made: _Growing, size: int) -> Subjects:
    of = made.lists["subjects"].done()
    having, order = turned(of, size)
    level = np.array(made.levels, np.float64)
    return Subjects(Side(of, having), level, level[order])


def _terms(made: _Growing) -> TermColumns:
    amount = {name: np.array(held, np.float64) for name, held in made.amounts.items()}
    names = tuple(made.accreditations)
    return TermColumns(
        amount["price"],
        amount["capacity"],
        amount["lead_days"],
        np.array(made.days["since"], np.int32),
        np.array(made.days["until"], np.int32),
        _side(made.lists["held"], len(names)),
        names,
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _ordinal(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()
