"""Assignment: 2,000 needs over the providers of 3,000 offers, by bids and as a flow of least cost.

    python -m benchmarks.assign [--needs 2000] [--offers 3000]

The district is made up: each provider has a few offers, each offer and each need one of the subjects, and
a provider takes few needs, so that many needs cannot have their best. Scores come from `match` over its
snapshot. The flow of least cost is that of networkx (`network_simplex`) and of our exact method, HiGHS.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import networkx as nx

from benchmarks.ratio import Timing, in_turn, report
from graph_api.domain import (
    SERVICES,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    Subgraph,
)
from graph_api.matching import Need, build_snapshot
from graph_api.matching.assign import (
    LOAD_PENALTY,
    Assignment,
    Method,
    Table,
    assign,
    candidates,
)

NEEDS = 2_000
OFFERS = 3_000
OFFERS_OF_ONE = 3
CANDIDATES = 20
SUBJECTS = 150
MOST_TAKEN = 3
REPETITIONS = 3
WORDS = (
    *("盐雾试验", "拉伸", "扭矩", "硬度", "金相", "失效分析", "热处理", "表面处理"),
    *("磁性能", "疲劳", "校准", "无损探伤", "精密测量", "注塑", "模具"),
)
STATUSES = (Status.OPERATING, Status.OPERATING, Status.BUILDING, Status.PLANNED)
EVIDENCE = (Evidence("made-up#L1"),)


def main() -> None:
    """Print how near the bids come to the flow, both times as ratios, and the loads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--needs", type=int, default=NEEDS)
    parser.add_argument("--offers", type=int, default=OFFERS)
    options = parser.parse_args()
    district = District(random.Random(5), options.offers)  # noqa: S311 - a made-up district
    started = time.perf_counter()
    snapshot = build_snapshot(district.subgraph())
    built = time.perf_counter()
    needs = {f"{number:05}": district.need() for number in range(options.needs)}
    found = candidates(snapshot, needs, CANDIDATES)
    ranked = time.perf_counter()
    print(
        f"{len(needs):,} needs, {options.offers:,} offers of {len(district.providers):,} providers: "
        f"snapshot {built - started:.1f} s, table of scores {ranked - built:.1f} s"
    )
    for most, title in ((MOST_TAKEN, "scarce: each takes 1 to 3"), (None, "each takes any number")):
        capacities = {} if most is None else district.capacities(most)
        compare(title, found.table(capacities))


def compare(title: str, table: Table) -> None:
    """Print total, loss, loads and time of each method on a table of scores."""
    pairs = sum(len(scores) for scores in table.scores.values())
    print(f"\n{title}; {pairs:,} pairs that fit")
    answers = {
        f"{method} with load penalty {penalty}": assign(table, method, penalty=penalty)
        for penalty in (LOAD_PENALTY, 0)
        for method in Method
    }
    greatest = answers[f"{Method.FLOW} with load penalty 0"].total
    for name, answer in answers.items():
        loads = sorted((one.load for one in answer.loads), reverse=True)
        below = 1 - answer.total / greatest
        print(
            f"  {name}: {answer.total:,} points, {below:.3%} below the flow's {greatest:,}; "
            f"{len(answer.assigned):,} assigned, {answer.lost:,} points below their best; "
            f"loads: most {loads[0]}, median {loads[len(loads) // 2]}, "
            f"{sum(1 for load in loads if load):,} of {len(loads):,} providers"
        )
    ours: Callable[[], Assignment] = lambda: assign(table, Method.GREEDY)  # noqa: E731 - a way
    bids, flow = in_turn(ours, lambda: assign(table, Method.FLOW), repetitions=REPETITIONS)
    report("  greedy", bids, flow, against="our flow (HiGHS)")
    started = time.perf_counter()
    total = by_networkx(table)
    once = Timing((time.perf_counter() - started,))
    if total != greatest:
        raise AssertionError(f"networkx finds {total}, our flow {greatest}")
    report("  greedy", bids, once, against="networkx")
    report("  flow", flow, once, against="networkx")


def by_networkx(table: Table) -> int:
    """The greatest sum of points, by the network simplex of networkx. Going without costs nothing."""
    graph = nx.DiGraph()
    count = len(table.scores)
    graph.add_node("out", demand=count)
    for need, scores in table.scores.items():
        graph.add_node(need, demand=-1)
        graph.add_edge(need, "out", weight=0, capacity=1)
        for provider, score in scores.items():
            graph.add_edge(need, ("p", provider), weight=-score, capacity=1)
            capacity = table.capacity(provider)
            graph.add_edge(
                ("p", provider), "out", weight=0, capacity=count if capacity is None else capacity
            )
    cost, _ = nx.network_simplex(graph)
    return -int(cost)


@dataclass(slots=True)
class District:
    """A made-up district of so many offers, the same for one generator."""

    chance: random.Random
    offers: int
    providers: list[Entity] = field(default_factory=list)

    def subgraph(self) -> Subgraph:
        """Its entities and relations."""
        entities = [Entity(one.id, Kind.SERVICE, one.zh, EVIDENCE) for one in SERVICES.values()]
        entities += [
            Entity(f"made:subject-{number}", Kind.PRODUCT, _subject(number), EVIDENCE)
            for number in range(SUBJECTS)
        ]
        relations: list[Relation] = []
        for record in self._supply():
            if isinstance(record, Entity):
                entities.append(record)
            else:
                relations.append(record)
        return Subgraph({one.id: one for one in entities}, tuple(relations))

    def _supply(self) -> Iterator[Entity | Relation]:
        services = [one.id for one in SERVICES.values()]
        for number in range(self.offers):
            if number % OFFERS_OF_ONE == 0:
                key = f"made:provider-{number // OFFERS_OF_ONE}"
                status = self.chance.choice(STATUSES)
                name = f"第{number // OFFERS_OF_ONE}服务中心"
                self.providers.append(
                    Entity(key, Kind.SERVICE_PLATFORM, name, EVIDENCE, status=status)
                )
                yield self.providers[-1]
            subject = self.chance.randrange(SUBJECTS)
            offer = Entity(
                f"made:offer-{number}",
                Kind.OFFER,
                f"{_subject(subject)}{'、'.join(self.chance.sample(WORDS, 2))}",
                EVIDENCE,
                status=self.providers[-1].status,
            )
            yield offer
            ends = (
                (self.providers[-1].id, RelationType.OFFERS, offer.id),
                (offer.id, RelationType.OF_SERVICE, self.chance.choice(services)),
                (offer.id, RelationType.ABOUT, f"made:subject-{subject}"),
            )
            for start, name, end in ends:
                yield Relation(start, name, end, Modality.FACT, EVIDENCE)

    def need(self) -> Need:
        """A need of one of its subjects; a third of all needs is of a tenth of the subjects."""
        most = SUBJECTS // 10 if self.chance.random() < 1 / 3 else SUBJECTS
        subject = _subject(self.chance.randrange(most))
        return Need(f"{subject}{'、'.join(self.chance.sample(WORDS, 2))}")

    def capacities(self, most: int) -> dict[str, int]:
        """How many needs each provider takes, 1 to `most`."""
        return {one.id: self.chance.randint(1, most) for one in self.providers}


def _subject(number: int) -> str:
    """A name of two characters that no other subject has."""
    return f"{chr(0x4E00 + number * 7)}{chr(0x5E00 + number * 11)}件"


if __name__ == "__main__":
    main()
