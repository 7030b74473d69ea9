"""Matching: who can supply which service to which firm, with reasons that add up."""

from graph_api.matching.gates import GATES, Gate, Stopped
from graph_api.matching.match import (
    Description,
    Match,
    MatchResult,
    PairExplanation,
    algorithms,
    explain_pair,
    match,
)
from graph_api.matching.need import Need, NeedView, Tag, Understood, understand
from graph_api.matching.offers import OfferView
from graph_api.matching.paths import Path
from graph_api.matching.score import PARTS, Part, Reason, Weights, weights_of
from graph_api.matching.snapshot import Snapshot, build_snapshot, snapshot
from graph_api.matching.things import Thing

__all__ = [
    "GATES",
    "PARTS",
    "Description",
    "Gate",
    "Match",
    "MatchResult",
    "Need",
    "NeedView",
    "OfferView",
    "PairExplanation",
    "Part",
    "Path",
    "Reason",
    "Snapshot",
    "Stopped",
    "Tag",
    "Thing",
    "Understood",
    "Weights",
    "algorithms",
    "build_snapshot",
    "explain_pair",
    "match",
    "snapshot",
    "understand",
    "weights_of",
]
