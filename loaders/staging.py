"""What one data set states, gathered on disk: each id once, checked, ready to be compared and written.

Memory does not grow with the data set: records lie in a temporary SQLite database that vanishes with
the process.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import orjson

from graph_api.domain import (
    KINDS,
    BadInputError,
    ChainBasis,
    Entity,
    EnvironmentFaultError,
    Kind,
    Record,
    Rejected,
    Relation,
    RelationType,
    check_ends,
    check_entity,
    check_relation,
)
from graph_api.store import entity_of, relation_of, stated_of_entity, stated_of_relation
from loaders.merge import merge_entities, merge_relations

OWNED_THROUGH = (RelationType.OFFERS, RelationType.NEEDS)
"""An Offer or a Need stands on the chain of the one that these relations start from."""

_BUFFER = 5_000
_LONGEST_VALUE = 500

_TABLES = """
CREATE TABLE entity(seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, part INTEGER, body BLOB, element TEXT);
CREATE TABLE relation(
    seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, part INTEGER, body BLOB, element TEXT,
    from_id TEXT, to_id TEXT
);
CREATE TABLE rejected(
    part INTEGER, source TEXT, field TEXT, value TEXT, reason TEXT, kept TEXT, rule TEXT
);
"""


@dataclass(slots=True)
class FileCounts:
    """What came of one file: read = entities + relations + merged + rejected, all of them records."""

    name: str
    read: int = 0
    entities: int = 0
    relations: int = 0
    merged: int = 0
    rejected: int = 0


class Staging:
    """The records of one load. `take` each file, then `settle`; made by `staging`."""

    def __init__(self, database: sqlite3.Connection, *, strict: bool = False) -> None:
        self.database = database
        self.files: list[FileCounts] = []
        self._strict = strict
        self._entities: list[tuple[Any, ...]] = []
        self._relations: list[tuple[Any, ...]] = []
        database.executescript(_TABLES)

    def take(self, name: str, records: Iterable[Record]) -> Iterator[int]:
        """Stage the records of one file; yields how many were read in all now and then.

        A record that breaks a rule of the domain is rejected, with the rule and a sentence.
        """
        self.files.append(FileCounts(name))
        counts, part = self.files[-1], len(self.files) - 1
        before = sum(file.read for file in self.files[:-1])
        for record in records:
            counts.read += 1
            match record:
                case Entity():
                    self._take_entity(record, part)
                case Relation():
                    self._take_relation(record, part)
                case Rejected():
                    self.reject(record, part)
            if counts.read % _BUFFER == 0:
                self._flush()
                yield before + counts.read
        self._flush()
        yield before + counts.read

    def settle(self, kind_elsewhere: Callable[[str], Kind | None] = lambda _: None) -> None:
        """Merge records of one id, check the ends of relations, give offers the chain of their provider.

        `kind_elsewhere` knows the kind of an id that this data set does not state and the graph has.
        """
        self.database.executescript(
            "CREATE INDEX IF NOT EXISTS entity_id ON entity(id); CREATE INDEX relation_id ON relation(id);"
        )
        self._merge("entity", entity_of, stated_of_entity, merge_entities)
        self._merge("relation", relation_of, stated_of_relation, merge_relations)
        self.check_ends(kind_elsewhere)
        self._give_chains()
        self.database.executescript(
            "CREATE INDEX entity_element ON entity(element); CREATE INDEX relation_element ON relation(element);"
        )

    def reject(self, item: Rejected, part: int) -> None:
        """Keep what was rejected. Raises BadInputError where the load is strict."""
        if self._strict:
            raise BadInputError(
                f"{item.source or 'a record'} is rejected: {item.reason}; "
                "correct it or load without --strict"
            )
        self.files[part].rejected += 1
        texts = (item.source, item.field, item.value, item.reason, item.kept, item.rule)
        row = (part, *(_storable(text) for text in texts))
        self.database.execute("INSERT INTO rejected VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def drop(self, table: str, seq: int, rejected: Rejected) -> None:
        """Take a staged record out again and keep it among the rejected."""
        query = f"SELECT part FROM {table} WHERE seq = ?"
        (part,) = self.database.execute(query, (seq,)).fetchone()
        self.database.execute(f"DELETE FROM {table} WHERE seq = ?", (seq,))
        self.reject(rejected, part)

    def drop_closed(self) -> None:
        """Take out the relations that have no element because their two ends were found to be one entity."""
        query = "SELECT seq, body FROM relation WHERE element IS NULL ORDER BY seq"
        for seq, body in self.database.execute(query).fetchall():
            relation = relation_of(orjson.loads(body))
            reason = (
                f"{relation.id} joins two records of one entity; if they are two, say so with: "
                f"sixchains judge {relation.from_id} {relation.to_id} different"
            )
            self.drop("relation", seq, _rejection(relation, "ends-are-one", reason))

    def refuse_other_kinds(self, dataset: str) -> bool:
        """Reject entities that another data set states in the graph as something of another kind.

        Returns whether there were any.

        The table `record` holds what the graph has.
        """
        rows = self.database.execute(
            "SELECT DISTINCT e.seq, e.body, r.kind, r.dataset FROM entity e JOIN record r ON r.id = e.id "
            "WHERE r.dataset <> ? AND r.kind <> e.kind ORDER BY e.seq, r.dataset",
            (dataset,),
        ).fetchall()
        dropped: set[int] = set()
        for seq, body, kind, other in rows:
            if seq not in dropped:
                dropped.add(seq)
                entity = entity_of(orjson.loads(body))
                reason = f"{entity.id} is a {kind} of {other} and cannot be a {entity.kind} too"
                self.drop("entity", seq, _rejection(entity, "kind-changed", reason))
        return bool(dropped)

    def rejections(self) -> Iterator[tuple[str, Rejected]]:
        """What was rejected, in the order in which it was met, with the name of its file."""
        query = "SELECT part, source, field, value, reason, kept, rule FROM rejected ORDER BY part, rowid"
        for part, source, field, value, reason, kept, rule in self.database.execute(query):
            yield self.files[part].name, Rejected(source, reason, field, value, kept, rule)

    def reasons(self) -> dict[str, int]:
        """How many were rejected by each rule, the most frequent first."""
        query = "SELECT rule, count(*) FROM rejected GROUP BY rule ORDER BY count(*) DESC, rule"
        return dict(self.database.execute(query).fetchall())

    def totals(self) -> FileCounts:
        """The counts of all files together."""
        for table in ("entity", "relation"):
            query = f"SELECT part, count(*) FROM {table} GROUP BY part"
            found = dict(self.database.execute(query).fetchall())
            for part, file in enumerate(self.files):
                setattr(
                    file, {"entity": "entities", "relation": "relations"}[table], found.get(part, 0)
                )
        total = FileCounts("")
        for file in self.files:
            for name in ("read", "entities", "relations", "merged", "rejected"):
                setattr(total, name, getattr(total, name) + getattr(file, name))
        return total

    def _take_entity(self, record: Entity, part: int) -> None:
        violations = check_entity(record)
        if violations:
            self.reject(_rejection(record, violations[0].rule, violations[0].message), part)
            return
        chain = KINDS[record.kind].chain
        if record.chain is None and chain is not None:
            record = replace(record, chain=chain, chain_basis=ChainBasis.KIND)
        body = orjson.dumps(stated_of_entity(record))
        self._entities.append((record.id, record.kind.value, part, body, record.id))

    def _take_relation(self, record: Relation, part: int) -> None:
        violations = check_relation(record)
        if violations:
            self.reject(_rejection(record, violations[0].rule, violations[0].message), part)
            return
        body, key = orjson.dumps(stated_of_relation(record)), record.id
        row = (key, record.type.value, part, body, key, record.from_id, record.to_id)
        self._relations.append(row)

    def _flush(self) -> None:
        self.database.executemany(
            "INSERT INTO entity(id, kind, part, body, element) VALUES (?, ?, ?, ?, ?)",
            self._entities,
        )
        self.database.executemany(
            "INSERT INTO relation(id, kind, part, body, element, from_id, to_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._relations,
        )
        self._entities.clear()
        self._relations.clear()

    def _merge(
        self,
        table: str,
        record_of: Callable[[Mapping[str, Any]], Any],
        stated: Callable[[Any], Mapping[str, Any]],
        merge: Callable[[Any, Any], Any],
    ) -> None:
        """Merge the records of each id that came more than once, in the order in which they came."""
        repeated = self.database.execute(
            f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY min(seq)"
        ).fetchall()
        for (record_id,) in repeated:
            query = f"SELECT seq, part, body FROM {table} WHERE id = ? ORDER BY seq"
            (seq, _, body), *others = self.database.execute(query, (record_id,)).fetchall()
            first = record_of(orjson.loads(body))
            for other_seq, part, other_body in others:
                other = record_of(orjson.loads(other_body))
                if isinstance(other, Entity) and other.kind is not first.kind:
                    reason = f"{record_id} is a {first.kind} already and cannot be a {other.kind}"
                    self.drop(table, other_seq, _rejection(other, "kind-changed", reason))
                    continue
                first = merge(first, other)
                self.files[part].merged += 1
                self.database.execute(f"DELETE FROM {table} WHERE seq = ?", (other_seq,))
            row = (orjson.dumps(stated(first)), seq)
            self.database.execute(f"UPDATE {table} SET body = ? WHERE seq = ?", row)

    def check_ends(self, kind_elsewhere: Callable[[str], Kind | None]) -> None:
        """Reject the relations whose ends are not stated, or are of a kind that they do not join."""
        joined = (
            "relation r LEFT JOIN entity a ON a.id = r.from_id LEFT JOIN entity b ON b.id = r.to_id"
        )
        combinations = self.database.execute(
            f"SELECT DISTINCT r.kind, a.kind, b.kind FROM {joined}"
        ).fetchall()
        for kind, from_kind, to_kind in combinations:
            probe = Relation("x:a", RelationType(kind), "x:b", None, ())  # type: ignore[arg-type]
            if not check_ends(probe, _kind(from_kind), _kind(to_kind)):
                continue
            query = f"SELECT r.seq, r.body FROM {joined} WHERE r.kind = ? AND a.kind IS ? AND b.kind IS ?"
            rows = self.database.execute(query, (kind, from_kind, to_kind)).fetchall()
            for seq, body in rows:
                relation = relation_of(orjson.loads(body))
                violations = check_ends(
                    relation,
                    _kind(from_kind) or kind_elsewhere(relation.from_id),
                    _kind(to_kind) or kind_elsewhere(relation.to_id),
                )
                if violations:
                    first = violations[0]
                    self.drop("relation", seq, _rejection(relation, first.rule, first.message))

    def _give_chains(self) -> None:
        """An Offer or a Need takes the chain and the basis of its provider or owner, the lowest id first."""
        rows = self.database.execute(
            "SELECT owned.seq, owned.body, owner.body FROM relation r "
            "JOIN entity owner ON owner.id = r.from_id JOIN entity owned ON owned.id = r.to_id "
            f"WHERE r.kind IN ({', '.join('?' * len(OWNED_THROUGH))}) ORDER BY r.id DESC",
            [str(one) for one in OWNED_THROUGH],
        ).fetchall()
        for seq, body, owner_body in rows:
            owned, owner = orjson.loads(body), orjson.loads(owner_body)
            if "chain" not in owned and "chain" in owner:
                owned |= {name: owner[name] for name in ("chain", "chain_basis")}
                self.database.execute(
                    "UPDATE entity SET body = ? WHERE seq = ?", (orjson.dumps(owned), seq)
                )


@contextmanager
def staging(*, strict: bool = False) -> Iterator[Staging]:
    """An empty staging. Raises EnvironmentFaultError where the temporary folder is full."""
    database = sqlite3.connect("", check_same_thread=False)
    try:
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;"
        )
        yield Staging(database, strict=strict)
    except sqlite3.OperationalError as error:
        message = f"the records cannot be staged: {error}; free the temporary folder or set TMPDIR"
        raise EnvironmentFaultError(message) from error
    finally:
        database.close()


def _rejection(record: Entity | Relation, rule: str, message: str) -> Rejected:
    source = next((item.source for item in record.evidence), "")
    return Rejected(source=source, reason=message, value=record.id, rule=rule)


def _storable(text: str) -> str:
    return (
        text[:_LONGEST_VALUE]
        .encode("utf-8", "backslashreplace")
        .decode("utf-8")
        .replace("\0", "\\0")
    )


def _kind(name: str | None) -> Kind | None:
    return None if name is None else Kind(name)
