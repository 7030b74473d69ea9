"""The six-lane view: what stands on each chain for each complex, and what is missing.

A lane is a chain, a band is a complex with what belongs to it; the first band holds what several
complexes share. A complex spans all six chains, so it is the head of its band and not a card in a lane.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from graph_api.domain import CHAINS, KINDS, Chain, Entity, Kind, RelationType, Source, Subgraph
from viz.layout import Band, Card, Cell, Lane, Language, Link, Scene, fill_cell
from viz.page import Asked, Page, check_whole, render
from viz.words import standings

SHARED = "shared"
LANE_WIDTH = 172.0
CARD_WIDTH = 152.0
TOP = 44.0
BANNER_HEIGHT = 34.0
BAND_GAP = 18.0
GAP_HEIGHT = 44.0
SHOWN = 6
"""Cards of a cell before the rest is counted; four bands of six then take about two screens."""

SHOWN_SHARED = 4
"""Fewer of what is shared, so that the first complex begins on the first screen."""

LAST_KINDS = (Kind.OFFER, Kind.NEED, Kind.SERVICE, Kind.CONDITION, Kind.TARGET, Kind.RULE)
"""Kinds that stand last in a cell: they say more about others than about themselves."""

_KIND_ORDER = {kind: position for position, kind in enumerate(KINDS)}

REACH = 2
"""How many rounds an entity may inherit the complex of a neighbour: provider → offer → subject."""

_T = RelationType
INHERITED = frozenset(
    {
        _T.PART_OF,
        _T.OPERATES,
        _T.BUILDS,
        _T.SUPPORTS,
        _T.OFFERS,
        _T.ABOUT,
        _T.NEEDS,
        _T.PRODUCES,
        _T.UPSTREAM_OF,
        _T.RESEARCHES,
        _T.HOLDS,
        _T.WORKS_AT,
        _T.PROVIDES,
        _T.HAS_TIER,
    }
)
"""Types along which an entity belongs where its neighbour does: a laboratory to the complex of its
operator. Rules, policies and money are for all, and standing in one place makes nobody a member."""


def six_chains(
    subgraph: Subgraph,
    *,
    lang: Language = "zh",
    question: Asked | None = None,
    sources: Sequence[Source] = (),
    title: str | None = None,
) -> str:
    """The six-lane view of a subgraph as one HTML file.

    `question` is shown with a button that copies it, `sources` give the titles of what is quoted,
    `title` replaces the default one in both languages. Raises BadInputError for a relation whose
    end is not in the subgraph.
    """
    check_whole(subgraph)
    page = Page(
        view="six_chains",
        title={
            "zh": title or "六链融合 · 产业创新服务综合体",
            "en": title or "Six chains of the innovation complexes",
        },
        subtitle={
            "zh": "六条链 × 综合体；空位表示方案未列",
            "en": "Six chains by complex; an empty slot is something the plan does not list",
        },
        lang=lang,
        asked=question,
        sources=sources,
        extra={"rows": rows_of(subgraph)},
    )
    return render(page, lambda lang: scene(subgraph, lang), subgraph)


def scene(subgraph: Subgraph, lang: Language = "zh") -> Scene:
    """Lanes, bands and cards of a subgraph. What stands on no chain has no card, only its table row."""
    rows = rows_of(subgraph)
    stands = standings(subgraph)
    complexes = [entity for entity in subgraph.entities.values() if entity.kind is Kind.COMPLEX]
    members: dict[tuple[str, Chain], list[Entity]] = defaultdict(list)
    for entity in subgraph.entities.values():
        chain = stands[entity.id].chain
        if entity.kind is not Kind.COMPLEX and chain is not None:
            members[rows[entity.id], chain].append(entity)
    degree = Counter(
        end for relation in subgraph.relations for end in (relation.from_id, relation.to_id)
    )
    for cell in members.values():
        cell.sort(key=lambda entity: (*_rank(entity), -degree[entity.id], entity.name, entity.id))

    width = LANE_WIDTH * len(CHAINS)
    cards: list[Card] = []
    cells: list[Cell] = []
    bands: list[Band] = []
    y = TOP
    heads: list[Entity | None] = [None, *complexes]
    for head in heads:
        row = head.id if head else SHARED
        top = y
        count = sum(len(members[row, chain]) for chain in CHAINS)
        if head is None and not count:
            continue
        bands.append(Band(row, "rows", 0, top, width, 0, {} if head else _SHARED_TITLE, count))
        if head is not None:
            cards.append(Card(head.id, head.id, 4, top, width - 8, BANNER_HEIGHT, "banner"))
        y = top + BANNER_HEIGHT + 8
        bottom = y + GAP_HEIGHT
        for position, chain in enumerate(CHAINS):
            stack = fill_cell(
                Cell(
                    f"{row}/{chain}",
                    row,
                    position * LANE_WIDTH + (LANE_WIDTH - CARD_WIDTH) / 2,
                    y,
                    CARD_WIDTH,
                    (),
                    SHOWN if head else SHOWN_SHARED,
                    None,
                    0,
                    y,
                    chain,
                ),
                members[row, chain],
                lang,
            )
            cards.extend(stack.cards)
            cells.append(stack.cell)
            bottom = max(bottom, stack.bottom)
        bands[-1] = Band(row, "rows", 0, top, width, bottom - top, bands[-1].title, bands[-1].count)
        y = bottom + BAND_GAP
    lanes = tuple(
        Lane(
            chain,
            position * LANE_WIDTH,
            LANE_WIDTH,
            sum(len(entities) for (_, on), entities in members.items() if on is chain),
        )
        for position, chain in enumerate(CHAINS)
    )
    return Scene(
        width, y, tuple(cards), tuple(cells), tuple(bands), lanes, _links(subgraph, cards, rows)
    )


_SHARED_TITLE = {"zh": "全区共享", "en": "Shared by the district"}


def rows_of(subgraph: Subgraph) -> dict[str, str]:
    """The band of each entity: the id of the one complex it belongs to, or `shared`.

    It belongs to the complexes it has a relation with; an entity with none inherits those of its
    neighbours, at most `REACH` times, but a policy is for all even when its subject is not. Several
    complexes, or none at all, make it shared.
    """
    entities = subgraph.entities
    near: dict[str, set[str]] = defaultdict(set)
    linked: dict[str, set[str]] = defaultdict(set)
    for relation in subgraph.relations:
        for one, other in (
            (relation.from_id, relation.to_id),
            (relation.to_id, relation.from_id),
        ):
            if entities[other].kind is Kind.COMPLEX:
                near[one].add(other)
            elif relation.type in INHERITED:
                linked[one].add(other)
    for _ in range(REACH):
        inherited = {
            entity_id: set().union(*(near[other] for other in linked[entity_id]))
            for entity_id in entities
            if not near[entity_id] and entities[entity_id].kind is not Kind.POLICY
        }
        for entity_id, complexes in inherited.items():
            near[entity_id] |= complexes
    return {
        entity_id: next(iter(near[entity_id])) if len(near[entity_id]) == 1 else SHARED
        for entity_id in entities
    }


def _rank(entity: Entity) -> tuple[bool, int]:
    return entity.kind in LAST_KINDS, _KIND_ORDER[entity.kind]


def _links(subgraph: Subgraph, cards: list[Card], rows: dict[str, str]) -> tuple[Link, ...]:
    """The relations between cards.

    Those with a complex are what the bands say already, and those between bands would run through
    everything: both are drawn only when one of their ends is selected.
    """
    card_of = {card.entity: card.id for card in cards if card.entity is not None}
    return tuple(
        Link(
            relation.id,
            relation.id,
            card_of[relation.from_id],
            card_of[relation.to_id],
            quiet=Kind.COMPLEX
            in (subgraph.entities[relation.from_id].kind, subgraph.entities[relation.to_id].kind)
            or rows[relation.from_id] != rows[relation.to_id],
        )
        for relation in subgraph.relations
        if relation.from_id in card_of and relation.to_id in card_of
    )
