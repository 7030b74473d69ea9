"""The collaboration network of the graph as it is now."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypedDict, Unpack

from graph_api.centrality.network import CollabGraph, collaboration
from graph_api.domain import Chain, Kind, Modality, RelationType
from graph_api.store import Graph, whole


class Parameters(TypedDict, total=False):
    """The parameters of `collaboration`, each with its default there."""

    kinds: Collection[Kind]
    chains: Collection[Chain]
    region: str | None
    since: date | None
    until: date | None
    modalities: Collection[Modality]
    type_weights: Mapping[RelationType, float]
    decay: float
    at: date | None


def collaboration_of(graph: Graph, **parameters: Unpack[Parameters]) -> CollabGraph:
    """The network of everything in the graph, as `collaboration` makes it.

    Raises DatabaseUnavailableError and what `collaboration` raises.
    """
    return collaboration(whole(graph), **parameters)
