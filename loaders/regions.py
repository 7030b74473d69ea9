"""From an address to the region it names: a gazetteer of GB/T 2260, its short names and sourced old ones.

A county name that several cities have stays ambiguous unless the address or its context decides.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TypeAlias

from loaders.dataset import Inputs, Table

TABLES = (
    Table("provinces", "../reference/gbt2260-provinces.csv", ("code", "name"), needed=False),
    Table(
        "cities", "../reference/gbt2260-cities.csv", ("code", "name", "provinceCode"), needed=False
    ),
    Table(
        "areas",
        "../reference/gbt2260-areas.csv",
        ("code", "name", "cityCode", "provinceCode"),
        needed=False,
    ),
)
"""The aids of a data set whose addresses are read."""

PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of the standard that stand for no place: what is below them belongs to the province."""

CODE_DIGITS = 6
_PROVINCE, _CITY = "0000", "00"
_SHORTEST = 2
_WIDTHS = (2, 4, CODE_DIGITS)
"""How many digits tell a province, a city and a county from others."""

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|"
    "景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|"
    "德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治(州|县|旗|区)")
_SUFFIX = re.compile(r"(特别行政区|自治区|省|市|地区|盟|县|区)$")
_NOT_AFTER_SHORT = re.compile(
    r"[东南西北中一二三四五六七八九十]{0,2}"
    r"(?:大道|大街|路|街|道|巷|弄|里|村|镇|乡|社区|新村|桥|山|江|湖|河|湾|港|庄|坊|苑|花园|大厦|广场|商城|宾馆|饭店)"
)
"""What shows that a short name is part of another name: 海宁路, 杭州湾, 平阳大厦."""
_NOT_AFTER_DISTRICT = ("块", "域", "间", "段")
_LEAD = re.compile(r"(?:中华人民共和国|中国)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its code of six digits, its name, and the code of the region it is part of ("" for none).

    `prefix` is what the codes of all its parts begin with.
    """

    code: str
    name: str
    full_name: str
    above: str
    prefix: str

    @property
    def id(self) -> str:
        """The id of the region."""
        return f"gbt2260:{self.code}"

    @property
    def is_county(self) -> bool:
        """Whether it is of the lowest level, below city."""
        return len(self.prefix) == CODE_DIGITS


@dataclass(frozen=True, slots=True)
class Found:
    """The region that an address names, the lowest one it does."""

    place: Place


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The regions that an address may mean, in the order of their codes."""

    places: tuple[Place, ...]


Answer: TypeAlias = Found | Ambiguous | None


class Gazetteer:
    """The regions of GB/T 2260 by code and by every name they are called.

    Codes may have two, four or six digits; they are kept with six, as the standard prints them.
    """

    def __init__(
        self,
        provinces: Iterable[tuple[str, str]],
        cities: Iterable[tuple[str, str]],
        counties: Iterable[tuple[str, str]],
    ) -> None:
        self.places: dict[str, Place] = {}
        for code, name in (*provinces, *cities, *counties):
            if name not in PLACEHOLDERS:
                self._add(whole_code(code), name)
        self._full: dict[str, tuple[Place, ...]] = _grouped(self._full_forms())
        self._short: dict[str, tuple[Place, ...]] = _grouped(self._short_forms())
        self._lengths = _lengths((*self._full, *self._short, *PLACEHOLDERS))
        self._contexts: dict[tuple[str, ...], Place | None] = {}

    def find(self, address: str, *, province: str = "", city: str = "") -> Answer:
        """The region that the address names; `province` and `city` say where it is known to lie.

        The names at the start of the address are followed from province to county, each the longest
        that fits; where none is of a county, one full county name of the city further on counts.
        What the address says in full outweighs the context. None where the address names no region.
        """
        text = compact(address)
        context = self.named(province=province, city=city)
        stated, scope, position = self._leading(text, context)
        if len(stated) > 1:
            return Ambiguous(stated)
        if stated and stated[0].is_county:
            return Found(stated[0])
        inside = self._inside(text[position:], scope)
        if len(inside) == 1:
            return Found(inside[0])
        return Found(stated[0]) if stated else None

    def named(self, *, province: str = "", city: str = "", county: str = "") -> Place | None:
        """The lowest region that these names, full or short, agree on; an unknown name is passed over."""
        names = (province, city, county)
        if names not in self._contexts:
            self._contexts[names] = self._named(names)
        return self._contexts[names]

    def above(self, place: Place) -> tuple[Place, ...]:
        """The regions that the place is part of, from the next one up to the province."""
        chain = []
        while place.above:
            place = self.places[place.above]
            chain.append(place)
        return tuple(chain)

    def _add(self, code: str, name: str) -> None:
        ups = (code[:4] + _CITY, code[:2] + _PROVINCE)
        above = next((up for up in ups if up != code and up in self.places), "")
        before = self.places[above].full_name if above else ""
        prefix = code.removesuffix(_PROVINCE).removesuffix(_CITY)
        self.places[code] = Place(code, name, before + name, above, prefix)

    def _full_forms(self) -> Iterator[tuple[str, Place]]:
        for place in self.places.values():
            yield compact(place.name), place
        for old, codes in _old_names().items():
            for code in codes:
                if code in self.places:
                    yield old, self.places[code]

    def _short_forms(self) -> Iterator[tuple[str, Place]]:
        for place in self.places.values():
            for form in short_names(place.name):
                if form not in self._full:
                    yield form, place

    def _named(self, names: tuple[str, ...]) -> Place | None:
        here: Place | None = None
        for name, width in zip(names, _WIDTHS, strict=True):
            form = compact(name)
            known = (*self._full.get(form, ()), *self._short.get(form, ()))
            fitting = {
                place
                for place in known
                if len(place.prefix) <= width and (here is None or _within(place, here))
            }
            if len(fitting) > 1:
                fitting = {place for place in fitting if len(place.prefix) == width}
            if len(fitting) == 1:
                here = fitting.pop()
        return here

    def _leading(
        self, text: str, context: Place | None
    ) -> tuple[tuple[Place, ...], Place | None, int]:
        """What the names at the start of the text come down to, what is known then, and where it goes on."""
        stated: tuple[Place, ...] = ()
        scope = context
        lead = _LEAD.match(text)
        position = lead.end() if lead else 0
        while step := self._step(text, position, stated, scope):
            stated, position = step
            if len(stated) > 1 or stated[0].is_county:
                break
            if scope is None or not _within(scope, stated[0]):
                scope = stated[0]
        return stated, scope, position

    def _step(
        self, text: str, position: int, stated: tuple[Place, ...], scope: Place | None
    ) -> tuple[tuple[Place, ...], int] | None:
        """The longest name at the position that fits what is known, and where it ends."""
        for length in self._lengths.get(text[position : position + _SHORTEST], ()):
            end = position + length
            form = text[position:end]
            if len(form) < length:
                continue
            if form in PLACEHOLDERS and stated:
                return stated, end
            found = self._in_full(form, text[end:], stated, scope)
            found = found or self._in_short(form, text[end:], stated, scope)
            if found:
                return found, end
        return None

    def _in_full(
        self, form: str, rest: str, stated: tuple[Place, ...], scope: Place | None
    ) -> tuple[Place, ...]:
        """The places whose full name this is: those that fit, else the one that the address insists on."""
        places = self._full.get(form, ())
        if not places or (form.endswith("区") and rest.startswith(_NOT_AFTER_DISTRICT)):
            return ()
        fitting = _compatible(places, scope)
        if fitting or scope is None:
            below = tuple(place for place in fitting if place not in stated)
            return _outermost(below or fitting)
        if stated:
            insisted = tuple(place for place in places if _within(place, stated[0]))
        elif places[0].is_county:
            insisted = tuple(place for place in places if place.code[:2] == scope.code[:2])
        else:
            insisted = places
        return insisted if len(insisted) == 1 else ()

    def _in_short(
        self, form: str, rest: str, stated: tuple[Place, ...], scope: Place | None
    ) -> tuple[Place, ...]:
        """The places whose short name this is, where it cannot be part of a longer name.

        The short name of a county counts only below something known, that of a district only in its
        city: 太湖 alone is a lake.
        """
        fitting = _compatible(self._short.get(form, ()), scope)
        provinces = tuple(place for place in fitting if len(place.prefix) == _SHORTEST)
        if provinces and not stated:
            return provinces
        known = len(scope.prefix) if scope else 0
        fitting = tuple(
            place
            for place in fitting
            if not place.is_county or known > (_SHORTEST if place.name.endswith("区") else 0)
        )
        if not fitting or self._goes_on_below(rest, fitting):
            return fitting
        return () if _NOT_AFTER_SHORT.match(rest) else fitting

    def _goes_on_below(self, rest: str, places: tuple[Place, ...]) -> bool:
        """Whether the text goes on with a name of a part of one of the places: 台州路桥区, 宁波镇海."""
        return any(
            part != place and _within(part, place)
            for length in self._lengths.get(rest[:_SHORTEST], ())
            for part in (*self._full.get(rest[:length], ()), *self._short.get(rest[:length], ()))
            for place in places
        )

    def _inside(self, text: str, city: Place | None) -> tuple[Place, ...]:
        """The counties of the city whose full names stand anywhere in the text."""
        pattern = self._county_patterns.get(city.code) if city else None
        if pattern is None or city is None:
            return ()
        counties = (
            place for form in pattern.findall(text) for place in _compatible(self._full[form], city)
        )
        return tuple(dict.fromkeys(counties))

    @cached_property
    def _county_patterns(self) -> Mapping[str, re.Pattern[str]]:
        """For each city, the full names of its counties of three characters or more, longest first."""
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for form, places in self._full.items():
            for place in places:
                if place.is_county and len(form) > _SHORTEST:
                    forms[place.code[:4] + _CITY].append(form)
        return {
            city: re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
            for city, names in forms.items()
        }


def gazetteer_of(inputs: Inputs) -> Gazetteer:
    """The gazetteer from the tables `provinces`, `cities` and `areas`; an empty one without them."""
    return Gazetteer(*(_coded(inputs, table.name) for table in TABLES))


def whole_code(code: str) -> str:
    """The code with six digits: `3302` of a city is `330200`. Raises ValueError for no code."""
    if not re.fullmatch(r"[1-9][0-9](?:[0-9]{2}){0,2}", code, re.ASCII):
        raise ValueError(f"{code!r} is not a code of GB/T 2260")
    return code.ljust(CODE_DIGITS, "0")


def short_names(name: str) -> tuple[str, ...]:
    """What a region is called for short: 宁波 for 宁波市, 景宁 and 景宁县 for 景宁畲族自治县."""
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous:
        base, level = autonomous.groups()
        return (base, base + level) if level != "区" else (base,)
    base = _SUFFIX.sub("", name)
    whole = base == name or base.endswith("自治")
    return (base,) if len(base) >= _SHORTEST and not whole else ()


def compact(text: str) -> str:
    r"""The text in NFKC without white space, and without the `\n` that a table left in a name."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\\n", "").split())


def _coded(inputs: Inputs, table: str) -> Iterator[tuple[str, str]]:
    """Code and name of each good row of the table."""
    for row in inputs.rows(table):
        code, name = row.get("code"), row.get("name")
        try:
            whole_code(code)
        except ValueError:
            continue
        if name:
            yield code, name


def _within(place: Place, scope: Place) -> bool:
    return place.code.startswith(scope.prefix)


def _compatible(places: tuple[Place, ...], scope: Place | None) -> tuple[Place, ...]:
    """The places that are the scope, part of it or around it; all of them where nothing is known."""
    if scope is None:
        return places
    return tuple(place for place in places if _within(place, scope) or _within(scope, place))


def _outermost(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The place around all others, where there is one: 嘉峪关市 is a city and its own only county."""
    outer = min(places, key=lambda place: len(place.prefix), default=None)
    return (outer,) if outer and all(_within(place, outer) for place in places) else places


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For the first two characters of the forms, how long those are that begin so, longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for form in forms:
        lengths[form[:_SHORTEST]].add(len(form))
    return {start: tuple(sorted(group, reverse=True)) for start, group in lengths.items()}


def _grouped(forms: Iterable[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    groups: defaultdict[str, set[Place]] = defaultdict(set)
    for form, place in forms:
        groups[form].add(place)
    return {
        form: tuple(sorted(group, key=lambda place: place.code)) for form, group in groups.items()
    }


def _old_names() -> dict[str, tuple[str, ...]]:
    """Names that a region had before, with the codes of what they mean now; the file gives sources."""
    table = resources.files("loaders").joinpath("region_names.csv").read_text(encoding="utf-8")
    return {row["old"]: tuple(row["now"].split("|")) for row in csv.DictReader(table.splitlines())}
