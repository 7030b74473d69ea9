"""The journal: nothing accepted is lost, nothing is there twice, and what stands is a function of it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import BadInputError, EnvironmentFaultError, Kind, Stage, Status
from loaders.entered import journal as module
from loaders.entered.entering import enter
from loaders.entered.fields import (
    Fields,
    Named,
    NeedFields,
    NeedState,
    OfferFields,
    fields_of,
    plain_of,
)
from loaders.entered.journal import Action, Journal, line_of, mark_of
from loaders.entered.state import standings
from tests.loaders.entered.made_up import (
    BROKER,
    STEWARD,
    change,
    create,
    delete,
    entered,
    need,
    offer,
    restore,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
NAMES = st.builds(
    Named, id=st.just("made:x"), kind=st.sampled_from(Kind), name=TEXTS, written=TEXTS
)
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "holder": NAMES,
    "name": TEXTS,
    "services": st.lists(NAMES, max_size=2).map(tuple),
    "stages": st.lists(st.sampled_from(Stage), unique=True).map(tuple),
    "region": st.none() | NAMES,
    "accreditations": st.lists(TEXTS, max_size=2).map(tuple),
}
AMOUNTS = st.none() | st.floats(0, 1e12)
FIELDS: st.SearchStrategy[Fields] = st.builds(
    NeedFields, **COMMON, budget=AMOUNTS, state=st.sampled_from(NeedState)
) | st.builds(
    OfferFields,
    **COMMON,
    price_min=AMOUNTS,
    capacity=st.none() | st.integers(0, 9),
    status=st.none() | st.sampled_from(Status),
)

WRITER = """
import sys
from pathlib import Path
from graph_api.domain import Kind
from loaders.entered.entering import Role, Wanted, Writer, enter
from loaders.entered.fields import Named, NeedFields
from loaders.entered.journal import Action, Journal
folder, name, number = sys.argv[1:]
for turn in range(int(number)):
    fields = NeedFields(text=f"{name} {turn} " + "轴承" * 900, holder=Named("made:x", Kind.ENTERPRISE, "x", "x"))
    wanted = Wanted(Action.CREATE, Kind.NEED, fields=lambda _: fields, key=f"{name}-{turn}")
    print(enter(Journal(Path(folder)), Writer("li", Role.BROKER), wanted).standing.id, flush=True)
