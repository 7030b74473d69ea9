"""What a backup says of itself: the first thing to read of one."""

from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson

FORMAT = 1
"""Raised when a later version writes what this one would misread."""

MANIFEST = "manifest.json"
ENTITIES = "entities.jsonl"
RELATIONS = "relations.jsonl"
NOTES = "notes.jsonl"
JUDGEMENTS = "judgements.csv"
ENTERED = "entered.jsonl"
OF_PEOPLE = (JUDGEMENTS, ENTERED)
"""What people decided and entered: files of the data folder that no data set can give back."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. `made` is ISO 8601, `engine` the one it was made on, with its version.

    `hash` is the canonical hash of the graph; `datasets` how many entities each data set states;
    `notes` how many sources, loads and redirects there are, by label; `sha256` that of each file.
    """

    format: int
    version: str
    made: str
    engine: str
    hash: str
    entities: int
    relations: int
    notes: dict[str, int]
    datasets: dict[str, int]
    sources: dict[str, str]
    sha256: dict[str, str]

    def to_json(self) -> bytes:
        """The text of `manifest.json`."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """The manifest of a text. Raises ValueError for one that is none."""
        given: Any = orjson.loads(text)
        if not isinstance(given, dict) or set(given) != {field.name for field in fields(cls)}:
            raise ValueError("its manifest is none")
        return cls(**given)
