"""The register of enterprises of Zhejiang: who they are, where they stand, what they may do.

A branch (分公司, 支行, 营业部) is registered by itself and is an enterprise of its own.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    NotFoundError,
    Record,
    Rejected,
    Relation,
    RelationType,
    Source,
    Value,
)
from loaders.business import business_words
from loaders.cells import QUOTE, check_readable, known, needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.keys import name_id
from loaders.reading import Row, looks_garbled
from loaders.reference import region_entity
from loaders.regions import TABLES as AIDS
from loaders.regions import Ambiguous, Found, Gazetteer, Place, gazetteer_of
from loaders.values import iso_date, money

NAME = "registry-zhejiang"
REGION_RULE = "region-from-address"
LONGEST_SCOPE = 20_000

NAME_COLUMN, CODE_COLUMN, DATE_COLUMN = "企业名称", "统一社会信用代码", "注册日期"
TYPE_COLUMN, CAPITAL_COLUMN, SCOPE_COLUMN = "企业类型", "注册资金", "经营范围"
PROVINCE_COLUMN, CITY_COLUMN, ADDRESS_COLUMN = "所在省份", "地区", "注册地址"
COLUMNS = (
    NAME_COLUMN,
    CODE_COLUMN,
    DATE_COLUMN,
    TYPE_COLUMN,
    CAPITAL_COLUMN,
    SCOPE_COLUMN,
    PROVINCE_COLUMN,
    CITY_COLUMN,
    ADDRESS_COLUMN,
)
_WHOLE, _PART = "enterprises", "zhenhai"
_OLD_NUMBER = re.compile(r"[0-9A-Za-z]{6,30}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIGIT = re.compile(r"[0-9０-９]")


def mappers(inputs: Inputs) -> Mapping[str, Mapper]:
    """One mapper for the whole register and its parts. Raises NotFoundError where there is neither."""
    if not (inputs.has(_WHOLE) or inputs.has(_PART)):
        raise NotFoundError(f"{NAME} needs enterprises.csv or zhenhai.csv, and there is neither")
    mapper = _Register(gazetteer_of(inputs)).records
    return {_WHOLE: mapper, _PART: mapper}


class _Register:
    """The rows of one load; each region that they name is stated once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._stated: set[str] = set()

    def records(self, row: Row) -> Iterator[Record]:
        """The enterprise of a row, where it stands, and what of the row could not be taken."""
        check_readable(row, NAME_COLUMN)
        name = needed(row, NAME_COLUMN)
        said = {column: known(row, column) for column in COLUMNS}
        faults: list[Rejected] = []
        entity_id, properties = _identity(row, said[CODE_COLUMN], name, faults)
        if _has_shifted(said):
            kept = "the enterprise with its name, code, date and place"
            reason = "holds what belongs elsewhere: the columns of this row have shifted"
            faults.append(_fault(row, "columns-shifted", CAPITAL_COLUMN, reason, kept))
            said[CAPITAL_COLUMN] = said[TYPE_COLUMN] = said[SCOPE_COLUMN] = ""
        scope = _words(row, SCOPE_COLUMN, said, faults)[:LONGEST_SCOPE]
        address = _words(row, ADDRESS_COLUMN, said, faults)
        if said[CAPITAL_COLUMN]:
            properties |= _capital(row, said[CAPITAL_COLUMN], faults)
        texts = {"enterprise_type": said[TYPE_COLUMN], "address": address}
        properties |= {key: text for key, text in texts.items() if text}
        if words := business_words(scope):
            properties["business"] = words
        since = _since(row, said[DATE_COLUMN], faults)
        place, column = self._place(row, said, address, faults)
        yield Entity(
            entity_id,
            Kind.ENTERPRISE,
            name,
            (Evidence(row.source, name[:QUOTE]),),
            description=scope or None,
            region=place.id if place else None,
            since=since,
            properties=properties,
        )
        if place:
            yield from self._location(row, entity_id, place, column)
        yield from faults

    def _place(
        self, row: Row, said: Mapping[str, str], address: str, faults: list[Rejected]
    ) -> tuple[Place | None, str]:
        """The region that the columns state or, within that, the address says; and the column of it."""
        province, city = said[PROVINCE_COLUMN], said[CITY_COLUMN]
        stated = self._gazetteer.named(province=province, city=city)
        answer = self._gazetteer.find(address, province=province, city=city) if address else None
        if isinstance(answer, Found):
            place = answer.place
            if stated is None or (place != stated and place.code.startswith(stated.prefix)):
                return place, ADDRESS_COLUMN
            if not stated.code.startswith(place.prefix):
                reason = f"says {place.full_name}, but its columns say {stated.full_name}"
                kept = f"the enterprise in {stated.full_name}"
                faults.append(_fault(row, "region-contradicts", ADDRESS_COLUMN, reason, kept))
        if isinstance(answer, Ambiguous):
            reason = f"may mean {' or '.join(place.full_name for place in answer.places)}"
            kept = f"the enterprise in {stated.full_name}" if stated else "the enterprise, nowhere"
            faults.append(_fault(row, "region-ambiguous", ADDRESS_COLUMN, reason, kept))
        elif stated is None:
            reason = "names no region that GB/T 2260 has"
            kept = "the enterprise, nowhere"
            faults.append(_fault(row, "region-unknown", ADDRESS_COLUMN, reason, kept))
        return stated, CITY_COLUMN

    def _location(self, row: Row, entity_id: str, place: Place, column: str) -> Iterator[Record]:
        evidence = (Evidence(row.source, row.get(column)[:QUOTE]),)
        if place.id not in self._stated:
            self._stated.add(place.id)
            yield region_entity(place, evidence[0])
        inferred = column == ADDRESS_COLUMN
        yield Relation(
            entity_id,
            RelationType.LOCATED_IN,
            place.id,
            Modality.INFERRED if inferred else Modality.FACT,
            evidence,
            properties={"rule": REGION_RULE} if inferred else {},
        )


