"""The types and the properties that a reconciliation client can name, made from the domain table."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from graph_api.domain import (
    KINDS,
    ORGANISATIONS,
    PLATFORMS,
    RELATIONS,
    Kind,
    RelationDefinition,
    RelationType,
)

PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Type:
    """A type: a kind, or a group of kinds. `broader` is the group that a kind is in, "" if in none."""

    id: str
    zh: str
    en: str
    kinds: frozenset[Kind]
    broader: str = ""


GROUPS: tuple[Type, ...] = (
    Type("Organisation", "组织", "organisation", ORGANISATIONS),
    Type("Platform", "平台", "platform", PLATFORMS),
)


def _broader(kind: Kind) -> str:
    return next((group.id for group in GROUPS if kind in group.kinds), "")


TYPES: dict[str, Type] = {
    one.id: one
    for one in (
        *GROUPS,
        *(
            Type(str(kind), definition.zh, definition.en, frozenset({kind}), _broader(kind))
            for kind, definition in KINDS.items()
        ),
    )
}
"""Every type by its id: the kinds, and before them the groups that are broader."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property: a field of the entity, one that its kind has, or a relation in one direction.

    `outgoing` is None for a field, and for a symmetric relation, which has no direction.
    """

    id: str
    zh: str
    en: str
    relation: RelationType | None = None
    outgoing: bool | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that can have it."""
        if self.relation is None:
            return frozenset(KINDS)
        definition = RELATIONS[self.relation]
        if self.outgoing is None:
            return definition.sources | definition.targets
        return definition.sources if self.outgoing else definition.targets

    @property
    def value_type(self) -> Type | None:
        """The type of its values, where they are entities of one type."""
        if self.relation is None:
            return None
        definition = RELATIONS[self.relation]
        kinds = definition.sources if self.outgoing is False else definition.targets
        return next((one for one in TYPES.values() if one.kinds == kinds), None)


_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("id", "编号", "id"),
    ("name", "名称", "name"),
    ("name_en", "英文名", "English name"),
    ("aliases", "别名", "aliases"),
    ("description", "说明", "description"),
    ("kind", "类别", "kind"),
    ("status", "状态", "status"),
    ("chain", "链", "chain"),
    ("region", "区域", "region"),
    ("since", "开始日期", "since"),
    ("until", "结束日期", "until"),
    ("record_ids", "记录编号", "ids of its records"),
    ("datasets", "数据集", "data sets"),
    ("sources", "来源", "sources"),
    ("stages", "阶段", "stages"),
    ("accreditations", "资质", "accreditations"),
    ("amount", "金额", "amount"),
    ("currency", "币种", "currency"),
)
"""The fields of an entity, and the properties of kinds that tables have columns for. Any other property
of an entity can be asked for by its name and is not proposed."""


def _of_relation(name: RelationType, definition: RelationDefinition) -> tuple[Property, ...]:
    english = name.replace("_", " ").lower()
    if definition.symmetric:
        return (Property(str(name), definition.zh, english, name),)
    return (
        Property(f"{name}>", f"{definition.zh} →", f"{english} →", name, outgoing=True),
        Property(f"{name}<", f"← {definition.zh}", f"← {english}", name, outgoing=False),
    )


PROPERTIES: dict[str, Property] = {
    one.id: one
    for one in (
        *(Property(*field) for field in _FIELDS),
        *(one for name, definition in RELATIONS.items() for one in _of_relation(name, definition)),
    )
}
"""Every property that is proposed, by its id: `HOSTS>` goes out from the entity, `HOSTS<` comes in."""


def property_named(name: str) -> Property | None:
    """The property of an id; that of any name that a property of an entity can have; None for neither."""
    known = PROPERTIES.get(name)
    if known is None and PROPERTY_NAME.fullmatch(name):
        return Property(name, name, name)
    return known


def properties_of(kinds: Collection[Kind]) -> list[Property]:
    """The properties that an entity of one of the kinds can have."""
    return [one for one in PROPERTIES.values() if not one.kinds.isdisjoint(kinds)]


def kinds_of(types: Collection[str], joined: Callable[..., frozenset[Kind]]) -> frozenset[Kind]:
    """The kinds of the types, joined as told: `frozenset.union` or `frozenset.intersection`.

    A type that there is not has no kinds.
    """
    groups = [TYPES[one].kinds if one in TYPES else frozenset[Kind]() for one in types]
    return joined(*groups) if groups else frozenset(KINDS)
