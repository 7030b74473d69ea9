"""The columns of a user's workbook: their headers, what they hold, and which headers mean them."""

import re
import unicodedata
from dataclasses import dataclass

from loaders.tables.vocabulary import (
    BASIS_WORDS,
    CHAIN_WORDS,
    KIND_WORDS,
    MODALITY_WORDS,
    RELATION_WORDS,
    SERVICE_WORDS,
    STAGE_WORDS,
    STATUS_WORDS,
)

EXACT = "exact"
"""The column of what plain cells cannot hold, as JSON; further ones are exact2, exact3 …"""
PROPERTY = "属性:"
"""What the header of a property begins with that no column is for."""

_EXACT = re.compile(r"exact[0-9]{0,3}")
_PROPERTY = re.compile(r"(?:属性|property):([a-z][a-z0-9_]{0,59})")
_MARKS = re.compile(r"[*＊]|[(（](?:必填|required)[)）]")
_CONTACT = re.compile(
    r"手机|电话|联系方式|邮箱|邮件|微信|传真|身份证|证件号|住址|家庭"
    r"|(?<![a-z])(?:e-?mails?|phones?|mobiles?|tel|telephones?|wechat|qq|fax|id card)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header in English and Chinese, what it holds, and the words of its list.

    `others` are further headers under which people keep the same.
    """

    key: str
    zh: str
    help: str
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_needed: bool = False
    is_list: bool = False


_MONEY = "金额，元；也可写成 51万元、1,000万美元"
_ITEMS = "可填多项，用 ； 或 | 隔开"
_BY_NAME = "填本工作簿中的名称或编号；图中已有的填编号"

COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("id", "编号", "可不填；字母、数字和 . _ / + -，供其他行引用", others=("代号",)),
        Column(
            "kind",
            "类别",
            "从列表中选",
            tuple(KIND_WORDS.labels.values()),
            others=("单位类型", "机构类型", "平台类型"),
        ),
        Column(
            "name",
            "名称",
            "全称",
            others=(
                "企业名称",
                "单位名称",
                "机构名称",
                "平台名称",
                "项目名称",
                "需求名称",
                "服务名称",
                "资金名称",
                "产品名称",
                "姓名",
                "全称",
            ),
            is_needed=True,
        ),
        Column("name_en", "英文名", "英文全称", others=("英文名称",)),
        Column("aliases", "别名", f"简称、曾用名；{_ITEMS}", others=("简称",), is_list=True),
        Column("status", "状态", "从列表中选；不清楚就不填", tuple(STATUS_WORDS.labels.values())),
        Column("uscc", "统一社会信用代码", "18 位，列格式设为文本", others=("信用代码",)),
        Column("stock", "股票代码", "6 位数字", others=("证券代码",)),
        Column("region", "行政区", "行政区划代码，如 330211", others=("行政区划代码",)),
        Column("since", "开始日期", "如 2020-06-08", others=("成立日期", "发布日期", "注册日期")),
        Column("until", "结束日期", "如 2025-12-31", others=("截止日期", "截止时间")),
        Column("amount", "金额", _MONEY, others=("注册资本", "注册资金", "预算", "金额（元）")),
        Column("currency", "币种", "不填为人民币 CNY", others=("货币",)),
        Column(
            "stages",
            "阶段",
            f"从列表中选；{_ITEMS}",
            tuple(STAGE_WORDS.labels.values()),
            is_list=True,
        ),
        Column("accreditations", "资质", f"如 CNAS、CMA；{_ITEMS}", others=("认证",), is_list=True),
        Column(
            "services",
            "服务",
            f"从列表中选；{_ITEMS}",
            tuple(SERVICE_WORDS.labels.values()),
            others=("服务类型",),
            is_list=True,
        ),
        Column("technologies", "技术方向", _ITEMS, others=("研究方向",), is_list=True),
        Column("products", "产品", _ITEMS, others=("主要产品", "主营产品"), is_list=True),
        Column("industries", "产业", _ITEMS, others=("所属产业", "服务产业"), is_list=True),
        Column("located_in", "位于", f"园区或行政区；{_BY_NAME}", is_list=True),
        Column("operators", "运营单位", _BY_NAME, others=("建设单位",), is_list=True),
        Column("providers", "提供单位", _BY_NAME, others=("提供者", "提供机构"), is_list=True),
        Column("owners", "提出单位", _BY_NAME, others=("需求单位",), is_list=True),
        Column("customers", "服务对象", f"企业、产业、产品或园区；{_BY_NAME}", is_list=True),
        Column("organisations", "任职单位", _BY_NAME, others=("工作单位", "单位"), is_list=True),
        Column("position", "职务", "在任职单位的职务", others=("职称",)),
        Column("leads", "牵头单位", _BY_NAME, others=("承担单位", "依托单位"), is_list=True),
        Column("participants", "参加单位", _BY_NAME, others=("合作单位",), is_list=True),
        Column("recipients", "资助对象", f"单位、综合体或项目；{_BY_NAME}", is_list=True),
        Column("funders", "资助方", f"资金或政府部门；{_BY_NAME}", is_list=True),
        Column("chain", "所属链", "不填则按类别", tuple(CHAIN_WORDS.labels.values())),
        Column("chain_basis", "归链依据", "从列表中选", tuple(BASIS_WORDS.labels.values())),
        Column("description", "说明", "一两句话", others=("简介", "备注", "经营范围")),
        Column("evidence", "出处", "文件名、页码或网址；不填则为本行", others=("来源", "依据")),
        Column("record_ids", "记录编号", "导出时填写", is_list=True),
        Column("datasets", "数据集", "导出时填写", is_list=True),
        Column("from", "起点", _BY_NAME, others=("起点名称或编号",), is_needed=True),
        Column(
            "type",
            "关系",
            "从列表中选",
            tuple(RELATION_WORDS.labels.values()),
            others=("关系类型",),
            is_needed=True,
        ),
        Column("to", "终点", _BY_NAME, is_needed=True),
        Column("modality", "性质", "从列表中选；不填为事实", tuple(MODALITY_WORDS.labels.values())),
        Column("role", "角色", "在关系中的身份，如 牵头"),
        Column("weight", "权重", "数字"),
        Column("rule", "推断规则", "性质为推断时必填"),
        Column("from_name", "起点名称", "导出时填写，读入时不用"),
        Column("to_name", "终点名称", "导出时填写，读入时不用"),
    )
}
_BY_HEADER = {
    unicodedata.normalize("NFKC", header): column.key
    for column in COLUMNS.values()
    for header in (column.key, column.zh, *column.others)
}


def plain_header(header: str) -> str:
    """The header as it is compared: full-width letters, capitals and marks of need make no difference."""
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFKC", header).casefold()).split())


def key_of(header: str) -> str | None:
    """The key of the column that a header means, `property:name` of a property; None for no column."""
    plain = plain_header(header)
    match = _PROPERTY.fullmatch(plain)
    if match is not None:
        return f"property:{match[1]}"
    return plain if _EXACT.fullmatch(plain) else _BY_HEADER.get(plain)


def is_contact(header: str) -> bool:
    """Whether the column would hold how to reach a person, which is not taken."""
    return _CONTACT.search(plain_header(header).replace("_", " ")) is not None
