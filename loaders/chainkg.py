"""ChainKG: the listed companies of China, what they produce, and what is made from what.

Codes of companies and industries are kept; products and industries that have a name alone get an id
from it. What stands in the tables of sales but is no product (balancing items, sums) is rejected.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Rejected,
    Relation,
    RelationType,
    Source,
    Status,
    Value,
)
from loaders.cells import QUOTE, check_readable, known, needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.keys import name_id
from loaders.reading import Row
from loaders.values import decimal, iso_date

NAME = "chainkg"
HIERARCHY_RULE = "industry-code-prefix"

MATERIAL, OUTCOME, VARIETY = "上游材料", "下游产品", "产品小类"
SELLS, BELONGS, UPSTREAM = "主营产品", "所属行业", "上游产业"

FAKE_PRODUCT = re.compile(
    r".*(?:抵销|抵消|抵减|冲销|冲减|追溯调整).*"  # what segments sold to each other, taken out
    r"|平衡项目?|调整项目?|差额|尾差"
    r"|(?:未|不可|无法|待)(?:分配|分摊).*"
    r"|.*(?:小计|合计|总计|共计)"
    r"|其[他它余](?:主营|非主营)?(?:业务|产品|商品|项目|收入|服务|类)*"
    r"|(?:报告)?分部[一二三四五六七八九十0-9]*|(?:公司内部|各|公司内)?各?业务分部"
    r"|(?:集团|公司|股份|企业|管理|业务|公司管理)?(?:总部|本部)(?:分部|业务|管理|投资|与投资)?"
    r"|(?:境内|境外|国内|国外|海外)(?:业务|分部|经营|地区|公司|子公司)?|[内外]销"
    r"|.*母公司|公司|本公司|集团|主营|非?主营业务|营业收入|说明|备注|合并"
    r"|(?:并?经|应当依法|应取得|须依法|依照有关|依据|任何|国家|有关)(?:.*(?:批准后?|核准|许可审批|法律|法规|相关程序)|登记)"
    r"|(?:在法律|以上范围|具体以|企业可以按|不含).*|行政法规"
)
"""Lines of reports on sales that name no product: balancing items, sums, remainders, units of the firm
and regions, and clauses of law that were cut out of a scope of business."""

_STOCK_CODE = re.compile(r"([0-9]{6})(?:\.?(?:SH|SZ|BJ))?", re.ASCII | re.IGNORECASE)
_INDUSTRY_CODE = re.compile(r"[0-9]{6}", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def mappers(inputs: Inputs) -> Mapping[str, Mapper]:
    """The mappers of one load, which share what has been stated."""
    companies = _Companies(inputs)
    industries = _Industries()
    products = _Products()
    return {
        "company": companies.company,
        "industry": industries.industry,
        "product": products.product,
        "cp": lambda row: products.produces(row, companies),
        "pp": products.made_from,
        "ci": lambda row: industries.membership(row, companies),
        "ii_code": industries.by_code,
        "ii_name": industries.by_name,
    }


class _Companies:
    """The companies by stock code. A code that rows with several dates of listing share is contested."""

    def __init__(self, inputs: Inputs) -> None:
        dates: defaultdict[str, set[str]] = defaultdict(set)
        for row in inputs.rows("company"):
            match, date = _STOCK_CODE.fullmatch(row.get("code")), row.get("list_date")
            if match and date[:1].isdecimal():
                dates[match[1]].add(date)
        self._contested = {code for code, listed in dates.items() if len(listed) > 1}
        self._names: defaultdict[str, set[str]] = defaultdict(set)

    def company(self, row: Row) -> Iterator[Record]:
        """A listed company under its full name, the short one an alias."""
        check_readable(row, "name", "fullname")
        code = self._code(row, "code")
        short = needed(row, "name")
        full = known(row, "fullname") or short
        known_names = self._names[code]
        if code in self._contested and not _shortens(short, full):
            reason = f"{row.place('fullname')} is one of several companies under the code {code}"
            kept = "the company under its short name"
            yield Rejected(row.source, reason, "fullname", full, kept, "stock-code-twice")
            yield _entity(f"stock:{code}", Kind.ENTERPRISE, short, row)
            known_names.add(short)
            return
        if known_names - {full, short}:
            reason = (
                f"{row.place('code')}: the code {code} stands on another row with another full name"
            )
            kept = "the full name of this row as an alias"
            yield Rejected(row.source, reason, "code", row.get("code"), kept, "stock-code-twice")
        known_names.add(full)
        properties, faults = _listing(row)
        company = _entity(f"stock:{code}", Kind.ENTERPRISE, full, row)
        aliases = (short,) if short != full else ()
        yield replace(company, aliases=aliases, properties=properties)
        yield from faults

    def id_in(self, row: Row, column: str) -> str:
        """The id of the company that a cell names. Raises RowFaultError where no row of company states it."""
        code = self._code(row, column)
        if code not in self._names:
            reason = f"{row.place(column)}: no row of company has the code {code}"
            raise RowFaultError("company-unknown", reason, field=column, value=row.get(column))
        return f"stock:{code}"

    def _code(self, row: Row, column: str) -> str:
        match = _STOCK_CODE.fullmatch(row.get(column))
        if match is None:
            reason = f"{row.place(column)} is no stock code: six digits, then SH, SZ, BJ or nothing"
            raise RowFaultError("stock-code", reason, field=column, value=row.get(column))
        return match[1]


class _Industries:
    """The industries by code and by name."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._codes: set[str] = set()

    def industry(self, row: Row) -> Iterator[Record]:
        """A class of industry: `chainkg:industry-720902`."""
        check_readable(row, "name")
        code, name = self._code(row, "code"), needed(row, "name")
        entity_id = f"{NAME}:industry-{code}"
        if self._ids.setdefault(name, entity_id) != entity_id:
            reason = f"{row.place('name')}: {name} has another code already, which relations by name mean"
            kept = "the industry under this code as well"
            yield Rejected(row.source, reason, "name", name, kept, "industry-name-twice")
        self._codes.add(code)
        yield _class(entity_id, name, row)

    def membership(self, row: Row, companies: _Companies) -> Iterator[Record]:
        """A company in its industry."""
        _check_label(row, BELONGS)
        company = companies.id_in(row, "company")
        yield _relation(row, company, RelationType.IN_INDUSTRY, self._id_in(row, "industry"))

    def by_code(self, row: Row) -> Iterator[Record]:
        """An edge between codes: of the hierarchy where the one code begins the other, whatever its label.

        720902 is part of 720900 and this of 720000. An edge between other codes is what its label says.
        """
        _check_label(row, UPSTREAM)
        lower, upper = self._id_in(row, "from_code"), self._id_in(row, "to_code")
        if not _is_above(upper, lower):
            yield _relation(row, upper, RelationType.UPSTREAM_OF, lower)
            return
        yield Relation(
            lower,
            RelationType.PART_OF,
            upper,
            Modality.INFERRED,
            (Evidence(row.source, _line(row)),),
            properties={"rule": HIERARCHY_RULE},
        )
        reason = (
            f"{row.place('rel')} says {UPSTREAM}, but the codes are those of a class and its part"
        )
        kept = "the relation as PART_OF"
        yield Rejected(row.source, reason, "rel", row.get("rel"), kept, "hierarchy-as-upstream")

    def by_name(self, row: Row) -> Iterator[Record]:
        """An industry and one that it takes from. A name without a code is an industry known by name."""
        _check_label(row, UPSTREAM)
        check_readable(row, "industry", "upstream_industry")
        names = [needed(row, column) for column in ("upstream_industry", "industry")]
        for name in names:
            if name not in self._ids:
                self._ids[name] = name_id(NAME, "industry", name)
                yield _class(self._ids[name], name, row)
        upstream, industry = (self._ids[name] for name in names)
        if upstream == industry:
            raise _self_relation(row, "upstream_industry")
        yield _relation(row, upstream, RelationType.UPSTREAM_OF, industry)

    def _id_in(self, row: Row, column: str) -> str:
        code = self._code(row, column)
        if code not in self._codes:
            reason = f"{row.place(column)}: no row of industry has the code {code}"
            raise RowFaultError("industry-unknown", reason, field=column, value=code)
        return f"{NAME}:industry-{code}"

    def _code(self, row: Row, column: str) -> str:
        code = row.get(column)
        if _INDUSTRY_CODE.fullmatch(code) is None:
            reason = f"{row.place(column)} is no code of an industry: six digits"
            raise RowFaultError("industry-code", reason, field=column, value=code)
        return code


