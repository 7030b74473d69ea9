"""National key projects: the real table against an independent reading, and made-up rows that are wrong."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from graph_api.domain import Kind, RelationType
from loaders.rd_keyproj import DATASET
from tests.loaders.stated import DATA, Stated, rows_of, write_rows

HEADER = "project_id,project,lead_institution,subject_id,subject,subject_institution"
ROW = "2031YFB0900100,磁性材料高通量制备,东海大学,2031YFB0900101,稀土永磁,西山研究所"


@pytest.fixture(scope="module")
def real() -> Stated:
    return Stated(DATASET, DATA)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    whole = [
        {name: "".join(cell.split()) for name, cell in row.items()}
        for row in rows_of("rd-keyproj/projects.csv")
    ]
    return [row for row in whole if row["project_id"] != "其他"]


def stated(tmp_path: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Stated:
    write_rows(tmp_path / "rd-keyproj" / "projects.csv", [header, *lines], encoding=encoding)
    return Stated(DATASET, tmp_path)


def test_every_project_and_every_subject_is_there_with_its_institution(
    real: Stated, rows: list[dict[str, str]]
) -> None:
    assert real.faults() == []
    assert real.rules() == {"generic-name": 1}
    leads = {(row["lead_institution"], row["project_id"], "lead") for row in rows}
    takers = {(row["subject_institution"], row["project_id"], "subject-lead") for row in rows}
    subjects = {(row["subject_institution"], row["subject_id"], "lead") for row in rows}
    found = {
        (
            "".join(real.entities[one.from_id].name.split()),
            one.to_id.removeprefix("rd-keyproj:"),
            one.role,
        )
        for one in real.of_type(RelationType.PARTICIPATES_IN)
    }
    assert found == leads | takers | subjects
    assert len(rows) == 182
    projects = {one.id: one for one in real.of_kind(Kind.PROJECT)}
    assert len(projects) == 44 + 182
    for row in rows:
        subject = projects[f"rd-keyproj:{row['subject_id']}"]
        assert "".join(subject.name.split()) == row["subject"]
        assert subject.properties["project"] == f"rd-keyproj:{row['project_id']}"
        assert subject.properties["year"] == int(row["subject_id"][:4])


def test_names_that_a_page_had_broken_are_whole(real: Stated) -> None:
    names = {one.name for one in real.entities.values()}
    assert not any(name != " ".join(name.split()) for name in names)
    assert real.named("北京应用物理与计算数学研究所").kind is Kind.INSTITUTE
    assert real.named("中国科学院宁波材料技术与工程研究所").kind is Kind.INSTITUTE
    assert real.named("中国科学技术大学").kind is Kind.UNIVERSITY
    assert real.named("苏州热工研究院有限公司").kind is Kind.ENTERPRISE


@pytest.mark.parametrize(
    ("line", "rule", "relations"),
    [
        (ROW.replace("东海大学", "其他"), "generic-name", 0),
        (ROW.replace("东海大学", ""), "cell-empty", 0),
        (ROW.replace("磁性材料高通量制备", ""), "cell-empty", 0),
        (ROW.replace("东海大学", "锟斤拷"), "text-garbled", 0),
        (ROW.replace("西山研究所", "其他"), "generic-name", 1),
        (ROW.replace("西山研究所", "锟斤拷"), "text-garbled", 1),
        (ROW.replace("稀土永磁", "锟斤拷"), "text-garbled", 2),
        (ROW.replace("2031YFB0900101", "第一"), "number-unreadable", 3),
        (ROW.replace("2031YFB0900100", "第一"), "number-unreadable", 3),
    ],
)
def test_a_bad_row_is_told_and_what_is_good_of_it_is_kept(
    tmp_path: Path, line: str, rule: str, relations: int
) -> None:
    found = stated(tmp_path, line)
    (told,) = found.rejected
    assert told.rule == rule
    assert (told.kept != "nothing") == bool(relations)
    assert len(found.relations) == relations
    assert found.faults() == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("西山\n研究所", "西山研究所"),
        ("西山 \r\n 研究所\n", "西山研究所"),
        ("Institute of\nExamples", "Institute of Examples"),
        ("西山  研究所", "西山 研究所"),
    ],
)
def test_lines_of_a_cell_are_joined(tmp_path: Path, cell: str, name: str) -> None:
    found = stated(tmp_path, ROW.replace("西山研究所", f'"{cell}"'))
    assert found.named(name).kind is Kind.INSTITUTE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_layouts_say_the_same(tmp_path: Path, encoding: str) -> None:
    header = "序号,subject_institution,subject,lead_institution,project,project_id"
    found = stated(
        tmp_path, "1,西山研究所,,东海大学,磁性材料,2031YFB0900100", header=header, encoding=encoding
    )
    assert found.rejected == []
    assert {one.role for one in found.relations.values()} == {"lead", "subject-lead"}
    assert len(found.of_kind(Kind.PROJECT)) == 1


@hypothesis.given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["C"]), max_size=9), min_size=6, max_size=6
        )
    )
)
@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_any_cells_give_records_that_a_load_takes(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    assert stated(tmp_path, *lines).faults() == []
