"""`ask` against the bare driver: the same Cypher, the same arguments, on the plan, on each engine.

python -m benchmarks.ask
"""

from benchmarks.engines import Bench, benches
from benchmarks.ratio import in_turn, report
from graph_api.questions import ask, questions

REPETITIONS = 300
SECONDS = 30.0
ASKED: dict[str, dict[str, object]] = {
    "providers_of_service": {"service": "service:testing"},
    "coverage": {},
    "bridges": {},
}


def main() -> None:
    """Print the ratio for each question on each engine; to reach: 1.5 at p99 (design, quality.md)."""
    with benches() as found:
        for bench in found:
            for name, arguments in ASKED.items():
                compare(bench, name, arguments)


def compare(bench: Bench, name: str, arguments: dict[str, object]) -> None:
    """One question, asked through the product and through the driver alone."""
    question = questions()[name]
    resolved = ask(bench.graph, question, arguments, seconds=SECONDS).arguments

    def ours() -> object:
        return ask(bench.graph, question, arguments, seconds=SECONDS).rows

    def baseline() -> object:
        with bench.driver.session(database=bench.database) as session:
            return session.execute_read(lambda tx: list(tx.run(question.query, resolved)))

    report(
        f"ask {name} on {bench.name}",
        *in_turn(ours, baseline, repetitions=REPETITIONS),
        against="bare driver",
    )


if __name__ == "__main__":
    main()
