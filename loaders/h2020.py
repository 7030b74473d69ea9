"""Projects of Horizon 2020 with those that take part in them, and their topics (CORDIS).

An organisation has the id of CORDIS, so it is one over all projects; its kind is that of its activity
type. Money is in euros. The decimal mark of the total cost is a comma, that of the contribution a
point; both are read in either form. Most topics are of projects whose participants are not in the
table: such a project bears its number as its name.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
from loaders.organisations import kind_of_name
from loaders.reading import Row
from loaders.values import decimal

NAME = "h2020"
EURO = "EUR"
KIND_OF_ACTIVITY = {
    "HES": Kind.UNIVERSITY,
    "REC": Kind.INSTITUTE,
    "PRC": Kind.ENTERPRISE,
    "PUB": Kind.GOVERNMENT_BODY,
    "OTH": None,
}
"""Higher or secondary education, research organisations, private for profit, public bodies, others.

Of others the name decides; most are associations.
"""

_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
NORTH, EAST = 90.0, 180.0
_DIGITS = re.compile("[0-9]{1,12}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class Party:
    """What all rows say of an organisation: how often it has which activity type, and its names."""

    activities: Counter[str] = field(default_factory=Counter)
    name: str = ""

    def kind(self) -> Kind:
        """The kind of the type that it has most often; of equals, that which comes first above."""
        order = list(KIND_OF_ACTIVITY)
        known_types = [one for one in order if self.activities[one]]
        best = max(known_types, key=lambda one: self.activities[one], default="OTH")
        return KIND_OF_ACTIVITY[best] or kind_of_name(self.name, Kind.ASSOCIATION)


class Horizon:
    """The mappers of both tables: what an organisation or a project is called depends on all rows."""

    def __init__(self, inputs: Inputs) -> None:
        self._parties: dict[str, Party] = {}
        self._acronyms: dict[str, str] = {}
        self._stated: set[tuple[str, ...]] = set()
        self._shares: dict[tuple[str, str, str], dict[str, Value]] = {}
        for row in inputs.rows("participations"):
            self._count(row)

    def participation(self, row: Row) -> Iterator[Record]:
        """The organisation, the project, and how it takes part. Raises RowFaultError."""
        check_readable(row, "name", "shortName", "city", "projectAcronym")
        number, holder = _digits(row, "projectID"), _digits(row, "organisationID")
        needed(row, "name")
        faults: list[Rejected] = []
        evidence = (Evidence(row.source, row.get("name")[:QUOTE]),)
        role = _HUMP.sub("-", known(row, "role")).lower() or None
        organisation = self._organisation(row, holder, evidence, faults)
        share = _share(row, faults)
        relation = Relation(
            organisation.id,
            RelationType.PARTICIPATES_IN,
            make_id(NAME, number),
            Modality.FACT,
            evidence,
            role=role,
            properties=share,
        )
        if self._shares.setdefault((holder, number, role or ""), share) != share:
            reason = f"{organisation.name} takes part in {number} in this role by an earlier row, with other sums"
            raise RowFaultError("stated-otherwise", reason, field="ecContribution")
        yield from self._once(organisation)
        yield from self._once(self._project(row, number))
        yield relation
        yield from faults

    def topic(self, row: Row) -> Iterator[Record]:
        """The project with its topic."""
        check_readable(row, "title")
        number, topic = _digits(row, "projectID"), needed(row, "topic")
        title = known(row, "title")
        texts = {"topic": topic, "topic_title": title}
        yield Entity(
            make_id(NAME, number),
            Kind.PROJECT,
            self._name_of(number),
            (Evidence(row.source, title[:QUOTE]),),
            description=f"{topic}: {title}" if title else topic,
            properties={name: text for name, text in texts.items() if text},
        )

    def _count(self, row: Row) -> None:
        party = self._parties.setdefault(_plain(row.get("organisationID")), Party())
        party.activities[known(row, "activityType").upper()] += 1
        name = known(row, "name")
        party.name = min(party.name or name, name or party.name)
        acronym = known(row, "projectAcronym")
        if acronym:
            number = _plain(row.get("projectID"))
            self._acronyms[number] = min(self._acronyms.get(number, acronym), acronym)

    def _organisation(
        self, row: Row, holder: str, evidence: tuple[Evidence, ...], faults: list[Rejected]
    ) -> Entity:
        party = self._parties[holder]
        activity = known(row, "activityType").upper()
        if activity and activity not in KIND_OF_ACTIVITY:
            reason = f"{activity!r} is no activity type: {', '.join(KIND_OF_ACTIVITY)}"
            kept = "the organisation by the other rows or its name"
            faults.append(
                Rejected(row.source, reason, "activityType", activity, kept, "activity-unknown")
            )
        others = dict.fromkeys((known(row, "name"), known(row, "shortName")))
        properties: dict[str, Value] = {
            name: text
            for name in ("city", "country")
            if (text := known(row, name).title() if name == "city" else known(row, name).upper())
        }
        sme = _TRUTHS.get(known(row, "SME").lower())
        if sme is not None:
            properties["sme"] = sme
        properties |= _position(row, faults)
        return Entity(
            make_id("cordis", holder),
            party.kind(),
            party.name,
            evidence,
            aliases=tuple(one for one in others if one and one != party.name),
            properties=properties,
        )

    def _project(self, row: Row, number: str) -> Entity:
        name, stated = self._name_of(number), known(row, "projectAcronym")
        return Entity(
            make_id(NAME, number),
            Kind.PROJECT,
            name,
            (Evidence(row.source, stated[:QUOTE]),),
            aliases=(stated,) if stated and stated != name else (),
            properties={"programme": "Horizon 2020"},
        )

    def _name_of(self, number: str) -> str:
        return self._acronyms.get(number, f"Horizon 2020 project {number}")

    def _once(self, entity: Entity) -> Iterator[Entity]:
        """The entity, unless it was stated in the same words before."""
        words = (entity.id, *entity.aliases, *map(str, entity.properties.values()))
        if words not in self._stated:
            self._stated.add(words)
            yield entity


def _digits(row: Row, column: str) -> str:
    """The number that CORDIS gives. Raises RowFaultError for anything else."""
    text = _plain(needed(row, column))
    if _DIGITS.fullmatch(text) is None:
        reason = f"{row.place(column)} is {text!r}: the number that CORDIS gives has digits alone"
        raise RowFaultError("number-unreadable", reason, field=column, value=text)
    return text


def _plain(number: str) -> str:
    """The number as a spreadsheet may have left it, without its decimals."""
    return number.removesuffix(".0")


def _share(row: Row, faults: list[Rejected]) -> dict[str, Value]:
    """What it gets and what it costs, in euros."""
    found: dict[str, Value] = {}
    for name, column in (("amount", "ecContribution"), ("total_cost", "totalCost")):
        text = known(row, column)
        if not text:
            continue
        try:
            value, reason = decimal(text), ""
        except ValueError as error:
            value, reason = -1.0, str(error)
        if value < 0:
            reason = reason or f"{text!r} is less than nothing"
            kept = "the participation without this sum"
            faults.append(Rejected(row.source, reason, column, text, kept, "amount-unreadable"))
        else:
            found[name] = value
    return {**found, "currency": EURO} if found else {}


def _position(row: Row, faults: list[Rejected]) -> dict[str, Value]:
    """Latitude and longitude in degrees (WGS 84)."""
    text = known(row, "geolocation").strip("() ")
    if not text:
        return {}
    try:
        latitude, longitude = (decimal(part) for part in text.split(","))
        on_earth = abs(latitude) <= NORTH and abs(longitude) <= EAST
        reason = "" if on_earth else f"{text!r} is no place on earth"
    except ValueError:
        reason = f"{text!r} is no position: write latitude and longitude, 52.2,0.1"
    if reason:
        kept = "the organisation without its position"
        faults.append(
            Rejected(row.source, reason, "geolocation", text, kept, "position-unreadable")
        )
        return {}
    return {"latitude": latitude, "longitude": longitude}


def mappers(inputs: Inputs) -> Mapping[str, Mapper]:
    """The mappers of one load."""
    horizon = Horizon(inputs)
    return {"participations": horizon.participation, "topics": horizon.topic}


DATASET = Dataset(
    name=NAME,
    title="Projects of Horizon 2020 and who takes part in them (CORDIS)",
    title_zh="欧盟“地平线2020”项目与参与机构（CORDIS）",
    sources=(
        Source(
            id=NAME,
            title="CORDIS - EU research projects under Horizon 2020 (2014-2020)",
            publisher="European Union",
            licence="CC BY 4.0",
            url="https://cordis.europa.eu",
        ),
    ),
    tables=(
        Table("participations", "participations.csv*", ("projectID", "organisationID", "name")),
        Table("topics", "topics.csv*", ("projectID", "topic"), needed=False),
    ),
    mappers=mappers,
)
