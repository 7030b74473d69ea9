"""What the names in ICKG-2025 stand for: each of them one kind, by how the whole data set speaks of it."""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from operator import itemgetter

from graph_api.domain import ORGANISATIONS, Kind
from graph_api.domain.names import normalise
from loaders.dataset import RowFaultError
from loaders.keys import name_id
from loaders.organisations import is_generic, kind_of_name
from loaders.reading import looks_garbled

NAME = "ickg25"


class Part(IntEnum):
    """What a name is at one end of a relation."""

    PARTY = 0
    """One that acts: holds a patent, works with, buys, sells, competes."""
    INVESTOR = 1
    MEMBER = 2
    """One that is said to be in an industry; things are, too."""
    INDUSTRY = 3
    LINK = 4
    """A link of a supply chain."""
    CLASS = 5
    """What holds others, or is held as one of a class."""
    PRODUCT = 6
    PATENT = 7


KINDS_OF: dict[Part, frozenset[Kind]] = {
    Part.PARTY: ORGANISATIONS,
    Part.INVESTOR: ORGANISATIONS | {Kind.FUND},
    Part.MEMBER: ORGANISATIONS | {Kind.PRODUCT, Kind.INDUSTRY},
    Part.INDUSTRY: frozenset({Kind.INDUSTRY}),
    Part.LINK: frozenset({Kind.PRODUCT, Kind.INDUSTRY}),
    Part.CLASS: ORGANISATIONS | {Kind.PRODUCT, Kind.INDUSTRY},
    Part.PRODUCT: frozenset({Kind.PRODUCT}),
    Part.PATENT: frozenset({Kind.PATENT}),
}

_ORGANISATION = re.compile(
    r"(?:公司|集团|大学|协会|学会|分会|委员会|研究院|研究所|交易所|博物馆|合伙企业)$"
)
_TRADE = re.compile(r"(?:行业|产业链|产业集群|制造业|服务业|领域|赛道)$")
_ACTIVITY = re.compile(
    r"(?:业|产业|经济|服务|种植|养殖|制造|加工|开采|冶炼|生产|研发|建设|建造|运营|运维|销售|零售|贸易|物流|运输"
    r"|仓储|维修|培训|教育|旅游|餐饮|金融|保险|工程|设计|咨询|消费|应用|发电|回收|交易|培育|流通|市场|医疗"
    r"|治理|利用|管理|开发|通信|出行|炼制|印染|施工)$"
)
_VEHICLE = re.compile(
    r"(?:产业|投资|母|引导|创业|种子|天使|私募|证券投资|接力|科创|并购|升级|主权财富|社保|专项|[一二三四五0-9]期)基金"
    r"(?:[（(].*[)）])?$"
)
_NOT_ORGANISATION = re.compile(
    r"(?:认证|项目|业务|(?:一期|二期|三期|四期|输电|水电)工程|现货市场|大模型|度假区|景区|水电站|接收站|核电站"
    r"|论坛|大会|博览会|推介会|大赛)$"
)
_PLACE = re.compile(
    r"(?:省|自治州|自治区|行政区|试验区|开发区|高新区|经开区|新区|片区|湾区|产业园|小镇|地区|县"
    r"|(?<![超集城夜上])市|晋城市|(?<![社景校厂园小港华东西南北])区"
    r"|拉丁美洲|东南亚|欧洲|北美|^美国|^日本|^韩国|^印度|^德国)$"
)
_NO_SUBJECT = re.compile(r"(?:概念股|板块|政策|[AB]股|指数|板指|IT周)$")


@dataclass(slots=True)
class Word:
    """A name: how often it stands in each part, and, once that is decided, what it is."""

    name: str
    uses: list[int] = field(default_factory=lambda: [0] * len(Part))
    kind: Kind | None = None
    id: str = ""
    fault: tuple[str, str] | None = None
    """Rule and reason why nothing is called so."""