"""


def start_writer(folder: Path, name: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(folder), name, str(number)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data")


def test_nothing_was_entered_at_first(journal: Journal) -> None:
    assert journal.entries() == ()
    assert mark_of(()) == ""


def test_an_entry_says_who_entered_what_and_when(journal: Journal) -> None:
    (done,) = entered(journal, create(need()), writer=STEWARD)
    (entry,) = journal.entries()
    assert (entry.number, entry.who, entry.role) == (1, "chen", "steward")
    assert entry.at.endswith("+00:00")
    assert done.standing.id == entry.id == "entered:need-1"
    assert done.standing.fields == entry.fields == need()
    assert journal.path.stat().st_mode & 0o777 == 0o600


@given(fields=FIELDS)
def test_fields_come_back_from_their_plain_values(fields: Fields) -> None:
    kind = Kind.NEED if isinstance(fields, NeedFields) else Kind.OFFER
    assert fields_of(kind, orjson.loads(orjson.dumps(plain_of(fields)))) == fields


STEPS = st.lists(
    st.tuples(
        st.sampled_from(Action), st.integers(0, 4), st.text("甲乙丙丁", min_size=1, max_size=3)
    ),
    max_size=25,
)


@settings(max_examples=25)  # each entry is written to the disk for good
@given(steps=STEPS)
def test_what_stands_is_the_replay_of_the_journal(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Action, int, str]]
) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal"))
    model: dict[str, tuple[str, bool]] = {}
    for action, which, text in steps:
        known = list(model)
        record_id = known[which % len(known)] if known else ""
        deleted = model.get(record_id, ("", True))[1]
        if action is Action.CREATE:
            (done,) = entered(journal, create(need(text)))
            assert done.standing.id not in model
            model[done.standing.id] = (text, False)
        elif action is Action.CHANGE and not deleted:
            entered(journal, change(record_id, need(text)))
            model[record_id] = (text, False)
        elif action is Action.DELETE and not deleted:
            entered(journal, delete(record_id))
            model[record_id] = (model[record_id][0], True)
        elif action is Action.RESTORE and known and deleted:
            entered(journal, restore(record_id))
            model[record_id] = (model[record_id][0], False)
    found = standings(journal.entries())
    assert {one.id: (one.fields.text, one.deleted) for one in found.values()} == model
    copy = Journal(tmp_path_factory.mktemp("copy"))
    copy.path.write_bytes(b"".join(map(line_of, journal.entries())))
    assert not journal.path.exists() or copy.path.read_bytes() == journal.path.read_bytes()
    assert standings(copy.entries()) == found
    assert mark_of(copy.entries()) == mark_of(journal.entries())


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_what_a_writer_that_died_left_of_a_line_is_no_entry(journal: Journal, cut: int) -> None:
    entered(journal, create(need("一")), create(need("二")))
    third = line_of(journal.entries()[1])
    with journal.path.open("ab") as file:
        file.write(third[:-cut] + b" " * 2_000)
    assert len(journal.entries()) == 2
    (done,) = entered(journal, create(need("三")))
    assert done.standing.id == "entered:need-3"
    assert journal.path.read_bytes() == b"".join(map(line_of, journal.entries()))
    assert [entry.fields and entry.fields.text for entry in journal.entries()] == ["一", "二", "三"]


def test_a_line_is_written_whole_or_not_at_all(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(journal, create(need()))
    before = journal.path.read_bytes()

    def full(handle: int, content: bytes, place: int) -> int:
        if len(content) < 100:
            raise OSError(28, "No space left on device")
        return written(handle, content[: len(content) - 50], place)

    written = os.pwrite
    monkeypatch.setattr(module.os, "pwrite", full)
    with pytest.raises(EnvironmentFaultError, match="No space left on device; nothing was entered"):
        entered(journal, create(need("二")))
    assert journal.path.read_bytes() == before


def test_writers_that_are_killed_lose_nothing_that_was_accepted(tmp_path: Path) -> None:
    accepted: list[str] = []
    for turn in range(4):
        writer = start_writer(tmp_path, f"turn{turn}", 10_000)
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(2)]
        time.sleep(0.004 * turn)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        accepted += told
    ids = [entry.id for entry in Journal(tmp_path).entries()]
    assert len(ids) == len(set(ids))
    assert set(accepted) <= set(ids)
    assert len(ids) - len(accepted) <= 4  # the last of each may have been written and not told


def test_two_processes_at_once_lose_nothing_and_make_nothing_twice(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name, 15) for name in ("a", "b", "a")]
    told = [writer.communicate()[0].split() for writer in writers]
    assert all(writer.returncode == 0 for writer in writers)
    entries = Journal(tmp_path).entries()
    assert [entry.number for entry in entries] == list(range(1, 31))
    assert sorted(entry.key for entry in entries) == sorted(
        f"{name}-{number}" for name in "ab" for number in range(15)
    )
    assert told[0] == told[2]  # one key, one record


def test_many_threads_at_once(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: enter(journal, BROKER, create(need(f"第{n}"))), range(40)))
    assert len({entry.id for entry in journal.entries()}) == 40


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"nonsense\n", "line 2 is not entry 2"),
        (b"{}\n", "line 2 is not entry 2"),
        (b"[]\n", "line 2 is not entry 2"),
        (None, "line 2 is not entry 2: its number"),  # the first line once more
    ],
)
def test_a_line_that_is_no_entry_is_named(journal: Journal, line: bytes | None, said: str) -> None:
    entered(journal, create(need()))
    with journal.path.open("ab") as file:
        file.write(line or journal.path.read_bytes())
    with pytest.raises(BadInputError, match=said):
        journal.entries()
    with pytest.raises(BadInputError, match=said):
        entered(journal, create(need()))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"action": Action.CREATE}, "makes entered:need-1 a second time"),
        ({"action": Action.CHANGE, "id": "entered:need-9"}, "which nobody entered"),
        ({"action": Action.CHANGE, "kind": Kind.OFFER, "fields": offer()}, "and it is a Need"),
        ({"action": Action.RESTORE, "fields": None}, "which is not deleted"),
    ],
)
def test_an_entry_that_does_not_follow_is_named(
    journal: Journal, more: dict[str, Any], said: str
) -> None:
    entered(journal, create(need()))
    (first,) = journal.entries()
    given_ = {"number": 2, "at": first.at, "who": "x", "role": "broker", "id": first.id}
    entry = module.Entry(**{**given_, "kind": Kind.NEED, "fields": need(), **more})
    with pytest.raises(BadInputError, match=f"entry 2 of the journal .*{said}"):
        standings((first, entry))


def test_a_journal_is_told_from_another_of_the_same_length(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "one"), Journal(tmp_path / "other")
    entered(one, create(need("一")))
    entered(other, create(need("二")))
    assert mark_of(one.entries()) != mark_of(other.entries())
