"""The way from a firm to a provider through what they share, and how close it makes them."""

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph_api.domain import Kind, RelationType, Subgraph

LONGEST_PATH = 4
"""Relations from the firm to the provider; what is further is not near."""

_T = RelationType
_JOINING = frozenset(
    {
        _T.HOSTS,
        _T.PARTNERS_IN,
        _T.CORE_OF,
        _T.OPERATES,
        _T.BUILDS,
        _T.SUPPORTS,
        _T.COLLABORATES_WITH,
        _T.PARTICIPATES_IN,
        _T.SUPPLIES,
        _T.CONTROLS,
        _T.PRODUCES,
        _T.IN_INDUSTRY,
        _T.RESEARCHES,
        _T.SERVES,
        _T.UPSTREAM_OF,
        _T.LOCATED_IN,
        _T.PART_OF,
    }
)
_PASSING_NOTHING = frozenset({Kind.REGION, Kind.SERVICE, Kind.OFFER, Kind.NEED, Kind.POLICY})
"""Kinds through which everything is linked to everything: a path through them says nothing."""


@dataclass(frozen=True, slots=True)
class Path:
    """Ids of the nodes along a path and of the relations between them; `closeness` is 0 to 1."""

    nodes: tuple[str, ...]
    relations: tuple[str, ...]
    closeness: float


@dataclass(frozen=True, slots=True)
class Links:
    """For each entity its relations to others that paths may follow, as (other id, relation id)."""

    of: Mapping[str, tuple[tuple[str, str], ...]]

    def nearest(self, start: str) -> dict[str, Path]:
        """The closest path from `start` to everything within `LONGEST_PATH` relations.

        Closeness is 1 for a direct relation, divided by 1 + log10(degree) for each entity between, so
        that a path through what many share counts less. Equals are ordered by length, then ids.
        """
        reached: dict[str, Path] = {}
        best: dict[tuple[str, int], float] = {}
        ahead: list[tuple[float, int, tuple[str, ...], tuple[str, ...]]] = [(0.0, 0, (start,), ())]
        while ahead:
            cost, steps, nodes, relations = heapq.heappop(ahead)
            here = nodes[-1]
            if any(best.get((here, fewer), math.inf) <= cost for fewer in range(steps + 1)):
                continue
            best[here, steps] = cost
            reached.setdefault(here, Path(nodes, relations, round(math.exp(-cost), 4)))
            if steps == LONGEST_PATH:
                continue
            passing = 0.0 if here == start else math.log(1 + math.log10(len(self.of[here])))
            for other, relation in self.of.get(here, ()):
                if other not in nodes:
                    step = (*nodes, other), (*relations, relation)
                    heapq.heappush(ahead, (cost + passing, steps + 1, *step))
        del reached[start]
        return reached


def links_of(subgraph: Subgraph) -> Links:
    """The links of a subgraph."""
    found: dict[str, set[tuple[str, str]]] = {}
    for relation in subgraph.relations:
        ends = (relation.from_id, relation.to_id)
        if relation.type not in _JOINING:
            continue
        if any(subgraph.entities[end].kind in _PASSING_NOTHING for end in ends):
            continue
        found.setdefault(ends[0], set()).add((ends[1], relation.id))
        found.setdefault(ends[1], set()).add((ends[0], relation.id))
    return Links(MappingProxyType({one: tuple(sorted(links)) for one, links in found.items()}))
