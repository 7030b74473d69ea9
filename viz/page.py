"""From a scene and its records to one HTML file."""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from graph_api.domain import BadInputError, Entity, Relation, Source, Subgraph
from viz.layout import Card, Language, Link, Scene
from viz.network import ViewNetwork
from viz.texts import TEXTS
from viz.words import Standing, standings, words

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a view answers: its statement, what it is called, and its arguments."""

    statement: str
    title: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """What a view says beside its scene. Texts are given in both languages.

    `focus` is the entity that is selected at the start; `extra` is what one view alone needs.
    """

    view: str
    title: dict[str, str]
    subtitle: dict[str, str]
    lang: Language = "zh"
    asked: Asked | None = None
    sources: Iterable[Source] = ()
    focus: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def check_whole(subgraph: Subgraph) -> None:
    """Raise BadInputError for a relation whose end is not among the entities."""
    for relation in subgraph.relations:
        for end in (relation.from_id, relation.to_id):
            if end not in subgraph.entities:
                raise BadInputError(
                    f"the view cannot draw {relation.id}: {end!r} is not among its entities; add it"
                )


def render(page: Page, draw: Callable[[Language], Scene], subgraph: Subgraph) -> str:
    """The HTML of one view. `draw` lays it out: names differ in length, so each language has a scene.

    Raises BadInputError for a language other than zh and en.
    """
    if page.lang not in LANGUAGES:
        raise BadInputError(f"a view has no language {page.lang!r}; choose zh or en")
    scenes = {lang: draw(lang) for lang in LANGUAGES}
    scene = scenes[page.lang]
    entities = subgraph.entities.values()
    stands = standings(subgraph)
    data: dict[str, Any] = {
        "view": page.view,
        "lang": page.lang,
        "title": page.title,
        "subtitle": page.subtitle,
        "texts": TEXTS,
        "words": words(entities, subgraph.relations),
        "asked": asdict(page.asked) if page.asked else None,
        "sources": {source.id: asdict(source) for source in page.sources},
        "entities": [_entity(entity, stands[entity.id]) for entity in entities],
        "relations": [_relation(relation) for relation in subgraph.relations],
        "scenes": {lang: _scene(scene) for lang, scene in scenes.items()},
        "focus": page.focus,
        **page.extra,
    }
    nodes = [_node(card) for card in scene.cards]
    edges = [_edge(link) for link in scene.links]
    return ViewNetwork(data, nodes, edges).generate_html()


def write(path: Path | str, html: str) -> None:
    """Store a page as UTF-8, all of it or nothing. Raises OSError when the place is not writable."""
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise


def _node(card: Card) -> dict[str, Any]:
    """A card as a node of pyvis, which is placed by its centre."""
    return {
        "id": card.id,
        "x": card.x + card.width / 2,
        "y": card.y + card.height / 2,
        "shape": "custom",
        "entity": card.entity,
    }


def _scene(scene: Scene) -> dict[str, Any]:
    """A scene without its links, which are the same in both languages and are edges of pyvis."""
    return {name: value for name, value in asdict(scene).items() if name != "links"}


def _edge(link: Link) -> dict[str, Any]:
    return {
        "id": link.id,
        "from": link.source,
        "to": link.target,
        "relation": link.relation,
        "quiet": link.quiet,
        "group": link.group,
    }


def _entity(entity: Entity, stands: Standing) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "name_en": entity.name_en,
        "aliases": entity.aliases,
        "description": entity.description,
        "status": entity.status or "unknown",
        "chain": stands.chain,
        "basis": stands.basis,
        "region": entity.region,
        "since": entity.since,
        "until": entity.until,
        "properties": entity.properties,
        "datasets": entity.datasets,
        "evidence": [asdict(each) for each in entity.evidence],
    }


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "from": relation.from_id,
        "type": relation.type,
        "to": relation.to_id,
        "modality": relation.modality,
        "role": relation.role,
        "since": relation.since,
        "until": relation.until,
        "properties": relation.properties,
        "evidence": [asdict(each) for each in relation.evidence],
    }
