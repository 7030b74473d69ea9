"""The legend: words, colours and glyphs of what a page draws, all from the domain table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_api.domain import (
    CHAINS,
    KINDS,
    MODALITIES,
    RELATIONS,
    STAGES,
    STATUSES,
    Chain,
    ChainBasis,
    Entity,
    Relation,
    RelationType,
    Subgraph,
)
from graph_api.domain.status import UNKNOWN_STATUS
from viz.sentences import SENTENCES

OF_PROVIDER = "provider"
OF_SERVICE = "service"
BASES: dict[str, tuple[str, str]] = {
    ChainBasis.KIND: ("由类别推定", "follows from the kind"),
    ChainBasis.STATED: ("资料明示", "stated by a source"),
    ChainBasis.ANALYST: ("分析判断（经复核）", "an analyst's reviewed choice"),
    OF_PROVIDER: ("取自提供方或需求方", "that of its provider or owner"),
    OF_SERVICE: (
        "提供方跨链，取自服务类型",
        "its provider spans all chains, so that of its service",
    ),
}
PROPERTIES: dict[str, tuple[str, str]] = {
    "aim": ("目标", "aim"),
    "amount": ("金额", "amount"),
    "amount_reason": ("金额说明", "about the amount"),
    "amount_status": ("金额状态", "state of the amount"),
    "applies_if": ("适用条件", "applies if"),
    "applies_to": ("适用对象", "applies to"),
    "binding": ("约束力", "binding"),
    "capital": ("注册资本", "capital"),
    "chain_reason": ("分链理由", "reason for the chain"),
    "clause": ("条款", "clause"),
    "currency": ("币种", "currency"),
    "document_number": ("文号", "document number"),
    "for_whom": ("面向", "for whom"),
    "form": ("形式", "form"),
    "is_class": ("为一类而非一个", "a class, not one thing"),
    "is_leading_firm": ("龙头企业", "leading firm"),
    "is_section": ("方案所列板块", "a section of the plan"),
    "level": ("级别", "level"),
    "principles": ("原则", "principles"),
    "rank": ("次序", "rank"),
    "rule": ("推断规则", "rule of the inference"),
    "scope": ("经营范围", "scope"),
    "stages": ("阶段", "stages"),
    "status_basis": ("状态依据", "basis of the status"),
    "target_level": ("争创级别", "level aimed at"),
    "target_words": ("目标原文", "words of the aim"),
    "unit": ("单位", "unit"),
    "unnamed_partners": ("未具名的参与方", "partners without a name"),
    "value": ("数值", "value"),
    "year": ("年份", "year"),
}
"""Properties that a reader meets often, in words; others are shown by their own name."""

NO_CHAIN = {"light": "#4d5768", "dark": "#a6b1c2"}


def words(entities: Iterable[Entity], relations: Iterable[Relation]) -> dict[str, Any]:
    """What the page needs to name and colour these records: only the kinds and types that occur."""
    kinds = {entity.kind for entity in entities}
    types = {relation.type for relation in relations}
    return {
        "chains": {
            chain: {"zh": row.zh, "en": row.en, "light": row.light, "dark": row.dark}
            for chain, row in CHAINS.items()
        },
        "no_chain": NO_CHAIN,
        "kinds": {
            kind: {"zh": row.zh, "en": row.en, "glyph": row.glyph, "chain": row.chain}
            for kind, row in KINDS.items()
            if kind in kinds
        },
        "relations": {
            name: {
                "zh": row.zh,
                "en": name.replace("_", " ").lower(),
                "sentence": {"zh": SENTENCES[name][0], "en": SENTENCES[name][1]},
            }
            for name, row in RELATIONS.items()
            if name in types
        },
        "statuses": {
            **{status: {"zh": row.zh, "en": row.en} for status, row in STATUSES.items()},
            "unknown": {"zh": UNKNOWN_STATUS.zh, "en": UNKNOWN_STATUS.en},
        },
        "modalities": {name: {"zh": row.zh, "en": row.en} for name, row in MODALITIES.items()},
        "stages": {stage: {"zh": row.zh, "en": row.en} for stage, row in STAGES.items()},
        "properties": {name: {"zh": pair[0], "en": pair[1]} for name, pair in PROPERTIES.items()},
        "bases": {basis: {"zh": pair[0], "en": pair[1]} for basis, pair in BASES.items()},
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """The chain an entity stands on and the basis of that, a key of `BASES`; both None for none."""

    chain: Chain | None
    basis: str | None


def standings(subgraph: Subgraph) -> dict[str, Standing]:
    """The chain of every entity: its own, or that of its kind.

    An offer or a need stands where its provider or owner stands, and where that one spans all
    chains, as a complex does, it stands where its service does.
    """
    found = {entity.id: _own(entity) for entity in subgraph.entities.values()}
    derived = (
        (OF_PROVIDER, {RelationType.OFFERS, RelationType.NEEDS}),
        (OF_SERVICE, {RelationType.OF_SERVICE}),
    )
    for basis, types in derived:
        for relation in subgraph.relations:
            if relation.type not in types:
                continue
            ends = (relation.from_id, relation.to_id)
            giver, taker = ends[::-1] if basis == OF_SERVICE else ends
            if found[taker].chain is None and found[giver].chain is not None:
                found[taker] = Standing(found[giver].chain, basis)
    return found


def _own(entity: Entity) -> Standing:
    if entity.chain is not None:
        return Standing(entity.chain, entity.chain_basis)
    chain = KINDS[entity.kind].chain
    return Standing(chain, ChainBasis.KIND if chain is not None else None)
