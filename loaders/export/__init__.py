"""The graph as files: for spreadsheets, for other programs, for Neo4j's own import."""

from loaders.export.formats import FORMATS, Exported, Format, export

__all__ = ["FORMATS", "Exported", "Format", "export"]
