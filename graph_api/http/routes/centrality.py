"""Centrality: the measures of the collaboration network."""

from typing import Annotated, Any

from fastapi import Query, Response

from graph_api.centrality import (
    MEASURES,
    MODALITIES_COUNTED,
    CollabGraph,
    MeasureRow,
    collaboration,
    measure,
)
from graph_api.domain import ORGANISATIONS, Chain, Kind, Modality
from graph_api.http.answers import X_QUESTION, x_question
from graph_api.http.context import ContextDep
from graph_api.http.models import TotalShape
from graph_api.http.models_asking import CentralityShape, MeasureRowShape, MeasureShape
from graph_api.http.routes.routers import reading
from graph_api.http.snapshots import Held

router = reading("centrality")


@router.get("/measures", operation_id="measures")
def measures() -> list[MeasureShape]:
    """The measures: what each says, its unit, and where its formula stands."""
    return [MeasureShape.model_validate(one, from_attributes=True) for one in MEASURES.values()]


@router.get("/centrality", operation_id="centrality")
def centrality(  # noqa: PLR0913 - the parameters of the network
    context: ContextDep,
    response: Response,
    *,
    name: Annotated[
        str, Query(alias="measure", max_length=80, description="One of /v1/measures")
    ] = "degree",
    kind: Annotated[list[Kind] | None, Query(description="Organisations if not given")] = None,
    chain: Annotated[list[Chain] | None, Query(description="Only who stands on these")] = None,
    modality: Annotated[
        list[Modality] | None, Query(description="fact and plan if not given")
    ] = None,
    region: Annotated[
        str | None, Query(max_length=300, description="Id of a region or zone")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> CentralityShape:
    """One measure of every organisation in the collaboration network, best first."""
    held = context.snapshots.current()
    kinds, chains = tuple(kind or ORGANISATIONS), tuple(chain or ())
    modalities = tuple(modality or MODALITIES_COUNTED)
    key = (frozenset(kinds), frozenset(chains), frozenset(modalities), region)

    def build() -> CollabGraph:
        return collaboration(
            held.subgraph, kinds=kinds, chains=chains, modalities=modalities, region=region
        )

    network = held.once(("network", key), build)
    rows = held.once(("measure", name, key), lambda: measure(network, [name]))
    asked: dict[str, object] = {"measure": name, "kind": tuple(kind or ()), "chain": chains}
    asked |= {"region": region, "modality": tuple(modality or ()), "limit": limit}
    response.headers[X_QUESTION] = x_question("/v1/centrality", asked)
    basis = {key: value for key, value in _basis(network).items() if value is not None}
    return CentralityShape(
        measure=MeasureShape.model_validate(MEASURES[name], from_attributes=True),
        method=rows[0].method if rows else "exact",
        error_bound=rows[0].error_bound if rows else 0.0,
        basis=basis,
        ties=network.graph.number_of_edges(),
        total=TotalShape(value=len(rows), relation="eq"),
        truncated=len(rows) > limit,
        rows=[MeasureRowShape.model_validate(row, from_attributes=True) for row in rows[:limit]],
    )


def standings_of(held: Held, entity_id: str) -> list[dict[str, Any]]:
    """Where an entity stands in the network of all organisations: one row per measure, or none."""
    rows: tuple[MeasureRow, ...] = held.once(
        "standings", lambda: measure(collaboration(held.subgraph))
    )
    return [
        {
            "measure": row.measure,
            "zh": MEASURES[row.measure].zh,
            "value": row.value,
            "rank": row.rank,
            "percentile": row.percentile,
        }
        for row in rows
        if row.node == entity_id
    ]


def _basis(network: CollabGraph) -> dict[str, Any]:
    basis = network.basis
    return {
        name: dict(value) if name == "type_weights" else value
        for name, value in ((name, getattr(basis, name)) for name in basis.__slots__)
    }
