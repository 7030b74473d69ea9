"""The reverse of matching: which firms a provider could serve."""

from collections.abc import Iterator

from graph_api.domain import Entity, Kind
from graph_api.http.models_matching import ClientShape, ClientsShape, MatchShape, NamedShape
from graph_api.matching import Match, Need, Snapshot, explain_pair

MOST_COMPARED = 300
"""Firms that are compared for one answer; the answer says when there were more."""


def clients_of(snapshot: Snapshot, provider: Entity, limit: int) -> ClientsShape:
    """Firms for which the provider is found, by its score for what each of them makes and does."""
    firms = sorted(_candidates(snapshot, provider), key=lambda one: (one.name, one.id))
    found: list[tuple[Entity, int, Match]] = []
    for firm in firms[:MOST_COMPARED]:
        pair = explain_pair(snapshot, Need(firm=firm.id), provider.id)
        if pair.match is not None and pair.rank is not None:
            found.append((firm, pair.rank, pair.match))
    found.sort(key=lambda one: (one[2].inferred, -one[2].score, one[1], one[0].name, one[0].id))
    return ClientsShape(
        provider=NamedShape(id=provider.id, name=provider.name),
        total=len(found),
        considered=min(len(firms), MOST_COMPARED),
        truncated=len(firms) > MOST_COMPARED or len(found) > limit,
        clients=[
            ClientShape(
                firm=NamedShape(id=firm.id, name=firm.name), rank=rank, match=MatchShape.of(match)
            )
            for firm, rank, match in found[:limit]
        ],
    )


def _candidates(snapshot: Snapshot, provider: Entity) -> Iterator[Entity]:
    """Enterprises that share a complex or a subject, or its whole, with an offer of the provider."""
    offers = [offer for offer in snapshot.offers if offer.provider == provider.id]
    complexes = {one for offer in offers for one in offer.complexes}
    subjects = {one for offer in offers for one in offer.subjects}
    wider = {one for subject in subjects for one in snapshot.broader.get(subject, ())} | subjects
    for firm_id, firm in snapshot.firms.items():
        entity = snapshot.entities[firm_id]
        if entity.kind is not Kind.ENTERPRISE or firm_id == provider.id:
            continue
        own = {one for subject in firm.subjects for one in snapshot.broader.get(subject, ())}
        if firm.complexes & complexes or (own | firm.subjects) & wider:
            yield entity
