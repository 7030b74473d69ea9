"""The formats that the graph can be exported in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_api.domain import BadInputError, Subgraph
from graph_api.store import Graph, entity_of, relation_of
from graph_api.store.bulk_spool import spool
from loaders.export.documents import write_graphml, write_json, write_json_lines
from loaders.export.elements import Elements, Part
from loaders.export.jsonld import write_jsonld
from loaders.export.neo4j_admin import write_neo4j_admin
from loaders.export.place import put_file, put_folder, working_folder
from loaders.export.tables import write_csv

Write = Callable[[Elements, Path], str | None]
"""Writes a new file or folder; what it returns, if anything, says what to do with it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is called for people, and how it is written.

    A format of several files has a folder; `names` is what the files in it are called.
    """

    title: str
    title_zh: str
    write: Write
    names: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where, and what to do with it where that is not plain."""

    target: Path
    entities: int
    relations: int
    hint: str | None = None


def export(source: Graph | Subgraph, form: str, target: Path) -> Exported:
    """Write the graph, or a part of it, in one of `FORMATS`.

    Memory does not grow with the graph. What was at the target before stays until all is written.
    Raises BadInputError for an unknown form, EnvironmentFaultError where the target cannot be
    written, BusyError where the graph is changed while it is read.
    """
    chosen = FORMATS.get(form)
    if chosen is None:
        raise BadInputError(f"there is no format {form!r}; choose one of: {', '.join(FORMATS)}")
    with working_folder(target) as folder:
        made = folder / "made"
        if isinstance(source, Subgraph):
            entities, relations = len(source.entities), len(source.relations)
            hint = chosen.write(Part(source), made)
        else:
            (folder / "read").mkdir()
            read = spool(source, folder / "read")
            entities, relations = read.entity_count, read.relation_count
            hint = chosen.write(read, made)
        if chosen.names is None:
            put_file(made, target)
        else:
            put_folder(made, target, chosen.names)
    return Exported(target, entities, relations, hint and hint.replace(str(made), str(target)))


def _write_parquet(elements: Elements, folder: Path) -> None:
    from loaders.export.parquet import write_parquet  # noqa: PLC0415 - a large library of this format only

    write_parquet(elements, folder)


def _write_workbook(elements: Elements, target: Path) -> None:
    from loaders.tables import write_table  # noqa: PLC0415 - as above

    entities = {one["id"]: entity_of(one) for one in elements.entities()}
    write_table(Subgraph(entities, tuple(map(relation_of, elements.relations()))), target)


FORMATS: Mapping[str, Format] = {
    "json": Format("one JSON document", "一个 JSON 文档", write_json),
    "jsonl": Format("JSON lines", "JSON 行", write_json_lines),
    "graphml": Format("GraphML for Gephi and yEd", "GraphML（Gephi、yEd）", write_graphml),
    "jsonld": Format("JSON-LD, linked data", "JSON-LD 关联数据", write_jsonld),
    "csv": Format(
        "CSV for spreadsheets, a folder",
        "CSV 表格（文件夹）",
        write_csv,
        re.compile(r"(entities|relations)\.csv"),
    ),
    "xlsx": Format("a workbook to edit and load again", "可修改后再装载的工作簿", _write_workbook),
    "parquet": Format(
        "Parquet for data frames, a folder",
        "Parquet（文件夹）",
        _write_parquet,
        re.compile(r"(entities|relations)\.parquet"),
    ),
    "neo4j-admin": Format(
        "CSV for the import of Neo4j, a folder",
        "供 Neo4j 导入的 CSV（文件夹）",
        write_neo4j_admin,
        re.compile(r"(nodes|relations)-\w+(-\d+)?(\.header)?\.csv|import\.sh"),
    ),
}
