"""The schema, made from the domain table: what each engine is told before the first record."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph_api.domain import RELATIONS, Kind

if TYPE_CHECKING:
    from graph_api.store.graph import Graph

FULL_TEXT_INDEX = "entity_text"
"""The name of the full-text index on both engines; it covers the property `text`."""

BOOKKEEPING = ("Source", "Load", "Bookkeeping", "Redirect")
"""Labels of nodes that are no entities."""


def neo4j_statements() -> Iterator[str]:
    """Cypher for Neo4j. Each statement may be run again."""
    for label in ("Entity", *Kind, *BOOKKEEPING):
        yield (
            f"CREATE CONSTRAINT unique_id_{label} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        )
    yield "CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name)"
    yield (
        f"CREATE FULLTEXT INDEX {FULL_TEXT_INDEX} IF NOT EXISTS FOR (n:Entity) ON EACH [n.text] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )


def arcadedb_statements() -> Iterator[str]:
    """SQL for the embedded engine. Each statement may be run again. Kinds extend Entity."""
    yield "CREATE VERTEX TYPE `Entity` IF NOT EXISTS"
    for name in ("id", "name", "text"):
        yield f"CREATE PROPERTY `Entity`.{name} IF NOT EXISTS STRING"
    yield "CREATE INDEX IF NOT EXISTS ON `Entity` (id) UNIQUE"
    yield "CREATE INDEX IF NOT EXISTS ON `Entity` (name) NOTUNIQUE"
    yield (
        f"CREATE INDEX {FULL_TEXT_INDEX} IF NOT EXISTS ON `Entity` (text) FULL_TEXT "
        'METADATA {"analyzer": "org.apache.lucene.analysis.cjk.CJKAnalyzer"}'
    )
    for kind in Kind:
        yield f"CREATE VERTEX TYPE `{kind}` IF NOT EXISTS EXTENDS `Entity`"
    for label in BOOKKEEPING:
        yield f"CREATE VERTEX TYPE `{label}` IF NOT EXISTS"
        yield f"CREATE PROPERTY `{label}`.id IF NOT EXISTS STRING"
        yield f"CREATE INDEX IF NOT EXISTS ON `{label}` (id) UNIQUE"
    for relation_type in RELATIONS:
        yield f"CREATE EDGE TYPE `{relation_type}` IF NOT EXISTS"


def fingerprint() -> str:
    """A text that changes with the domain table, so that a schema that is up to date is left alone."""
    statements = "\n".join((*neo4j_statements(), *arcadedb_statements()))
    return hashlib.sha256(statements.encode()).hexdigest()[:16]


def ensure(graph: "Graph") -> None:
    """Make the schema on Neo4j where it is missing or older than the domain table.

    The embedded engine makes its own when it starts (`embedded.py`).
    """
    if graph.engine == "arcadedb":
        return
    current = fingerprint()
    made = graph.read("MATCH (b:Bookkeeping {id: 'schema'}) RETURN b.value AS value").rows
    if made and made[0]["value"] == current:
        return
    for statement in neo4j_statements():
        graph.command(statement)
    graph.command("CALL db.awaitIndexes(60)")
    graph.write(
        lambda tx: tx.run(
            "MERGE (b:Bookkeeping {id: 'schema'}) SET b.value = $value", value=current
        ).consume()
    )
