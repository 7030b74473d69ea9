"""A user's own tables: what a row states, in whose words, and which cell is named where it is wrong."""

from pathlib import Path

import pytest

from graph_api.domain import (
    SERVICES,
    Chain,
    ChainBasis,
    Entity,
    Kind,
    Modality,
    Rejected,
    Relation,
    RelationType,
    Status,
    check_entity,
)
from tests.loaders.table_files import book_of, csv_of, entities, read, rejected, relations

GOOD_CODE = "91330211MA7KNL000N"


def test_a_row_states_an_entity_in_chinese_or_english(tmp_path: Path) -> None:
    chinese = csv_of(
        tmp_path,
        "企业.csv",
        "状态,名称,别名,开始日期,行政区,说明",
        "在建,甬江厂,甬江；老甬江,2003.5,330211,做螺栓",
    )
    english = csv_of(
        tmp_path,
        "t.csv",
        "name,kind,aliases,status,since,region,description",
        "甬江厂,enterprise,甬江 | 老甬江,BUILDING,2003-05-01,gbt2260:330211,做螺栓",
    )
    for path in (chinese, english):
        (entity,) = read(path)
        assert isinstance(entity, Entity)
        assert (entity.kind, entity.name) == (Kind.ENTERPRISE, "甬江厂")
        assert entity.aliases == ("甬江", "老甬江")
        assert (entity.status, entity.since) == (Status.BUILDING, "2003-05-01")
        assert (entity.region, entity.description) == ("gbt2260:330211", "做螺栓")
        assert entity.evidence[0].source == f"local#{path.stem}:row=1"
        assert entity.evidence[0].quote == "甬江厂"
        assert check_entity(entity) == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, "local:enterprise-"),
        ({"编号": "yongjiang"}, "local:yongjiang"),
        ({"编号": "zhenhai-plan:x"}, "zhenhai-plan:x"),
        ({"股票代码": "600373.SH"}, "stock:600373"),
        ({"统一社会信用代码": GOOD_CODE.lower()}, f"uscc:{GOOD_CODE}"),
        ({"统一社会信用代码": GOOD_CODE, "股票代码": "600373"}, f"uscc:{GOOD_CODE}"),
        ({"编号": "yongjiang", "统一社会信用代码": GOOD_CODE}, f"uscc:{GOOD_CODE}"),
        ({"编号": "moe:1", "统一社会信用代码": GOOD_CODE}, "moe:1"),
    ],
)
def test_the_id_is_the_strongest_that_the_row_gives(
    tmp_path: Path, cells: dict[str, str], expected: str
) -> None:
    header = ",".join(["名称", *cells])
    (entity,) = read(csv_of(tmp_path, "企业.csv", header, ",".join(["甬江厂", *cells.values()])))
    assert isinstance(entity, Entity)
    assert entity.id.startswith(expected)
    assert ("uscc" in entity.properties) is (expected == "moe:1")


def test_things_of_one_name_are_told_apart_by_whose_they_are(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        组织=[["名称", "类别"], ["甲院", "研究所"], ["乙院", "研究所"]],
        人才=[["姓名", "工作单位"], ["李某", "甲院"], ["李某", "乙院"]],
        服务项=[["名称", "提供单位"], ["检测", "甲院"], ["检测", "乙院"]],
    )
    ids = [item.id for item in read(path) if isinstance(item, Entity)]
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("500万元", "", (5_000_000, "CNY")),
        ("300000", "", (300_000, "CNY")),
        ("1234.5元", "", (1234.5, "CNY")),
        ("1,000", "", (1000, "CNY")),
        ("1,000元", "", (1000, "CNY")),
        ("12,345,678.5", "usd", (12_345_678.5, "USD")),
        ("1e6", "", (1_000_000, "CNY")),
        ("1,000万美元", "", (10_000_000, "USD")),
        ("20", "eur", (20, "EUR")),
    ],
)
def test_money_is_an_amount_and_a_currency(
    tmp_path: Path, amount: str, currency: str, expected: tuple[float, str]
) -> None:
    path = csv_of(tmp_path, "项目.csv", "项目名称,金额,币种", f'p,"{amount}",{currency}')
    (entity,) = read(path)
    assert isinstance(entity, Entity)
    assert (entity.properties["amount"], entity.properties["currency"]) == expected


