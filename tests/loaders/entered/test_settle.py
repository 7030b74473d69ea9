"""The graph is what the journal says, whichever way it came there, on each engine."""

from pathlib import Path

import pytest

from graph_api.domain import BusyError, Entity, Evidence, Kind, NotFoundError
from graph_api.store import (
    Graph,
    entity,
    graph_hash,
    hold,
    loads,
    neighbours,
    note,
    save_note,
    whole,
)
from loaders.dataset import Dataset
from loaders.entered import settle as module
from loaders.entered.dataset import entered_dataset
from loaders.entered.fields import Named
from loaders.entered.journal import Journal, mark_of
from loaders.entered.records import DATASET
from loaders.entered.settle import NOTE, forget, is_behind, load_all, settle
from loaders.export import backup
from loaders.export import restore as restore_backup
from loaders.identity.components import Known
from loaders.identity.known import is_settled
from loaders.pipeline import Options, load, unload
from loaders.rebuild import rebuild
from loaders.registry import DATASETS
from tests.conftest import EMPTY
from tests.loaders.entered.made_up import (
    BEARINGS,
    HALL,
    OWNER,
    TESTING,
    change,
    create,
    delete,
    entered,
    load_surroundings,
    need,
    offer,
    restore,
)

NONE = Known()


@pytest.fixture
def journal(graph: Graph, tmp_path: Path) -> Journal:
    save_note(graph, NOTE, "")
    load_surroundings(graph)
    return Journal(tmp_path)


def fill(journal: Journal) -> None:
    """Two needs and two offers, one of each changed, one deleted, one deleted and restored."""
    full = need(services=(TESTING,), subjects=(BEARINGS,), complex=HALL, budget=1.5)
    first, second, third, fourth = (
        one.standing.id
        for one in entered(
            journal, create(need()), create(full), create(offer()), create(offer("二"))
        )
    )
    entered(
        journal,
        change(first, need("改了", services=(TESTING,))),
        delete(second),
        delete(third, Kind.OFFER),
        restore(third, Kind.OFFER),
        change(fourth, offer("三", subjects=(BEARINGS,))),
    )


def test_each_write_is_in_the_graph_at_once_and_moves_its_revision(
    graph: Graph, journal: Journal
) -> None:
    revision = graph.revision()
    (done,) = entered(journal, create(need(services=(TESTING,))))
    assert is_behind(graph, journal)
    assert settle(graph, journal, NONE) == ()
    assert not is_behind(graph, journal)
    found, _ = neighbours(graph, done.standing.id)
    assert set(found.entities) == {done.standing.id, OWNER.id, TESTING.id}
    assert found.entities[done.standing.id].datasets == (DATASET,)
    assert found.entities[OWNER.id].datasets == ("made",)
    assert graph.revision() != revision
    revision = graph.revision()
    assert settle(graph, journal, NONE) == ()
    assert graph.revision() == revision


def test_every_way_leads_to_the_same_graph(graph: Graph, journal: Journal) -> None:
    fill(journal)
    numbers = range(len(journal.entries()))
    before = graph_hash(graph)
    steps = [journal.path.read_bytes().splitlines(keepends=True)[: n + 1] for n in numbers]
    copy = Journal(journal.path.parent / "step")
    copy.path.parent.mkdir()
    for lines in steps:  # one by one
        copy.path.write_bytes(b"".join(lines))
        settle(graph, copy, NONE)
    one_by_one = graph_hash(graph)
    assert one_by_one != before

    unload(graph, DATASET)
    forget(graph)
    assert graph_hash(graph) == before
    assert not is_behind(graph, journal)

    settle(graph, journal, NONE)  # all at once
    assert graph_hash(graph) == one_by_one
    load_all(graph, journal, Options())
    assert graph_hash(graph) == one_by_one
    assert set(whole(graph, dataset=DATASET).entities) == {
        "entered:need-1",
        "entered:offer-3",
        "entered:offer-4",
    }


def test_it_survives_that_what_it_refers_to_is_unloaded_and_loaded_again(
    graph: Graph, journal: Journal
) -> None:
    fill(journal)
    settle(graph, journal, NONE)
    before = graph_hash(graph)
    unload(graph, "made")
    assert entity(graph, "entered:need-1").kind is Kind.NEED
    entered(journal, create(need("没有主人")))
    assert settle(graph, journal, NONE) == (OWNER.id,)
    entered(journal, delete("entered:need-10"))
    settle(graph, journal, NONE)
    load_surroundings(graph)
    load_all(graph, journal, Options())
    assert graph_hash(graph) == before


def test_a_rebuild_gives_the_same_graph(graph: Graph, tmp_path: Path) -> None:
    save_note(graph, NOTE, "")
    load(graph, DATASETS["zhenhai-plan"])
    journal = Journal(tmp_path)
    owner = Named("zhenhai-plan:jinding-fasteners", Kind.ENTERPRISE, "金鼎", "金鼎")
    entered(journal, create(need(holder=owner, services=(TESTING,))))
    settle(graph, journal, NONE)
    before = graph_hash(graph)
    assert [one.dataset for one in rebuild(graph, Options())] == ["zhenhai-plan", DATASET]
    assert graph_hash(graph) == before
    account = next(one for one in loads(graph) if one.dataset == DATASET)
    assert account.paths == (str(journal.path),)


