"""What a name is made of: its units, its places, how it ends, and the part of a whole that it names."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from loaders.identity.forms import identity_form
from loaders.identity.places import leading_places, places_inside

_HAN = "\u3400-\u9fff"
_ONE = f"\u3040-\u30ff{_HAN}\uac00-\ud7af"
_UNIT = re.compile(rf"[{_ONE}]|[^\W_{_ONE}]+")
_HAS_HAN = re.compile(f"[{_HAN}]")
_LISTING = re.compile(rf"^(?:s?\*?st|pt|退市)(?=[{_HAN}])|(?<=[{_HAN}])(?:[ab]股?|[ab]?退|转换)$")
"""Marks that a stock exchange adds to the short name of a firm: *ST before, B or 退 behind."""

_LEGAL = re.compile(
    r"(股份)有限(?:责任)?公司$|(股份)公司$|(?<=..)(股份)$|(有限)(?:责任)?公司$|(公司)$"
)
_BRANCH = re.compile(
    r"(?:分公司|支公司|支行|分行|分理处|储蓄所|支局|营业部|营业厅|办事处|分厂|分店|分社|分院|分所|分校"
    r"|分部|分会|门市部|经营部|项目部|事业部|加油站|供应站|连锁店|门店|车间)$"
)
_OFFICIAL = re.compile(
    r"(?:公司|厂|店|社|大学|学院|学校|中学|小学|幼儿园|研究院|研究所|设计院|科学院|医院|实验室|协会|学会"
    r"|商会|公会|联合会|促进会|研究会|基金会|局|厅|委员会|管委会|政府|办公室|法院|检察院|银行|事务所|合伙"
    r"|联盟|博物馆|图书馆|[分支]行|办事处|营业部|中心|站|场|部)$"
)
"""How official names end. A name that ends in another way is a short one: 清华, 邵阳液压, 材料所."""

_WHOLE_INSIDE = re.compile(r"(?:公司|大学|银行|医院)(?=.{2})")
_HEAD = re.compile(
    r"(?:公司|集团|股份|厂|店|社|大学|学院|学校|中学|小学|院|所|室|中心|协会|学会|商会|联合会|促进会"
    r"|基金会|局|厅|委员会|管委会|政府|银行|联盟|部|站|行)$"
)
_HEADS = {"股份": "公司", "集团": "公司", "管委会": "委员会"}
_ORDINAL = re.compile(
    r"第([一二三四五六七八九十百零〇两\d]+)"
    r"|([一二三四五六七八九十百零〇两\d]+)(?=[号厂所院分建局冶航队]|研究所|医院|中学|小学)"
    r"|(\d+)"
)
_WORDS = {
    "acad": "academy",
    "cent": "center",
    "centre": "center",
    "chem": "chemistry",
    "coll": "college",
    "comput": "computer",
    "dept": "department",
    "electr": "electrical",
    "electron": "electronics",
    "eng": "engineering",
    "engg": "engineering",
    "fac": "faculty",
    "hosp": "hospital",
    "inf": "information",
    "inst": "institute",
    "int": "international",
    "lab": "laboratory",
    "math": "mathematics",
    "med": "medical",
    "nat": "national",
    "natl": "national",
    "phys": "physics",
    "res": "research",
    "sch": "school",
    "sci": "science",
    "sciences": "science",
    "tech": "technology",
    "technol": "technology",
    "univ": "university",
}
"""Words that affiliations shorten, and what they stand for."""

_LATIN_LEGAL = {
    "ab": "ab", "ag": "ag", "aps": "aps", "as": "as", "bv": "bv", "co": "co", "company": "co",
    "corp": "corp", "corporation": "corp", "gmbh": "gmbh", "inc": "inc", "incorporated": "inc",
    "kft": "kft", "limited": "ltd", "llc": "llc", "ltd": "ltd", "nv": "nv", "oy": "oy", "oyj": "oyj",
    "plc": "plc", "sa": "sa", "sarl": "sarl", "sas": "sas", "se": "se", "sl": "sl", "spa": "spa",
    "srl": "srl", "sro": "sro",
}  # fmt: skip
_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A name, taken apart.

    `units` are the characters of a Chinese name and the words of any other, in order, without legal
    form and without the marks of an exchange; `pairs` are neighbours. The first `leading` units are
    the `places` that the name begins with; places `inside` stand in what follows. `head` is the word
    that says what it is; `ordinals` are the numbers of what is numbered, `legal` its legal form: 股份,
    有限, 公司, ltd … or none. It is a `branch` (分公司) or a `part` of what it names in full before
    (大学…学院); it is `official` where it ends as such names do, and `text` where it has no Chinese
    character.
    """

    form: str
    units: tuple[str, ...]
    pairs: tuple[str, ...]
    places: tuple[str, ...] = ()
    leading: int = 0
    inside: frozenset[str] = frozenset()
    head: str = ""
    legal: str = ""
    ordinals: tuple[int, ...] = ()
    branch: bool = False
    part: bool = False
    official: bool = False
    text: bool = False

    @property
    def grams(self) -> tuple[str, ...]:
        """Units and pairs, each once, in the order of the name."""
        return tuple(dict.fromkeys(self.units + self.pairs))


def written(name: str) -> str:
    """The name as `anatomy_of` reads it: a Chinese one in its identity form, any other as words."""
    form = identity_form(name)
    return form if _HAS_HAN.search(form) else _words(name)


def anatomy(name: str) -> Anatomy:
    """Take a name apart."""
    return anatomy_of(written(name))


def anatomy_of(form: str) -> Anatomy:
    """Take apart what `written` gave."""
    if not _HAS_HAN.search(form):
        words = tuple(form.split())
        latin = _LATIN_LEGAL.get(words[-1], "") if words else ""
        return Anatomy(form, words, _neighbours(words), legal=latin, text=True)
    bare = _LISTING.sub("", form)
    legal = _LEGAL.search(bare)
    core = bare[: legal.start()] if legal and legal.start() else bare
    places, rest = leading_places(core)
    units = tuple(_UNIT.findall("".join(places) + rest))
    head = _HEAD.search(bare)
    return Anatomy(
        form=form,
        units=units,
        pairs=_neighbours(units),
        places=places,
        leading=sum(map(len, places)),
        inside=places_inside(rest),
        head=_HEADS.get(head[0], head[0]) if head else "",
        ordinals=_ordinals(rest),
        branch=_BRANCH.search(bare) is not None,
        part=_WHOLE_INSIDE.search(bare) is not None,
        legal="".join(legal.groups("")) if legal else "",
        official=_OFFICIAL.search(bare) is not None,
    )


def _neighbours(units: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(" ".join, pairwise(units)))


def _words(name: str) -> str:
    """Its words in full and lower case, without accents and apostrophes, a space between them."""
    decomposed = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", ""))
    plain = "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()
    return " ".join(_WORDS.get(word, word) for word in _UNIT.findall(plain))


def _ordinals(text: str) -> tuple[int, ...]:
    return tuple(_number("".join(match.groups(""))) for match in _ORDINAL.finditer(text))


def _number(text: str) -> int:
    """The value of digits or of a Chinese number below a thousand."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for one in text:
        if one in _TENS:
            total += (digit or 1) * _TENS[one]
            digit = 0
        else:
            digit = digit * 10 + (int(one) if one.isdecimal() else _DIGITS[one])
    return total + digit