BAD_CELLS = [
    ("状态", "运营中", "运行, 在建, 拟建, 停用, 规范"),
    ("所属链", "第七链", "政务链, 产业链, 创新链"),
    ("行政区", "镇海区", "six digits such as 330211"),
    ("开始日期", "去年", "is not a date"),
    ("结束日期", "2021-02-30", "is no day of the calendar"),
    ("金额", "若干", "is not an amount of money"),
    ("统一社会信用代码", "91330211MA7KNL0001", "its check digit is wrong"),
    ("股票代码", "12", "six digits"),
    ("编号", "甬江", "is not an id"),
    ("编号", "a:", "is not an id"),
    ("阶段", "中试；量产", "实验研究, 中试熟化, 工业示范, 生产过程"),
    ("服务", "飞行", "技术研发, 工业设计, 检验检测"),
    ("位于", "无此园区", "names no entity of this workbook; write its id"),
    ("位于", "a:b c", "names no entity of this workbook"),
    ("任职单位", "甬江厂", "the kind 企业 has nothing to state here"),
    ("提出单位", "甬江厂", "the kind 企业 has nothing to state here"),
]


@pytest.mark.parametrize(("column", "text", "says"), BAD_CELLS)
def test_a_bad_cell_is_named_and_its_row_is_kept_without_it(
    tmp_path: Path, column: str, text: str, says: str
) -> None:
    path = book_of(tmp_path, 企业=[["名称", "别名", column], [], ["甬江厂", "甬江", text]])
    entity, fault = read(path)
    assert isinstance(entity, Entity)
    assert (entity.name, entity.aliases) == ("甬江厂", ("甬江",))
    assert isinstance(fault, Rejected)
    assert fault.reason.startswith("企业!C3: ")
    assert says in fault.reason
    assert (fault.field, fault.value) == (column, text)
    assert fault.kept.startswith("the row without this ")
    assert fault.source == "local#企业!2"
    csv = csv_of(tmp_path, "企业.csv", f"名称,{column}", f"甬江厂,{text}")
    assert rejected(read(csv))[0].reason.startswith(f"企业.csv line 2, column {column}: ")


@pytest.mark.parametrize(
    ("header", "row", "place", "rule", "says"),
    [
        (["名称", "类别"], ["甬江厂", "工厂"], "组织!B2", "word-unknown", "is not a kind"),
        (["名称", "类别"], ["甬江厂", ""], "组织!B2", "kind-missing", "choose one"),
        (["名称", "类别"], ["", "企业"], "组织!A2", "name-missing", "has no name"),
        (["名称", "类别"], ["（）", "企业"], "组织!A2", "row-unreadable", "names nothing"),
        (
            ["名称", "类别", "since", "until"],
            ["x", "企业", "2021", "2020"],
            "组织!2",
            "date-order",
            "",
        ),
        (["起点", "关系", "终点"], ["", "合作", "a:b"], "组织!A2", "end-missing", "joins"),
        (["起点", "关系", "终点"], ["a:b", "", "a:c"], "组织!B2", "type-missing", "choose one"),
        (["起点", "关系", "终点"], ["a:b", "喜欢", "a:c"], "组织!B2", "word-unknown", "合作"),
        (["起点", "关系", "终点"], ["a:b", "合作", "a:b"], "组织!2", "self-relation", "itself"),
        (
            ["起点", "关系", "终点"],
            ["a:b", "合作", "某厂"],
            "组织!C2",
            "name-unresolved",
            "write its id",
        ),
        (
            ["起点", "关系", "终点", "性质"],
            ["a:b", "合作", "a:c", "也许"],
            "组织!D2",
            "word-unknown",
            "事实, 规划, 规定, 推断",
        ),
        (
            ["起点", "关系", "终点", "性质"],
            ["a:b", "合作", "a:c", "推断"],
            "组织!2",
            "inference-rule",
            "rule",
        ),
    ],
)
def test_a_row_that_states_nothing_is_rejected_whole(
    tmp_path: Path, header: list[str], row: list[str], place: str, rule: str, says: str
) -> None:
    title = "关系" if "起点" in header else "组织"
    (fault,) = read(book_of(tmp_path, **{title: [header, row]}))
    assert isinstance(fault, Rejected)
    assert (fault.rule, fault.kept) == (rule, "nothing")
    assert fault.reason.startswith(place.replace("组织", title) + ": ")
    assert says in fault.reason


