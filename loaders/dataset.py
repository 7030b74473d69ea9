"""What a data set is: the tables it is read from, and how a row of each becomes records."""

import glob
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from graph_api.domain import BadInputError, NotFoundError, Record, Rejected, Source
from loaders.reading import Row, read_header, read_rows

Mapper: TypeAlias = Callable[[Row], Iterator[Record]]
"""The records of one row. Raises RowFaultError, or ValueError of a value, to reject the row whole."""


class RowFaultError(ValueError):
    """A row that cannot be taken: the rule that reports count by, and a sentence about this row."""

    def __init__(self, rule: str, reason: str, *, field: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.rule, self.reason, self.field, self.value = rule, reason, field, value


@dataclass(frozen=True, slots=True)
class Table:
    """A file of a data set. `file` is a glob in its folder; `columns` must stand in its header.

    `name` is part of the locator of each row. Without the table where `needed`, nothing is loaded.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    needed: bool = True


class Inputs:
    """The files of one load, by table."""

    def __init__(self, files: Mapping[str, Iterable[Path]], source_id: str) -> None:
        self._files = {table: tuple(paths) for table, paths in files.items()}
        self._source_id = source_id
        self._tables: dict[str, Table] = {}

    def declare(self, tables: Iterable[Table]) -> "Inputs":
        """The same files, with what the data set says of its tables."""
        self._tables = {table.name: table for table in tables}
        return self

    def has(self, table: str) -> bool:
        """Whether there is a file of the table."""
        return bool(self._files.get(table))

    def rows(self, table: str) -> Iterator[Row]:
        """The good rows of the table, for an aid or a first pass."""
        for part in self.parts(table):
            yield from (row for row in part.rows if isinstance(row, Row))

    def parts(self, table: str) -> Iterator["FileRows"]:
        """Each file of the table, with its good rows and what was rejected of it."""
        columns = self._tables[table].columns if table in self._tables else ()
        for number, path in enumerate(self._files.get(table, ()), 1):
            label = table if number == 1 else f"{table}.{number}"
            rows = read_rows(path, source_id=self._source_id, table=label, required=columns)
            yield FileRows(path, rows)

    def paths(self) -> tuple[str, ...]:
        """Where the files are, absolute, in the order of tables."""
        found = (path for table in sorted(self._files) for path in self._files[table])
        return tuple(str(path.resolve()) for path in found)

    def digest(self) -> str:
        """The SHA-256 over the bytes of all files, in the order of tables; "" for no file."""
        paths = self.paths()
        whole = hashlib.sha256()
        for path in paths:
            with Path(path).open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        return whole.hexdigest() if paths else ""


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file and its rows: good ones, and a Rejected for each bad one."""

    path: Path
    rows: Iterator[Row | Rejected]


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one file, by the file's name."""

    name: str
    records: Iterator[Record]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set that can be loaded. It is read anew each time and knows no database.

    One that is part of the package gives `records`; one that is read from files gives `tables` and
    `mappers`, which makes the mapper of each table that gives records, once for each load: tables
    without a mapper are aids. `folder` is where its files are below a folder of data sets.
    """

    name: str
    title: str
    title_zh: str
    sources: tuple[Source, ...]
    records: Callable[[], Iterator[Record]] | None = None
    tables: tuple[Table, ...] = ()
    mappers: Callable[[Inputs], Mapping[str, Mapper]] | None = None
    folder: str = ""

    def parts(self, inputs: Inputs) -> Iterator[Part]:
        """The records of each file, in the order of the tables."""
        if self.records is not None:
            yield Part(self.name, self.records())
        if self.mappers is None:
            return
        mappers = self.mappers(inputs)
        for table in self.tables:
            if table.name not in mappers:
                continue
            for file in inputs.parts(table.name):
                yield Part(file.path.name, mapped(file.rows, mappers[table.name]))

    def inputs_in(self, folder: Path) -> Inputs:
        """The files of the data set in a folder that holds a folder for each data set.

        Raises NotFoundError that names what is missing.
        """
        home = folder / (self.folder or self.name)
        files = {table.name: _matching(home, table.file) for table in self.tables}
        self._check(files, f"in {home}")
        return self._inputs(files)

    def inputs_of(self, paths: Collection[Path]) -> Inputs:
        """The files given by hand; each is told by the headers of its table.

        An aid that is not among them is looked for beside the first file. Raises BadInputError for a
        file that is of no table, NotFoundError for a table without a file.
        """
        files: dict[str, list[Path]] = {table.name: [] for table in self.tables}
        for path in paths:
            files[self._table_of(path)].append(path)
        home = next(iter(paths)).parent if paths else Path()
        for table in self.tables:
            if not files[table.name] and table.file.startswith(".."):
                files[table.name] = _matching(home, table.file)
        self._check(files, f"among {', '.join(path.name for path in paths) or 'no files'}")
        return self._inputs(files)

    def _inputs(self, files: Mapping[str, Iterable[Path]]) -> Inputs:
        return Inputs(files, self.name).declare(self.tables)

    def _table_of(self, path: Path) -> str:
        header = set(read_header(path))
        fitting = [table for table in self.tables if header.issuperset(table.columns)]
        if not fitting:
            wanted = "; ".join(f"{table.name}: {', '.join(table.columns)}" for table in self.tables)
            raise BadInputError(
                f"{path.name} has the headers of no table of {self.name}, which are {wanted}"
            )
        named = [table for table in fitting if path.match(table.file)]
        return max(named or fitting, key=lambda table: len(table.columns)).name

    def _check(self, files: Mapping[str, Collection[Path]], where: str) -> None:
        missing = [table.file for table in self.tables if table.needed and not files[table.name]]
        if missing or (self.tables and not any(files.values())):
            wanted = ", ".join(missing or [table.file for table in self.tables])
            raise NotFoundError(f"{self.name} needs {wanted}, and there is none {where}")


def mapped(rows: Iterable[Row | Rejected], mapper: Mapper) -> Iterator[Record]:
    """The records of the rows. A row that cannot be taken, or gave nothing, is a Rejected that says so."""
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            records = list(mapper(row))
        except RowFaultError as fault:
            yield Rejected(row.source, fault.reason, fault.field, fault.value, rule=fault.rule)
            continue
        except (ValueError, BadInputError) as fault:
            yield Rejected(row.source, str(fault), rule="value-unreadable")
            continue
        if not records:
            reason = "nothing could be taken from this row: its cells are empty or unknown"
            yield Rejected(row.source, reason, rule="row-gave-nothing")
        yield from records


def _matching(home: Path, pattern: str) -> list[Path]:
    return sorted(Path(found) for found in glob.glob(str(home / pattern)))  # noqa: PTH207 - `..` may lead
