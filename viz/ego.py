"""The view of one entity: its neighbours, grouped by the relation and its direction."""

from collections import defaultdict
from collections.abc import Sequence

from graph_api.domain import (
    RELATIONS,
    Entity,
    NotFoundError,
    Relation,
    RelationType,
    Source,
    Subgraph,
)
from viz.layout import Band, Card, Cell, Language, Link, Scene, card_height, card_lines, fill_cell
from viz.page import Asked, Page, check_whole, render

COLUMN_WIDTH = 250.0
WIDTH = 1032.0
TOP = 16.0
HEAD_HEIGHT = 26.0
BAND_GAP = 16.0
SHOWN = 5
"""Neighbours of a group before the rest is counted: three groups a side then fit one screen."""

LOWEST_CENTRE = 230.0
"""The centre card stands in the middle of its neighbours, but within the first screen."""


def ego(
    subgraph: Subgraph,
    centre_id: str,
    *,
    total: int | None = None,
    lang: Language = "zh",
    question: Asked | None = None,
    sources: Sequence[Source] = (),
) -> str:
    """An entity and its neighbours as one HTML file.

    `total` is the number of its relations in the whole graph, when the subgraph holds only some.
    Raises NotFoundError when the centre is not in the subgraph.
    """
    check_whole(subgraph)
    centre = subgraph.entities.get(centre_id)
    if centre is None:
        raise NotFoundError(f"the view has no entity {centre_id!r}; ask for one of its subgraph")
    own = [each for each in subgraph.relations if centre_id in (each.from_id, each.to_id)]
    between = len(subgraph.relations) - len(own)
    page = Page(
        view="ego",
        title={"zh": centre.name, "en": centre.name_en or centre.name},
        subtitle={
            "zh": _subtitle_zh(len(own), total, between),
            "en": _subtitle_en(len(own), total, between),
        },
        lang=lang,
        asked=question,
        sources=sources,
        focus=centre_id,
        extra={"centre": centre_id},
    )
    return render(page, lambda lang: scene(subgraph, centre, lang), subgraph)


def scene(subgraph: Subgraph, centre: Entity, lang: Language = "zh") -> Scene:
    """Incoming groups left, outgoing groups right, the entity between them."""
    groups: dict[tuple[bool, RelationType], list[Relation]] = defaultdict(list)
    for relation in subgraph.relations:
        if centre.id == relation.from_id:
            groups[False, relation.type].append(relation)
        elif centre.id == relation.to_id:
            symmetric = RELATIONS[relation.type].symmetric
            groups[not symmetric, relation.type].append(relation)
    cards: list[Card] = []
    cells: list[Cell] = []
    bands: list[Band] = []
    links: list[Link] = []
    bottoms = {True: TOP, False: TOP}
    order = list(RELATIONS)
    for (incoming, kind), relations in sorted(
        groups.items(), key=lambda item: (item[0][0], order.index(item[0][1]))
    ):
        track = "left" if incoming else "right"
        x = 0.0 if incoming else WIDTH - COLUMN_WIDTH
        top = bottoms[incoming]
        band = f"{track}/{kind}"
        neighbours = _neighbours(subgraph, centre, relations)
        stack = fill_cell(
            Cell(band, band, x, top + HEAD_HEIGHT, COLUMN_WIDTH, (), SHOWN, None, 0, 0),
            neighbours,
            lang,
        )
        title = {"relation": kind, "direction": "in" if incoming else "out"}
        bands.append(
            Band(band, track, x, top, COLUMN_WIDTH, stack.bottom - top, title, len(neighbours))
        )
        cells.append(stack.cell)
        cards.extend(stack.cards)
        links.extend(_links(relations, centre, band))
        bottoms[incoming] = stack.bottom + BAND_GAP
    lines = card_lines(centre, COLUMN_WIDTH, lang)
    height = card_height(lines) + 20
    tallest = max(bottoms.values())
    middle = min(LOWEST_CENTRE, max(tallest / 2, TOP + height / 2))
    x = (WIDTH - COLUMN_WIDTH) / 2
    cards.append(
        Card(
            "centre", centre.id, x, middle - height / 2, COLUMN_WIDTH, height, "centre", None, lines
        )
    )
    bottom = max(tallest, middle + height / 2 + TOP)
    return Scene(WIDTH, bottom, tuple(cards), tuple(cells), tuple(bands), (), tuple(links))


def _neighbours(subgraph: Subgraph, centre: Entity, relations: list[Relation]) -> list[Entity]:
    """The neighbours of a group, each once, by kind and name; two roles are still one neighbour."""
    ids = {
        relation.to_id if relation.from_id == centre.id else relation.from_id
        for relation in relations
    }
    found = [subgraph.entities[entity_id] for entity_id in ids]
    return sorted(found, key=lambda entity: (entity.kind, entity.name, entity.id))


def _links(relations: list[Relation], centre: Entity, band: str) -> list[Link]:
    def card(entity_id: str) -> str:
        return "centre" if entity_id == centre.id else f"{band}/{entity_id}"

    return [
        Link(each.id, each.id, card(each.from_id), card(each.to_id), quiet=False, group=band)
        for each in relations
        if each.from_id != each.to_id
    ]


def _subtitle_zh(own: int, total: int | None, between: int) -> str:
    shown = f"{own} 条关系" if total is None or total <= own else f"{total} 条关系中的 {own} 条"
    return f"{shown}，按关系类型分组" + (f"；邻居之间另有 {between} 条，见表" if between else "")


def _subtitle_en(own: int, total: int | None, between: int) -> str:
    shown = f"{own} relations" if total is None or total <= own else f"{own} of {total} relations"
    rest = f"; {between} more between neighbours, see the table" if between else ""
    return f"{shown}, grouped by type{rest}"
