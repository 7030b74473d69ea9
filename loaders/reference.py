"""The skeleton that other data sets attach to: regions (GB/T 2260), industries (GB/T 4754), universities (MOE)."""

import re
from collections.abc import Iterator, Mapping

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
from loaders.cells import check_readable, known, needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.reading import Row
from loaders.regions import PLACEHOLDERS, Found, Gazetteer, Place, compact, gazetteer_of, whole_code

NAME = "reference"

_INDUSTRY_LEVELS = {"1": "门类", "2": "大类", "3": "中类", "4": "小类"}
_RUN_ON = re.compile(r"\s{2,}")
_UNIVERSITY = re.compile(r"[1-9][0-9](?P<province>[1-9][0-9])[0-9]{6}", re.ASCII)


def mappers(inputs: Inputs) -> Mapping[str, Mapper]:
    """The mappers of a load: regions know the whole gazetteer, universities are placed by it."""
    gazetteer = gazetteer_of(inputs)

    def province(row: Row) -> Iterator[Record]:
        return _region(row, gazetteer)

    def city(row: Row) -> Iterator[Record]:
        _check_code(row, provinceCode=2)
        return _region(row, gazetteer)

    def county(row: Row) -> Iterator[Record]:
        _check_code(row, provinceCode=2, cityCode=4)
        return _region(row, gazetteer)

    def university(row: Row) -> Iterator[Record]:
        return _university(row, gazetteer)

    return {
        "provinces": province,
        "cities": city,
        "areas": county,
        "industries": industry,
        "universities": university,
    }


def region_entity(place: Place, evidence: Evidence) -> Entity:
    """The region as every data set that names it states it: by name, the full name an alias."""
    aliases = (place.full_name,) if place.full_name != place.name else ()
    return Entity(place.id, Kind.REGION, place.name, (evidence,), aliases=aliases)


def industry(row: Row) -> Iterator[Record]:
    """A class of GB/T 4754, `gbt4754:C` or `gbt4754:C3311`, and the class it is part of."""
    check_readable(row, "name")
    level, section = row.get("level"), row.get("section")
    code = _industry_code(row, level, section)
    name, *run_on = _RUN_ON.split(needed(row, "name"))
    entity_id = f"gbt4754:{code}"
    evidence = Evidence(row.source, row.get("name"))
    yield Entity(
        entity_id,
        Kind.INDUSTRY,
        name,
        (evidence,),
        status=Status.NORMATIVE,
        properties={"level": _INDUSTRY_LEVELS[level]},
    )
    if run_on:
        yield Rejected(
            row.source,
            f"{row.place('name')} goes on after a gap with what is no part of the name",
            "name",
            row.get("name"),
            kept=f"the class, named {name}",
            rule="name-runs-on",
        )
    if level != "1":
        above = code[:-1] if level != "2" else section
        if row.get("parent") not in {above, above[1:]}:
            raise _industry_fault(row, "parent")
        yield _part_of(entity_id, f"gbt4754:{above}", row, "parent")


def _industry_code(row: Row, level: str, section: str) -> str:
    """Section and digits: `C`, `C33`, `C331`, `C3311`. A workbook may have lost a leading zero."""
    if not re.fullmatch("[A-T]", section):
        raise _industry_fault(row, "section")
    if level not in _INDUSTRY_LEVELS:
        raise _industry_fault(row, "level")
    code = row.get("code")
    if level == "1" and code == section:
        return section
    digits = code.zfill(int(level))
    if level == "1" or len(digits) != int(level) or not (digits.isascii() and digits.isdecimal()):
        raise _industry_fault(row, "code")
    return section + digits


def _industry_fault(row: Row, column: str) -> RowFaultError:
    reason = (
        f"{row.place(column)} does not agree with the other cells of the row: "
        f"GB/T 4754 has a section A to T, a level 1 to 4 and as many digits as the level"
    )
    return RowFaultError("industry-code", reason, field=column, value=row.get(column))


def _check_code(row: Row, **widths: int) -> None:
    """The codes of the regions above must be the beginning of the row's own."""
    for column, width in widths.items():
        if row.get(column) != row.get("code")[:width]:
            reason = f"{row.place(column)} is not the beginning of the code {row.get('code')!r}"
            raise RowFaultError("region-code", reason, field=column, value=row.get(column))