class Words:
    """Every name of the data set. `count` all rows first; then `thing` says what a name is.

    The kind of a name depends on the set of rows and not on their order.
    """

    def __init__(self) -> None:
        self._by_text: dict[str, Word] = {}
        self._by_form: dict[str, Word] = {}

    def count(self, text: str, part: Part) -> None:
        """Take note that the name stands in this part."""
        self._word(text).uses[part] += 1

    def thing(self, text: str, part: Part, column: str) -> Word:
        """What the name stands for. Raises RowFaultError where it is nothing that stands in this part."""
        word = self._word(text)
        if word.kind is None:
            _decide(word)
        if word.fault is not None:
            raise RowFaultError(*word.fault, field=column, value=text)
        if word.kind not in KINDS_OF[part]:
            reason = (
                f"{text!r} is of the kind {word.kind} by what the data set says of it most, "
                f"which cannot be the {part.name.lower()} here"
            )
            raise RowFaultError("kind-does-not-fit", reason, field=column, value=text)
        return word

    def _word(self, text: str) -> Word:
        word = self._by_text.get(text)
        if word is None:
            word = self._by_text[text] = self._by_form.setdefault(normalise(text), Word(text))
            word.name = min(word.name, text)
        return word


def _decide(word: Word) -> None:
    word.kind = _kind(word)
    word.fault = _fault(word, word.kind)
    if word.fault is None and word.kind is not Kind.PATENT:
        group = "org" if word.kind in ORGANISATIONS else word.kind.lower()
        word.id = name_id(NAME, group, word.name)


def _kind(word: Word) -> Kind:
    """The kind of a name.

    1. An end such as 行业 makes an Industry, one such as 公司 an organisation.
    2. Else what is said of it most counts: to act counts double and to be in an industry once, to be
       an industry double and to be a link or a class once, to be a product or a patent double. Of
       equals, one that acts comes first, then patent, industry, product, what is only in an industry.
       What acts is not made an industry by the classes that it holds: a group of firms does that too.
    3. An organisation has the kind that its name says, Enterprise where it says none. A fund that does
       nothing but invest is a Fund.
    4. A link of a supply chain that no row calls an industry is a Product unless it is an activity.
    """
    party, invests, member, industry, links, classes, product, patent = word.uses
    if patent and patent == sum(word.uses):
        return Kind.PATENT
    acts = party + invests
    scores = (
        (2 * acts + member if acts else 0, Kind.ENTERPRISE),
        (2 * patent, Kind.PATENT),
        (2 * industry + links + (0 if acts else classes), Kind.INDUSTRY),
        (2 * product, Kind.PRODUCT),
        (member, Kind.ENTERPRISE),
    )
    best = max(scores, key=itemgetter(0))[1]
    if _TRADE.search(word.name):
        return Kind.INDUSTRY
    if best is Kind.ENTERPRISE or (best is not Kind.PATENT and _ORGANISATION.search(word.name)):
        fund = invests == sum(word.uses) and _VEHICLE.search(word.name) is not None
        return Kind.FUND if fund else kind_of_name(word.name)
    if best is Kind.INDUSTRY and links and not industry:
        return Kind.INDUSTRY if _ACTIVITY.search(word.name) else Kind.PRODUCT
    return best


def _fault(word: Word, kind: Kind) -> tuple[str, str] | None:
    """Why the name stands for nothing that the graph holds: the rule and a sentence."""
    name = word.name
    if not normalise(name):
        return "name-missing", f"{name!r} has no letter: it names nothing"
    if looks_garbled(name):
        reason = f"{name!r} went through a wrong decoding; export the file again in UTF-8"
        return "text-garbled", reason
    if kind is Kind.PATENT:
        return None
    if not word.uses[Part.INDUSTRY] and _PLACE.search(name):
        return "place-name", f"{name!r} is a place, which takes no part in what the data set states"
    if kind not in KINDS_OF[Part.INVESTOR]:
        if _NO_SUBJECT.search(name):
            return "not-an-industry", f"{name!r} is a list of shares, a policy or an event"
        return None
    if is_generic(name):
        return "generic-name", f"{name!r} is said of anybody of a sort and names no organisation"
    if _NOT_ORGANISATION.search(name):
        reason = f"{name!r} is called like a certificate, a project, an event or a part of a firm"
        return "not-an-organisation", reason
    return None
