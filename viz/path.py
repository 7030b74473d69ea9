"""The path view: how one entity reaches another, step by step, each step as a sentence."""

from collections.abc import Sequence
from typing import Protocol

from graph_api.domain import BadInputError, Entity, Relation, Source, Subgraph
from viz.layout import (
    FONT_SIZE,
    LINE_HEIGHT,
    Band,
    Card,
    Language,
    Link,
    Scene,
    card_height,
    card_lines,
    name_in,
    text_lines,
)
from viz.page import Asked, Page, check_whole, render
from viz.sentences import sentence

COLUMN_WIDTH = 250.0
COLUMN_GAP = 22.0
CARD_INSET = 10.0
TOP = 12.0
HEAD_HEIGHT = 34.0
ARROW_ROOM = 34.0
"""What the arrow and its column take from the width of a sentence."""
MOST_SENTENCE_LINES = 5


class PathLike(Protocol):
    """A path as the store ranks it: the ids of its entities, of its relations, and its score."""

    @property
    def nodes(self) -> Sequence[str]:
        """The entities in order, one more than there are relations."""

    @property
    def relations(self) -> Sequence[str]:
        """The relation between each two neighbours, in either direction."""

    @property
    def score(self) -> float:
        """Higher is better; what is damped is the store's matter."""


def path(
    subgraph: Subgraph,
    paths: Sequence[PathLike],
    *,
    lang: Language = "zh",
    question: Asked | None = None,
    sources: Sequence[Source] = (),
) -> str:
    """Ranked paths side by side as one HTML file; one of them at a time is told in full.

    Raises BadInputError without a path, and for a path that the subgraph does not hold.
    """
    check_whole(subgraph)
    if not paths:
        raise BadInputError("the path view needs at least one path; ask for longer ones")
    relations = {relation.id: relation for relation in subgraph.relations}
    for number, each in enumerate(paths, 1):
        _check(number, each, subgraph, relations)
    first, last = (subgraph.entities[paths[0].nodes[end]] for end in (0, -1))
    page = Page(
        view="path",
        title={
            "zh": f"{first.name} → {last.name}",
            "en": f"{first.name_en or first.name} → {last.name_en or last.name}",
        },
        subtitle={
            "zh": f"{len(paths)} 条路径，按得分排列；每一步都有依据",
            "en": f"{len(paths)} paths by score; every step has its evidence",
        },
        lang=lang,
        asked=question,
        sources=sources,
        extra={
            "paths": [
                {
                    "id": _track(number),
                    "nodes": list(each.nodes),
                    "relations": list(each.relations),
                    "score": round(each.score, 6),
                }
                for number, each in enumerate(paths, 1)
            ]
        },
    )
    return render(page, lambda lang: scene(subgraph, paths, lang), subgraph)


def scene(subgraph: Subgraph, paths: Sequence[PathLike], lang: Language = "zh") -> Scene:
    """One column for each path, from its start at the top to its end."""
    relations = {relation.id: relation for relation in subgraph.relations}
    cards: list[Card] = []
    bands: list[Band] = []
    links: list[Link] = []
    tallest = 0.0
    width = COLUMN_WIDTH - 2 * CARD_INSET
    for number, each in enumerate(paths, 1):
        track = _track(number)
        left = (number - 1) * (COLUMN_WIDTH + COLUMN_GAP)
        y = TOP + HEAD_HEIGHT + CARD_INSET
        for position, entity_id in enumerate(each.nodes):
            entity = subgraph.entities[entity_id]
            lines = card_lines(entity, width, lang)
            height = card_height(lines)
            card_id = f"{track}/{position}"
            cards.append(
                Card(card_id, entity_id, left + CARD_INSET, y, width, height, "card", track, lines)
            )
            y += height
            if position < len(each.relations):
                relation = relations[each.relations[position]]
                forward = relation.from_id == entity_id
                ends = (card_id, f"{track}/{position + 1}")
                links.append(
                    Link(
                        f"{track}/{position}/{relation.id}",
                        relation.id,
                        *(ends if forward else ends[::-1]),
                        group=track,
                    )
                )
                y += _step_height(subgraph.entities, relation, width - ARROW_ROOM, lang)
        bottom = y + CARD_INSET
        title = {"path": str(number), "score": f"{each.score:.3g}"}
        bands.append(
            Band(track, track, left, TOP, COLUMN_WIDTH, bottom - TOP, title, len(each.relations))
        )
        tallest = max(tallest, bottom)
    total = len(paths) * (COLUMN_WIDTH + COLUMN_GAP) - COLUMN_GAP
    return Scene(total, tallest + TOP, tuple(cards), (), tuple(bands), (), tuple(links))


def _step_height(
    entities: dict[str, Entity], relation: Relation, width: float, lang: Language
) -> float:
    """The room between two cards: a line for the modality, and the sentence."""
    one, other = (name_in(entities[end], lang) for end in (relation.from_id, relation.to_id))
    role = f" ({relation.role})" if relation.role else ""
    told = sentence(relation.type, one, other, lang) + role
    lines = text_lines(told, width, MOST_SENTENCE_LINES)
    return (lines + 1) * LINE_HEIGHT + FONT_SIZE + 6


def _track(number: int) -> str:
    return f"path-{number}"


def _check(number: int, each: PathLike, subgraph: Subgraph, relations: dict[str, Relation]) -> None:
    if len(each.nodes) != len(each.relations) + 1:
        raise BadInputError(
            f"path {number} has {len(each.nodes)} entities and {len(each.relations)} relations; "
            "it must have one entity more than relations"
        )
    for position, relation_id in enumerate(each.relations):
        relation = relations.get(relation_id)
        ends = {each.nodes[position], each.nodes[position + 1]}
        if relation is None or {relation.from_id, relation.to_id} != ends:
            raise BadInputError(
                f"step {position + 1} of path {number} is {relation_id!r}, which does not join "
                f"{' and '.join(sorted(ends))} in the subgraph; pass the subgraph of the paths"
            )
    for entity_id in each.nodes:
        if entity_id not in subgraph.entities:
            raise BadInputError(
                f"path {number} goes through {entity_id!r}, which is not in the subgraph; add it"
            )
