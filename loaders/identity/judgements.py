"""What people decided about two records: a CSV file that is read before any rule."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Literal, cast, get_args

from graph_api.domain import BadInputError, EnvironmentFaultError, is_id
from graph_api.domain.names import is_text
from loaders.alone import alone
from loaders.report import FORMULA

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `who` decided at `when` (ISO 8601) about two records, named by their ids, and why."""

    left: str
    right: str
    verdict: Verdict
    who: str
    when: str
    why: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, smaller first: a judgement has no direction."""
        return (self.left, self.right) if self.left <= self.right else (self.right, self.left)


HEADER = tuple(field.name for field in fields(Judgement))


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements that hold, one for each pair, in the order of their lines; () where no file is.

    A later line on the same pair replaces an earlier one. Raises BadInputError that names the line
    that is no judgement, and EnvironmentFaultError where the file cannot be read.
    """
    latest: dict[tuple[str, str], Judgement] = {}
    for judgement in _lines(path, _text(path)):
        latest.pop(judgement.pair, None)  # a pair stands where it was judged last
        latest[judgement.pair] = judgement
    return tuple(latest.values())


def append_judgement(path: Path, judgement: Judgement) -> None:
    """Add a line to the file, made with its folder if there is none.

    Nobody sees half a line: the whole file is written beside it and takes its place, while a lock on
    the folder keeps other writers waiting. Raises BadInputError for what is no judgement, and for a
    file that holds a line that is none.
    """
    fault = _fault(judgement)
    if fault:
        message = f"the judgement on {judgement.left!r} and {judgement.right!r} is refused: {fault}"
        raise BadInputError(message)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent):
            before = list(_lines(path, _text(path)))
            _replace(path, _written([*before, judgement]))
    except OSError as error:
        raise _unwritable(path, error) from error


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Make the file anew with these judgements; whoever reads sees the old file or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.parent):
            _replace(path, _written(list(judgements)))
    except OSError as error:
        raise _unwritable(path, error) from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 at byte {error.start}; save it as CSV UTF-8 and try again"
        raise BadInputError(message) from error
    except OSError as error:
        message = (
            f"{path} cannot be read: {error.strerror}; give it back its rights or name another"
        )
        raise EnvironmentFaultError(message) from error


def _lines(path: Path, text: str) -> Iterator[Judgement]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is not None and tuple(header) != HEADER:
            message = f"{path} line 1: the header must be {','.join(HEADER)}"
            raise BadInputError(message)
        for row in rows:
            if row:
                yield _judgement(row, f"{path} line {rows.line_num}")
    except csv.Error as error:
        message = f"{path} line {rows.line_num}: {error}; mend the line or take it out"
        raise BadInputError(message) from error


def _judgement(row: list[str], place: str) -> Judgement:
    if len(row) != len(HEADER):
        message = f"{place}: {len(row)} cells where {len(HEADER)} are; mend the line or take it out"
        raise BadInputError(message)
    left, right, verdict, who, when, why = map(_as_meant, row)
    judgement = Judgement(left, right, cast("Verdict", verdict), who, when, why)
    fault = _fault(judgement)
    if fault:
        message = f"{place}: {fault}; mend the line or take it out"
        raise BadInputError(message)
    return judgement


def _fault(judgement: Judgement) -> str:
    """Why this is no judgement, or ""."""
    for entity_id in judgement.pair:
        if not is_id(entity_id):
            return f"{entity_id!r} is not an id"
    if judgement.left == judgement.right:
        return "a record is not compared with itself"
    if judgement.verdict not in VERDICTS:
        return f"the verdict {judgement.verdict!r} is none of {', '.join(VERDICTS)}"
    if not judgement.who.strip():
        return "it must say who judged"
    if not all(map(is_text, astuple(judgement))):
        return "it holds a character that no database takes"
    try:
        datetime.fromisoformat(judgement.when)
    except ValueError:
        return f"{judgement.when!r} is not an ISO date or time"
    return ""


def _written(judgements: list[Judgement]) -> bytes:
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(HEADER)
    rows.writerows(map(_inert, astuple(judgement)) for judgement in judgements)
    return text.getvalue().encode("utf-8-sig")  # spreadsheets read Chinese only after the mark


def _inert(cell: str) -> str:
    """The cell as spreadsheets show it and never run it; `_as_meant` gives back what it was."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _as_meant(cell: str) -> str:
    shown = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if shown else cell


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode if path.exists() else 0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> EnvironmentFaultError:
    message = f"{path} cannot be written: {error.strerror}; free the folder or choose another"
    return EnvironmentFaultError(message)
