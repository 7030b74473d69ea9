"""The form of the plan's tables: a line that breaks it is named, with what to write instead."""

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from graph_api.domain import BadInputError, Entity
from loaders.zhenhai_plan.tables import TABLES, entity_records, read_tables


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("entities.csv", "x,Thing,名,,,,,,,,,,,1 镇海", "'Thing' is not a kind"),
        ("entities.csv", "x,Zone,,,,,,,,,,,,1 镇海", "name is missing"),
        ("entities.csv", "x,Zone,名,,,open,,,,,,,,1 镇海", "'open' is not a status"),
        ("entities.csv", "x,Zone,名,,,,,talent,,,,,,1 镇海", "chain and chain_reason"),
        ("entities.csv", "x,Zone,名,,,,,,,,,rank,,1 镇海", "'rank' is not a property"),
        ("entities.csv", "x,Zone,名,,,,,,,factory,,,,1 镇海", "'factory' is not a stage"),
        ("entities.csv", "x,Zone,名,,,,,,,,,,,镇海", "'镇海' is not an evidence"),
        ("entities.csv", "x,Zone,名,,,,,,,,,,,", "the evidence is missing"),
        ("entities.csv", "x y,Zone,名,,,,,,,,,,,1 镇海", "'x y' is not a key"),
        ("entities.csv", "x,Zone,名", "3 cells where the header has 14"),
        ("entities.csv", 'x,"Zone" a,名', "expected after"),
        ("services.csv", "x,名,,service:none,,1 镇海", "not a first-level service"),
        ("services.csv", "service:rd,研究,,,,1 镇海", "called '技术研发'"),
        ("offers.csv", "x,名,,y,,,,maybe,,,,,,,,,1 镇海", "'maybe' is not a modality"),
        ("relations.csv", "x,LIKES,y,fact,,,,1 镇海", "'LIKES' is not a type"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, table: str, line: str, message: str) -> None:
    with as_file(files("loaders.zhenhai_plan")) as folder:
        for name in TABLES:
            shutil.copy(folder / name, tmp_path)
    number = (tmp_path / table).read_text(encoding="utf-8").count("\n") + 1
    with (tmp_path / table).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BadInputError, match=re.escape(message)) as raised:
        list(read_tables(tmp_path))
    assert str(raised.value).startswith(f"{table}, line {number}: ")


def test_a_table_with_another_header_is_refused(tmp_path: Path) -> None:
    for name in TABLES:
        (tmp_path / name).write_text("id,name\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"entities\.csv: the header must be key,kind,name"):
        list(read_tables(tmp_path))


def test_a_property_is_a_number_a_truth_a_list_or_a_text() -> None:
    row = dict.fromkeys(TABLES["entities.csv"][0], "") | {
        "key": "x",
        "kind": "Zone",
        "name": "名",
        "evidence": "1 镇海",
        "properties": "rank=2; is_class=true; levels=市|; comparator=>=; printed=2020-06-08",
    }
    (entity,) = entity_records(row)
    assert isinstance(entity, Entity)
    assert entity.properties == {
        "rank": 2,
        "is_class": True,
        "levels": ("市",),
        "comparator": ">=",
        "printed": "2020-06-08",
    }
