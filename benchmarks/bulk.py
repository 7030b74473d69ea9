"""A first load in bulk against the ordinary way of filling an empty database.

    python -m benchmarks.bulk

The data is made here: firms and who supplies whom, each with the properties that the store gives it.
Embedded engine: our bulk load against bare UNWIND batches, each from an empty folder to an engine
that answers. Neo4j: our files and their import against the import of files that are ready; both map
the records.
"""

import random
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import neo4j

from benchmarks.load import LINKS, NODES
from benchmarks.ratio import in_turn, report
from graph_api.domain import (
    Chain,
    ChainBasis,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
)
from graph_api.settings import Settings, read_settings
from graph_api.store import engine, graph_hash, open_graph
from graph_api.store.bulk import bulk_write
from graph_api.store.fold import fold
from graph_api.store.properties import Properties, stated_of_entity, stated_of_relation
from loaders.export.neo4j_admin import write_import
from tests.loaders.neo4j_import import run_import

FIRMS = 100_000
RELATIONS = 200_000
BATCH = 5_000
REPETITIONS = 3
WORDS = "宁波镇海紧固件机械电子材料技术新能源石化精密制造检测服务研发生产销售"


def entities() -> Iterator[Properties]:
    """Firms, the same in every run, as the graph holds them."""
    chance = random.Random(1)  # noqa: S311 - made data, not a secret
    for number in range(FIRMS):
        name = "".join(chance.choices(WORDS, k=6)) + f"有限公司{number}"
        firm = Entity(
            f"bench:firm-{number}",
            Kind.ENTERPRISE,
            name,
            (Evidence(f"bench#firms:row={number}", name),),
            aliases=(name[:4],),
            description="".join(chance.choices(WORDS, k=40)),
            chain=Chain.INDUSTRY,
            chain_basis=ChainBasis.KIND,
            since="2010-01-01",
            properties={"capital": chance.random() * 1e7, "currency": "CNY", "staff": number},
        )
        yield fold({("bench", firm.id): stated_of_entity(firm)}, firm.id)


def relations() -> Iterator[Properties]:
    """Who supplies whom, once for each pair."""
    chance = random.Random(2)  # noqa: S311 - made data, not a secret
    seen: set[tuple[int, ...]] = set()
    while len(seen) < RELATIONS:
        pair = tuple(chance.sample(range(FIRMS), 2))
        if pair in seen:
            continue
        seen.add(pair)
        link = Relation(
            f"bench:firm-{pair[0]}",
            RelationType.SUPPLIES,
            f"bench:firm-{pair[1]}",
            Modality.FACT,
            (Evidence(f"bench#links:row={len(seen)}"),),
            weight=chance.random(),
        )
        yield fold({("bench", link.id): stated_of_relation(link)}, link.id)


def main() -> None:
    """Print the ratios; to reach: half of batches embedded, 1.2 of a ready import on Neo4j."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        embedded = read_settings(data_folder=place / "embedded")

        def leave() -> None:
            engine.stop(embedded)
            shutil.rmtree(embedded.data_folder)

        bulk, batches = in_turn(
            lambda: fill_in_bulk(embedded),
            lambda: fill_by_batches(embedded),
            repetitions=REPETITIONS,
            undo=leave,
        )
        report("embedded, in bulk", bulk, batches, against="bare batches")
        fill_in_bulk(embedded)
        with open_graph(embedded) as graph:
            in_bulk = graph_hash(graph)
        leave()
        fill_by_batches(embedded)
        with open_graph(embedded) as graph:
            print("same hash:", graph_hash(graph) == in_bulk)
        leave()

        write_import(entities(), relations(), (), place / "ready")
        ours, ready = in_turn(
            lambda: fill_neo4j(place),
            lambda: import_ready(place),
            repetitions=REPETITIONS,
            undo=lambda: clear_neo4j(place),
        )
        report("Neo4j, files and import", ours, ready, against="import of ready files and mapping")


def fill_in_bulk(settings: Settings) -> None:
    """From an empty folder to an engine that serves the data."""
    bulk_write(settings.data_folder, settings.heap_megabytes, entities(), relations())
    engine.start(settings)


def fill_by_batches(settings: Settings) -> None:
    """The same by batches of the ordinary statements through a bare driver."""
    state = engine.start(settings)
    url, login = f"bolt://127.0.0.1:{state.port}", ("root", state.password)
    with (
        neo4j.GraphDatabase.driver(url, auth=login) as driver,
        driver.session(database="sixchains") as session,
    ):
        for query, stream in (
            (NODES.format(Kind.ENTERPRISE), entities()),
            (LINKS.format(RelationType.SUPPLIES), relations()),
        ):
            while part := list(islice(stream, BATCH)):
                rows = [row_of(properties) for properties in part]
                session.execute_write(lambda tx, q=query, r=rows: tx.run(q, rows=r).consume())


def row_of(properties: Properties) -> dict[str, object]:
    """A row of the statements."""
    from_id, _, end = properties["id"].partition("|SUPPLIES|")
    to_id = end.removesuffix("|")
    return {"id": properties["id"], "from": from_id, "to": to_id, "properties": properties}


def fill_neo4j(place: Path) -> None:
    """Map, write the files, import them."""
    write_import(entities(), relations(), (), place / "files")
    run_import(place / "files", place / "import")


def import_ready(place: Path) -> None:
    """Map, and import files that are there."""
    for stream in (entities(), relations()):
        for _ in stream:
            pass
    run_import(place / "ready", place / "import")


def clear_neo4j(place: Path) -> None:
    """Take away what either left."""
    for name in ("files", "import"):
        shutil.rmtree(place / name, ignore_errors=True)


if __name__ == "__main__":
    main()
