"""Where things stand: cards in cells, cells in bands, bands in tracks.

Units are pixels at scale 1, x to the right and y down; every rectangle is given by its top left
corner. A cell shows its first cards and a card that counts the rest. The rest has positions too:
they hold when the cell is opened, and every band below in the same track then moves down.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph_api.domain import Entity

FONT_SIZE = 13.0
LINE_HEIGHT = 17.0
CARD_PADDING = 6.0
CARD_GAP = 7.0
STRIP_WIDTH = 25.0
MORE_HEIGHT = 28.0
LOWEST_CARD = 38.0
MOST_LINES = 4
NARROW = 0.58
"""The width of a Latin letter in units of the font size, on the safe side; a Chinese one has 1."""

Language = Literal["zh", "en"]
Style = Literal["card", "banner", "centre", "more"]


@dataclass(frozen=True, slots=True)
class Card:
    """A rectangle that stands for an entity, or for the rest of a cell when `entity` is None.

    One entity may have several cards, so a card has an id of its own.
    """

    id: str
    entity: str | None
    x: float
    y: float
    width: float
    height: float
    style: Style = "card"
    cell: str | None = None
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A stack of cards. `shown` of them are visible while it is closed, all when it is open.

    `more` is the id of the card that counts the rest; `opened` is how much taller the open cell is,
    `end` the y at which it ends while closed.
    """

    id: str
    band: str
    x: float
    y: float
    width: float
    cards: tuple[str, ...]
    shown: int
    more: str | None
    opened: float
    end: float
    chain: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A row of cells. Bands of one track stand below one another and move down together."""

    id: str
    track: str
    x: float
    y: float
    width: float
    height: float
    title: dict[str, str] = field(default_factory=dict)
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A column with a head."""

    chain: str
    x: float
    width: float
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two cards. A `quiet` one is drawn only when one of its ends is selected."""

    id: str
    relation: str
    source: str
    target: str
    quiet: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn, in one coordinate system of `width` × `height`."""

    width: float
    height: float
    cards: tuple[Card, ...] = ()
    cells: tuple[Cell, ...] = ()
    bands: tuple[Band, ...] = ()
    lanes: tuple[Lane, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """A filled cell with its cards; `bottom` is where it ends while closed."""

    cell: Cell
    cards: tuple[Card, ...]
    bottom: float


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """The width of a text in pixels, on the safe side, without a font at hand."""
    return sum(
        size if unicodedata.east_asian_width(letter) in "WFA" else NARROW * size for letter in text
    )


def text_lines(text: str, width: float, most: int = MOST_LINES) -> int:
    """How many lines a text takes in a column of that width: at least 1, at most `most`.

    A line may break early before a mark or between words, so each line counts only 95 % of it.
    """
    return max(1, min(most, math.ceil(text_width(text) / (0.95 * width))))


def name_in(entity: Entity, lang: Language) -> str:
    """The name in that language, or the one name there is."""
    return (entity.name_en or entity.name) if lang == "en" else entity.name


def card_lines(entity: Entity, width: float, lang: Language) -> int:
    """How many lines the name takes on a card of that width."""
    return text_lines(name_in(entity, lang), width - STRIP_WIDTH - 2 * CARD_PADDING)


def card_height(lines: int) -> float:
    """The height of a card with that many lines."""
    return max(LOWEST_CARD, lines * LINE_HEIGHT + 2 * CARD_PADDING)


def fill_cell(cell: Cell, entities: Sequence[Entity], lang: Language) -> Stack:
    """Stack a card for each entity in the cell, from its x, y and width.

    The cell gives its id, band and how many cards it shows at most; the answer is the cell complete.
    One entity more than the limit is shown as well: a card that says "1 more" saves no room.
    """
    limit = cell.shown if len(entities) > cell.shown + 1 else len(entities)
    cards: list[Card] = []
    y = closed = cell.y
    for position, entity in enumerate(entities):
        lines = card_lines(entity, cell.width, lang)
        height = card_height(lines)
        card_id = f"{cell.id}/{entity.id}"
        cards.append(
            Card(card_id, entity.id, cell.x, y, cell.width, height, "card", cell.id, lines)
        )
        y += height + CARD_GAP
        if position + 1 == limit:
            closed = y
    more = None
    end, opened = y, 0.0
    if limit < len(entities):
        more = f"{cell.id}/more"
        cards.append(Card(more, None, cell.x, closed, cell.width, MORE_HEIGHT, "more", cell.id))
        end, opened = closed + MORE_HEIGHT + CARD_GAP, y - closed
    filled = Cell(
        cell.id,
        cell.band,
        cell.x,
        cell.y,
        cell.width,
        tuple(card.id for card in cards if card.entity is not None),
        limit,
        more,
        opened,
        end,
        cell.chain,
    )
    return Stack(filled, tuple(cards), end)
