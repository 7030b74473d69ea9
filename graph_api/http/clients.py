"""The reverse of matching: which firms a provider could serve."""

import numpy as np

from graph_api.domain import Entity, Kind
from graph_api.http.models_matching import ClientShape, ClientsShape, MatchShape, NamedShape
from graph_api.matching import Match, Need, Snapshot, explain_pair
from graph_api.matching.columns import Ints
from graph_api.matching.near import wholes_and_parts

MOST_COMPARED = 100
"""Firms that are compared for one answer; the answer says when there were more."""


def clients_of(snapshot: Snapshot, provider: Entity, limit: int) -> ClientsShape:
    """Firms for which the provider is found, by its score for what each of them makes and does."""
    things = snapshot.entities
    firms = sorted(map(things.at, _candidates(snapshot, provider)), key=lambda one: one.name)
    found: list[tuple[str, str, int, Match]] = []
    for firm in firms[:MOST_COMPARED]:
        pair = explain_pair(snapshot, Need(firm=firm.id), provider.id)
        if pair.match is not None and pair.rank is not None:
            found.append((firm.id, firm.name, pair.rank, pair.match))
    found.sort(key=lambda one: (one[3].inferred, -one[3].score, one[2], one[1], one[0]))
    return ClientsShape(
        provider=NamedShape(id=provider.id, name=provider.name),
        total=len(found),
        considered=min(len(firms), MOST_COMPARED),
        truncated=len(firms) > MOST_COMPARED or len(found) > limit,
        clients=[
            ClientShape(firm=NamedShape(id=id_, name=name), rank=rank, match=MatchShape.of(match))
            for id_, name, rank, match in found[:limit]
        ],
    )


def _candidates(snapshot: Snapshot, provider: Entity) -> list[int]:
    """Enterprises that share a complex or a subject, or its whole, with an offer of the provider.

    Those that are nearest in the network first.
    """
    things, offers, firms = snapshot.entities, snapshot.offers, snapshot.firms
    place = things.place(provider.id)
    own = offers.by_provider[place]
    complexes = _all(offers.complexes.of.spread(own)[1], offers.complexes.of.items)
    subjects = _all(offers.subjects.side.of.spread(own)[1], offers.subjects.side.of.items)
    wider = wholes_and_parts(snapshot.hierarchy, subjects.tolist())
    found = set(firms.having.items[firms.having.spread(wider)[1]].tolist())
    shared = set(complexes.tolist())
    found |= {firm for firm, joined in firms.complexes.items() if joined & shared}
    enterprises = [one for one in sorted(found - {place}) if things.kind(one) is Kind.ENTERPRISE]
    near = snapshot.links.reach(place).together(np.array(enterprises, np.int32))
    order = np.argsort(-near, kind="stable")[: MOST_COMPARED + 1]
    return [enterprises[one] for one in order]


def _all(at: "np.ndarray[tuple[int], np.dtype[np.int64]]", items: Ints) -> Ints:
    return np.unique(items[at]).astype(np.int32)
