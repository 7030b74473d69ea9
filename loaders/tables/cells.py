"""The cells of one row by the keys of their columns, read as what they hold; what is wrong is gathered."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from graph_api.domain import Value
from loaders.tables.columns import EXACT
from loaders.tables.values import exact_fields, value_of
from loaders.tables.vocabulary import Words, items
from loaders.values import YUAN, decimal, money

V = TypeVar("V")

WITHOUT = "the row without this cell"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its column, the rule to count it by, a sentence, what was kept."""

    key: str
    rule: str
    reason: str
    kept: str = WITHOUT

    def costing(self, kept: str) -> "Fault":
        """The same fault, of which something else was kept."""
        return replace(self, kept=kept)


class Cells:
    """The filled cells of a row."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.faults: list[Fault] = []

    def text(self, key: str) -> str:
        """The text of the cell, "" where it is empty or absent."""
        return self._texts.get(key, "")

    def optional(self, key: str) -> str | None:
        """The text of the cell, None where it is empty."""
        return self.text(key) or None

    def items(self, key: str) -> tuple[str, ...]:
        """The items of a list."""
        return items(self.text(key))

    def word(self, key: str, words: Words[V]) -> V | None:
        """The value that the word means; None where the cell is empty or the word is unknown."""
        return self._read(key, "word-unknown", words.value)

    def words(self, key: str, words: Words[V]) -> tuple[V, ...]:
        """The values that the words of a list mean; none where one of them is unknown."""
        return self._read(key, "word-unknown", words.values) or ()

    def read(self, key: str, rule: str, reader: Callable[[str], V]) -> V | None:
        """What the reader makes of the cell; None where it is empty or the reader raises ValueError."""
        return self._read(key, rule, reader)

    def money(self) -> dict[str, Value]:
        """The amount and its currency, yuan where nothing else is said."""
        found = self._read("amount", "amount-unreadable", _amount)
        if found is None:
            return {}
        amount, currency = found
        said = self.text("currency").upper()
        if said and currency and said != currency:
            reason = f"{said!r} is not the currency of the amount, which says {currency}"
            self.fault("currency", "currency-contradicts", reason)
        return {"amount": amount, "currency": currency or said or YUAN}

    def properties(self) -> dict[str, Value]:
        """The properties that have columns of their own."""
        prefix = "property:"
        return {
            key.removeprefix(prefix): value_of(text)
            for key, text in self._texts.items()
            if key.startswith(prefix) and text
        }

    def exact(self) -> dict[str, object]:
        """The fields that plain cells could not hold when they were exported."""
        pieces = sorted(
            (int(key.removeprefix(EXACT) or 1), text)
            for key, text in self._texts.items()
            if key.startswith(EXACT)
        )
        try:
            return exact_fields(text for _, text in pieces)
        except ValueError as error:
            self.fault(EXACT, "exact-unreadable", str(error))
            return {}

    def fault(self, key: str, rule: str, reason: str, kept: str = WITHOUT) -> None:
        """Take note of what is wrong with a cell."""
        self.faults.append(Fault(key, rule, reason, kept))

    def _read(self, key: str, rule: str, reader: Callable[[str], V]) -> V | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            self.fault(key, rule, str(error))
        return None


def _amount(text: str) -> tuple[float, str]:
    """An amount in units of its currency, "" where the text is a bare number: "1,000" is a thousand."""
    with suppress(ValueError):
        return money(text)
    with suppress(ValueError):
        return money(f"{text}元")[0], ""
    with suppress(ValueError):
        return decimal(text), ""
    return money(text)
