"""Parquet, for data frames and data lakes. The library is loaded when this format is asked for."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.export.elements import Elements
from loaders.export.rows import Column, Row, as_text
from loaders.export.tables import write_tables

ROWS = 10_000
"""Rows that are held and written at a time: one row group."""

_TYPES = {
    Column.TEXT: pa.string(),
    Column.INTEGER: pa.int64(),
    Column.NUMBER: pa.float64(),
    Column.TRUTH: pa.bool_(),
    Column.LIST: pa.list_(pa.string()),
}


def write_parquet(elements: Elements, folder: Path) -> None:
    """entities.parquet and relations.parquet: typed columns, lists as lists, absent as null.

    A column of texts and other values has the others as text.
    """
    write_tables(elements, folder, ".parquet", _write)


def _write(path: Path, columns: Mapping[str, Column], rows: Iterable[Row]) -> None:
    schema = pa.schema([(name, _TYPES[column]) for name, column in columns.items()])
    rows = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while part := list(islice(rows, ROWS)):
            arrays = [
                pa.array([_value(row.get(name), column) for row in part], _TYPES[column])
                for name, column in columns.items()
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _value(value: object, column: Column) -> Any:  # noqa: ANN401 - any value of a table
    if value is None:
        return None
    if column is Column.TEXT and not isinstance(value, str):
        return as_text(value)
    return float(value) if column is Column.NUMBER else value  # type: ignore[arg-type]