def _identity(
    row: Row, written: str, name: str, faults: list[Rejected]
) -> tuple[str, dict[str, Value]]:
    """The id of the enterprise; a wrong code is a fault and a property, and another id stands for it.

    Raises RowFaultError where the cell holds words, as in a row whose columns have shifted.
    """
    code = unicodedata.normalize("NFKC", written)
    try:
        return f"uscc:{uscc.validate(code)}", {}
    except ValidationError:
        pass
    if not code.isascii():
        reason = f"{row.place(CODE_COLUMN)} is no code; see whether the columns have shifted"
        raise RowFaultError("columns-shifted", reason, field=CODE_COLUMN, value=written[:QUOTE])
    reason = "has a wrong length or check digit (GB 32100-2015)" if code else "is empty"
    kept = "the enterprise without its code"
    faults.append(_fault(row, "uscc-wrong", CODE_COLUMN, reason, kept))
    flagged: dict[str, Value] = {"uscc_flagged": written} if written else {}
    if _OLD_NUMBER.fullmatch(code):
        return f"{NAME}:code-{code}", flagged
    return name_id(NAME, "enterprise", name), flagged


def _has_shifted(said: Mapping[str, str]) -> bool:
    """Whether words stand where the capital should, or digits where the type should."""
    capital, kind = said[CAPITAL_COLUMN], said[TYPE_COLUMN]
    words = bool(capital) and _DIGIT.search(capital) is None
    return words or (bool(kind) and _DIGIT.search(kind) is not None)


def _since(row: Row, date: str, faults: list[Rejected]) -> str | None:
    if not date:
        return None
    try:
        return iso_date(date)
    except ValueError as error:
        kept = "the enterprise without its date"
        faults.append(_fault(row, "date-unreadable", DATE_COLUMN, f"is no date: {error}", kept))
        return None


def _capital(row: Row, capital: str, faults: list[Rejected]) -> dict[str, Value]:
    """The capital in units of its currency, yuan for CNY."""
    try:
        amount, currency = money(capital)
    except ValueError as error:
        kept = "the enterprise without its capital"
        reason = f"is no amount: {error}"
        faults.append(_fault(row, "capital-unreadable", CAPITAL_COLUMN, reason, kept))
        return {}
    return {"capital": amount, "capital_currency": currency}


def _words(row: Row, column: str, said: Mapping[str, str], faults: list[Rejected]) -> str:
    """The text of the cell without control characters; "" and a fault where it is spoilt."""
    text = _CONTROLS.sub("", said[column])
    if text.isascii() or not looks_garbled(text):
        return text
    kept = "the enterprise without this text"
    faults.append(_fault(row, "text-garbled", column, "went through a wrong decoding", kept))
    return ""


def _fault(row: Row, rule: str, column: str, said: str, kept: str) -> Rejected:
    value = row.get(column)[:QUOTE]
    return Rejected(row.source, f"{row.place(column)} {said}", column, value, kept, rule)


DATASET = Dataset(
    name=NAME,
    title="Register of enterprises of Zhejiang, 1980-2004",
    title_zh="浙江省工商登记企业（1980—2004）",
    sources=(
        Source(
            id=NAME,
            title="浙江省工商企业注册信息（1980—2004 年注册）",
            licence="CC BY-NC-SA 4.0",
        ),
    ),
    tables=(
        *AIDS,
        Table(_WHOLE, "enterprises*", COLUMNS, needed=False),
        Table(_PART, "zhenhai*", COLUMNS, needed=False),
    ),
    mappers=mappers,
)
