"""Tokens: who may write over HTTP. A file of the data folder keeps of each only its SHA-256.

A token is 256 random bits, so its hash cannot be turned round by trying, and needs neither a salt nor a
slow function: those are for what people think of.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import orjson

from graph_api.domain import BadInputError, EnvironmentFaultError, NotFoundError
from graph_api.domain.names import is_text
from graph_api.store.state import write_private
from loaders.alone import alone
from loaders.entered.entering import Role

TOKENS_FILE = "tokens.json"
MARK = "sixchains_"
"""What every token begins with, so that one that slips into a text is recognised."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without itself. Times are ISO 8601 in UTC; `expires` is "" for one that does not."""

    name: str
    role: Role
    digest: str
    made: str
    expires: str = ""

    def is_valid(self, at: datetime) -> bool:
        """Whether it may still be used then."""
        return not self.expires or at < datetime.fromisoformat(self.expires)


def tokens(folder: Path) -> tuple[Token, ...]:
    """The tokens of a data folder, by name; () where none was made.

    Raises EnvironmentFaultError where the file cannot be read.
    """
    path = folder / TOKENS_FILE
    try:
        state = path.stat()
        return _kept(path, state.st_mtime_ns, state.st_ino)
    except FileNotFoundError:
        return ()
    except (OSError, KeyError, TypeError, ValueError) as error:
        message = (
            f"{path.name} cannot be read: {error}; put it back, or remove it and make new tokens"
        )
        raise EnvironmentFaultError(message) from error


def add_token(folder: Path, name: str, role: Role, days: int | None = None) -> str:
    """Make a token and return it: it is shown this once. Without `days` it does not expire.

    Raises BadInputError for a name that is taken or none.
    """
    plain = name.strip()
    if (
        not plain
        or len(plain) > LONGEST_NAME
        or ":" in plain
        or not is_text(plain)
        or not plain.isprintable()
    ):
        raise BadInputError(
            f"{name[:40]!a} cannot be the name of a token: write up to {LONGEST_NAME} characters without a colon"
        )
    secret = MARK + secrets.token_urlsafe(32)
    at = datetime.now(UTC)
    expires = "" if days is None else (at + timedelta(days=days)).isoformat(timespec="seconds")
    made = Token(plain, role, _digest(secret), at.isoformat(timespec="seconds"), expires)
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        before = tokens(folder)
        if any(one.name == plain for one in before):
            raise BadInputError(
                f"there is a token of {plain} already; remove it first: sixchains token remove {plain}"
            )
        _write(folder, (*before, made))
    return secret


def remove_token(folder: Path, name: str) -> None:
    """Take a token away: it is refused from the next request on. Raises NotFoundError."""
    if not folder.is_dir():
        raise NotFoundError(f"there is no token of {name!r}; see: sixchains token list")
    with alone(folder):
        before = tokens(folder)
        after = tuple(one for one in before if one.name != name)
        if len(after) == len(before):
            raise NotFoundError(f"there is no token of {name!r}; see: sixchains token list")
        _write(folder, after)


def token_of(folder: Path, secret: str, at: datetime) -> Token | None:
    """The token that this is, if it may be used then."""
    digest = _digest(secret)
    fitting = [one for one in tokens(folder) if hmac.compare_digest(one.digest, digest)]
    return next((one for one in fitting if one.is_valid(at)), None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _write(folder: Path, given: Iterable[Token]) -> None:
    rows = [asdict(one) for one in sorted(given, key=lambda one: one.name)]
    try:
        write_private(folder / TOKENS_FILE, orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    except OSError as error:
        message = f"{folder / TOKENS_FILE} cannot be written: {error.strerror}; free the folder"
        raise EnvironmentFaultError(message) from error


@lru_cache(maxsize=4)
def _kept(path: Path, _changed: int, _node: int) -> tuple[Token, ...]:
    return tuple(
        Token(**{**row, "role": Role(row["role"])}) for row in orjson.loads(path.read_bytes())
    )
