"""The words: chains, kinds, relations, records, ids. No I/O; imports nothing else of ours."""

from graph_api.domain.chains import CHAINS, Chain, ChainBasis, ChainDefinition
from graph_api.domain.check import (
    DERIVED_PROPERTIES,
    RESERVED_PROPERTIES,
    Violation,
    check_entity,
    check_relation,
)
from graph_api.domain.errors import (
    AmbiguousNameError,
    BadInputError,
    DatabaseUnavailableError,
    EnvironmentFaultError,
    ForbiddenStatementError,
    LimitExceededError,
    NotFoundError,
    SixChainsError,
)
from graph_api.domain.ids import canonical_id, is_id, looks_like_id, make_id, scheme_of
from graph_api.domain.kinds import KINDS, ORGANISATIONS, PLATFORMS, Kind, KindDefinition
from graph_api.domain.records import (
    Entity,
    Evidence,
    Record,
    Rejected,
    Relation,
    Source,
    Subgraph,
    Value,
    ordered,
)
from graph_api.domain.relations import RELATIONS, RelationDefinition, RelationType
from graph_api.domain.services import SERVICES, ServiceDefinition
from graph_api.domain.status import MODALITIES, STAGES, STATUSES, Modality, Stage, Status, Term

__all__ = [
    "CHAINS",
    "DERIVED_PROPERTIES",
    "KINDS",
    "MODALITIES",
    "ORGANISATIONS",
    "PLATFORMS",
    "RELATIONS",
    "RESERVED_PROPERTIES",
    "SERVICES",
    "STAGES",
    "STATUSES",
    "AmbiguousNameError",
    "BadInputError",
    "Chain",
    "ChainBasis",
    "ChainDefinition",
    "DatabaseUnavailableError",
    "Entity",
    "EnvironmentFaultError",
    "Evidence",
    "ForbiddenStatementError",
    "Kind",
    "KindDefinition",
    "LimitExceededError",
    "Modality",
    "NotFoundError",
    "Record",
    "Rejected",
    "Relation",
    "RelationDefinition",
    "RelationType",
    "ServiceDefinition",
    "SixChainsError",
    "Source",
    "Stage",
    "Status",
    "Subgraph",
    "Term",
    "Value",
    "Violation",
    "canonical_id",
    "check_entity",
    "check_relation",
    "is_id",
    "looks_like_id",
    "make_id",
    "ordered",
    "scheme_of",
]
