"""What records state, without a database: merged and checked as a load does it."""

from collections.abc import Iterable

import orjson

from graph_api.domain import Record, Subgraph
from graph_api.store import entity_of, relation_of
from loaders.staging import staging


def stated_by(records: Iterable[Record]) -> Subgraph:
    with staging() as staged:
        list(staged.take("records", records))
        staged.settle()
        entities, relations = (
            [make(orjson.loads(body)) for (body,) in staged.database.execute(query)]
            for make, query in (
                (entity_of, "SELECT body FROM entity ORDER BY seq"),
                (relation_of, "SELECT body FROM relation ORDER BY seq"),
            )
        )
    return Subgraph({one.id: one for one in entities}, tuple(relations))
