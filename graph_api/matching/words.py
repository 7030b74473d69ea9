"""What firms call a service: words of everyday needs beside the names that the plan uses.

The names and aliases of the Service entities count as well; these are only additions to them.
"""

from collections.abc import Mapping
from types import MappingProxyType

SERVICE_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rd": ("研发", "技术攻关", "共性技术", "联合攻关", "新产品开发"),
        "design": ("设计",),
        "testing": ("检测", "检验", "试验", "测试", "化验", "校准", "计量"),
        "standards": ("标准化", "制定标准", "标准制修订"),
        "ip": ("专利", "商标", "知产"),
        "transfer": ("技术转移", "技术交易", "技术对接", "科技成果转化", "转让技术"),
        "incubation": ("孵化", "创业", "加速器"),
        "training": ("培训", "实训", "招人", "人才引进", "人才培养", "实习"),
        "finance": ("贷款", "融资", "风投", "投资", "创新券", "科技贷"),
        "pilot": ("中试", "放大试验", "工业示范"),
        "digital": ("信息化", "数字化", "供应链", "工业互联网", "采购"),
        "window": ("政策", "办事", "申报", "受理"),
    }
)
"""By the key of the first-level service (`graph_api.domain.SERVICES`)."""

FILLERS = (
    "我们",
    "我公司",
    "我司",
    "本公司",
    "企业",
    "公司",
    "工厂",
    "需要",
    "需求",
    "希望",
    "想要",
    "想",
    "寻求",
    "寻找",
    "求助",
    "请问",
    "哪里",
    "哪家",
    "能够",
    "可以",
    "谁",
    "有没有",
    "进行",
    "开展",
    "提供",
    "方面",
    "相关",
    "有关",
    "服务",
    "一家",
    "一个",
    "一批",
    "帮助",
    "解决",
    "以及",
    "或者",
    "找",
    "做",
    "的",
    "和",
    "与",
    "及",
    "在",
    "给",
)
"""Words of a sentence that say nothing of what is needed; longest first where one holds another."""
