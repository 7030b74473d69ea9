"""The graph as files: for spreadsheets, for other programs, for Neo4j's own import, and as a backup."""

from loaders.export.backing_up import backup
from loaders.export.formats import FORMATS, Exported, Format, export
from loaders.export.manifest import Manifest
from loaders.export.restoring import read_manifest, restore

__all__ = [
    "FORMATS",
    "Exported",
    "Format",
    "Manifest",
    "backup",
    "export",
    "read_manifest",
    "restore",
]
