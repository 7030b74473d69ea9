"""Tokens, the data set of what people entered, and the watch, as people use them on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.domain import Kind
from loaders.entered.entering import enter
from loaders.entered.fields import Named, NeedFields
from loaders.entered.journal import Journal
from tests.cli.test_cli import Office
from tests.loaders.entered.made_up import BROKER, create

NEED = NeedFields(
    text="紧固件盐雾试验",
    holder=Named("zhenhai-plan:jinding-fasteners", Kind.ENTERPRISE, "金鼎紧固件", "金鼎紧固件"),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = Office(tmp_path_factory.mktemp("entered"))
    assert place.run("engine", "start").returncode == 0
    yield place
    place.run("engine", "stop")


def test_a_token_is_shown_once_listed_without_itself_and_removed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    none = office.run("token", "list")
    assert (none.returncode, none.stdout) == (0, "")
    assert "sixchains token add" in none.stderr
    made = office.run("token", "add", "li", "--role", "steward", "--days", "30")
    secret = made.stdout.strip()
    assert secret.startswith("sixchains_")
    listed = office.run("token", "list", "--json").stdout
    assert secret not in listed
    (row,) = json.loads(listed)
    assert (row["name"], row["role"], row["valid"]) == ("li", "steward", True)
    assert office.run("token", "add", "li").returncode == 2
    assert office.run("token", "remove", "li").returncode == 0
    again = office.run("token", "remove", "li")
    assert again.returncode == 3
    assert len(again.stderr.strip().splitlines()) == 1


def test_what_was_entered_is_loaded_watched_and_taken_back(office: Office) -> None:
    nothing = office.run("load", "entered")
    assert nothing.returncode == 3
    assert "nothing was entered yet" in nothing.stderr
    assert "没有待对接的需求" in office.run("watch").stderr

    enter(Journal(office.folder / ".sixchains"), BROKER, create(NEED))
    before = office.run(
        "load", "zhenhai-plan"
    )  # brings what was entered along, now that it can refer
    assert before.returncode == 0, before.stderr
    loaded = office.run("load", "entered", "--json")
    assert json.loads(loaded.stdout)["unchanged"] == 2

    first = office.run("watch", "--exit-code")
    assert (first.returncode, "从现在起关注" in first.stdout) == (0, True)
    assert "紧固件实验室" in first.stdout
    kept = office.folder / ".sixchains" / "watch.json"
    kept.write_text(kept.read_text("utf-8").replace('"operating"', '"planned"'), "utf-8")
    news = office.run("watch", "--exit-code", "--seen", "all")
    assert news.returncode == 10
    assert "变为运行" in news.stdout
    (told,) = json.loads(office.run("watch", "--json", "--exit-code").stdout)
    assert (told["id"], told["news"]) == ("entered:need-1", [])
