import csv
import datetime as dt
import gzip
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.values import decimal, first_day, iso_date, last_day, money

DATA = Path(__file__).parents[3] / "shared" / "data"
DATE_FORMS = (
    "{0:04}-{1:02}-{2:02}",
    "{0:04}-{1}-{2}",
    "{0:04}/{1}/{2}",
    "{0:04}.{1:02}.{2:02}",
    "{0:04}{1:02}{2:02}",
    "{0:04}年{1}月{2}日",
    " {0:04}-{1:02}-{2:02} 00:00:00 ",
    "{0:04}-{1:02}-{2:02}T23:59:59.5+08:00",
)


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(DATE_FORMS))
def test_a_whole_date_is_read_in_every_form(day: dt.date, form: str) -> None:
    written = form.format(day.year, day.month, day.day)
    assert iso_date(written) == first_day(written) == last_day(written) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018.01", "2018-01-01", "2018-01-31"),
        ("2018-2", "2018-02-01", "2018-02-28"),
        ("2020/02", "2020-02-01", "2020-02-29"),
        ("202006", "2020-06-01", "2020-06-30"),
        ("2018年4月", "2018-04-01", "2018-04-30"),
        ("2018年", "2018-01-01", "2018-12-31"),
        ("２０１８", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_date_without_its_day_is_read_only_as_a_span(text: str, first: str, last: str) -> None:
    assert (first_day(text), last_day(text)) == (first, last)
    with pytest.raises(ValueError, match="the day is missing"):
        iso_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "2018-13-01",
        "2018-13",
        "2018-00",
        "2018-02-30",
        "2018-1-0",
        "2018-01/05",
        "31/12/2018",
        "05-01-2018",
        "0000-00-00",
        "0001-01-01",
        "18-01-05",
        "43101",
        "2018-1-2-3",
        "2018-01-05x",
        "٢٠١٨-01-05",
        "2018-01-05\n2019-01-05",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    for read in (iso_date, first_day, last_day):
        with pytest.raises(ValueError, match=r"date|day"):
            read(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("53(万元人民币)", 530_000, "CNY"),
        ("47万人民币", 470_000, "CNY"),
        ("47万人民币元", 470_000, "CNY"),
        ("47万元人民币", 470_000, "CNY"),
        ("3,210(万)", 32_100_000, "CNY"),
        ("12.5( 万人民币元)", 125_000, "CNY"),
        ("1,000万美元", 10_000_000, "USD"),
        ("12,345,678.9(万日元)", 123_456_789_000, "JPY"),
        ("7.25(万香港元)", 72_500, "HKD"),
        ("3(万法国法郎)", 30_000, "FRF"),
        ("5000000元", 5_000_000, "CNY"),
        ("人民币５１．５万元整", 515_000, "CNY"),
        ("人民币：2亿元", 200_000_000, "CNY"),
        ("3百万欧元", 3_000_000, "EUR"),
        ("USD 50,000", 50_000, "USD"),
        ("USD 5万元", 50_000, "USD"),
        ("eur 0.07", 0.07, "EUR"),
        ("51万元（人民币）", 510_000, "CNY"),
        ("0.29万元", 2_900, "CNY"),
        ("0万元", 0, "CNY"),
    ],
)
def test_money_is_read_in_every_written_form(text: str, amount: float, currency: str) -> None:
    assert money(text) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an amount"),
        ("N/A", "not an amount"),
        ("万元", "not an amount"),
        ("-5万元", "not an amount"),
        ("1,23万元", "not an amount"),
        ("1,5万元", "not an amount"),
        ("1.2.3万元", "not an amount"),
        ("100 200万元", "not an amount"),
        ("51(万元人", "not an amount"),
        ("51(万元人)", "currency"),
        ("51(万贝里)", "currency"),
        ("人民币51万美元", "currency"),
        ("9" * 400 + "元", "too large"),
        ("500", "no unit"),
        ("五十万元", "not an amount"),
        ("51万元52万元", "not an amount"),
    ],
)
def test_money_that_is_not_clear_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        money(text)


@given(st.integers(0, 10**12), st.sampled_from(["{:,}(万元人民币)", "{}万人民币", "{:,}万元"]))
def test_money_keeps_its_size_in_every_form(amount: int, form: str) -> None:
    assert money(form.format(amount)) == (float(amount * 10_000), "CNY")


@given(st.text())
def test_any_text_is_money_or_is_refused_with_a_reason(text: str) -> None:
    try:
        amount, currency = money(text)
    except ValueError:
        return
    assert amount >= 0
    assert currency.isalpha()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("211562,5", 211562.5),
        ("71429", 71429),
        ("50000.0", 50000),
        ("1.234.567,8", 1234567.8),
        ("1,234,567.8", 1234567.8),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1 234 567,8", 1234567.8),
        ("1\xa0234.5", 1234.5),
        ("12.345,6", 12345.6),
        ("12,345.6", 12345.6),
        ("1,234", 1.234),
        ("-0,5", -0.5),
        ("+3", 3),
        (",5", 0.5),
        ("1.5e-05", 0.000015),
        ("１２，５", 12.5),
    ],
)
def test_a_number_is_read_with_point_and_with_comma(text: str, value: float) -> None:
    assert decimal(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "nan",
        "inf",
        "1e999",
        "1,23,4",
        "1.234,567.8",
        "1,23.4",
        "12 34",
        "0x1f",
        "1_000",
        "٣",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        decimal(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_being_written_either_way(value: float) -> None:
    assert decimal(repr(value)) == decimal(repr(value).replace(".", ",")) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_groups_of_thousands_change_no_number(value: object) -> None:
    english = f"{value:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert decimal(english) == decimal(german) == float(str(value))


def test_every_capital_and_date_of_the_registry_is_read() -> None:
    """All but N/A and six cells of lines whose columns have shifted."""
    with gzip.open(
        DATA / "registry-zhejiang" / "enterprises.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows = [(row["注册资金"], row["注册日期"]) for row in csv.DictReader(file)]
    currencies: Counter[str] = Counter()
    unread = []
    for capital, date in rows:
        assert iso_date(date) == date
        try:
            currencies[money(capital)[1]] += 1
        except ValueError:
            unread.append(capital)
    assert set(currencies) == {"CNY", "USD", "HKD", "JPY", "EUR", "FRF"}
    assert unread.count("N/A") == len(unread) - 4
    assert not any(character.isdigit() for capital in unread for character in capital)


def test_every_sum_of_the_european_projects_is_read() -> None:
    with gzip.open(DATA / "h2020" / "participations.csv.gz", "rt", encoding="utf-8") as file:
        sums = [
            row[column]
            for row in csv.DictReader(file)
            for column in ("ecContribution", "totalCost")
        ]
    assert all(math.isfinite(decimal(text)) for text in sums if text)
