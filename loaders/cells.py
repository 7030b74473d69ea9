"""What mappers ask of the cells of a row, and how they refuse one: in the same words for every data set."""

from loaders.dataset import RowFaultError
from loaders.reading import Row, looks_garbled

UNKNOWN = frozenset(
    {"", "N/A", "n/a", "NA", "null", "NULL", "None", "NaN", "nan", "无", "-", "--", "—"}
)
"""What people write into a cell to say that they do not know."""

QUOTE = 200
"""Characters of a quote at most."""


def known(row: Row, column: str) -> str:
    """The text of the cell, "" where it says that nothing is known."""
    text = row.get(column)
    return "" if text in UNKNOWN else text


def needed(row: Row, column: str) -> str:
    """The text of a cell without which the row says nothing. Raises RowFaultError."""
    text = known(row, column)
    if not text:
        raise RowFaultError(
            "cell-empty",
            f"{row.place(column)} says nothing, and without it the row names nothing",
            field=column,
            value=row.get(column),
        )
    return text


def check_readable(row: Row, *columns: str) -> None:
    """Raises RowFaultError where a wrong decoding has spoilt one of the cells."""
    for column in columns:
        text = row.get(column)
        if not text.isascii() and looks_garbled(text):
            raise RowFaultError(
                "text-garbled",
                f"{row.place(column)} went through a wrong decoding; export the file again in UTF-8",
                field=column,
                value=text[:QUOTE],
            )
