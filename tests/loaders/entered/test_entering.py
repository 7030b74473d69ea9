"""Which writes are accepted, from whom, and once."""

from pathlib import Path
from typing import Any

import pytest

from graph_api.domain import BadInputError, Kind, NotFoundError, SixChainsError, Status
from loaders.entered.asking import need_of_standing
from loaders.entered.entering import (
    ChangedMeanwhileError,
    KeyReusedError,
    NotAllowedError,
    Role,
    enter,
    user_of_this_machine,
)
from loaders.entered.fields import NeedState
from loaders.entered.journal import Journal
from loaders.entered.records import entity_of_standing, relations_of_standing
from tests.loaders.entered.made_up import (
    BEARINGS,
    BROKER,
    HALL,
    OTHER,
    STEWARD,
    TESTING,
    change,
    create,
    delete,
    entered,
    need,
    offer,
    restore,
)

NEED = "entered:need-1"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal in which a broker entered a need."""
    journal = Journal(tmp_path)
    entered(journal, create(need(), key="k1", body={"text": "轴承寿命试验"}))
    return journal


def test_the_same_request_with_its_key_is_done_once(journal: Journal) -> None:
    entered(journal, change(NEED, need("别的")))
    (again,) = entered(journal, create(need(), key="k1", body={"text": "轴承寿命试验"}))
    assert again.repeated
    assert (again.standing.id, again.standing.fields.text) == (NEED, "轴承寿命试验")
    assert len(journal.entries()) == 2


@pytest.mark.parametrize(
    "wanted",
    [
        create(need(), key="k1", body={"text": "别的"}),
        create(offer(), key="k1", body={"text": "轴承寿命试验"}),
        delete(NEED, key="k1"),
    ],
)
def test_a_key_is_not_taken_for_another_request(journal: Journal, wanted: Any) -> None:  # noqa: ANN401
    with pytest.raises(KeyReusedError, match=r"'k1' came before .* entry 1 of entered:need-1"):
        entered(journal, wanted)
    assert len(journal.entries()) == 1


def test_a_key_of_one_writer_is_free_for_another(journal: Journal) -> None:
    (done,) = entered(journal, create(need(), key="k1", body={"text": "二"}), writer=OTHER)
    assert (done.repeated, done.standing.id) == (False, "entered:need-2")


@pytest.mark.parametrize("make", [lambda: change(NEED, need("改")), lambda: delete(NEED)])
def test_a_broker_changes_only_their_own(journal: Journal, make: Any) -> None:  # noqa: ANN401
    with pytest.raises(NotAllowedError, match="entered by li, and a broker changes only their own"):
        enter(journal, OTHER, make())
    assert not enter(journal, STEWARD, make()).repeated


def test_a_change_on_an_older_version_is_refused(journal: Journal) -> None:
    entered(journal, change(NEED, need("改"), version=1))
    with pytest.raises(ChangedMeanwhileError, match="is now version 2, not 1"):
        entered(journal, change(NEED, need("再改"), version=1))


def test_what_is_deleted_can_be_restored_and_keeps_its_account(journal: Journal) -> None:
    entered(journal, delete(NEED))
    with pytest.raises(NotFoundError, match=r"deleted by li .*restore it first"):
        entered(journal, change(NEED, need("改")))
    with pytest.raises(NotFoundError, match="deleted by li"):
        entered(journal, delete(NEED))
    (back,) = entered(journal, restore(NEED))
    assert (back.standing.deleted, back.standing.fields) == (False, need())
    with pytest.raises(BadInputError, match="is not deleted"):
        entered(journal, restore(NEED))
    assert [str(one.action) for one in journal.entries()] == ["create", "delete", "restore"]


@pytest.mark.parametrize(
    "wanted", [delete("entered:need-7"), delete(NEED, Kind.OFFER), delete("made:firm")]
)
def test_what_nobody_entered_is_not_found(journal: Journal, wanted: Any) -> None:  # noqa: ANN401
    with pytest.raises(NotFoundError, match="nobody entered a"):
        entered(journal, wanted)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (need("有\0字"), "NUL"),
        (need(deadline="明年"), "date"),
        (need(deadline="2026-13-01"), "date"),
        (need(budget=float("inf")), "amount is inf"),
        (offer(price_min=9.0, price_max=1.0), "from 9 down to 1"),
        (need("x" * 20_001), "over 20000"),
    ],
)
def test_what_breaks_a_rule_is_not_entered(journal: Journal, fields: Any, said: str) -> None:  # noqa: ANN401
    with pytest.raises(SixChainsError, match=said):
        entered(journal, create(fields))
    assert len(journal.entries()) == 1


def test_a_need_is_an_entity_with_its_owner_service_subject_and_complex(journal: Journal) -> None:
    fields = need(
        services=(TESTING,),
        subjects=(BEARINGS,),
        complex=HALL,
        budget=20_000.0,
        deadline="2027-01-31",
        state=NeedState.MATCHED,
        accreditations=("CNAS",),
    )
    (done,) = entered(journal, change(NEED, fields))
    entity = entity_of_standing(done.standing)
    assert (entity.kind, entity.description, entity.until) == (Kind.NEED, fields.text, "2027-01-31")
    assert entity.properties == {
        "accreditations": ("CNAS",),
        "state": "matched",
        "amount": 20_000.0,
        "currency": "CNY",
    }
    assert [one.source for one in entity.evidence] == ["entered#entry=2"]
    relations = relations_of_standing(done.standing)
    assert [one.id for one in relations] == [
        "made:firm|NEEDS|entered:need-1|",
        "entered:need-1|OF_SERVICE|service:testing|",
        "entered:need-1|ABOUT|made:bearings|",
        "entered:need-1|PART_OF|made:complex|",
    ]
    assert [one.evidence[0].quote for one in relations[:2]] == ["青禾轴承厂", "检测"]


def test_a_planned_offer_is_offered_as_a_plan(journal: Journal) -> None:
    planned, unknown = entered(
        journal, create(offer(status=Status.PLANNED, price_min=1.0, capacity=3)), create(offer())
    )
    assert {str(one.modality) for one in relations_of_standing(planned.standing)} == {"plan"}
    assert {str(one.modality) for one in relations_of_standing(unknown.standing)} == {"fact"}
    assert entity_of_standing(unknown.standing).status is None
    told = entity_of_standing(planned.standing).properties
    assert told == {"price_min": 1.0, "currency": "CNY", "capacity": 3}


def test_a_need_is_asked_as_it_was_entered(journal: Journal) -> None:
    both = (TESTING, HALL)
    one, several = entered(
        journal,
        create(need(services=(TESTING,), subjects=(BEARINGS,))),
        create(need(services=both)),
    )
    asked = need_of_standing(one.standing)
    assert (asked.text, asked.service, asked.firm) == ("轴承寿命试验", TESTING.id, "made:firm")
    assert asked.subjects == (BEARINGS.id,)
    (of_complex,) = entered(journal, create(need(holder=HALL)))
    hall = need_of_standing(of_complex.standing)
    assert (hall.firm, hall.complex_id) == (None, HALL.id)
    wide = need_of_standing(several.standing)
    assert (wide.service, wide.text) == (None, "轴承寿命试验 检验检测 轴承综合体")


@pytest.mark.parametrize(
    ("text", "title"), [("短", "短"), ("长" * 50, "长" * 40 + "…"), ("两\n行", "两 行")]
)
def test_a_need_without_a_name_is_called_by_its_text(text: str, title: str) -> None:
    assert need(text).title == title
    assert need(text, name="寿命试验").title == "寿命试验"


def test_who_sits_at_the_machine_is_a_steward(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_of_this_machine().role is Role.STEWARD

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("loaders.entered.entering.getuser", nameless)
    assert user_of_this_machine().name.removeprefix("local:").isdecimal()


def test_a_broker_can_restore_what_they_deleted(journal: Journal) -> None:
    entered(journal, delete(NEED))
    assert not enter(journal, BROKER, restore(NEED)).standing.deleted
