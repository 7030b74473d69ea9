"""The snapshot: all that matching looks at, read once from the graph and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_api.domain import ORGANISATIONS, Entity, Kind, RelationType, Subgraph
from graph_api.matching.dictionary import Dictionary, build_dictionary
from graph_api.matching.offers import OfferView, read_offers
from graph_api.matching.paths import Links, links_of
from graph_api.matching.relations import SUBJECTS, relations_of
from graph_api.matching.text import TextIndex, index_texts
from graph_api.store import Graph, whole

_T = RelationType


@dataclass(frozen=True, slots=True)
class FirmView:
    """What of a firm decides who can serve it: its subjects, and the complexes it takes part in."""

    subjects: frozenset[str]
    complexes: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Snapshot:
    """Offers, words, texts and links of one revision of the graph.

    `broader` maps each service and subject to itself and all that it is a part of.
    """

    revision: str
    entities: Mapping[str, Entity]
    offers: tuple[OfferView, ...]
    broader: Mapping[str, frozenset[str]]
    firms: Mapping[str, FirmView]
    dictionary: Dictionary
    texts: TextIndex
    links: Links


def snapshot(graph: Graph) -> Snapshot:
    """The snapshot of the graph as it is now. Raises DatabaseUnavailableError."""
    revision = graph.revision()
    return build_snapshot(whole(graph), revision)


def build_snapshot(subgraph: Subgraph, revision: str = "") -> Snapshot:
    """The snapshot of these entities and relations."""
    relations = relations_of(subgraph)
    offers = read_offers(relations)
    entities = subgraph.entities
    return Snapshot(
        revision,
        MappingProxyType(entities),
        offers,
        MappingProxyType(
            {
                entity.id: relations.broader(entity.id)
                for entity in entities.values()
                if entity.kind in SUBJECTS or entity.kind is Kind.SERVICE
            }
        ),
        MappingProxyType(
            {
                entity.id: FirmView(
                    relations.of_kinds(
                        relations.targets(entity.id, _T.PRODUCES, _T.IN_INDUSTRY), SUBJECTS
                    ),
                    relations.complexes(entity.id),
                )
                for entity in entities.values()
                if entity.kind in ORGANISATIONS
            }
        ),
        build_dictionary(entities.values()),
        index_texts(offer.text for offer in offers),
        links_of(subgraph),
    )
