"""The words of the domain: kinds, relation types, chains, vocabularies."""

from graph_api.domain import CHAINS, KINDS, MODALITIES, RELATIONS, STAGES, STATUSES
from graph_api.http.models_asking import (
    ChainDefinitionShape,
    KindDefinitionShape,
    RelationDefinitionShape,
    TermShape,
    VocabulariesShape,
)
from graph_api.http.routes.routers import plain

router = plain("words")


@router.get("/kinds", operation_id="kinds")
async def kinds() -> list[KindDefinitionShape]:
    """The kinds of entity, with the chain each stands on by default."""
    return [KindDefinitionShape.of(definition) for definition in KINDS.values()]


@router.get("/relations", operation_id="relations")
async def relations() -> list[RelationDefinitionShape]:
    """The types of relation, with the kinds that each joins."""
    return [RelationDefinitionShape.of(definition) for definition in RELATIONS.values()]


@router.get("/chains", operation_id="chains")
async def chains() -> list[ChainDefinitionShape]:
    """The six chains, in the order in which the plan names them."""
    return [ChainDefinitionShape.of(definition) for definition in CHAINS.values()]


@router.get("/statuses", operation_id="statuses")
async def statuses() -> VocabulariesShape:
    """How real a thing is, how a relation is meant, and the rungs of the pilot ladder."""
    return VocabulariesShape(
        statuses=[TermShape.of(value, term) for value, term in STATUSES.items()],
        modalities=[TermShape.of(value, term) for value, term in MODALITIES.items()],
        stages=[TermShape.of(value, term) for value, term in STAGES.items()],
    )
