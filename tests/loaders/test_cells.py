import pytest

from loaders.cells import check_readable, known, needed
from loaders.dataset import RowFaultError
from loaders.reading import Row


def row(text: str) -> Row:
    return Row(3, {"name": text}, "things", "made-up")


@pytest.mark.parametrize("text", ["", "N/A", "无", "null", "--"])
def test_a_cell_that_says_nothing_is_empty(text: str) -> None:
    assert known(row(text), "name") == ""
    with pytest.raises(RowFaultError) as raised:
        needed(row(text), "name")
    assert (raised.value.rule, raised.value.field) == ("cell-empty", "name")
    assert "things line 4, column name" in raised.value.reason


def test_a_column_that_is_not_there_is_empty() -> None:
    assert known(row("x"), "other") == ""


@pytest.mark.parametrize("text", ["N/A机电", "无锡某厂", "Électricité de Lyon", "0"])
def test_a_cell_that_says_something_is_taken_as_it_is(text: str) -> None:
    check_readable(row(text), "name")
    assert needed(row(text), "name") == text


@pytest.mark.parametrize("text", ["某某\ufffd厂", "锟斤拷", "é\x95\x87æµ·åŒº"])
def test_a_spoilt_cell_is_refused(text: str) -> None:
    with pytest.raises(RowFaultError) as raised:
        check_readable(row(text), "other", "name")
    assert (raised.value.rule, raised.value.value) == ("text-garbled", text)
