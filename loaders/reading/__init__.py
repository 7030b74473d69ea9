"""Reading tables from files: CSV, JSON lines and workbooks, packed or not, as rows of text.

A line that is no row is a `Rejected`, and reading goes on; a fault of the whole file is one sentence.
"""

from loaders.reading.files import read_header, read_rows, sheet_names
from loaders.reading.garbled import looks_garbled
from loaders.reading.header import EmptyTableError
from loaders.reading.row import Row

__all__ = ["EmptyTableError", "Row", "looks_garbled", "read_header", "read_rows", "sheet_names"]
