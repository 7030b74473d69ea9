"""Dates, money and numbers as people write them in tables, read strictly: what is not clear is refused."""

import calendar
import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal

YUAN = "CNY"
EARLIEST_YEAR = 1000
_MONTHS = 12

_DATE = re.compile(
    r"([0-9]{4})(?:"
    r"([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?"
    r"|年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?"
    r"|([0-9]{2})([0-9]{2})?"
    r")?"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)

_TIMES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}

_CURRENCIES = {
    "CNY": ("", "元", "圆", "人民币", "人民币元", "元人民币", "CNY", "RMB"),
    "USD": ("美元", "美金", "元美元", "USD", "US$"),
    "EUR": ("欧元", "EUR", "€"),
    "HKD": ("港元", "港币", "香港元", "元港币", "HKD", "HK$"),
    "MOP": ("澳门元", "MOP"),
    "TWD": ("新台币", "台币", "台湾元", "新台币元", "TWD", "NT$"),
    "JPY": ("日元", "日圆", "JPY"),
    "GBP": ("英镑", "GBP", "£"),
    "CHF": ("瑞士法郎", "CHF"),
    "FRF": ("法国法郎", "法郎", "FRF"),
    "DEM": ("德国马克", "马克", "西德马克", "DEM"),
    "ITL": ("意大利里拉", "ITL"),
    "CAD": ("加元", "加拿大元", "CAD"),
    "AUD": ("澳元", "澳大利亚元", "AUD"),
    "NZD": ("新西兰元", "NZD"),
    "SGD": ("新加坡元", "新元", "SGD"),
    "KRW": ("韩元", "韩国元", "韩国圆", "KRW"),
    "SEK": ("瑞典克朗", "SEK"),
    "DKK": ("丹麦克朗", "DKK"),
    "NOK": ("挪威克朗", "NOK"),
    "RUB": ("卢布", "俄罗斯卢布", "RUB"),
}
_CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words}

_AMOUNT = r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_MONEY = re.compile(rf"([^0-9+-]*){_AMOUNT}(百万|千万|万亿|百|千|万|亿)?([^0-9]*)")
_FILLER = re.compile(r"(?<![0-9])[\s:]+|[\s:]+(?![0-9])")
"""White space and colons, except between two digits: "100 200万" is no number."""
_NO_BRACKETS = str.maketrans("", "", "()")

_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?|[+-]?[.,][0-9]+")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|(?: [0-9]{3})+(?:[.,][0-9]+)?)"
)
_SPACED = re.compile(r"(?<=[0-9]) (?=[0-9]{3})")


def iso_date(text: str) -> str:
    """The ISO form of a whole date: "2017/9/1", "2017.09.01", "20170901", "2017年9月1日" give "2017-09-01".

    A time of day after the date is left out. Raises ValueError for anything else: for a date without
    its day, and for a day-first date, which cannot be told from a month-first one.
    """
    year, month, day = _parts(text)
    if month is None or day is None:
        raise ValueError(f"{text!r} is not a whole date: the day is missing")
    return _iso(text, year, month, day)


def first_day(text: str) -> str:
    """The first day of a date, a month or a year: "2018.01", "2018年1月" and "2018" give "2018-01-01".

    Raises ValueError where it is none of these.
    """
    year, month, day = _parts(text)
    return _iso(text, year, 1 if month is None else month, 1 if day is None else day)


def last_day(text: str) -> str:
    """The last day of a date, a month or a year: "2018.02" gives "2018-02-28".

    Raises ValueError where it is none of these.
    """
    year, month, day = _parts(text)
    month = _MONTHS if month is None else month
    if day is None and 1 <= month <= _MONTHS:
        day = calendar.monthrange(year, month)[1]
    return _iso(text, year, month, 1 if day is None else day)


def money(text: str) -> tuple[float, str]:
    """An amount and its ISO 4217 currency: "51(万元人民币)" gives (510000.0, "CNY").

    Reads a number with or without thousands commas, a multiplier from 百 to 万亿, and a currency
    before or after, in brackets or not. An amount without a currency is in yuan: the registers state
    capital in 人民币 and name any other currency (公司登记管理条例 2016, 第十三条).
    Raises ValueError where a part is not understood, and for a bare number, which may count 元 or 万元:
    nothing is read by a factor wrong.
    """
    compact = _FILLER.sub("", unicodedata.normalize("NFKC", text)).upper()
    match = _MONEY.fullmatch(compact.translate(_NO_BRACKETS))
    if match is None or compact.count("(") != compact.count(")"):
        raise ValueError(f"{text!r} is not an amount of money")
    before, number, times, after = match.groups(default="")
    words = {before, after.removesuffix("整")} - {""}
    if not words and not times:
        raise ValueError(f"{text!r} has no unit")
    codes = {_CURRENCY_OF.get(word) for word in words} or {YUAN}
    code = codes.pop() if len(codes) == 1 else _clear_of_yuan(words)
    if code is None:
        raise ValueError(f"the currency of {text!r} is not known")
    amount = float(Decimal(number.replace(",", "")) * _TIMES[times])
    if not math.isfinite(amount):
        raise ValueError(f"{text!r} is too large for an amount of money")
    return amount, code


def decimal(text: str) -> float:
    """A number with a decimal point or comma: "211562,5" and "211562.5", "1.234.567,8" and "1,234,567.8".

    A single separator is the decimal mark ("1,234" is 1.234); of two kinds the last one is; one kind
    that stands several times parts thousands, as does a space. Raises ValueError for anything else,
    for NaN, and for what no double holds.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if _PLAIN.fullmatch(plain):
        number = plain.replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        number = _without_groups(plain)
    else:
        raise ValueError(f"{text!r} is not a number")
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is too large for a number")
    return value


def _parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day as far as the text gives them."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None or (year := int(match[1])) < EARLIEST_YEAR:
        raise ValueError(f"{text!r} is not a date")
    month = match[3] or match[5] or match[7]
    day = match[4] or match[6] or match[8]
    return year, int(month) if month else None, int(day) if day else None


def _iso(text: str, year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error


def _clear_of_yuan(words: set[str]) -> str | None:
    """The currency of two words that name it: "USD 5万元" says 元 of the dollar."""
    codes = {_CURRENCY_OF.get(word) for word in words if word not in {"元", "圆"}}
    return codes.pop() if len(codes) == 1 else None


def _without_groups(number: str) -> str:
    """The number with a decimal point and no separators of thousands."""
    spaced = _SPACED.sub("", number)
    if spaced != number:
        return spaced.replace(",", ".")
    mark = max(number.rfind("."), number.rfind(","))
    if number.count(number[mark]) > 1:
        return number.replace(number[mark], "")
    return f"{re.sub('[.,]', '', number[:mark])}.{number[mark + 1 :]}"
