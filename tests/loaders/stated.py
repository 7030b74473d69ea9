"""What a data set states, as its loader gives it: for the tests of loaders."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from graph_api.domain import (
    Entity,
    Kind,
    Rejected,
    Relation,
    RelationType,
    check_ends,
    check_entity,
    check_relation,
)
from loaders.dataset import Dataset

DATA = Path(__file__).parents[3] / "shared" / "data"


class Stated:
    """The records of a data set by id, the first statement of each, and how many there were."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self.entities: dict[str, Entity] = {}
        self.relations: dict[str, Relation] = {}
        self.rejected: list[Rejected] = []
        self.read = 0
        self.kinds: dict[str, set[Kind]] = {}
        for part in dataset.parts(dataset.inputs_in(folder)):
            for record in part.records:
                self.read += 1
                match record:
                    case Entity():
                        self.entities.setdefault(record.id, record)
                        self.kinds.setdefault(record.id, set()).add(record.kind)
                    case Relation():
                        self.relations.setdefault(record.id, record)
                    case Rejected():
                        self.rejected.append(record)

    def of_kind(self, kind: Kind) -> list[Entity]:
        return [entity for entity in self.entities.values() if entity.kind is kind]

    def of_type(self, relation_type: RelationType) -> list[Relation]:
        return [one for one in self.relations.values() if one.type is relation_type]

    def rules(self) -> Counter[str]:
        return Counter(record.rule for record in self.rejected)

    def named(self, name: str) -> Entity:
        """The one entity of this name that is no patent and no project."""
        work = {Kind.PATENT, Kind.PROJECT, Kind.FUND}
        (found,) = (
            one for one in self.entities.values() if one.name == name and one.kind not in work
        )
        return found

    def between(self, start: str, relation_type: RelationType, end: str) -> list[Relation]:
        """The relations of the type from the entity of one name to that of the other."""
        ends = (self.named(start).id, self.named(end).id)
        return [r for r in self.of_type(relation_type) if (r.from_id, r.to_id) == ends]

    def faults(self) -> list[str]:
        """What a load would refuse: broken rules, ends that nothing states, kinds that change."""
        found = [f"{one}: {kinds}" for one, kinds in self.kinds.items() if len(kinds) > 1]
        for entity in self.entities.values():
            found += [violation.message for violation in check_entity(entity)]
        for relation in self.relations.values():
            ends = (self._kind(relation.from_id), self._kind(relation.to_id))
            broken = check_relation(relation) + check_ends(relation, *ends)
            found += [violation.message for violation in broken]
        return found

    def _kind(self, entity_id: str) -> Kind | None:
        entity = self.entities.get(entity_id)
        return entity.kind if entity else None


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """The rows of a file of the real data, read by the standard library alone."""
    file = DATA / path
    with (gzip.open if file.suffix == ".gz" else open)(
        file, "rt", encoding="utf-8", newline=""
    ) as f:
        yield from csv.DictReader(f)


def write_rows(
    file: Path, rows: Iterable[Mapping[str, str] | str], *, encoding: str = "utf-8"
) -> Path:
    """Write a table of made-up rows; a text is a line as it stands."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else ",".join(row.values()) for row in rows]
    file.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return file
