"""Horizon 2020: the real tables against an independent reading, and made-up rows that are wrong."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from graph_api.domain import Kind, RelationType
from loaders.h2020 import DATASET
from tests.loaders.stated import DATA, Stated, rows_of, write_rows

HEADER = (
    "projectID,projectAcronym,organisationID,name,shortName,SME,activityType,city,country,role,"
    "ecContribution,totalCost,geolocation"
)
ROW = (
    '900001,MAGNET,111000111,UNIVERSITY OF EXAMPLE,UE,False,HES,EXAMPLETOWN,ES,coordinator,1000.5,"2000,25",'
    '"41.5,-3.25"'
)
KINDS = {
    "HES": Kind.UNIVERSITY,
    "REC": Kind.INSTITUTE,
    "PRC": Kind.ENTERPRISE,
    "PUB": Kind.GOVERNMENT_BODY,
}


@pytest.fixture(scope="module")
def real() -> Stated:
    return Stated(DATASET, DATA)


@pytest.fixture(scope="module")
def participations() -> list[dict[str, str]]:
    return list(rows_of("h2020/participations.csv.gz"))


def stated(
    tmp_path: Path,
    *rows: str,
    header: str = HEADER,
    topics: tuple[str, ...] = (),
    encoding: str = "utf-8",
) -> Stated:
    write_rows(tmp_path / "h2020" / "participations.csv", [header, *rows], encoding=encoding)
    if topics:
        write_rows(tmp_path / "h2020" / "topics.csv", topics, encoding=encoding)
    return Stated(DATASET, tmp_path)


def row(**cells: str) -> str:
    names, values = (
        HEADER.split(","),
        ROW.replace('"2000,25"', "2000.25").replace('"', "").split(","),
    )
    values = [*values[:12], ",".join(values[12:])]
    return ",".join(
        f'"{cells.get(name, value)}"' for name, value in zip(names, values, strict=True)
    )


# the real tables


def test_every_participation_is_a_relation_with_its_role(
    real: Stated, participations: list[dict[str, str]]
) -> None:
    assert real.faults() == []
    assert real.rejected == []
    relations = real.of_type(RelationType.PARTICIPATES_IN)
    assert len(relations) == len(participations) == 5_150
    roles = Counter(one.role for one in relations)
    stated_roles = Counter(row["role"] for row in participations)
    assert roles["coordinator"] == stated_roles["coordinator"]
    assert roles["third-party"] == stated_roles["thirdParty"]
    assert roles["international-partner"] == stated_roles["internationalPartner"]


def test_the_sums_in_euros_are_those_of_the_table(
    real: Stated, participations: list[dict[str, str]]
) -> None:
    relations = real.of_type(RelationType.PARTICIPATES_IN)
    for name, column in (("amount", "ecContribution"), ("total_cost", "totalCost")):
        stated_sums = [row[column].replace(",", ".") for row in participations if row[column]]
        found = [one.properties[name] for one in relations if name in one.properties]
        assert len(found) == len(stated_sums)
        assert sum(Decimal(str(value)) for value in found) == sum(map(Decimal, stated_sums))
    assert {one.properties.get("currency") for one in relations} <= {"EUR", None}


def test_organisations_have_the_kind_of_their_activity(
    real: Stated, participations: list[dict[str, str]]
) -> None:
    organisations = {row["organisationID"]: row["activityType"] for row in participations}
    assert sum(one.id.startswith("cordis:") for one in real.entities.values()) == len(organisations)
    for number, activity in organisations.items():
        if activity in KINDS:
            assert real.entities[f"cordis:{number}"].kind is KINDS[activity]
    others = Counter(
        real.entities[f"cordis:{number}"].kind
        for number, activity in organisations.items()
        if activity == "OTH"
    )
    assert others[Kind.ASSOCIATION] > 0.75 * others.total()
    assert real.named("FUNDACION TECNALIA RESEARCH & INNOVATION").kind is Kind.INSTITUTE


def test_the_organisations_of_a_country_are_those_of_the_table(
    real: Stated, participations: list[dict[str, str]]
) -> None:
    of_china = {row["organisationID"] for row in participations if row["country"] == "CN"}
    found = {one.id for one in real.entities.values() if one.properties.get("country") == "CN"}
    assert found == {f"cordis:{number}" for number in of_china}
    assert found


def test_every_topic_is_of_a_project(real: Stated, participations: list[dict[str, str]]) -> None:
    topics = {row["projectID"]: row for row in rows_of("h2020/topics.csv.gz")}
    projects = {one.id: one for one in real.of_kind(Kind.PROJECT)}
    named = {row["projectID"]: row["projectAcronym"] for row in participations}
    assert projects.keys() == {f"h2020:{number}" for number in {*topics, *named}}
    assert len(topics) == 35_383
    for number, acronym in named.items():
        assert projects[f"h2020:{number}"].name == acronym
    assert projects[f"h2020:{next(iter(topics.keys() - named.keys()))}"].properties["topic"]


# made-up rows


def test_a_row_gives_all_that_it_says(tmp_path: Path) -> None:
    found = stated(
        tmp_path, ROW, topics=("projectID,topic,title", "900001,NMBP-1,Magnets without rare earths")
    )
    assert found.rejected == []
    university = found.entities["cordis:111000111"]
    assert (university.name, university.aliases) == ("UNIVERSITY OF EXAMPLE", ("UE",))
    assert university.properties == {
        "city": "Exampletown",
        "country": "ES",
        "sme": False,
        "latitude": 41.5,
        "longitude": -3.25,
    }
    (relation,) = found.relations.values()
    assert relation.properties == {"amount": 1000.5, "total_cost": 2000.25, "currency": "EUR"}
    assert (relation.from_id, relation.to_id) == ("cordis:111000111", "h2020:900001")
    assert found.entities["h2020:900001"].name == "MAGNET"


@pytest.mark.parametrize(
    ("cells", "rule", "keeps"),
    [
        ({"projectID": "H-7"}, "number-unreadable", False),
        ({"organisationID": "x"}, "number-unreadable", False),
        ({"organisationID": ""}, "cell-empty", False),
        ({"name": ""}, "cell-empty", False),
        ({"name": "UNIVERSITÃ© D EXEMPLE"}, "text-garbled", False),
        ({"ecContribution": "many"}, "amount-unreadable", True),
        ({"totalCost": "-3"}, "amount-unreadable", True),
        ({"activityType": "XYZ"}, "activity-unknown", True),
        ({"geolocation": "91,200"}, "position-unreadable", True),
        ({"geolocation": "here"}, "position-unreadable", True),
    ],
)
def test_a_bad_cell_is_told_and_costs_no_more_than_it_must(
    tmp_path: Path,
    cells: dict[str, str],
    rule: str,
    keeps: bool,  # noqa: FBT001 - a column of the table
) -> None:
    good = row(organisationID="222000222", name="EXAMPLE LTD", activityType="PRC")
    found = stated(tmp_path, row(**cells), good)
    (told,) = found.rejected
    assert told.rule == rule
    assert told.source == "h2020#participations:row=1"
    assert (told.kept != "nothing") is keeps
    assert len(found.relations) == 1 + keeps
    assert found.faults() == []


@pytest.mark.parametrize("text", ["211562,5", "211562.5", "211.562,5", "211,562.5", "211 562,5"])
@pytest.mark.parametrize("column", ["ecContribution", "totalCost"])
def test_sums_are_read_with_either_decimal_mark(tmp_path: Path, column: str, text: str) -> None:
    (relation,) = stated(tmp_path, row(**{column: text})).relations.values()
    assert 211562.5 in relation.properties.values()


def test_an_organisation_of_several_types_has_one_kind_in_any_order(tmp_path: Path) -> None:
    rows = [
        row(projectID="1", activityType="REC", name="EXAMPLE B"),
        row(projectID="2", activityType="PRC", name="EXAMPLE A"),
        row(projectID="3", activityType="PRC", name="EXAMPLE A"),
        row(projectID="4", activityType="HES", organisationID="5", name="BOTH"),
        row(projectID="5", activityType="PUB", organisationID="5", name="BOTH"),
    ]
    for order in (rows, rows[::-1]):
        found = stated(tmp_path, *order)
        assert found.faults() == []
        assert found.entities["cordis:111000111"].kind is Kind.ENTERPRISE
        assert found.entities["cordis:111000111"].name == "EXAMPLE A"
        assert found.entities["cordis:5"].kind is Kind.UNIVERSITY


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("EXAMPLE ASSOCIATION AISBL", Kind.ASSOCIATION),
        ("EXAMPLES OF EUROPE", Kind.ASSOCIATION),
        ("EXAMPLE SERVICES LIMITED", Kind.ENTERPRISE),
        ("INSTYTUT PRZYKLADOW", Kind.INSTITUTE),
    ],
)
@pytest.mark.parametrize("activity", ["OTH", ""])
def test_of_others_the_name_decides(tmp_path: Path, name: str, kind: Kind, activity: str) -> None:
    found = stated(tmp_path, row(activityType=activity, name=name))
    assert found.rejected == []
    assert found.entities["cordis:111000111"].kind is kind


def test_the_same_share_twice_is_one_and_another_share_is_told(tmp_path: Path) -> None:
    found = stated(tmp_path, row(), row(), row(ecContribution="7"), row(role="participant"))
    assert found.rules() == {"stated-otherwise": 1}
    assert {one.role for one in found.relations.values()} == {"coordinator", "participant"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_layouts_say_the_same(tmp_path: Path, encoding: str) -> None:
    found = stated(
        tmp_path,
        "EXAMPLE LTD,111000111.0,900001.0,note",
        header="name,organisationID,projectID,remark",
        topics=("title,topic,projectID,more", ",NMBP-1,900001,x", "T,NMBP-2,900002,x"),
        encoding=encoding,
    )
    assert found.rejected == []
    assert found.entities["cordis:111000111"].kind is Kind.ENTERPRISE
    assert found.entities["h2020:900001"].name == "Horizon 2020 project 900001"
    assert found.entities["h2020:900002"].description == "NMBP-2: T"


@hypothesis.given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["C"]), max_size=9)
            | st.sampled_from(["7", "1,5"]),
            min_size=13,
            max_size=13,
        )
    )
)
@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_any_cells_give_records_that_a_load_takes(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    assert stated(tmp_path, *lines).faults() == []
