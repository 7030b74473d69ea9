"""The plan of Zhenhai District for innovation service complexes (2020), transcribed into tables.

The tables beside this module are the data set; README.md says how they are written.
"""

from collections.abc import Iterator
from importlib.resources import files

from graph_api.domain import Record, Source
from loaders.zhenhai_plan.tables import DATASET, SOURCE_ID, read_tables

SOURCES: tuple[Source, ...] = (
    Source(
        id=SOURCE_ID,
        title="镇海区产业创新服务综合体建设实施方案",
        publisher="宁波市镇海区人民政府办公室",
        published="2020-06-03",
        licence="public government document",
    ),
)

__all__ = ["DATASET", "SOURCES", "SOURCE_ID", "records"]


def records() -> Iterator[Record]:
    """Everything that the plan states, entities before relations.

    Raises BadInputError, with the table and the line, where a table breaks its form.
    """
    return read_tables(files(__name__))
