"""What the embedded engine and those who use it know of each other: the file `engine.json`."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

ENGINE_FILE = "engine.json"
LOCK_FILE = "engine.lock"
DATABASE = "sixchains"
ROOT = "root"
READER = "reader"
LOCK_HELD = 75
"""Exit code of a second engine on one folder (EX_TEMPFAIL of sysexits.h): the first one serves it."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """How to reach a running engine.

    `started` is the start of its process in seconds since 1970, `schema` the fingerprint of the domain
    table it was started with.
    """

    pid: int
    started: float
    port: int
    schema: str
    version: str
    password: str
    reader_password: str

    def to_json(self) -> str:
        """The content of `engine.json`."""
        return json.dumps(asdict(self))

    @property
    def alive(self) -> bool:
        """Whether the process that wrote this still runs; a later one with its number does not count."""
        try:
            process = psutil.Process(self.pid)
            return (
                process.status() != psutil.STATUS_ZOMBIE
                and abs(process.create_time() - self.started) < 1
            )
        except psutil.Error:
            return False


def read_state(folder: Path) -> EngineState | None:
    """The engine that serves the folder, or None: a file that a dead engine left counts as none."""
    try:
        state = EngineState(**json.loads((folder / ENGINE_FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return state if state.alive else None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
