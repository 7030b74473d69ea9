"""Collaboration centrality: collaboration edges → CollabGraph → measures → table."""

from graph_api.centrality.measures import MEASURES, Measure, Measured, MeasureRow, measure
from graph_api.centrality.network import (
    MODALITIES_COUNTED,
    TYPE_WEIGHTS,
    Basis,
    CollabGraph,
    collaboration,
)
from graph_api.centrality.read import Parameters, collaboration_of

__all__ = [
    "MEASURES",
    "MODALITIES_COUNTED",
    "TYPE_WEIGHTS",
    "Basis",
    "CollabGraph",
    "Measure",
    "MeasureRow",
    "Measured",
    "Parameters",
    "collaboration",
    "collaboration_of",
    "measure",
]
