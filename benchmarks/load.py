"""A load against a bare script that sends the same UNWIND batches to the same engine.

    python -m benchmarks.load

The data is made here: firms and who supplies whom, with a source for each, as a registry would give.
"""

import random
from collections.abc import Iterator

from benchmarks.engines import Bench, benches
from benchmarks.ratio import in_turn, report
from graph_api.domain import Entity, Evidence, Kind, Modality, Record, Relation, RelationType
from graph_api.store import unload
from graph_api.store.fold import fold
from graph_api.store.properties import stated_of_entity, stated_of_relation
from loaders.dataset import Dataset
from loaders.pipeline import load

FIRMS = 10_000
RELATIONS = 20_000
BATCH = 5_000
REPETITIONS = 3
NODES = "UNWIND $rows AS row MERGE (n:Enterprise {id: row.id}) SET n:Entity, n += row.properties"
LINKS = (
    "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
    "MERGE (a)-[r:SUPPLIES {id: row.id}]->(b) SET r += row.properties"
)
CLEAR = (
    "MATCH (n:Entity {chain: 'industry'}) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS gone"
)


def records() -> Iterator[Record]:
    """Firms and relations between them, the same in every run."""
    chance = random.Random(1)  # noqa: S311 - made data, not a secret
    for number in range(FIRMS):
        evidence = (Evidence(f"bench#row={number}", "made for a benchmark"),)
        yield Entity(f"bench:firm-{number}", Kind.ENTERPRISE, f"企业{number}", evidence)
    for number in range(RELATIONS):
        one, other = chance.sample(range(FIRMS), 2)
        evidence = (Evidence(f"bench#row={number}"),)
        yield Relation(
            f"bench:firm-{one}",
            RelationType.SUPPLIES,
            f"bench:firm-{other}",
            Modality.FACT,
            evidence,
        )


DATASET = Dataset("bench", "bench", "bench", (), records)


def main() -> None:
    """Print first and second load as ratios; to reach: 1.25, and half of a first load for a second."""
    with benches() as found:
        for bench in found:
            unload(bench.graph, "zhenhai-plan")
            first, bare = in_turn(
                lambda b=bench: load(b.graph, DATASET),
                lambda b=bench: send(b),
                repetitions=REPETITIONS,
                undo=lambda b=bench: clear(b),
            )
            report(f"first load on {bench.name}", first, bare, against="bare batches")
            load(bench.graph, DATASET)
            again, _ = in_turn(
                lambda b=bench: load(b.graph, DATASET), lambda: None, repetitions=REPETITIONS
            )
            report(f"second load on {bench.name}", again, first, against="first load")


def send(bench: Bench) -> None:
    """The bare script: the rows as the store would write them, in batches, and nothing else."""
    made = list(records())
    entities = [one for one in made if isinstance(one, Entity)]
    relations = [one for one in made if isinstance(one, Relation)]
    with bench.driver.session(database=bench.database) as session:
        for query, rows in (
            (NODES, [node_row(entity) for entity in entities]),
            (LINKS, [link_row(relation) for relation in relations]),
        ):
            for start in range(0, len(rows), BATCH):
                part = rows[start : start + BATCH]
                session.execute_write(lambda tx, q=query, p=part: tx.run(q, rows=p).consume())


def node_row(entity: Entity) -> dict[str, object]:
    """A firm with the properties that the graph holds of it."""
    return {
        "id": entity.id,
        "properties": fold({("bench", entity.id): stated_of_entity(entity)}, entity.id),
    }


def link_row(relation: Relation) -> dict[str, object]:
    """A relation with the properties that the graph holds of it."""
    return {
        "id": relation.id,
        "from": relation.from_id,
        "to": relation.to_id,
        "properties": fold({("bench", relation.id): stated_of_relation(relation)}, relation.id),
    }


def clear(bench: Bench) -> None:
    """Take the firms away, by the batch."""
    with bench.driver.session(database=bench.database) as session:
        while session.execute_write(lambda tx: tx.run(CLEAR).single()["gone"]):
            pass


if __name__ == "__main__":
    main()
