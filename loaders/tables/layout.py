"""The sheets of a user's workbook: which columns each has, and which relation a column states."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain import (
    KINDS,
    ORGANISATIONS,
    PLATFORMS,
    RELATIONS,
    Kind,
    NotFoundError,
    RelationType,
)
from graph_api.domain.names import normalise
from loaders.tables.vocabulary import KIND_WORDS

EXAMPLE = "示例（读入时忽略）"
"""What stands in the first cell of a row that shows how to fill in a sheet and is not read."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose items are the other ends of relations of the row's entity.

    Where the entity is the end that the relation goes to, `is_incoming`. An item that names no
    entity of the workbook becomes an entity of the kind `makes`, where that is given.
    """

    key: str
    type: RelationType
    is_incoming: bool = False
    role: str | None = None
    makes: Kind | None = None

    @property
    def own_kinds(self) -> frozenset[Kind]:
        """The kinds of entity that may have this column filled in."""
        definition = RELATIONS[self.type]
        return definition.targets if self.is_incoming else definition.sources

    @property
    def other_kinds(self) -> frozenset[Kind]:
        """The kinds of what the items name."""
        if self.makes is not None:
            return frozenset({self.makes})
        definition = RELATIONS[self.type]
        return definition.sources if self.is_incoming else definition.targets


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of entities: its name, the kinds it is for, its columns in order, an example row."""

    name: str
    zh: str
    kinds: tuple[Kind, ...]
    columns: tuple[str, ...]
    example: Mapping[str, str]

    @property
    def example_row(self) -> Mapping[str, str]:
        """The example with its mark in the first cell."""
        return {**self.example, self.columns[0]: EXAMPLE}

    @property
    def default_kind(self) -> Kind | None:
        """The kind of a row that names none, where the sheet is for one kind alone."""
        return self.kinds[0] if len(self.kinds) == 1 else None


LINKS: dict[str, Link] = {
    link.key: link
    for link in (
        Link("technologies", RelationType.RESEARCHES, makes=Kind.TECHNOLOGY),
        Link("products", RelationType.PRODUCES, makes=Kind.PRODUCT),
        Link("industries", RelationType.IN_INDUSTRY, makes=Kind.INDUSTRY),
        Link("located_in", RelationType.LOCATED_IN),
        Link("operators", RelationType.OPERATES, is_incoming=True),
        Link("providers", RelationType.OFFERS, is_incoming=True),
        Link("owners", RelationType.NEEDS, is_incoming=True),
        Link("customers", RelationType.SERVES),
        Link("organisations", RelationType.WORKS_AT),
        Link("leads", RelationType.PARTICIPATES_IN, is_incoming=True, role="牵头"),
        Link("participants", RelationType.PARTICIPATES_IN, is_incoming=True, role="参加"),
        Link("recipients", RelationType.FUNDS),
        Link("funders", RelationType.FUNDS, is_incoming=True),
    )
}
_SUBJECTS = ("technologies", "products", "industries")
_ABOUT = {key: Link(key, RelationType.ABOUT, makes=LINKS[key].makes) for key in _SUBJECTS}
_SERVED = {"industries": Link("industries", RelationType.SERVES, makes=Kind.INDUSTRY)}
_PROVIDED = {"providers": Link("providers", RelationType.PROVIDES, is_incoming=True)}


def link_of(key: str, kind: Kind) -> Link | None:
    """The relation that a column states for an entity of this kind; None where it states none."""
    first = {
        **(_ABOUT if kind in RELATIONS[RelationType.ABOUT].sources else {}),
        **(_SERVED if kind in PLATFORMS | {Kind.LABORATORY, Kind.COMPLEX} else {}),
        **(_PROVIDED if kind is Kind.FINANCE_PRODUCT else {}),
    }
    return first.get(key) or LINKS.get(key)


