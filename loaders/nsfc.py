"""Grants of the National Natural Science Foundation of China 1992-2018, and calls for proposals 2009-2017.

A grant is a Project in which its institution takes part as host; the amount is in 万元 and becomes
yuan, the months become their first and last day. A call is a Fund that is an opportunity: `since` is
the day on which it was published, `until` its deadline. The calls come from a portal and are of every
giver; the portal cut long titles, and lists many calls twice.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

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
    Value,
    make_id,
)
from loaders.cells import QUOTE, check_readable, known, needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.keys import name_id
from loaders.organisations import is_generic, kind_of_name
from loaders.reading import Row
from loaders.values import YUAN, decimal, first_day, iso_date, last_day, money

NAME = "nsfc"
HOST = "host"
WAN = 10_000

_NUMBER = re.compile(r"[A-Z]?[0-9]{7,11}")
_PERIOD = re.compile(r"(.+?)\s*(?:--?|–|—|~|至|到)\s*([0-9].*)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_STATE = re.compile(r"^[\[【(（](?:申报中|已截止|即将开始|进行中|已结束)[\]】)）]\s*")
_CUT = re.compile(r"\s*(?:\.{3,}|…+|。{3,})$")
_CUT_TIME = re.compile(r"\s[0-9]{1,2}$")
"""What a cell of ten characters left of a time of day: "2013-4-7 0"."""


class Grants:
    """The mapper of the grants. Each institution is stated once."""

    def __init__(self) -> None:
        self._institutions: dict[str, str] = {}

    def __call__(self, row: Row) -> Iterator[Record]:
        """The project, its institution and that it takes part. Raises RowFaultError."""
        check_readable(row, "项目名称")
        title, institution = needed(row, "项目名称"), needed(row, "依托单位")
        institution_id = self._institutions.get(institution) or _institution_id(row, institution)
        faults: list[Rejected] = []
        properties, (since, until) = _amount(row, faults), _period(row, faults)
        project = Entity(
            _project_id(row, title, institution, faults),
            Kind.PROJECT,
            title,
            (Evidence(row.source, row.get("起止年月")[:QUOTE]),),
            since=since or None,
            until=until or None,
            properties={**properties, **_texts(programme=known(row, "项目类别"))},
        )
        evidence = (Evidence(row.source, institution[:QUOTE]),)
        if institution not in self._institutions:
            kind = kind_of_name(institution, Kind.INSTITUTE)
            yield Entity(institution_id, kind, institution, evidence)
            self._institutions[institution] = institution_id
        yield project
        yield Relation(
            institution_id,
            RelationType.PARTICIPATES_IN,
            project.id,
            Modality.FACT,
            evidence,
            role=HOST,
            properties=properties,
        )
        yield from faults


def call(row: Row) -> Iterator[Record]:
    """A call for proposals. Calls that agree in title, giver and both days are one."""
    check_readable(row, "项目名称", "项目来源")
    stated = needed(row, "项目名称")
    title = _STATE.sub("", stated)
    whole = _CUT.sub("", title)
    giver = known(row, "项目来源")
    faults: list[Rejected] = []
    published, deadline = _day(row, "发布时间", faults), _day(row, "截止时间", faults)
    call_id = name_id(NAME, "call", whole, giver, published, deadline)
    if published and deadline and deadline < published:
        reason = f"the deadline {deadline} is before the day of publication {published}"
        kept = "the call without its deadline"
        text = row.get("截止时间")
        faults.append(
            Rejected(row.source, reason, "截止时间", text, kept, "deadline-before-publication")
        )
        deadline = ""
    properties: dict[str, Value] = {"opportunity": True, **_texts(programme=giver)}
    if whole != title:
        properties["title_cut"] = True
    yield Entity(
        call_id,
        Kind.FUND,
        f"{whole}…" if whole != title else title,
        (Evidence(row.source, stated[:QUOTE]),),
        since=published or None,
        until=deadline or None,
        properties=properties,
    )
    yield from faults


def _institution_id(row: Row, institution: str) -> str:
    """The id by the name. Raises RowFaultError for words that name nobody."""
    check_readable(row, "依托单位")
    if is_generic(institution):
        reason = f"{institution!r} names no institution: write the name of the 依托单位"
        raise RowFaultError("generic-name", reason, field="依托单位", value=institution)
    return name_id(NAME, "org", institution)


def _project_id(row: Row, title: str, institution: str, faults: list[Rejected]) -> str:
    """The id by the number of the grant; by title and institution where it has none."""
    number = row.get("项目批准号").upper()
    if _NUMBER.fullmatch(number):
        return make_id(NAME, number)
    reason = f"{number!r} is no number of a grant, which has eight digits or a letter and seven"
    kept = "the project without its number"
    faults.append(Rejected(row.source, reason, "项目批准号", number, kept, "number-unreadable"))
    return name_id(NAME, "project", title, institution)


def _of_wan(text: str) -> tuple[float, str]:
    """A number of 万元; a comma before three digits parts thousands, another is the decimal mark."""
    if _THOUSANDS.fullmatch(text):
        return money(f"{text}万元")
    return decimal(text) * WAN, YUAN


def _amount(row: Row, faults: list[Rejected]) -> dict[str, Value]:
    """The amount, which is in 万元 unless it names its unit."""
    text = known(row, "金额")
    if not text:
        return {}
    try:
        amount, currency = _of_wan(text) if text.isascii() else money(text)
        reason = "" if amount > 0 else f"{text!r} is no amount of a grant"
    except ValueError as error:
        reason = str(error)
    if reason:
        kept = "the project without its amount"
        faults.append(Rejected(row.source, reason, "金额", text, kept, "amount-unreadable"))
        return {}
    return {"amount": round(amount, 2), "currency": currency}


def _period(row: Row, faults: list[Rejected]) -> tuple[str, str]:
    """The first day of the first month and the last day of the last one, "" for what is not known."""
    text = known(row, "起止年月")
    since, until, reason = period(text) if text else ("", "", "")
    if reason:
        some = since or until
        kept = "the project without that date" if some else "the project without its period"
        faults.append(Rejected(row.source, reason, "起止年月", text, kept, "period-unreadable"))
    return since, until


@lru_cache(maxsize=4_096)
def period(text: str) -> tuple[str, str, str]:
    """First day, last day, and what is wrong: "2018.01-2020.12" is 2018-01-01 to 2020-12-31."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return "", "", f"{text!r} is no period: write 2018.01-2020.12"
    days, reason = ["", ""], ""
    for position, part in enumerate(match.groups()):
        try:
            days[position] = (first_day, last_day)[position](part)
        except ValueError as error:
            reason = str(error)
    if all(days) and days[1] < days[0]:
        return "", "", f"the period {text!r} ends before it begins"
    return days[0], days[1], reason


def _day(row: Row, column: str, faults: list[Rejected]) -> str:
    text = known(row, column)
    try:
        return iso_date(_CUT_TIME.sub("", text)) if text else ""
    except ValueError as error:
        kept = "the call without that date"
        faults.append(Rejected(row.source, str(error), column, text, kept, "date-unreadable"))
        return ""


def _texts(**texts: str) -> dict[str, Value]:
    return {name: text for name, text in texts.items() if text}


def mappers(_: Inputs) -> Mapping[str, Mapper]:
    """The mappers of one load."""
    return {"projects": Grants(), "calls": call}


DATASET = Dataset(
    name=NAME,
    title="Grants of the National Natural Science Foundation of China, and calls for proposals",
    title_zh="国家自然科学基金项目与申报通知",
    sources=(
        Source(
            id=NAME,
            title="国家自然科学基金资助项目；科研项目申报通知",
            publisher="国家自然科学基金委员会",
            licence="MPL-2.0",
        ),
    ),
    tables=(
        Table("projects", "projects.csv*", ("项目批准号", "项目名称", "依托单位")),
        Table("calls", "calls.csv*", ("项目名称", "项目来源", "截止时间"), needed=False),
    ),
    mappers=mappers,
)
