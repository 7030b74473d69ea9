"""Templates: what is in them, that they read as nothing, and that a filled one reads as it was filled."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from graph_api.domain import (
    KINDS,
    MODALITIES,
    RELATIONS,
    SERVICES,
    STAGES,
    STATUSES,
    Entity,
    EnvironmentFaultError,
    Kind,
    NotFoundError,
    Rejected,
)
from loaders.tables import TEMPLATES, table_records, write_template
from loaders.tables.layout import EXAMPLE, sheet_of_kind, sheets_of_template

NAMES = (
    *TEMPLATES,
    *Kind,
    *(definition.zh for definition in KINDS.values()),
    *("enterprises", "universities", "Companies", "产业", "全部"),
)


def opened(path: Path) -> Workbook:
    return load_workbook(path)


def page_of(book: Workbook, title: str) -> Worksheet:
    page = book[title]
    assert isinstance(page, Worksheet)
    return page


def headers(page: Worksheet) -> list[str]:
    return [str(cell.value) for cell in page[1]]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_template_reads_as_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(name, path)
    assert list(table_records(path, dataset="local")) == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_template_has_a_sheet_for_each_table_and_one_that_explains(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("all", path)
    book = opened(path)
    titles = [sheet.zh for sheet in sheets_of_template("all")]
    assert book.sheetnames == [*titles, "说明", "词表"]
    assert book["词表"].sheet_state == "hidden"
    explained = [row[0] for row in page_of(book, "说明").iter_rows(values_only=True)]
    for title in titles:
        page = page_of(book, title)
        assert page.freeze_panes == "A2"
        assert page["A2"].value == EXAMPLE
        assert {header.rstrip("*") for header in headers(page)} <= set(explained)


def test_a_kind_by_itself_has_its_own_columns_and_no_choice_of_kind(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("enterprises", path)
    page = page_of(opened(path), "企业")
    assert "统一社会信用代码" in headers(page)
    assert "产品" in headers(page)
    write_template("universities", path)
    page = page_of(opened(path), "高校")
    assert "统一社会信用代码" in headers(page)
    assert not {"产品", "股票代码", "产业"} & set(headers(page))


def lists_of(path: Path, title: str) -> dict[str, list[str]]:
    """The words of the list of each column, by header."""
    book = opened(path)
    page = page_of(book, title)
    found = {}
    for choice in page.data_validations.dataValidation:
        column = str(choice.sqref).split(":")[0].rstrip("0123456789")
        cells = book["词表"][str(choice.formula1).split("!")[1].replace("$", "")]
        found[str(page[f"{column}1"].value).rstrip("*")] = [str(row[0].value) for row in cells]
    return found


def test_lists_offer_the_words_of_the_domain(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("all", path)
    platforms = lists_of(path, "平台")
    assert platforms["状态"] == [term.zh for term in STATUSES.values()]
    assert platforms["服务"] == [service.zh for service in SERVICES.values()]
    assert platforms["阶段"] == [term.zh for term in STAGES.values()]
    assert platforms["类别"] == [
        KINDS[kind].zh for kind in sheets_of_template("platforms")[0].kinds
    ]
    related = lists_of(path, "关系")
    assert related["关系"] == [definition.zh for definition in RELATIONS.values()]
    assert related["性质"] == [term.zh for term in MODALITIES.values()]
    assert "所属链" in lists_of(path, "组织")


def test_a_list_of_several_lets_other_words_through(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("platforms", path)
    page = page_of(opened(path), "平台")
    strict = {
        str(page[f"{str(choice.sqref)[0]}1"].value): choice.showErrorMessage
        for choice in page.data_validations.dataValidation
    }
    assert strict["状态"] is True
    assert strict["服务"] is False


def test_an_example_that_was_changed_is_not_dropped_silently(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_template("enterprises", path)
    book = opened(path)
    page = page_of(book, "企业")
    page.cell(2, headers(page).index("名称*") + 1).value = "甬江紧固件有限公司"
    page.append(["yongjiang", None, "东海紧固件有限公司"])
    book.save(path)
    fault, entity = table_records(path, dataset="local")
    assert isinstance(fault, Rejected)
    assert (fault.rule, fault.value) == ("example-changed", EXAMPLE)
    assert fault.reason.startswith("企业!A2: ")
    assert isinstance(entity, Entity)
    assert (entity.id, entity.kind) == ("local:yongjiang", Kind.ENTERPRISE)


def test_an_example_without_its_mark_is_a_row_that_reads(tmp_path: Path) -> None:
    for name in TEMPLATES[:-2]:
        path = tmp_path / f"{name}.xlsx"
        write_template(name, path)
        book = opened(path)
        book.worksheets[0]["A2"].value = None
        book.save(path)
        records = list(table_records(path, dataset="local"))
        faults = [item for item in records if isinstance(item, Rejected)]
        assert any(isinstance(item, Entity) for item in records)
        assert {item.rule for item in faults} <= {"name-unresolved", "uscc-wrong"}


def test_every_kind_has_a_sheet() -> None:
    for kind in Kind:
        assert kind in sheet_of_kind(kind).kinds
        assert sheets_of_template(kind)[0].kinds in {(kind,), sheet_of_kind(kind).kinds}


def test_an_unknown_template_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="organisations, platforms, offers"):
        write_template("unicorns", tmp_path / "t.xlsx")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        write_template("all", tmp_path / "none" / "t.xlsx")
