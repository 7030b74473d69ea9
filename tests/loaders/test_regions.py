import csv
import gzip
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.regions import (
    PLACEHOLDERS,
    Ambiguous,
    Answer,
    Found,
    Gazetteer,
    Place,
    compact,
    short_names,
    whole_code,
)

DATA = Path(__file__).parents[3] / "shared" / "data"
STREETS = st.sampled_from(
    ["中兴路12号", "人民东路3号", "", "骆驼街道1幢", " 经济开发区", "（一照多址）"]
)


def coded(table: str) -> list[tuple[str, str]]:
    with (DATA / "reference" / f"gbt2260-{table}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


@cache
def china() -> Gazetteer:
    return Gazetteer(coded("provinces"), coded("cities"), coded("areas"))


def name(answer: Answer) -> str | list[str] | None:
    match answer:
        case Found(place):
            return place.full_name
        case Ambiguous(places):
            return [place.full_name for place in places]
    return None


PLACES = st.sampled_from(sorted(china().places.values(), key=lambda place: place.code))
COUNTIES = PLACES.filter(
    lambda place: place.is_county and place.name not in {up.name for up in china().above(place)}
)


@given(PLACES, STREETS)
def test_the_full_name_of_any_region_leads_to_it(place: Place, street: str) -> None:
    assert china().find(place.full_name + street) == Found(place)


@given(COUNTIES, STREETS)
def test_the_name_of_a_county_leads_to_it_where_its_city_is_known(
    county: Place, street: str
) -> None:
    above = [place.name for place in reversed(china().above(county))]
    answer = china().find(county.name + street, province=above[0], city=above[-1])
    assert answer == Found(county)


@given(COUNTIES, STREETS)
def test_a_county_without_context_is_found_exactly_when_its_name_is_one_of_a_kind(
    county: Place, street: str
) -> None:
    alike = tuple(place for place in china().places.values() if place.name == county.name)
    answer = china().find(county.name + street)
    assert answer == (Found(county) if len(alike) == 1 else Ambiguous(alike))


NAMES = st.sampled_from(sorted({*china()._full, *china()._short, *PLACEHOLDERS}))
ADDRESSES = st.lists(st.one_of(NAMES, STREETS, st.text(max_size=3))).map("".join)


@given(ADDRESSES, st.one_of(st.just(""), NAMES, st.text(max_size=4)), PLACES)
def test_what_is_found_has_a_name_of_its_own_in_the_address(
    address: str, province: str, city: Place
) -> None:
    answer = china().find(address, province=province, city=city.name)
    places = answer.places if isinstance(answer, Ambiguous) else ()
    places = (answer.place,) if isinstance(answer, Found) else places
    forms = {**china()._short, **china()._full}
    for place in places:
        assert any(place in forms[form] for form in forms if form in compact(address))


@given(PLACES)
def test_every_region_is_part_of_those_its_code_begins_with(place: Place) -> None:
    above = china().above(place)
    assert all(place.code.startswith(other.prefix) for other in above)
    assert place.full_name == "".join(other.name for other in (*reversed(above), place))
    assert not {place.name, *(other.name for other in above)} & PLACEHOLDERS


@pytest.mark.parametrize(
    ("address", "province", "city", "expected"),
    [
        ("镇海区某路1号", "", "", "浙江省宁波市镇海区"),
        ("宁波镇海某路1号", "", "", "浙江省宁波市镇海区"),
        ("镇海某街道2号", "浙江", "宁波", "浙江省宁波市镇海区"),
        ("镇海某街道2号", "浙江", "", None),
        ("浙江省镇海区某镇", "", "", "浙江省宁波市镇海区"),
        ("中国浙江省 宁波市　镇海区", "", "", "浙江省宁波市镇海区"),
        ("浙江丽水市某路6号", "浙江", "丽水", "浙江省丽水市"),
        ("台州路桥区某镇", "", "", "浙江省台州市路桥区"),
        ("景宁县某镇", "浙江省", "", "浙江省丽水市景宁畲族自治县"),
        ("北京朝阳区某路", "", "", "北京市朝阳区"),
        ("北京市市辖区朝阳区某路", "", "", "北京市朝阳区"),
        ("吉林省吉林市昌邑区", "", "", "吉林省吉林市昌邑区"),
        ("吉林市昌邑区", "", "", "吉林省吉林市昌邑区"),
        ("凉山州西昌市", "", "", "四川省凉山彝族自治州西昌市"),
        ("嘉峪关市某路", "", "", "甘肃省嘉峪关市"),
        ("甘肃省嘉峪关市嘉峪关市某路", "", "", "甘肃省嘉峪关市嘉峪关市"),
        ("宁波市宁波市镇海区某路", "", "", "浙江省宁波市镇海区"),
        ("湖北省仙桃市某路", "", "", "湖北省仙桃市"),
        ("宁波市高新区（镇海区地块）某路", "", "", "浙江省宁波市镇海区"),
        ("普陀区某路", "浙江", "", "浙江省舟山市普陀区"),
        ("诸暨市某镇", "浙江", "丽水", "浙江省绍兴市诸暨市"),
        ("浙江省诸暨市某镇", "浙江", "丽水", "浙江省绍兴市诸暨市"),
        ("广州市白云区某路", "浙江", "温州", "广东省广州市白云区"),
        ("奉化市某镇", "", "", "浙江省宁波市奉化区"),
        ("鄞州区古林镇某村", "", "宁波", "浙江省宁波市海曙区"),
        ("某街道2号", "不知", "何处", None),
        ("某街道2号", "浙江", "宁波", None),
        ("海宁路5号", "浙江", "嘉兴", None),
        ("杭州湾新区", "", "", None),
        ("太湖源镇某村", "", "", None),
        ("城西区块3号", "", "", None),
        ("", "浙江", "宁波", None),
        ("N/A", "N/A", "N/A", None),
    ],
)
def test_an_address_is_read_as_a_person_reads_it(
    address: str, province: str, city: str, expected: str | None
) -> None:
    assert name(china().find(address, province=province, city=city)) == expected


@pytest.mark.parametrize(
    ("address", "context", "count"),
    [
        ("鼓楼区某路", {}, 4),
        ("江苏省鼓楼区某路", {}, 2),
        ("鼓楼区某路", {"province": "江苏"}, 2),
        ("朝阳区某路", {}, 2),
        ("城关区某路", {}, 2),
        ("江干区某路", {"city": "杭州"}, 2),
    ],
)
def test_a_name_that_several_regions_have_stays_ambiguous(
    address: str, context: dict[str, str], count: int
) -> None:
    answer = china().find(address, **context)
    assert isinstance(answer, Ambiguous)
    assert len(answer.places) == count


@pytest.mark.parametrize("city", ["南京", "徐州市", "福州", "开封"])
def test_the_city_decides_between_counties_of_one_name(city: str) -> None:
    answer = china().find("鼓楼区某路", city=city)
    assert isinstance(answer, Found)
    assert city[:2] in answer.place.full_name


def test_names_agree_on_the_lowest_region() -> None:
    assert china().named(province="浙江", city="宁波", county="镇海") == china().places["330211"]
    assert china().named(province="浙江", city="N/A") == china().places["330000"]
    assert china().named(city="吉林") == china().places["220200"]
    assert china().named(province="", city="") is None


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("宁波市", ("宁波",)),
        ("内蒙古自治区", ("内蒙古",)),
        ("广西壮族自治区", ("广西",)),
        ("景宁畲族自治县", ("景宁", "景宁县")),
        ("延边朝鲜族自治州", ("延边", "延边州")),
        ("博尔塔拉蒙古自治州", ("博尔塔拉", "博尔塔拉州")),
        ("恩施土家族苗族自治州", ("恩施", "恩施州")),
        ("东乡族自治县", ()),
        ("郊区", ()),
        ("雄县", ()),
    ],
)
def test_short_names_are_what_people_say(full: str, short: tuple[str, ...]) -> None:
    assert short_names(full) == short