def test_a_backup_takes_the_journal_along(graph: Graph, journal: Journal, tmp_path: Path) -> None:
    fill(journal)
    settle(graph, journal, NONE)
    before, entries = graph_hash(graph), journal.entries()
    backup(graph, tmp_path / "b.zip", entered=journal.path)
    entered(journal, create(need("后来的")))
    settle(graph, journal, NONE)
    restore_backup(graph, tmp_path / "b.zip", replace=True, entered=journal.path)
    assert journal.entries() == entries
    assert graph_hash(graph) == before
    assert not is_behind(graph, journal)


def test_a_journal_that_would_be_lost_is_not_overwritten(
    graph: Graph, journal: Journal, tmp_path: Path
) -> None:
    entered(journal, create(need()))
    backup(graph, tmp_path / "b.zip", entered=journal.path)
    entered(journal, create(need("二")))
    graph.write(lambda tx: tx.run(EMPTY).consume())
    with pytest.raises(Exception, match="holds other entries than the backup"):
        restore_backup(graph, tmp_path / "b.zip", entered=journal.path)


@pytest.mark.parametrize("broken", ["put", "take_back", "save_load", "save_note"])
def test_a_write_that_broke_off_is_completed_by_the_next(
    graph: Graph, journal: Journal, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(journal, create(need()))
    settle(graph, journal, NONE)
    (second,) = entered(journal, create(offer(services=(TESTING,))))

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(module, broken, dies)
        with pytest.raises(RuntimeError):
            settle(graph, journal, NONE)
    assert is_behind(graph, journal)
    entered(journal, change("entered:need-1", need("改")))
    settle(graph, journal, NONE)
    assert note(graph, NOTE) == mark_of(journal.entries())
    incremental = graph_hash(graph)
    load_all(graph, journal, Options())
    assert graph_hash(graph) == incremental
    assert entity(graph, second.standing.id).kind is Kind.OFFER


def test_where_somebody_else_writes_it_stays_in_the_journal(graph: Graph, journal: Journal) -> None:
    entered(journal, create(need()))
    with hold(graph, "a long load"), pytest.raises(BusyError, match="a long load"):
        settle(graph, journal, NONE, wait=0)
    assert is_behind(graph, journal)
    settle(graph, journal, NONE)
    assert entity(graph, "entered:need-1").name == "轴承寿命试验"


def test_more_than_a_few_come_by_a_load(
    graph: Graph, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(journal, create(need("一")))
    settle(graph, journal, NONE)
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    entered(journal, *(create(need(f"第{n}")) for n in range(4)))
    settle(graph, journal, NONE)
    assert len(whole(graph, dataset=DATASET).entities) == 5
    assert not is_behind(graph, journal)


def test_another_journal_in_its_place_is_seen(graph: Graph, journal: Journal) -> None:
    entered(journal, create(need("一")), create(need("二")))
    settle(graph, journal, NONE)
    journal.path.unlink()
    entered(journal, create(offer()), create(offer("二")))
    assert is_behind(graph, journal)
    settle(graph, journal, NONE)
    assert set(whole(graph, dataset=DATASET).entities) == {"entered:offer-1", "entered:offer-2"}


def test_names_that_were_settled_stay_so(graph: Graph, journal: Journal) -> None:
    load_surroundings(graph)
    assert is_settled(graph, NONE)
    entered(journal, create(need()))
    settle(graph, journal, NONE)
    assert is_settled(graph, NONE)


def test_an_owner_that_was_merged_is_followed(graph: Graph, journal: Journal) -> None:
    entered(journal, create(need(services=(TESTING,))))
    settle(graph, journal, NONE)
    official = "uscc:91330211144341218U"
    twin = Entity(official, Kind.ENTERPRISE, OWNER.name, (Evidence("registry#t:row=1"),))
    load(graph, Dataset("registry", "r", "r", (), lambda: iter([twin])))
    assert entity(graph, OWNER.id).id == official
    entered(journal, change("entered:need-1", need("改")))
    assert settle(graph, journal, NONE) == ()
    found, total = neighbours(graph, "entered:need-1")
    assert total == 1
    assert {one.from_id for one in found.relations} == {official}
    changed = graph_hash(graph)
    load_all(graph, journal, Options())
    assert graph_hash(graph) == changed
    entered(journal, delete("entered:need-1"))
    settle(graph, journal, NONE)
    assert not whole(graph, dataset=DATASET).entities


def test_nothing_entered_is_one_sentence(journal: Journal) -> None:
    with pytest.raises(NotFoundError, match="nothing was entered yet; enter a need"):
        entered_dataset(journal.path)