_FIRST = ("id", "kind", "name", "aliases", "name_en", "status")
_LAST = ("since", "until", "chain", "description", "evidence")
_RELATIONS_NAME = "relations"

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "organisations",
        "组织",
        tuple(kind for kind in Kind if kind in ORGANISATIONS),
        (
            *_FIRST,
            "uscc",
            "stock",
            "region",
            "located_in",
            "industries",
            "products",
            "technologies",
            "services",
            "amount",
            "currency",
            *_LAST,
        ),
        {
            "kind": "企业",
            "name": "某某紧固件有限公司",
            "aliases": "某某紧固件；某某股份",
            "status": "运行",
            "uscc": "91330211MA00000000",
            "region": "330211",
            "industries": "紧固件制造",
            "products": "高强度螺栓；螺母",
            "amount": "500万元",
            "since": "2003-05-16",
        },
    ),
    Sheet(
        "platforms",
        "平台",
        (*(kind for kind in Kind if kind in PLATFORMS), Kind.LABORATORY, Kind.EQUIPMENT),
        (
            *_FIRST,
            "operators",
            "located_in",
            "region",
            "services",
            "stages",
            "accreditations",
            "technologies",
            "industries",
            *_LAST,
        ),
        {
            "kind": "公共服务平台",
            "name": "某某检测中心",
            "status": "在建",
            "operators": "某某研究院",
            "services": "检验检测、标准信息",
            "stages": "中试熟化",
            "accreditations": "CNAS；CMA",
        },
    ),
    Sheet(
        "offers",
        "服务项",
        (Kind.OFFER,),
        (
            "id",
            "name",
            "providers",
            "services",
            "status",
            "technologies",
            "products",
            "industries",
            "customers",
            "stages",
            "accreditations",
            "amount",
            "currency",
            *_LAST,
        ),
        {
            "name": "盐雾试验",
            "providers": "某某检测中心",
            "services": "检验检测",
            "products": "紧固件",
            "stages": "生产过程",
        },
    ),
    Sheet(
        "needs",
        "需求",
        (Kind.NEED,),
        (
            "id",
            "name",
            "owners",
            "services",
            "status",
            "technologies",
            "products",
            "industries",
            "stages",
            "region",
            "amount",
            "currency",
            *_LAST,
        ),
        {
            "name": "紧固件表面处理工艺改进",
            "owners": "某某紧固件有限公司",
            "services": "技术研发",
            "technologies": "表面处理",
            "stages": "中试熟化",
            "amount": "30万元",
            "until": "2026-12-31",
        },
    ),
    Sheet(
        "people",
        "人才",
        (Kind.PERSON,),
        (
            "id",
            "name",
            "name_en",
            "organisations",
            "position",
            "technologies",
            "status",
            *_LAST,
        ),
        {
            "name": "张某某",
            "organisations": "某某研究院",
            "position": "研究员",
            "technologies": "表面处理；磁性材料",
        },
    ),
    Sheet(
        "funds",
        "资金",
        (Kind.FUND, Kind.FINANCE_PRODUCT, Kind.SUBSIDY),
        (*_FIRST, "providers", "amount", "currency", "recipients", "region", *_LAST),
        {
            "kind": "金融产品",
            "name": "某某科技贷",
            "providers": "某某银行",
            "amount": "1000万元",
            "until": "2026-12-31",
        },
    ),
    Sheet(
        "projects",
        "项目",
        (Kind.PROJECT,),
        (
            "id",
            "name",
            "name_en",
            "leads",
            "participants",
            "funders",
            "amount",
            "currency",
            "technologies",
            "products",
            "industries",
            "status",
            *_LAST,
        ),
        {
            "name": "某某材料中试技术研究",
            "leads": "某某研究院",
            "participants": "某某紧固件有限公司；某某大学",
            "amount": "120万元",
            "since": "2021-01-01",
            "until": "2023-12-31",
        },
    ),
)
OTHERS = Sheet(
    "others",
    "其他",
    tuple(kind for kind in Kind if all(kind not in sheet.kinds for sheet in SHEETS)),
    (*_FIRST, "region", "located_in", "amount", "currency", *_LAST),
    {"kind": "产品", "name": "高强度螺栓", "aliases": "高强螺栓"},
)
RELATIONS_SHEET = Sheet(
    _RELATIONS_NAME,
    "关系",
    (),
    ("from", "type", "to", "modality", "role", "weight", "since", "until", "rule", "evidence"),
    {
        "type": "供给",
        "to": "乙公司",
        "modality": "事实",
        "since": "2024-01-01",
    },
)
ALL_SHEETS = (*SHEETS, OTHERS, RELATIONS_SHEET)
TEMPLATES = (*(sheet.name for sheet in ALL_SHEETS), "all")
"""The names of templates; the name of a kind, in English or Chinese, is one as well."""


def sheet_of_kind(kind: Kind) -> Sheet:
    """The sheet that an entity of this kind stands on."""
    return next((sheet for sheet in SHEETS if kind in sheet.kinds), OTHERS)


def sheets_of_template(name: str) -> tuple[Sheet, ...]:
    """The sheets of a template: of its name, of a kind alone, or all of them.

    Raises NotFoundError that lists the names.
    """
    if normalise(name) in ("all", "全部"):
        return ALL_SHEETS
    sheet = sheet_named(name)
    if sheet is None:
        message = (
            f"there is no template {name!r}; choose one of {', '.join(TEMPLATES)}, "
            f"or a kind such as {', '.join(list(Kind)[:5])}"
        )
        raise NotFoundError(message)
    return (sheet,)


def sheet_named(name: str) -> Sheet | None:
    """The sheet of this name in English or Chinese, or that of a kind alone; None for another name."""
    plain = normalise(name)
    for sheet in ALL_SHEETS:
        if plain in (normalise(sheet.name), normalise(sheet.zh)):
            return sheet
    if not KIND_WORDS.has(name):
        return None
    return _sheet_of_one(KIND_WORDS.value(name))


def _sheet_of_one(kind: Kind) -> Sheet:
    """The sheet of a kind with a row of that kind as its example."""
    sheet = sheet_of_kind(kind)
    shown = {"kind": KINDS[kind].zh} if "kind" in sheet.columns else {}
    example = sheet.example if KIND_WORDS.value(sheet.example.get("kind", kind)) is kind else {}
    name = {"name": f"某某{KINDS[kind].zh}"}
    kept = tuple(key for key in sheet.columns if _fits(key, kind))
    return Sheet(str(kind), KINDS[kind].zh, (kind,), kept, {**name, **example, **shown})


def _fits(key: str, kind: Kind) -> bool:
    """Whether a column means something for a kind."""
    link = link_of(key, kind)
    if key == "services":
        return (
            kind
            in RELATIONS[RelationType.OFFERS].sources | RELATIONS[RelationType.OF_SERVICE].sources
        )
    if key in ("uscc", "stock"):
        return kind in ORGANISATIONS and (key == "uscc" or kind is Kind.ENTERPRISE)
    return link is None or kind in link.own_kinds


EXAMPLES = frozenset(
    frozenset(sheet.example_row.items())
    for sheet in (*ALL_SHEETS, *(_sheet_of_one(kind) for kind in Kind))
)
"""The example rows of all templates, as cells by key."""
