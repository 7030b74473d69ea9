"""What the watch calls news, and what it keeps."""

from pathlib import Path
from typing import Any

import pytest

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    NotFoundError,
    Relation,
    RelationType,
    Status,
    Subgraph,
)
from graph_api.domain.errors import EnvironmentFaultError
from graph_api.matching import build_snapshot
from loaders.entered.fields import NeedState
from loaders.entered.journal import Journal
from loaders.entered.watching import (
    WATCH_FILE,
    Look,
    NewsKind,
    Seen,
    looks,
    mark_seen,
    news_of,
    open_needs,
    watch,
)
from tests.loaders.entered.made_up import (
    TESTING,
    change,
    create,
    delete,
    entered,
    need,
    surroundings,
)

SOURCE = (Evidence("made#t:row=1"),)
STATUSES = (None, Status.PLANNED, Status.BUILDING, Status.OPERATING)


def seen(name: str, score: int = 500, status: Status | None = None, **more: Any) -> Seen:  # noqa: ANN401
    given = {"inferred": False, "parts": {"subject": score}, **more}
    return Seen(
        f"m:{name}",
        name,
        f"m:{name}-o",
        "检测",
        status,
        label_zh="",
        label_en="",
        score=score,
        **given,
    )


def look(*providers: Seen) -> Look:
    return Look(1, "2026-11-24T08:00:00+00:00", providers, len(providers))


A, B = seen("甲", 500), seen("乙", 400)
RUNS, PLANS = seen("甲", status=Status.OPERATING), seen("甲", status=Status.PLANNED)


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ((), (), []),
        ((A, B), (A, B), []),
        ((A,), (A, B), []),  # somebody second is no news
        ((), (A,), [NewsKind.FOUND]),
        ((B,), (A, B), [NewsKind.BETTER]),
        ((B,), (A,), [NewsKind.BETTER]),  # the old one is gone, and the new one has more points
        ((A,), (B,), [NewsKind.LOST]),
        ((A,), (), [NewsKind.LOST]),
        ((PLANS,), (RUNS,), [NewsKind.ROSE]),
        ((RUNS,), (PLANS,), []),
        ((seen("甲", inferred=True, status=Status.OPERATING),), (PLANS,), [NewsKind.ROSE]),
        ((B, PLANS), (RUNS, B), [NewsKind.BETTER, NewsKind.ROSE]),
    ],
)
def test_what_is_news(
    before: tuple[Seen, ...], now: tuple[Seen, ...], kinds: list[NewsKind]
) -> None:
    assert [one.kind for one in news_of(look(*before), look(*now))] == kinds


def test_a_better_one_is_told_with_the_parts_in_which_it_is_ahead() -> None:
    (news,) = news_of(
        look(seen("乙", 300)),
        look(
            seen("甲", 500, parts={"subject": 300, "status": 200}),
            seen("乙", 300, parts={"subject": 310}),
        ),
    )
    assert news.zh == "甲（，500 分）现在排第一，此前是乙（300 分）：状态 +200"
    assert news.en.endswith("乙 was (300 points): status +200")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path)
    entered(journal, create(need(services=(TESTING,))))
    return journal


def world(status: Status | None) -> Any:  # noqa: ANN401 - a snapshot
    """The surroundings with one offer, of this status."""
    offer = Entity("made:offer", Kind.OFFER, "轴承寿命试验", SOURCE, status=status)
    entities = {one.id: one for one in surroundings() if isinstance(one, Entity)}
    joined = [
        ("made:lab", RelationType.OFFERS, "made:offer"),
        ("made:offer", RelationType.OF_SERVICE, TESTING.id),
    ]
    relations = tuple(Relation(a, name, b, Modality.FACT, SOURCE) for a, name, b in joined)
    return build_snapshot(Subgraph({**entities, offer.id: offer}, relations))


def test_from_the_first_look_to_the_news_and_until_it_was_seen(
    journal: Journal, tmp_path: Path
) -> None:
    needs = open_needs(journal)
    (first,) = watch(world(Status.PLANNED), needs, tmp_path)
    assert (first.before, first.news) == (None, ())
    (same,) = watch(world(Status.PLANNED), needs, tmp_path)
    assert (same.before, same.news) == (first.now, ())
    for _ in range(2):  # a look does not take it for seen
        (risen,) = watch(world(Status.OPERATING), needs, tmp_path)
        assert [one.kind for one in risen.news] == [NewsKind.ROSE]
        assert "东塘检测站的“轴承寿命试验”由拟建变为运行" in risen.news[0].zh
    with pytest.raises(NotFoundError, match="not watched"):
        mark_seen(tmp_path, [risen], "made:firm")
    assert mark_seen(tmp_path, [risen], risen.id) == 1
    (quiet,) = watch(world(Status.OPERATING), needs, tmp_path)
    assert quiet.news == ()
    assert looks(tmp_path)[risen.id] == risen.now


def test_a_need_that_was_changed_is_watched_anew(journal: Journal, tmp_path: Path) -> None:
    watch(world(Status.PLANNED), open_needs(journal), tmp_path)
    entered(journal, change("entered:need-1", need("轴承寿命试验和校准", services=(TESTING,))))
    (anew,) = watch(world(Status.OPERATING), open_needs(journal), tmp_path)
    assert (anew.before, anew.news) == (None, ())


def test_a_need_that_cannot_be_asked_says_why(journal: Journal, tmp_path: Path) -> None:
    (asked,) = open_needs(journal)
    (one,) = watch(build_snapshot(Subgraph({}, ())), [asked], tmp_path)
    assert one.now is None
    assert "service" in one.problem or "firm" in one.problem
    assert looks(tmp_path) == {}


def test_only_open_needs_are_watched(journal: Journal) -> None:
    entered(
        journal,
        create(need("二", state=NeedState.MATCHED)),
        create(need("三", state=NeedState.CLOSED)),
        create(need("四")),
        create(need("五")),
        delete("entered:need-4"),
    )
    assert [one.title for one in open_needs(journal)] == ["五", "轴承寿命试验"]


@pytest.mark.parametrize("content", ["", "[]", '{"x": {}}', '{"x": 1}'])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / WATCH_FILE).write_text(content, "utf-8")
    with pytest.raises(EnvironmentFaultError, match=r"watch.json cannot be read"):
        looks(tmp_path)
