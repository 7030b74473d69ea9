"""The embedded engine from outside: start it, find it, stop it. One engine serves one data folder."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil

from graph_api.domain import DatabaseUnavailableError, EnvironmentFaultError
from graph_api.settings import Settings
from graph_api.store.schema import fingerprint
from graph_api.store.state import LOCK_HELD, EngineState, read_state

LOG_FILE = "engine.log"
START_SECONDS = 90.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.05


def status(settings: Settings) -> EngineState | None:
    """The engine that serves the data folder of the settings, or None."""
    return read_state(settings.data_folder)


def start(settings: Settings, *, stay: bool = False) -> EngineState:
    """Start the engine, or find the one that runs; returns when it answers.

    Without `stay` it ends by itself once this process has ended and no client is connected.
    Raises EnvironmentFaultError for a folder that cannot be used, DatabaseUnavailableError for an
    engine that does not come up.
    """
    folder = _usable(settings.data_folder)
    older = read_state(folder)
    if older is not None and older.schema != fingerprint():
        stop(settings)  # it was started with another domain table; its successor extends the schema
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        running = read_state(folder)
        if running is not None:
            return running
        process = _spawn(folder, settings, stay=stay)
        while time.monotonic() < deadline:
            running = read_state(folder)
            if running is not None:
                return running
            code = process.poll()
            if code == LOCK_HELD:  # another one is starting or ending: wait for its word
                time.sleep(POLL_SECONDS * 4)
                break
            if code is not None:
                raise DatabaseUnavailableError(
                    f"the embedded engine ended with code {code} while it started; "
                    f"read {folder / LOG_FILE}, then run: sixchains doctor"
                )
            time.sleep(POLL_SECONDS)
    raise DatabaseUnavailableError(
        f"the embedded engine did not answer within {START_SECONDS:.0f} s; read {folder / LOG_FILE}"
    )


def stop(settings: Settings) -> bool:
    """Stop the engine of the data folder and wait until it is gone; False where none ran."""
    running = status(settings)
    if running is None:
        return False
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(running.pid)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)
    return True


def _spawn(folder: Path, settings: Settings, *, stay: bool) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-P",  # nothing is imported from the folder that a command was given in
        "-m",
        "graph_api.store.embedded",
        f"--data={folder}",
        f"--heap={settings.heap_megabytes}",
        f"--timeout={int(max(settings.question_seconds, settings.cypher_seconds)) + 1}",
        f"--parent={os.getpid()}",  # told, not asked: by the time the child asks, we may be gone
        *(["--stay"] if stay else []),
    ]
    with (folder / LOG_FILE).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module with checked settings
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the command, not for the engine it uses
        )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie
    return process


def _usable(folder: Path) -> Path:
    """The folder as an absolute path, made where it is missing and tried by writing into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as probe:  # without a name: starts may race
            probe.write(b"x")
    except OSError as error:
        raise EnvironmentFaultError(
            f"the data folder {folder} cannot be written: {error.strerror}; "
            "free it or choose another with SIXCHAINS_DATA_FOLDER"
        ) from error
    return folder.absolute()
