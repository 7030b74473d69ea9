"""Assignment: never above a capacity, never twice, close to the best sum, whatever the order."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import BadInputError, NotFoundError
from graph_api.matching import Need, Snapshot, match
from graph_api.matching.assign import (
    Assignment,
    Method,
    Table,
    assign,
    candidates,
)

METHODS = list(Method)
POINTS = st.integers(0, 1000)


@st.composite
def tables(draw: st.DrawFn, most_needs: int = 12, most_providers: int = 6) -> Table:
    providers = [f"p{number}" for number in range(draw(st.integers(1, most_providers)))]
    needs = [f"n{number}" for number in range(draw(st.integers(0, most_needs)))]
    scores = {need: draw(st.dictionaries(st.sampled_from(providers), POINTS)) for need in needs}
    capacities = draw(st.dictionaries(st.sampled_from(providers), st.integers(0, 4)))
    return Table(scores, capacities, draw(st.none() | st.integers(0, 3)))


def worth(table: Table, answer: Assignment) -> int:
    """What is to be greatest: points less the cost of places, and of going without."""
    without = sum(1 for one in answer.unassigned if table.scores[one.need])
    return answer.total - answer.charged - answer.penalty * without


def greatest(table: Table, penalty: int) -> int:
    """The greatest worth of all ways of assigning the needs."""
    found = []
    for ways in product(*([None, *scores] for scores in table.scores.values())):
        load = {one: ways.count(one) for one in set(ways) - {None}}
        limits = {one: table.capacity(one) for one in load}
        if any(limits[one] is not None and load[one] > limits[one] for one in load):
            continue
        pairs = zip(table.scores.values(), ways, strict=True)
        points = sum(
            scores[one] if one is not None else -penalty * bool(scores) for scores, one in pairs
        )
        fitting = {one: sum(one in scores for scores in table.scores.values()) for one in load}
        sizes = {
            one: fitting[one] if limit is None else min(limit, fitting[one])
            for one, limit in limits.items()
        }
        found.append(
            points
            - sum(penalty * place // sizes[one] for one in load for place in range(load[one]))
        )
    return max(found)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(table=tables(), penalty=st.integers(0, 60))
def test_every_need_once_and_no_provider_above_its_capacity(
    method: Method, table: Table, penalty: int
) -> None:
    answer = assign(table, method, penalty=penalty)
    needs = [one.need for one in (*answer.assigned, *answer.unassigned)]
    assert sorted(needs) == sorted(table.scores)
    assert len(set(needs)) == len(needs)
    load: dict[str, int] = {}
    for one in answer.assigned:
        assert one.score == table.scores[one.need][one.provider]
        load[one.provider] = load.get(one.provider, 0) + 1
    for share in answer.loads:
        assert share.load == load.pop(share.provider, 0)
        assert share.capacity is None or share.load <= share.capacity
        assert share.stated is (share.provider in table.capacities)
    assert not load


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(table=tables(), penalty=st.integers(0, 60))
def test_nobody_loses_less_than_nothing_and_the_sums_agree(
    method: Method, table: Table, penalty: int
) -> None:
    answer = assign(table, method, penalty=penalty)
    for one in answer.assigned:
        assert one.lost >= 0
        assert one.best == max(table.scores[one.need].values())
    for left in answer.unassigned:
        assert left.best == max(table.scores[left.need].values(), default=0)
    assert answer.lost == sum(one.lost for one in answer.assigned) + sum(
        one.best for one in answer.unassigned
    )


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(table=tables(), penalty=st.integers(1, 60))
def test_nobody_goes_without_while_a_provider_that_fits_has_room(
    method: Method, table: Table, penalty: int
) -> None:
    answer = assign(table, method, penalty=penalty)
    room = {one.provider for one in answer.loads if one.capacity is None or one.load < one.capacity}
    for one in answer.unassigned:
        assert not room & set(table.scores[one.need])
        assert one.reason == ("full" if table.scores[one.need] else "nobody")


@settings(max_examples=60)
@given(table=tables(), penalty=st.integers(0, 60))
def test_bids_come_within_two_points_a_need_of_the_flow(table: Table, penalty: int) -> None:
    greedy = worth(table, assign(table, Method.GREEDY, penalty=penalty))
    flow = worth(table, assign(table, Method.FLOW, penalty=penalty))
    assert flow - 2 * len(table.scores) <= greedy <= flow


@settings(max_examples=60)
@given(table=tables(most_needs=4, most_providers=3), penalty=st.integers(0, 60))
def test_the_flow_is_the_best_of_all_ways(table: Table, penalty: int) -> None:
    assert worth(table, assign(table, Method.FLOW, penalty=penalty)) == greatest(table, penalty)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(table=tables(), data=st.data())
def test_the_order_of_the_table_makes_no_difference(
    method: Method, table: Table, data: st.DataObject
) -> None:
    needs = data.draw(st.permutations(list(table.scores)))
    turned = {
        need: {one: table.scores[need][one] for one in reversed(table.scores[need])}
        for need in needs
    }
    other = Table(turned, table.capacities, table.default_capacity)
    assert assign(other, method) == assign(table, method)


@pytest.mark.parametrize("method", METHODS)
def test_of_providers_that_fit_alike_the_one_with_less_to_do_is_taken(method: Method) -> None:
    scores = {f"n{number}": {"a": 500, "b": 499} for number in range(10)}
    spread = assign(Table(scores), method, penalty=20)
    assert {one.provider: one.load for one in spread.loads} == {"a": 5, "b": 5}
    heaped = assign(Table(scores), method, penalty=0)
    assert {one.provider: one.load for one in heaped.loads} == {"a": 10, "b": 0}


@pytest.mark.parametrize("method", METHODS)
def test_who_can_go_elsewhere_makes_room(method: Method) -> None:
    scores = {"first": {"a": 900, "b": 800}, "second": {"a": 700}, "third": {}}
    answer = assign(Table(scores, default_capacity=1), method, penalty=0)
    assert {one.need: (one.provider, one.lost) for one in answer.assigned} == {
        "first": ("b", 100),
        "second": ("a", 0),
    }
    assert [(one.need, one.reason, one.zh) for one in answer.unassigned] == [
        ("third", "nobody", "没有符合条件的提供方")
    ]
    assert [(one.provider, one.load, one.wanted) for one in answer.loads] == [
        ("a", 1, 2),
        ("b", 1, 0),
    ]
    assert (answer.total, answer.best_total, answer.lost) == (1500, 1600, 100)


@pytest.mark.parametrize(
    ("table", "penalty", "said"),
    [
        (Table({"n": {"p": -1}}), 0, "n has -1 points at p"),
        (Table({"n": {"p": 1}}, {"p": -2}), 0, "capacity of p is -2"),
        (Table({"n": {"p": 1}}, {}, -3), 0, "default capacity is -3"),
        (Table({}), -4, "load penalty is -4"),
    ],
)
def test_what_makes_no_sense_is_refused(table: Table, penalty: int, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        assign(table, penalty=penalty)


def test_candidates_are_those_that_match_ranks(snap: Snapshot) -> None:
    needs = {
        "fasteners": Need("紧固件检测"),
        "nobody": Need(service="service:finance"),
        "wrong": Need(firm="没有这家公司"),
    }
    found = candidates(snap, needs, 3)
    ranked = match(snap, needs["fasteners"], 3).results
    stated = [one for one in ranked if not one.guessed]
    assert list(found.options["fasteners"]) == [one.provider for one in stated]
    assert [one.score for one in found.options["fasteners"].values()] == [
        one.score for one in stated
    ]
    assert found.options["nobody"] == {}
    assert isinstance(found.problems["wrong"], NotFoundError)
    table = found.table({"t:inspector": 0})
    answer = assign(table)
    assert all(one.provider != "t:inspector" for one in answer.assigned)
    assert "wrong" not in table.scores


def test_a_guess_is_a_candidate_only_where_nobody_states_an_offer(snap: Snapshot) -> None:
    found = candidates(snap, {"rd": Need(service="service:rd")})
    assert {one.label_zh for one in found.options["rd"].values()} == {"可能具备"}
    magnets = Need("永磁材料")
    ranked = match(snap, magnets, 20).results
    assert any(one.guessed for one in ranked)
    found = candidates(snap, {"magnets": magnets}, 20)
    assert list(found.options["magnets"]) == [one.provider for one in ranked if not one.guessed]