@pytest.mark.parametrize("code", ["", "0", "1", "011", "33021", "3302110", "33021x", "３３"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a code"):
        whole_code(code)


def test_old_names_lead_to_regions_that_there_are_and_each_has_a_source() -> None:
    path = Path(__file__).parents[2] / "loaders" / "region_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert len(row["source"]) > 5
        assert row["above"] in china().places
        places = [china().places[code] for code in row["now"].split("|")]
        assert all(place.code.startswith(china().places[row["above"]].prefix) for place in places)
        city = china().places[row["above"]].name
        answer = china().find(row["old"] + "某路", city=city)
        assert answer == (Found(places[0]) if len(places) == 1 else Ambiguous(tuple(places)))
    assert len({(row["old"], row["above"]) for row in rows}) == len(rows)


def test_the_registry_is_placed_as_its_own_columns_and_codes_say() -> None:
    """Columns check the city, the code of the registering office (digits 3 to 8) the county.

    Counties whose bounds moved after registration, and the high-tech zone that registers for all of
    Hangzhou, are counted apart.
    """
    moved = {("330110", "330113"), ("330212", "330203"), ("330108", "330106")}
    levels: Counter[str] = Counter()
    with gzip.open(
        DATA / "registry-zhejiang" / "enterprises.csv.gz", "rt", encoding="utf-8"
    ) as file:
        for row in csv.DictReader(file):
            context = {"province": row["所在省份"], "city": row["地区"]}
            answer = china().find(row["注册地址"], **context)
            office = china().places.get(row["统一社会信用代码"][2:8])
            city = china().named(**context)
            match answer:
                case Found(place) if place.is_county and office and office.is_county:
                    right = place == office or (office.code, place.code) in moved
                    levels["county right" if right else "county wrong"] += 1
                case Ambiguous():
                    levels["ambiguous"] += 1
                case None:
                    levels["none"] += 1
            if city and isinstance(answer, Found):
                agrees = compact(answer.place.full_name).startswith(city.full_name)
                agrees = agrees or city.full_name.startswith(answer.place.full_name)
                levels["city right" if agrees else "city wrong"] += 1
    assert levels["county right"] > 0.99 * (levels["county right"] + levels["county wrong"])
    assert levels["city right"] > 0.999 * (levels["city right"] + levels["city wrong"])
    assert levels["county right"] > 55_000
    assert levels["none"] + levels["ambiguous"] < 4_500
