"""Each bad file gives rejected lines or one sentence, and loses no good row."""

from pathlib import Path

import pytest

from graph_api.domain import BadInputError, Rejected
from loaders.reading import Row, read_header, read_rows, sheet_names
from tests.loaders.bad_files import BAD_FILES, BadFile
from tests.loaders.bad_workbooks import BAD_WORKBOOKS

REQUIRED = ("id",)
ALL = (*BAD_FILES, *BAD_WORKBOOKS)


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 300
    assert len({bad.title for bad in ALL}) == len(ALL)


@pytest.mark.parametrize("bad", ALL, ids=str)
def test_a_bad_file_is_told_and_its_good_rows_are_kept(bad: BadFile, tmp_path: Path) -> None:
    path = tmp_path / bad.file
    path.write_bytes(bad.content())
    if bad.rule:
        found = list(read_rows(path, source_id="local", required=REQUIRED))
        check_lines(bad, found)
    else:
        with pytest.raises(BadInputError) as raised:
            list(read_rows(path, source_id="local", required=REQUIRED))
        check_sentence(bad, str(raised.value))


@pytest.mark.parametrize("bad", [bad for bad in ALL if not bad.rule], ids=str)
def test_the_header_and_the_sheets_of_a_bad_file_are_a_sentence_or_an_answer(
    bad: BadFile, tmp_path: Path
) -> None:
    path = tmp_path / bad.file
    path.write_bytes(bad.content())
    for read in (read_header, sheet_names):
        try:
            assert isinstance(read(path), tuple)
        except BadInputError as error:
            check_sentence(bad, str(error), says="")


def check_lines(bad: BadFile, found: list[Row | Rejected]) -> None:
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert tuple(row.get("id") for row in found if isinstance(row, Row)) == bad.good
    assert rejected[0].rule == bad.rule
    assert bad.says in rejected[0].reason
    for item in rejected:
        assert item.rule
        assert item.source.startswith("local#bad")
        assert is_one_line(item.reason)
        assert is_one_line(item.value)
        assert len(item.value) <= 1300


def check_sentence(bad: BadFile, message: str, *, says: str | None = None) -> None:
    assert is_one_line(message)
    assert bad.file in message
    assert (bad.says if says is None else says) in message
    assert len(message) < 700


def is_one_line(text: str) -> bool:
    return len(text.splitlines()) <= 1 and "\0" not in text