def test_columns_of_an_organisation_state_its_relations(tmp_path: Path) -> None:
    header = ["名称", "类别", "位于", "产业", "产品", "技术方向", "服务"]
    path = book_of(
        tmp_path,
        组织=[
            header,
            [
                "甬江厂",
                "企业",
                "gbt2260:330211；甬江园",
                "农、林、牧、渔业",
                "螺栓、螺母",
                "电镀",
                "设计",
            ],
            ["东海所", "科研院所", "", "", "", "", "检验检测、标准信息；知识产权"],
        ],
        其他=[["名称", "类别"], ["甬江园", "园区"], ["设计", "服务类型"]],
        关系=[["起点", "关系", "终点"], ["螺栓", "上游", "螺母"], ["甬江厂", "供给", "x:y"]],
    )
    records = read(path)
    assert rejected(records) == []
    assert relations(records) == {
        ("甬江厂", "LOCATED_IN", "gbt2260:330211"),
        ("甬江厂", "LOCATED_IN", "甬江园"),
        ("甬江厂", "IN_INDUSTRY", "农、林、牧、渔业"),
        ("甬江厂", "PRODUCES", "螺栓"),
        ("甬江厂", "PRODUCES", "螺母"),
        ("甬江厂", "RESEARCHES", "电镀"),
        ("甬江厂", "OFFERS", "甬江厂：设计"),
        ("甬江厂：设计", "OF_SERVICE", "设计"),
        ("甬江厂", "SUPPLIES", "x:y"),
        ("螺栓", "UPSTREAM_OF", "螺母"),
        *(("东海所", "OFFERS", f"东海所：{zh}") for zh in ("检验检测", "标准信息", "知识产权")),
        *((f"东海所：{zh}", "OF_SERVICE", zh) for zh in ("检验检测", "标准信息", "知识产权")),
    }
    assert entities(records)["检验检测"].id == SERVICES["testing"].id
    assert all(check_entity(item) == [] for item in records if isinstance(item, Entity))


def test_what_a_planned_platform_offers_is_planned(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        平台=[
            ["名称", "类别", "状态", "服务", "阶段", "运营单位"],
            ["检测台", "公共服务平台", "拟建", "检验检测", "中试熟化", "moe:4111010001"],
        ],
    )
    records = read(path)
    offer = entities(records)["检测台：检验检测"]
    assert (offer.status, offer.properties) == (Status.PLANNED, {"stages": ("pilot",)})
    modalities = {item.modality for item in records if isinstance(item, Relation)}
    assert modalities == {Modality.PLAN}
    assert ("moe:4111010001", "OPERATES", "检测台") in relations(records)


