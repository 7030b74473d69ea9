"""The table of known other names."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ORGANISATIONS, BadInputError, Kind
from loaders.identity.aliases import Alias, aliases, read_aliases, spelled_out
from loaders.identity.forms import identity_form

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "loaders" / "zhenhai_plan" / "entities.csv"
UNIVERSITIES = ROOT.parent / "shared" / "data" / "reference" / "moe-universities-2017.csv"
SINCE_OR_BESIDE_THE_LIST = {
    "中国科学院大学宁波材料工程学院",
    "北京大学深圳研究生院",
    "哈尔滨工业大学（深圳）",
    "哈尔滨工业大学（威海）",
    "国家开放大学",
    "国防科技大学",
    "海军工程大学",
    "海军军医大学",
    "空军工程大学",
    "空军军医大学",
    "陆军军医大学",
}
"""Military academies, campuses and schools of universities, and what adult education lists."""


def name_of(alias: str) -> str:
    return next(line.name for line in aliases() if line.alias == alias)


def listed_universities() -> set[str]:
    with UNIVERSITIES.open(encoding="utf-8-sig", newline="") as file:
        return {identity_form(row["学校名称"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("中科院宁波材料所", "中国科学院宁波材料技术与工程研究所"),
        ("国科大宁波材料工程学院", "中国科学院大学宁波材料工程学院"),
        ("国科大", "中国科学院大学"),
        ("中国科大", "中国科学技术大学"),
        ("哈工大", "哈尔滨工业大学"),
        ("清华", "清华大学"),
        ("浙江林学院", "浙江农林大学"),
    ],
)
def test_customary_names_lead_to_official_ones(alias: str, name: str) -> None:
    assert name_of(alias) == name


def test_no_alias_means_two_names() -> None:
    counts = Counter(identity_form(line.alias) for line in aliases())
    assert [form for form, count in counts.items() if count > 1] == []


def test_no_name_is_an_alias_of_another() -> None:
    names = {identity_form(line.name) for line in aliases()}
    assert names.isdisjoint(identity_form(line.alias) for line in aliases())


def test_one_name_has_one_kind_and_one_spelling() -> None:
    spellings = {identity_form(line.name): set[str]() for line in aliases()}
    kinds = {identity_form(line.name): set[Kind]() for line in aliases()}
    for line in aliases():
        spellings[identity_form(line.name)].add(line.name)
        kinds[identity_form(line.name)].add(line.kind)
    assert all(len(found) == 1 for found in (*spellings.values(), *kinds.values()))


def test_every_line_is_of_an_organisation_and_says_its_source() -> None:
    assert {line.kind for line in aliases()} <= ORGANISATIONS
    assert [line for line in aliases() if not line.source.strip()] == []


def test_no_alias_is_the_name_of_another_university() -> None:
    listed = listed_universities()
    assert [line for line in aliases() if identity_form(line.alias) in listed] == []


def test_every_university_is_on_the_list_of_the_ministry() -> None:
    listed = listed_universities()
    named = {line.name for line in aliases() if line.kind is Kind.UNIVERSITY}
    assert {name for name in named if identity_form(name) not in listed} == (
        SINCE_OR_BESIDE_THE_LIST & named
    )


def test_at_least_a_hundred_institutes_and_universities() -> None:
    research = {Kind.UNIVERSITY, Kind.INSTITUTE}
    assert len({line.name for line in aliases() if line.kind in research}) >= 100


def test_the_plan_and_the_table_agree_on_its_organisations() -> None:
    with PLAN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in ORGANISATIONS]
    for row in rows:
        other_names = [alias for alias in row["aliases"].split("|") if alias]
        forms = {identity_form(name) for name in (row["name"], *other_names)}
        lines = [
            line
            for line in aliases()
            if identity_form(line.alias) in forms or identity_form(line.name) in forms
        ]
        assert lines or not other_names or "is_class=true" in row["properties"], row["name"]
        assert {str(line.kind) for line in lines} <= {row["kind"]}, row["name"]
        assert len({line.name for line in lines}) <= 1, row["name"]


@pytest.mark.parametrize(
    ("form", "official"),
    [
        ("中科院虚构研究所", "中国科学院虚构研究所"),
        ("中科院大学虚构学院", "中国科学院大学虚构学院"),
        ("国科大虚构学院", "中国科学院大学虚构学院"),
        ("哈工大虚构研究院", "哈尔滨工业大学虚构研究院"),
        ("上海理工大学", "上海理工大学"),
        ("上海理工大学虚构学院", "上海理工大学虚构学院"),
        ("中科院", "中科院"),
        ("中国科学院物理研究所", "中国科学院物理研究所"),
        ("虚构研究所", "虚构研究所"),
        ("清华虚构公司", "清华虚构公司"),
        ("", ""),
    ],
)
def test_a_short_name_at_the_beginning_is_spelled_out(form: str, official: str) -> None:
    assert spelled_out(form) == official


@given(st.text())
def test_what_is_spelled_out_stays(text: str) -> None:
    form = identity_form(text)
    assert spelled_out(spelled_out(form)) == spelled_out(form)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("alias,name\n", "line 1"),
        ("alias,name,kind,source\na,b,Institute\n", "line 2"),
        ("alias,name,kind,source\na,b,Institute,\n", "line 2"),
        ("alias,name,kind,source\na,b,School,c\n", "'School' is no kind"),
    ],
)
def test_a_line_that_is_no_alias_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInputError, match=says):
        read_aliases(path)


def test_a_table_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("alias,name,kind,source\n甲所,甲研究所,Institute,www.example.org\n", "utf-8")
    assert read_aliases(path) == (Alias("甲所", "甲研究所", Kind.INSTITUTE, "www.example.org"),)
