"""From a scope of business (经营范围) to the phrases that say what a firm makes, sells or does."""

import re
import unicodedata
from functools import lru_cache

MOST = 20
"""Phrases kept of one scope: the first ones, in which the main business stands."""

_SHORTEST, _LONGEST = 2, 20

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_SPLIT = re.compile(r"[、;,。\n\r|/*#]|\.(?![0-9])")
_LABEL = re.compile(r"^[^:]{0,10}:")
_EDGE = re.compile(r"^[\W\d_]+|[\W_]+$|\(.*$")
_OF = re.compile(r"的(?=(?:制造|生产|加工|销售|批发|零售|研发|开发|设计|安装|维修|修理|服务)$)")

_VERBS = re.compile(
    "(?:加工|销售|零售|批发|制造|生产|设计|制作|安装|施工|维修|修理|维护|保养|服务|开发|研发|代理|经营|咨询|发布|租赁|"
    "收购|采购|购销|调试|检测|装配|组装|管理|投资|运输|配送|承接|承包|出租|出口|进口|推广|转让|培训|策划|兼营|主营|"
    "技术|成果|业务|其他|其它|及|和|与|以及|各类|等)+"
)
"""What says how and not what: a phrase only beside the thing that it is done to."""

_LAW = re.compile(
    "批准|许可|审批|国家|法律|法规|规定|除外|有效期|有效证|凭.*证|限制|禁止|范围|不含|不得|以上|以下|须经|"
    "另有|依法|分支机构|下属|本企业|本公司|公司的名义|一切合法|无需报经|经营业务|相关部门|国务院|展开|方可|"
    "上述|涉及|委托|按照|根据|至[0-9]{4}年|[0-9]{4}年"
)
"""What every scope says: permits, laws, terms and exceptions."""


def business_words(scope: str) -> tuple[str, ...]:
    """At most 20 phrases of the scope, in its order, each once, without remarks and clauses of law.

    >>> business_words("一般经营项目：塑料制品、模具的制造、加工。（依法须经批准的项目除外）")
    ('塑料制品', '模具制造')
    """
    text = unicodedata.normalize("NFKC", scope)
    before = ""
    while before != text:
        before, text = text, _REMARK.sub("", text)
    phrases = dict.fromkeys(map(_phrase, _SPLIT.split(text)))
    phrases.pop("", None)
    return tuple(phrases)[:MOST]


@lru_cache(maxsize=1 << 16)
def _phrase(part: str) -> str:
    """What the part of a scope says of the business, "" where it says nothing. Scopes repeat each other."""
    before, phrase = "", _LABEL.sub("", part.strip())
    while before != phrase:  # what goes at one end can bare a bracket at it
        before, phrase = phrase, _EDGE.sub("", phrase)
    phrase = _OF.sub("", phrase)
    if not _SHORTEST <= len(phrase) <= _LONGEST or phrase.isascii():
        return ""
    return "" if _VERBS.fullmatch(phrase) or _LAW.search(phrase) else phrase
