"""Projects of the National Key R&D Programme with the institutions that lead them and their subjects.

A row is a subject (课题) of a project (项目). Both are Projects: the institution of a subject leads it,
and takes part in the project as that of a subject; `project` of the subject is the id of its project.
"""

import re
from collections.abc import Iterator, Mapping

from graph_api.domain import (
    Entity,
    Evidence,
    Kind,
    Modality,
    Record,
    Rejected,
    Relation,
    RelationType,
    Source,
    Value,
    make_id,
)
from loaders.cells import QUOTE, check_readable, known, needed
from loaders.dataset import Dataset, Inputs, Mapper, RowFaultError, Table
from loaders.keys import name_id
from loaders.organisations import is_generic, kind_of_name
from loaders.reading import Row

NAME = "rd-keyproj"
PROGRAMME = "国家重点研发计划"
LEAD, SUBJECT_LEAD = "lead", "subject-lead"

_NUMBER = re.compile(r"(?P<year>20[0-9]{2})[A-Z]{2,4}[0-9]{6,9}")
_WRAPPED = re.compile(r"(?<![A-Za-z0-9,;])\s*[\r\n]+\s*|\s*[\r\n]+\s*(?![A-Za-z0-9])")
"""A line end that a cell took over from a page: nothing between Chinese characters."""


class Subjects:
    """The mapper of the table. Each institution and each project is stated once."""

    def __init__(self) -> None:
        self._stated: set[str] = set()

    def __call__(self, row: Row) -> Iterator[Record]:
        """The project and its lead, the subject and its institution. Raises RowFaultError."""
        title, lead = _text(row, "project"), _institution(row, "lead_institution")
        faults: list[Rejected] = []
        project = _project(row, "project_id", title, faults)
        records = list(self._participation(row, lead, project, LEAD))
        alone = len(records)
        if known(row, "subject_institution"):
            try:
                records += self._subject(row, project, faults)
            except RowFaultError as fault:
                kept = (
                    "the project and its lead" if len(records) == alone else "all but the subject"
                )
                faults.append(
                    Rejected(row.source, fault.reason, fault.field, fault.value, kept, fault.rule)
                )
        for record in records:
            if not isinstance(record, Entity):
                yield record
            elif record.id not in self._stated:
                self._stated.add(record.id)
                yield record
        yield from faults

    def _subject(self, row: Row, project: Entity, faults: list[Rejected]) -> Iterator[Record]:
        institution = _institution(row, "subject_institution")
        yield from self._participation(row, institution, project, SUBJECT_LEAD)
        if known(row, "subject"):
            subject = _project(row, "subject_id", _text(row, "subject"), faults, project.id)
            yield from self._participation(row, institution, subject, LEAD)

    def _participation(
        self, row: Row, institution: str, project: Entity, role: str
    ) -> Iterator[Record]:
        evidence = (Evidence(row.source, institution[:QUOTE]),)
        organisation_id = name_id(NAME, "org", institution)
        kind = kind_of_name(institution, Kind.INSTITUTE)
        yield Entity(organisation_id, kind, institution, evidence)
        yield project
        yield Relation(
            organisation_id,
            RelationType.PARTICIPATES_IN,
            project.id,
            Modality.FACT,
            evidence,
            role=role,
        )


def _text(row: Row, column: str) -> str:
    """The text of a cell on one line. Raises RowFaultError where there is none."""
    check_readable(row, column)
    return " ".join(_WRAPPED.sub("", needed(row, column)).split())


def _institution(row: Row, column: str) -> str:
    name = _text(row, column)
    if is_generic(name):
        reason = f"{name!r} names no institution: write the name of the one in charge"
        raise RowFaultError("generic-name", reason, field=column, value=name)
    return name


def _project(
    row: Row, column: str, title: str, faults: list[Rejected], project: str = ""
) -> Entity:
    """A project or a subject, by its number, else by its title."""
    number = known(row, column).upper()
    match = _NUMBER.fullmatch(number)
    properties: dict[str, Value] = {"programme": PROGRAMME}
    if project:
        properties["project"] = project
    if match:
        properties["year"] = int(match["year"])
        project_id = make_id(NAME, number)
    else:
        reason = f"{number!r} is no number of the programme, such as 2016YFB0700100"
        kept = "the project without its number"
        faults.append(Rejected(row.source, reason, column, number, kept, "number-unreadable"))
        project_id = name_id(NAME, "project", title)
    evidence = (Evidence(row.source, number if match else ""),)
    return Entity(project_id, Kind.PROJECT, title, evidence, properties=properties)


def mappers(_: Inputs) -> Mapping[str, Mapper]:
    """The mapper of one load."""
    return {"projects": Subjects()}


DATASET = Dataset(
    name=NAME,
    title="Materials projects of the National Key R&D Programme of China, by institution",
    title_zh="国家重点研发计划材料类项目与课题",
    sources=(
        Source(
            id=NAME,
            title="国家重点研发计划项目与课题承担单位",
            licence="GPL-3.0 repository",
        ),
    ),
    tables=(
        Table(
            "projects",
            "projects.csv*",
            ("project_id", "project", "lead_institution", "subject", "subject_institution"),
        ),
    ),
    mappers=mappers,
)
