"""The two ways of spreading needs over providers: by bids in turn, and as a flow of least cost."""

import heapq
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

LEAST_RAISE = 2
"""Points by which a bid raises the price of a place. What bids lose is at most so many a need."""

HALF = 0.5
"""The solution of a flow is whole; its numbers come back as floats near 0 or 1."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be spread, by position.

    `worth` holds for each need the providers that fit and the points that it is worth there, the ones
    liked best first. `places` holds for each provider the points that each of its places costs, the
    cheapest first. A need takes one place or none; to be sought is the greatest sum of worth less cost.
    """

    worth: Sequence[Sequence[tuple[int, int]]]
    places: Sequence[Sequence[int]]


def by_bids(problem: Problem) -> list[int | None]:
    """The provider of each need, or None: the sum is at most `LEAST_RAISE` a need below the best.

    Each need in turn takes the place that is best for it after what it costs now. A place that is taken
    costs what its holder would not have given more for: who values it higher takes it over, and the one
    before looks again. A place that nobody holds was never bid for, so no need goes without while a
    provider that fits has one that costs less than the need is worth. (The auction algorithm: Bertsekas,
    Annals of Operations Research 14, 1988, 105-123, section 3, with the places of a provider as objects.)
    """
    prices = [[(cost, place) for place, cost in enumerate(costs)] for costs in problem.places]
    holders = [[-1] * len(costs) for costs in problem.places]
    taken: list[int | None] = [None] * len(problem.worth)
    waiting = deque(range(len(problem.worth)))
    while waiting:
        need = waiting.popleft()
        provider, price = _bid(problem.worth[need], prices)
        if provider < 0:
            continue
        place = prices[provider][0][1]
        heapq.heapreplace(prices[provider], (price, place))
        before = holders[provider][place]
        holders[provider][place], taken[need] = need, provider
        if before >= 0:
            taken[before] = None
            waiting.append(before)
    return taken


def _bid(
    options: Sequence[tuple[int, int]], prices: Sequence[list[tuple[int, int]]]
) -> tuple[int, int]:
    """The provider whose cheapest place is best for a need, and the new price; (-1, 0) if none is."""
    chosen, worth_there, best, second = -1, 0, 0, 0
    for provider, worth in options:
        heap = prices[provider]
        if not heap:
            continue
        value = worth - heap[0][0]
        if value > best or (chosen < 0 and value == best):
            if chosen >= 0:
                second = best
            chosen, worth_there, best = provider, worth, value
        elif value > second:
            second = value
    if chosen < 0:
        return -1, 0
    next_places = prices[chosen][1:3]  # of a heap: the second smallest is one of these
    if next_places:
        second = max(second, worth_there - min(next_places)[0])
    return chosen, worth_there - second + LEAST_RAISE


def by_flow(problem: Problem) -> list[int | None]:
    """The provider of each need, or None, so that the sum is the greatest there is.

    The flow of least cost from needs through providers to places, as a linear programme: its corners
    are whole because every column has one +1 and one -1 (total unimodularity), and the simplex method
    of HiGHS ends in a corner. Places of one provider that cost the same are one variable.
    """
    pairs = [
        (need, provider, worth)
        for need, options in enumerate(problem.worth)
        for provider, worth in options
        if problem.places[provider]
    ]
    if not pairs:
        return [None] * len(problem.worth)
    groups = [
        (provider, cost, count)
        for provider, costs in enumerate(problem.places)
        for cost, count in Counter(costs).items()
    ]
    needs, providers = np.array([pair[:2] for pair in pairs]).T
    homes = np.array([group[0] for group in groups])
    first = len(problem.worth)
    pair_columns = np.arange(len(pairs))
    group_columns = np.arange(len(pairs), len(pairs) + len(groups))
    rows = np.concatenate((needs, first + providers, first + homes))
    columns = np.concatenate((pair_columns, pair_columns, group_columns))
    values = np.concatenate((np.ones(2 * len(pairs)), -np.ones(len(groups))))
    shape = (first + len(problem.places), len(pairs) + len(groups))
    solved = linprog(
        [-worth for _, _, worth in pairs] + [cost for _, cost, _ in groups],
        A_ub=coo_array((values, (rows, columns)), shape=shape).tocsr(),
        b_ub=np.concatenate((np.ones(first), np.zeros(len(problem.places)))),
        bounds=[(0, 1)] * len(pairs) + [(0, count) for _, _, count in groups],
        method="highs-ds",
    )
    if not solved.success:
        raise ArithmeticError(f"the flow was not solved: {solved.message}")
    taken: list[int | None] = [None] * first
    for (need, provider, _), share in zip(pairs, solved.x, strict=False):
        if share > HALF:
            taken[need] = provider
    return taken
