"""The words of enumerations as people write them in a cell: Chinese, English or the id of the domain."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from graph_api.domain import (
    CHAINS,
    KINDS,
    MODALITIES,
    RELATIONS,
    SERVICES,
    STAGES,
    STATUSES,
    Chain,
    ChainBasis,
    Kind,
    Modality,
    RelationType,
    Stage,
    Status,
)
from graph_api.domain.names import normalise

V = TypeVar("V")

_PARTS = re.compile(r"[、，,]")


class WordError(ValueError):
    """A word that is none of an enumeration; the message lists those that are."""


@dataclass(frozen=True, slots=True)
class Words(Generic[V]):
    """An enumeration: its name in a message, what to offer in a list, and what each spelling means."""

    title: str
    labels: Mapping[V, str]
    spellings: Mapping[str, V]

    def value(self, text: str) -> V:
        """What the word means. Raises WordError that lists the words there are."""
        found = self.spellings.get(normalise(text))
        if found is None:
            known = ", ".join(self.labels.values())
            raise WordError(f"{text[:100]!r} is not a {self.title}; write one of {known}")
        return found

    def values(self, text: str) -> tuple[V, ...]:
        """What each word of a list means, parted by | ； or 、. Raises WordError as `value` does."""
        return tuple(
            dict.fromkeys(
                value
                for item in items(text)
                for value in ((self.value(item),) if self.has(item) else self._each(item))
            )
        )

    def has(self, text: str) -> bool:
        """Whether the text is one of the words."""
        return normalise(text) in self.spellings

    def _each(self, text: str) -> tuple[V, ...]:
        return tuple(self.value(part) for part in _PARTS.split(text) if part.strip())


def items(text: str) -> tuple[str, ...]:
    """The items of a list cell, parted by | ； ; or a new line; what is between two of them is kept."""
    return tuple(item.strip() for item in re.split(r"[|;；\n]", text) if item.strip())


def _words(title: str, labels: Mapping[V, str], others: Iterable[tuple[str, V]] = ()) -> Words[V]:
    spellings: dict[str, V] = {}
    for value, label in labels.items():
        spellings[normalise(label)] = value
        spellings[normalise(str(value))] = value
    for text, value in others:
        spellings.setdefault(normalise(text), value)
    return Words(title, labels, spellings)


def _parts_of(label: str) -> Iterable[str]:
    return label.split("、")


T = TypeVar("T", bound=StrEnum)

KIND_WORDS: Words[Kind] = _words(
    "kind",
    {kind: definition.zh for kind, definition in KINDS.items()},
    [
        (text, kind)
        for kind, definition in KINDS.items()
        for text in (*_parts_of(definition.zh), definition.en, f"{kind}s", f"{definition.en}s")
    ]
    + [
        (text, kind)
        for text, kind in (
            ("大学", Kind.UNIVERSITY),
            ("universities", Kind.UNIVERSITY),
            ("研究所", Kind.INSTITUTE),
            ("公司", Kind.ENTERPRISE),
            ("companies", Kind.ENTERPRISE),
            ("people", Kind.PERSON),
            ("人员", Kind.PERSON),
            ("R&D platforms", Kind.RD_PLATFORM),
            ("government bodies", Kind.GOVERNMENT_BODY),
            ("laboratories", Kind.LABORATORY),
            ("technologies", Kind.TECHNOLOGY),
            ("industries", Kind.INDUSTRY),
            ("subsidies", Kind.SUBSIDY),
            ("policies", Kind.POLICY),
            ("complexes", Kind.COMPLEX),
        )
    ],
)
STATUS_WORDS: Words[Status] = _words(
    "status",
    {status: term.zh for status, term in STATUSES.items()},
    [(term.en, status) for status, term in STATUSES.items()],
)
CHAIN_WORDS: Words[Chain] = _words(
    "chain",
    {chain: definition.zh for chain, definition in CHAINS.items()},
    [
        (text, chain)
        for chain, definition in CHAINS.items()
        for text in (definition.en, definition.zh.removesuffix("链"))
    ],
)
BASIS_WORDS: Words[ChainBasis] = _words(
    "basis of a chain",
    {ChainBasis.KIND: "按类别", ChainBasis.STATED: "来源载明", ChainBasis.ANALYST: "分析归类"},
)
MODALITY_WORDS: Words[Modality] = _words(
    "modality",
    {modality: term.zh for modality, term in MODALITIES.items()},
    [(term.en, modality) for modality, term in MODALITIES.items()],
)
STAGE_WORDS: Words[Stage] = _words(
    "stage",
    {stage: term.zh for stage, term in STAGES.items()},
    [(term.en, stage) for stage, term in STAGES.items()],
)
RELATION_WORDS: Words[RelationType] = _words(
    "type of relation",
    {name: definition.zh for name, definition in RELATIONS.items()},
    [(part, name) for name, definition in RELATIONS.items() for part in _parts_of(definition.zh)],
)
SERVICE_WORDS: Words[str] = _words(
    "service",
    {key: service.zh for key, service in SERVICES.items()},
    [(text, key) for key, service in SERVICES.items() for text in (service.en, service.id)],
)
