"""Where an export goes: written beside its place under another name, then put there whole."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.domain import EnvironmentFaultError


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """A folder of ours beside the target, removed at the end of the block.

    Raises EnvironmentFaultError where that, or what the block writes, cannot be written.
    """
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{target.name}.", dir=target.absolute().parent, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)
    except OSError as error:
        raise EnvironmentFaultError(
            f"{target} cannot be written: {error.strerror or error}; free the place or choose another"
        ) from error


def put_file(made: Path, target: Path) -> None:
    """Put a finished file in its place. Raises OSError, and IsADirectoryError for a folder."""
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder and the format is one file")
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(target)


def put_folder(made: Path, target: Path, names: re.Pattern[str]) -> None:
    """Put a finished folder in its place; an older one is replaced, if all in it is an export.

    `names` is what files of such an export are called. Raises OSError, and EnvironmentFaultError
    for a folder that holds something else.
    """
    for file in made.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    if target.exists():
        for there in target.iterdir():
            if names.fullmatch(there.name) is None:
                raise EnvironmentFaultError(
                    f"{target} holds {there.name}, which is no part of such an export; "
                    "choose an empty folder or one that is not there yet"
                )
        older = made.with_name("older")
        target.rename(older)
        made.rename(target)
        shutil.rmtree(older)
    else:
        made.rename(target)
