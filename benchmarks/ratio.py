"""What every benchmark does: two ways of the same work in turn, in one run, and the ratio of them."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each repetition of one way of doing the work."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def percentile(self, share: float) -> float:
        """The time that `share` (0 to 1) of the repetitions do not exceed, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def in_turn(
    ours: Callable[[], object],
    baseline: Callable[[], object],
    *,
    repetitions: int,
    undo: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[Timing, Timing]:
    """Do the work both ways, A B A B …, after one round that is not counted.

    `undo` follows each and is not counted. `clock` gives seconds.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for round_number in range(repetitions + 1):
        for way, taken in zip((ours, baseline), times, strict=True):
            start = clock()
            way()
            if round_number:
                taken.append(clock() - start)
            undo()
    return Timing(tuple(times[0])), Timing(tuple(times[1]))


def report(name: str, ours: Timing, baseline: Timing, *, against: str) -> None:
    """Print the ratio of the medians and of the 99th percentiles, and the times behind them."""
    print(
        f"{name}: {ours.median / baseline.median:.2f} x {against} at the median, "
        f"{ours.percentile(0.99) / baseline.percentile(0.99):.2f} x at p99 "
        f"({ours.median * 1e3:.3f} ms against {baseline.median * 1e3:.3f} ms, "
        f"{len(ours.seconds)} repetitions)"
    )
