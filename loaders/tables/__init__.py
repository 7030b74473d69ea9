"""The user's own spreadsheets: templates to fill in, read back as records, and written from records."""

from loaders.tables.layout import TEMPLATES
from loaders.tables.read import table_dataset, table_records
from loaders.tables.template import write_template
from loaders.tables.write import write_table

__all__ = ["TEMPLATES", "table_dataset", "table_records", "write_table", "write_template"]
