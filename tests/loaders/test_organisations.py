"""What names say: the kind of an organisation, and whether they name one."""

import csv
import re
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from graph_api.domain import ORGANISATIONS, Kind
from loaders.organisations import is_generic, kind_of_name

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "reference"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            Kind.UNIVERSITY,
            (
                "清华大学 宁波工程学院 中国矿业大学（北京） 华北电力大学(保定) 北京大学深圳研究生院 臺灣大學"
                " 太原科技大学华科学院 金华幼儿师范高等专科学校 中国科学院大学"
            ),
        ),
        (
            Kind.INSTITUTE,
            (
                "中国科学院 中国科学院宁波材料技术与工程研究所 东莞中子科学中心 之江实验室 宁波市第一医院"
                " 香港理工大学深圳研究院 中国某某集团公司第七零八研究所 某某股份有限公司上海石油化工研究院"
                " 山东省计算中心（国家超级计算济南中心） 中共浙江省委党校 北京图书馆 中国统计信息咨询服务中心"
            ),
        ),
        (
            Kind.ENTERPRISE,
            (
                "苏州热工研究院有限公司 宁波华翔集团 余姚市塑料厂 上海天目创业投资合伙企业(有限合伙) 工商银行"
                " 清泉山农民专业合作社 大成律师事务所 上海证券交易所 港交所 中建三局 国铁沈阳局 贵阳供电局"
                " 足球俱乐部 某某有限公司杭州办事处 某邮政集团公司邮政所 金源商贸中心管理中心"
                " 山水投资中心 某某有限公司计量中心"
            ),
        ),
        (
            Kind.ASSOCIATION,
            (
                "宁波紧固件工业协会 中国化学会 中国化学学会 宁波市总商会 中国物流与采购联合会 壹心公益基金会"
                " 全国标准化技术委员会 亚洲电影节组委会 宁波紧固件行业協會"
            ),
        ),
        (Kind.ALLIANCE, "磁性材料产业技术创新联盟 智能终端创新联合体"),
        (
            Kind.GOVERNMENT_BODY,
            (
                "镇海区人民政府 宁波市发展和改革委员会 镇海区科技局 浙江省农业农村厅 科学技术部 湖北国资委 宁波海关"
                " 上海市教委 招宝山街道办事处 国家统计局"
            ),
        ),
        (
            Kind.INNOVATION_CENTRE,
            "浙江省磁性材料应用技术制造业创新中心 国地共建人形机器人创新中心 国家新型材料创新中心",
        ),
    ],
)
def test_the_end_of_a_chinese_name_says_its_kind(kind: Kind, names: str) -> None:
    assert {name: kind_of_name(name, Kind.POLICY) for name in names.split()} == dict.fromkeys(
        names.split(), kind
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("UNIVERSITY OF EXAMPLE", Kind.UNIVERSITY),
        ("Politecnico di Esempio", Kind.UNIVERSITY),
        ("EXAMPLE RESEARCH LIMITED", Kind.ENTERPRISE),
        ("Beispiel Forschungs-GmbH", Kind.ENTERPRISE),
        ("ESEMPIO S.P.A.", Kind.ENTERPRISE),
        ("Example Co., Ltd.", Kind.ENTERPRISE),
        ("INSTITUT D'EXEMPLES", Kind.INSTITUTE),
        ("Instytut Przykladow Polskiej Akademii Nauk", Kind.INSTITUTE),
        ("FUNDACION EJEMPLO", Kind.ASSOCIATION),
        ("Verein der Beispiele e.V.", Kind.ASSOCIATION),
        ("MINISTERIO DE EJEMPLOS", Kind.GOVERNMENT_BODY),
    ],
)
def test_words_of_a_latin_name_say_its_kind(name: str, kind: Kind) -> None:
    assert kind_of_name(name, Kind.POLICY) is kind


@pytest.mark.parametrize(
    "name", ["零跑汽车", "中控技术", "腾讯", "Qwertz", "海州家族办公室", "", "123", "绿茶餐厅"]
)
def test_a_name_that_says_nothing_has_the_kind_that_the_caller_gives(name: str) -> None:
    assert kind_of_name(name) is Kind.ENTERPRISE
    assert kind_of_name(name, Kind.INSTITUTE) is Kind.INSTITUTE


def test_the_national_technology_centres_are_institutes() -> None:
    assert kind_of_name("国家玉米技术创新中心") is Kind.INSTITUTE


@pytest.mark.parametrize(
    "name",
    [
        "经销商",
        "美国客户",
        "某企业",
        "18家企业",
        "公司D",
        "A客户",
        "其他",
        "其它",
        "供应商",
        "当地家电龙头",
        "三家电信运营商",
        "子公司",
        "浙江分公司",
        "电子商务公司",
        "投资机构",
        "海外品牌",
        "科技企业",
        "新能源汽车企业",
        "企业",
        "农商行",
        "行业伙伴",
        "N/A",
        "customers",
        "深圳子公司",
        "21家银行",
        "缅甸数家企业",
        "多家机构",
        "上市公司",
        "计算机学院",
    ],
)
def test_words_for_anybody_name_nobody(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    [
        "中华企业",
        "统一企业",
        "紫江企业",
        "万业企业",
        "上海天目创业投资合伙企业",
        "中国银行",
        "北京科技大学",
        "中国电信集团",
        "农业银行",
        "北京教育学院",
        "国际商业机器公司",
        "三只松鼠",
        "百家云",
        "宁波市金多家纺有限公司",
        "中国石油化工集团公司",
        "国家电网公司",
        "58到家",
        "宁波市鄞州区校办企业",
        "某某某",
    ],
)
def test_names_made_of_such_words_still_name_somebody(name: str) -> None:
    assert not is_generic(name)


def test_the_ministrys_list_holds_universities() -> None:
    with (REFERENCE / "moe-universities-2017.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [re.sub(r"\\n|\s", "", row["学校名称"]) for row in csv.DictReader(file)]
    assert len(names) > 2_600
    assert [name for name in names if kind_of_name(name) is not Kind.UNIVERSITY] == []
    assert [name for name in names if is_generic(name)] == []


@hypothesis.given(st.text(max_size=40), st.sampled_from(sorted(ORGANISATIONS)))
def test_any_text_has_a_kind_of_organisation_and_an_answer(name: str, default: Kind) -> None:
    assert kind_of_name(name, default) in ORGANISATIONS
    assert is_generic(name) in {True, False}
