from collections.abc import Sequence
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Kind,
    Modality,
    Relation,
    RelationType,
    Subgraph,
)
from viz import layout
from viz.ego import scene as ego_scene
from viz.layout import Card, Cell, Scene
from viz.path import scene as path_scene
from viz.six_chains import scene as six_chains_scene

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine must not turn a property into a race."""

NAMES = st.text(min_size=1, max_size=60)
KINDS = st.sampled_from(list(Kind))
CHAINS = st.none() | st.sampled_from(list(Chain))
LANGUAGES = st.sampled_from(["zh", "en"])


@st.composite
def subgraphs(draw: st.DrawFn) -> Subgraph:
    """Entities of any kind, named anyhow, joined anyhow: what stands in a graph is not for a view to judge."""
    count = draw(st.integers(1, 25))
    entities = {}
    for number in range(count):
        chain = draw(CHAINS)
        entities[f"t:{number}"] = Entity(
            f"t:{number}",
            draw(KINDS),
            draw(NAMES),
            (),
            name_en=draw(st.none() | NAMES),
            chain=chain,
            chain_basis=ChainBasis.STATED if chain else None,
        )
    pairs = st.tuples(
        st.sampled_from(list(entities)),
        st.sampled_from(list(RelationType)),
        st.sampled_from(list(entities)),
    )
    links = draw(st.lists(pairs, max_size=40, unique=True))
    relations = tuple(Relation(one, kind, other, Modality.FACT, ()) for one, kind, other in links)
    return Subgraph(entities, relations)


def overlapping(cards: Sequence[Card]) -> list[tuple[str, str]]:
    return [
        (one.id, other.id)
        for one, other in combinations(cards, 2)
        if one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    ]


def closed(scene: Scene) -> list[Card]:
    """The cards that are visible while every cell is closed."""
    hidden = {card for cell in scene.cells for card in cell.cards[cell.shown :]}
    return [card for card in scene.cards if card.id not in hidden]


def inside(scene: Scene) -> bool:
    return all(
        card.x >= 0
        and card.y >= 0
        and card.x + card.width <= scene.width
        and card.y + card.height <= scene.height
        for card in closed(scene)
    )


@UNHURRIED
@given(subgraphs(), LANGUAGES)
def test_six_chains_cards_do_not_overlap(subgraph: Subgraph, lang: layout.Language) -> None:
    scene = six_chains_scene(subgraph, lang)
    assert overlapping(closed(scene)) == []
    assert inside(scene)


@UNHURRIED
@given(subgraphs())
def test_six_chains_gives_each_entity_with_a_chain_one_card(subgraph: Subgraph) -> None:
    scene = six_chains_scene(subgraph, "zh")
    drawn = [card.entity for card in scene.cards if card.entity is not None]
    assert len(drawn) == len(set(drawn))
    undrawn = set(subgraph.entities) - set(drawn)
    assert {subgraph.entities[each].kind for each in undrawn} <= {
        Kind.REGION,
        Kind.OFFER,
        Kind.NEED,
    }


@UNHURRIED
@given(subgraphs(), LANGUAGES)
def test_ego_cards_do_not_overlap(subgraph: Subgraph, lang: layout.Language) -> None:
    centre = subgraph.entities["t:0"]
    scene = ego_scene(subgraph, centre, lang)
    assert overlapping(closed(scene)) == []
    assert inside(scene)
    drawn = {card.entity for card in scene.cards}
    near = {
        end
        for relation in subgraph.relations
        if centre.id in (relation.from_id, relation.to_id)
        for end in (relation.from_id, relation.to_id)
    }
    assert near | {centre.id} <= drawn


@UNHURRIED
@given(st.lists(st.tuples(NAMES, st.none() | NAMES), min_size=2, max_size=7), LANGUAGES)
def test_path_cards_do_not_overlap(
    names: list[tuple[str, str | None]], lang: layout.Language
) -> None:
    entities = {
        f"t:{number}": Entity(f"t:{number}", Kind.ENTERPRISE, name, (), name_en=english)
        for number, (name, english) in enumerate(names)
    }
    relations = tuple(
        Relation(f"t:{number}", RelationType.SUPPLIES, f"t:{number + 1}", Modality.FACT, ())
        for number in range(len(names) - 1)
    )
    ranked = [_Path(tuple(entities), tuple(each.id for each in relations))] * 3
    scene = path_scene(Subgraph(entities, relations), ranked, lang)
    assert overlapping(scene.cards) == []
    assert inside(scene)


@UNHURRIED
@given(st.lists(NAMES, max_size=15), st.integers(1, 8))
def test_a_cell_counts_what_it_does_not_show(names: list[str], limit: int) -> None:
    entities = [Entity(f"t:{n}", Kind.ENTERPRISE, name, ()) for n, name in enumerate(names)]
    stack = layout.fill_cell(Cell("c", "b", 0, 0, 150, (), limit, None, 0, 0), entities, "zh")
    cell = stack.cell
    assert len(cell.cards) == len(names)
    assert (cell.more is None) == (cell.shown == len(names))
    assert cell.more is None or len(names) - cell.shown >= 2
    assert overlapping([card for card in stack.cards if card.style == "card"]) == []


def test_lines_grow_with_the_text() -> None:
    assert layout.text_lines("短", 100) == 1
    assert layout.text_lines("十二个汉字的名称需要两行", 100) == 2
    assert layout.text_lines("很长" * 50, 100) == layout.MOST_LINES


class _Path:
    score = 1.0

    def __init__(self, nodes: tuple[str, ...], relations: tuple[str, ...]) -> None:
        self.nodes = nodes
        self.relations = relations