def _region(row: Row, gazetteer: Gazetteer) -> Iterator[Record]:
    """A region and the one it is part of.

    A placeholder such as 市辖区 states its province once more, to which its counties belong.
    """
    check_readable(row, "name")
    try:
        code = whole_code(row.get("code"))
    except ValueError as error:
        raise RowFaultError(
            "region-code", str(error), field="code", value=row.get("code")
        ) from error
    name = compact(needed(row, "name"))
    if name in PLACEHOLDERS:
        code = code[:2] + "0000"
        if code not in gazetteer.places:
            reason = f"{row.place('name')} stands for a province that is not in the tables"
            raise RowFaultError("region-above-unknown", reason, field="name", value=name)
    place = gazetteer.places[code]
    yield region_entity(place, Evidence(row.source, row.get("name")))
    if name in PLACEHOLDERS or code.endswith("0000"):
        return
    if place.above:
        yield _part_of(place.id, gazetteer.places[place.above].id, row, "code")
    else:
        yield Rejected(
            row.source,
            f"{row.place('code')}: neither the city nor the province of {code} is in the tables",
            "code",
            code,
            kept="the region without what it is part of",
            rule="region-above-unknown",
        )


def _university(row: Row, gazetteer: Gazetteer) -> Iterator[Record]:
    check_readable(row, "学校名称", "所在地")
    code = row.get("学校标识码")
    parts = _UNIVERSITY.fullmatch(code)
    if parts is None:
        reason = f"{row.place('学校标识码')} is not a 学校标识码 of ten digits"
        raise RowFaultError("university-code", reason, field="学校标识码", value=code)
    name = needed(row, "学校名称")
    entity_id = f"moe:{code}"
    yield Entity(
        entity_id,
        Kind.UNIVERSITY,
        compact(name),
        (Evidence(row.source, name),),
        properties=_university_properties(row),
    )
    seat = known(row, "所在地")
    if not seat:
        return
    province = gazetteer.places.get(parts["province"] + "0000")
    answer = gazetteer.find(seat, province=province.name if province else "")
    if isinstance(answer, Found):
        evidence = (Evidence(row.source, seat),)
        yield Relation(entity_id, RelationType.LOCATED_IN, answer.place.id, Modality.FACT, evidence)
    else:
        rule = "region-unknown" if answer is None else "region-ambiguous"
        reason = (
            f"{row.place('所在地')} names {'no region' if answer is None else 'several regions'}"
        )
        kept = "the university without its region"
        yield Rejected(row.source, reason, "所在地", seat, kept=kept, rule=rule)


def _university_properties(row: Row) -> dict[str, Value]:
    columns = {
        "authority": "主管部门",
        "seat": "所在地",
        "education_level": "办学层次",
        "remark": "备注",
    }
    texts = {key: known(row, column).replace("\\n", "、") for key, column in columns.items()}
    texts["seat"] = compact(known(row, "所在地"))
    return {key: text for key, text in texts.items() if text}


def _part_of(entity_id: str, above: str, row: Row, column: str) -> Relation:
    evidence = Evidence(row.source, row.get(column))
    return Relation(entity_id, RelationType.PART_OF, above, Modality.FACT, (evidence,))


DATASET = Dataset(
    name=NAME,
    title="Regions (GB/T 2260), industries (GB/T 4754-2017) and universities (MOE, 2017)",
    title_zh="行政区划代码（GB/T 2260）、国民经济行业分类（GB/T 4754-2017）、全国高等学校名单（2017）",
    sources=(
        Source(
            id=NAME,
            title="GB/T 2260 行政区划代码；GB/T 4754-2017 国民经济行业分类；全国高等学校名单（2017）",
            publisher="民政部；国家统计局；教育部",
            published="2017",
            licence="standards and government lists",
        ),
    ),
    tables=(
        Table("provinces", "gbt2260-provinces*", ("code", "name")),
        Table("cities", "gbt2260-cities*", ("code", "name", "provinceCode")),
        Table("areas", "gbt2260-areas*", ("code", "name", "cityCode", "provinceCode")),
        Table("industries", "gbt4754*", ("code", "name", "parent", "level", "section")),
        Table(
            "universities",
            "moe-universities*",
            ("学校名称", "学校标识码", "主管部门", "所在地", "办学层次", "备注"),
        ),
    ),
    mappers=mappers,
)