class _Products:
    """The products by every spelling of their names; each spelling is stated once."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._stated: set[str] = set()

    def product(self, row: Row) -> Iterator[Record]:
        """A product by its name."""
        entity_id = self._id_in(row, "name")
        self._stated.add(row.cells["name"])
        yield _entity(entity_id, Kind.PRODUCT, _cleaned(row.cells["name"]), row)

    def produces(self, row: Row, companies: _Companies) -> Iterator[Record]:
        """A company and what it sells, with the share that this has of its sales."""
        _check_label(row, SELLS)
        company = companies.id_in(row, "company")
        product = self._id_in(row, "product")
        yield from self._new(row, "product")
        weight, fault = _weight(row)
        yield _relation(row, company, RelationType.PRODUCES, product, weight)
        if fault:
            yield fault

    def made_from(self, row: Row) -> Iterator[Record]:
        """Two products: `to` is a material of `from` (上游材料), made of it (下游产品), or a variety (产品小类)."""
        one, other = self._id_in(row, "from_product"), self._id_in(row, "to_product")
        if one == other:
            raise _self_relation(row, "to_product")
        label = row.cells["rel"]
        if label == MATERIAL:
            relation = _relation(row, other, RelationType.UPSTREAM_OF, one)
        elif label == VARIETY:
            relation = _relation(row, other, RelationType.PART_OF, one)
        elif label == OUTCOME:
            relation = _relation(row, one, RelationType.UPSTREAM_OF, other)
        else:
            raise _unknown_label(row, MATERIAL, OUTCOME, VARIETY)
        yield from self._new(row, "from_product")
        yield from self._new(row, "to_product")
        yield relation

    def _id_in(self, row: Row, column: str) -> str:
        """The id of the product that a cell names. Raises RowFaultError where it names none."""
        text = row.cells[column]
        found = self._ids.get(text)
        if found is None:
            check_readable(row, column)
            name = _cleaned(needed(row, column))
            if FAKE_PRODUCT.fullmatch(name):
                reason = f"{row.place(column)}: {name} is a line of a report and no product"
                raise RowFaultError("fake-product", reason, field=column, value=text)
            found = self._ids[text] = name_id(NAME, "product", name)
        return found

    def _new(self, row: Row, column: str) -> Iterator[Entity]:
        """The product of the cell, where this spelling has not been stated yet."""
        text = row.cells[column]
        if text not in self._stated:
            self._stated.add(text)
            yield _entity(self._ids[text], Kind.PRODUCT, _cleaned(text), row)


def _entity(entity_id: str, kind: Kind, name: str, row: Row) -> Entity:
    return Entity(entity_id, kind, name, (Evidence(row.source, name[:QUOTE]),))


def _class(entity_id: str, name: str, row: Row) -> Entity:
    evidence = (Evidence(row.source, name[:QUOTE]),)
    return Entity(entity_id, Kind.INDUSTRY, name, evidence, status=Status.NORMATIVE)


def _relation(
    row: Row, from_id: str, relation: RelationType, to_id: str, weight: float | None = None
) -> Relation:
    evidence = (Evidence(row.source, _line(row)),)
    return Relation(from_id, relation, to_id, Modality.FACT, evidence, weight=weight)


def _line(row: Row) -> str:
    """The row as its table writes it, cut to the length of a quote."""
    return ",".join(row.cells.values())[:QUOTE]


def _cleaned(name: str) -> str:
    """The name without control characters and without a quotation mark that has lost its partner."""
    plain = _CONTROLS.sub("", name)
    return plain.strip('"').strip() if plain.count('"') % 2 else plain


def _weight(row: Row) -> tuple[float | None, Rejected | None]:
    """The share of sales, 0 to 1; another number is no share and is rejected alone."""
    text = row.cells["weight"]
    if not text:
        return None, None
    try:
        weight = decimal(text)
    except ValueError as error:
        rule, reason = "weight-unreadable", f"{row.place('weight')}: {error}"
    else:
        if 0 <= weight <= 1:
            return weight, None
        rule, reason = "weight-out-of-range", f"{row.place('weight')} is no share between 0 and 1"
    kept = "the relation without its weight"
    return None, Rejected(row.source, reason, "weight", text, kept, rule)


def _listing(row: Row) -> tuple[dict[str, Value], list[Rejected]]:
    """Where and since when the company is listed."""
    properties: dict[str, Value] = {}
    faults = []
    exchange, date = known(row, "exchange"), known(row, "list_date")
    if exchange.endswith("交易所"):
        properties["exchange"] = exchange
    elif exchange:
        faults.append(_listing_fault(row, "exchange", "is no exchange"))
    try:
        properties |= {"listed_on": iso_date(date)} if date else {}
    except ValueError as error:
        faults.append(_listing_fault(row, "list_date", f"is no date: {error}"))
    return properties, faults


def _listing_fault(row: Row, column: str, said: str) -> Rejected:
    reason, kept = f"{row.place(column)} {said}", "the company without this cell"
    return Rejected(row.source, reason, column, row.get(column), kept, "listing-unreadable")


def _shortens(short: str, full: str) -> bool:
    """Whether the characters of the short name stand in the full one in this order."""
    rest = iter(full)
    return all(character in rest for character in short)


def _is_above(upper: str, lower: str) -> bool:
    """Whether the one code is that of a class and the other one of its part: 720900 of 720902."""
    stem = upper.removesuffix("00").removesuffix("00")
    return upper != lower and lower.startswith(stem) and not stem.endswith("00")


def _check_label(row: Row, label: str) -> None:
    if row.cells["rel"] != label:
        raise _unknown_label(row, label)


def _unknown_label(row: Row, *labels: str) -> RowFaultError:
    reason = (
        f"{row.place('rel')} is not {' or '.join(labels)}; see whether the columns have shifted"
    )
    return RowFaultError("label-unknown", reason, field="rel", value=row.get("rel"))


def _self_relation(row: Row, column: str) -> RowFaultError:
    reason = f"{row.place(column)} names what the row starts from"
    return RowFaultError("self-relation", reason, field=column, value=row.get(column))


DATASET = Dataset(
    name=NAME,
    title="ChainKG: listed companies, products and industries of China",
    title_zh="ChainKG 产业链图谱：上市公司、产品与行业",
    sources=(
        Source(
            id=NAME, title="ChainKG 产业链知识图谱（A 股上市公司、行业、产品）", publisher="ChainKG"
        ),
    ),
    tables=(
        Table("company", "company.*", ("code", "name", "fullname", "exchange", "list_date")),
        Table("industry", "industry.*", ("code", "name")),
        Table("product", "product.*", ("name",)),
        Table("cp", "cp.*", ("company", "product", "rel", "weight")),
        Table("pp", "pp.*", ("from_product", "to_product", "rel")),
        Table("ci", "ci.*", ("company", "industry", "rel")),
        Table("ii_code", "ii_code.*", ("from_code", "to_code", "rel")),
        Table("ii_name", "ii_name.*", ("industry", "upstream_industry", "rel")),
    ),
    mappers=mappers,
)
