"""Tokens: shown once, kept as hashes, refused once they are expired or removed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_api.domain import BadInputError, EnvironmentFaultError, NotFoundError
from loaders.entered.entering import Role
from loaders.entered.tokens import MARK, TOKENS_FILE, add_token, remove_token, token_of, tokens

NOW = datetime.now(UTC)


def test_a_token_is_told_by_itself_and_not_kept(tmp_path: Path) -> None:
    secret = add_token(tmp_path, "李", Role.BROKER)
    other = add_token(tmp_path, "chen", Role.STEWARD)
    found = token_of(tmp_path, secret, NOW)
    assert found is not None
    assert (found.name, found.role, found.expires) == ("李", Role.BROKER, "")
    assert secret.startswith(MARK)
    assert len(secret) >= len(MARK) + 43  # 256 bits
    kept = (tmp_path / TOKENS_FILE).read_text("utf-8")
    assert secret not in kept
    assert other.removeprefix(MARK) not in kept
    assert (tmp_path / TOKENS_FILE).stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tokens(tmp_path)] == ["chen", "李"]


@pytest.mark.parametrize("wrong", ["", "x", MARK, "sixchains_\udc80", "长" * 500])
def test_what_is_no_token_is_nobody(tmp_path: Path, wrong: str) -> None:
    assert token_of(tmp_path, wrong, NOW) is None
    add_token(tmp_path, "li", Role.BROKER)
    assert token_of(tmp_path, wrong, NOW) is None


def test_a_token_expires_and_can_be_removed(tmp_path: Path) -> None:
    secret = add_token(tmp_path, "li", Role.BROKER, days=2)
    assert token_of(tmp_path, secret, NOW + timedelta(days=1)) is not None
    assert token_of(tmp_path, secret, NOW + timedelta(days=3)) is None
    remove_token(tmp_path, "li")
    assert token_of(tmp_path, secret, NOW) is None
    with pytest.raises(NotFoundError, match="no token of 'li'"):
        remove_token(tmp_path, "li")
    with pytest.raises(NotFoundError, match="no token"):
        remove_token(tmp_path / "nowhere", "li")


@pytest.mark.parametrize("name", ["", " ", "local:li", "x" * 81, "a\nb", "a\0b"])
def test_what_cannot_be_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match="cannot be the name of a token"):
        add_token(tmp_path, name, Role.BROKER)


def test_a_name_has_one_token(tmp_path: Path) -> None:
    add_token(tmp_path, "li", Role.BROKER)
    with pytest.raises(BadInputError, match="sixchains token remove li"):
        add_token(tmp_path, " li ", Role.ADMIN)


def test_tokens_made_at_once_are_all_there(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add_token(tmp_path, f"n{n}", Role.BROKER), range(16)))
    assert len(tokens(tmp_path)) == 16


@pytest.mark.parametrize("content", ["", "{}", "[{}]", '[{"name": "x"}]', '["x"]', "nonsense"])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / TOKENS_FILE).write_text(content, "utf-8")
    if content == "{}":
        assert tokens(tmp_path) == ()
        return
    with pytest.raises(EnvironmentFaultError, match=r"tokens.json cannot be read"):
        token_of(tmp_path, "x", NOW)