def test_needs_people_funds_and_projects_state_theirs(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        组织=[["名称", "类别", "编号"], ["甬江厂", "企业", "yj"], ["东海所", "研究所", ""]],
        需求=[
            ["名称", "提出单位", "服务", "技术方向", "截止日期", "预算"],
            ["改进电镀", "yj", "rd", "电镀", "2026-12", 300000],
        ],
        人才=[["姓名", "任职单位", "职务"], ["李某", "东海所", "研究员"]],
        资金=[
            ["名称", "类别", "提供机构", "资助对象"],
            ["科技贷", "金融产品", "东海所", "甬江厂"],
        ],
        项目=[
            ["名称", "牵头单位", "参加单位", "产品", "资助方"],
            ["中试", "东海所", "甬江厂、东海所", "螺栓", "科技贷"],
        ],
    )
    records = read(path)
    assert rejected(records) == []
    assert relations(records) == {
        ("甬江厂", "NEEDS", "改进电镀"),
        ("改进电镀", "OF_SERVICE", "技术研发"),
        ("改进电镀", "ABOUT", "电镀"),
        ("李某", "WORKS_AT", "东海所"),
        ("东海所", "PROVIDES", "科技贷"),
        ("科技贷", "FUNDS", "甬江厂"),
        ("东海所", "PARTICIPATES_IN", "中试"),
        ("甬江厂", "PARTICIPATES_IN", "中试"),
        ("中试", "ABOUT", "螺栓"),
        ("科技贷", "FUNDS", "中试"),
    }
    roles = {item.role for item in records if isinstance(item, Relation) and item.role}
    assert roles == {"研究员", "牵头", "参加"}
    need = entities(records)["改进电镀"]
    assert (need.until, need.properties["amount"]) == ("2026-12-31", 300_000)


def test_a_name_of_several_or_of_another_kind_is_not_guessed(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        组织=[
            ["名称", "类别", "编号"],
            ["甲", "企业", "a"],
            ["甲", "企业", "b"],
            ["乙", "企业", ""],
        ],
        人才=[["姓名", "任职单位"], ["甲", ""]],
        关系=[
            ["起点", "关系", "终点"],
            ["甲", "供给", "乙"],
            ["乙", "任职", "乙"],
            ["甲", "任职", "乙"],
            ["乙", "合作", "a"],
        ],
    )
    records = read(path)
    several, kind = (item.reason for item in rejected(records))
    assert several == "关系!A2: '甲' names several entities; write one of the ids local:a, local:b"
    assert kind == "关系!A3: '乙' is of the kind 企业, and only 人才 may stand here"
    assert relations(records) == {("甲", "WORKS_AT", "乙"), ("甲", "COLLABORATES_WITH", "乙")}


def test_a_relation_has_its_role_weight_dates_and_properties(tmp_path: Path) -> None:
    path = csv_of(
        tmp_path,
        "r.csv",
        "终点,起点,类型,关系类型,角色,weight,since,until,性质,推断规则,属性:share,出处",
        'a:a,a:b,,竞争,对手,"0,5",2020,2021,推断,same-product,0.3,某报告第3页',
        "a:c,a:b,,SUPPLIES,,,,,,,,zhenhai-plan-2020#L41 建设中试服务平台",
    )
    first, *_ = rejected(read(path))
    assert (first.rule, first.field) == ("column-unknown", "类型")
    one, other = (item for item in read(path) if isinstance(item, Relation))
    assert (one.from_id, one.to_id, one.type) == ("a:a", "a:b", RelationType.COMPETES_WITH)
    assert (one.role, one.weight, one.since, one.until) == ("对手", 0.5, "2020-01-01", "2021-12-31")
    assert one.properties == {"share": 0.3, "rule": "same-product"}
    assert one.evidence[0].source == "local#r:row=1"
    assert one.evidence[0].quote == "某报告第3页"
    assert other.evidence[0].source == "zhenhai-plan-2020#L41"
    assert (other.evidence[0].quote, other.modality) == ("建设中试服务平台", Modality.FACT)


def test_a_chain_that_differs_from_that_of_the_kind_is_stated(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "企业.csv", "名称,所属链", "甲,金融链", "乙,产业链", "丙,")
    found = entities(read(path))
    assert (found["甲"].chain, found["甲"].chain_basis) == (Chain.FINANCE, ChainBasis.STATED)
    assert (found["乙"].chain, found["丙"].chain) == (None, None)
