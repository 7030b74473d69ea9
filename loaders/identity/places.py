"""Places in the names of organisations: provinces and prefectures, and the counties that names write out."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

_PREFECTURES = """
北京 京|
天津 津|
上海 沪|浦东
重庆 渝|
河北 冀|石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
山西 晋|太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古 内蒙|呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善
辽宁 辽|沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
吉林 吉|长春 四平 辽源 通化 白山 松原 白城 延边
黑龙江 黑|哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭
江苏 苏|南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江 浙|杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽 皖|合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建 闽|福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德
江西 赣|南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东 鲁|济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 莱芜 临沂 德州 聊城 滨州 菏泽
河南 豫|郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北 鄂|武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 神农架
湖南 湘|长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东 粤|广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
广西 桂|南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南 琼|海口 三亚 三沙 儋州
四川 川|成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山
贵州 黔|贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
云南 滇|昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
西藏 藏|拉萨 日喀则 昌都 林芝 山南 那曲 阿里
陕西 陕|西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛
甘肃 甘|兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海 青|西宁 海东 海北 黄南 海南州 果洛 玉树 海西
宁夏 宁|银川 石嘴山 吴忠 固原 中卫
新疆 新|乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰 石河子
台湾 台|
香港 港|
澳门 澳|
"""
"""Each province of China with the character that stands for it, and its prefectures (GB/T 2260)."""

_SUFFIX = re.compile(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|地区|自治州|州|新区|区|县)"
)
_WRITTEN_OUT = re.compile(r"([\u4e00-\u9fff]{2,3}?)(?:市|县|区)(?!场|政)")
_NO_COUNTY = re.compile(
    r"(?:园|社|小|地|校|矿|厂|灌|城|都|超|门|夜|股|楼|上|期|房|发|新|税|作|术|济|业|物|流|港|贸|理)$"
)
"""What ends before 区 or 市 where no county is meant: 园区, 社区, 开发区, 超市, 高新区."""


@cache
def provinces() -> dict[str, str]:
    """The province of each province and prefecture, by its short name."""
    found: dict[str, str] = {}
    for head, below in _lines():
        found |= {head[0]: head[0], **dict.fromkeys(below, head[0])}
    return found


@cache
def abbreviations() -> dict[str, str]:
    """The province that a character stands for: 粤 for 广东."""
    return {head[1]: head[0] for head, _ in _lines()}


def leading_places(text: str) -> tuple[tuple[str, ...], str]:
    """The places that the name begins with, in short, and what follows them.

    >>> leading_places("浙江省宁波市镇海区紧固件行业协会")
    (('浙江', '宁波', '镇海'), '紧固件行业协会')
    """
    found: list[str] = []
    rest = text
    while place := _known(rest) or _written_out(rest):
        found.append(place)
        after = rest[len(place) :]
        suffix = _SUFFIX.match(after)
        rest = after[suffix.end() :] if suffix else after
    return tuple(found), rest


def places_inside(text: str) -> frozenset[str]:
    """The provinces and prefectures that are named anywhere in the text."""
    return frozenset(_anywhere().findall(text))


@lru_cache(maxsize=100_000)
def agreement(one: tuple[str, ...], other: tuple[str, ...]) -> bool | None:
    """Whether the places of two names can be of one organisation; None where a name says none.

    One of them may say more than the other: 浙江 宁波 and 宁波, 浙江 and 宁波.
    """
    if not one or not other:
        return None
    wider, narrower = with_provinces(one), with_provinces(other)
    return wider <= narrower or narrower <= wider


def with_provinces(places: Iterable[str]) -> set[str]:
    """The places and the provinces they are in."""
    return {*places, *(provinces()[place] for place in places if place in provinces())}


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile("|".join(sorted(provinces(), key=len, reverse=True)))


def _lines() -> list[tuple[list[str], list[str]]]:
    lines = (line.partition("|") for line in _PREFECTURES.strip().splitlines())
    return [(head.split(), below.split()) for head, _, below in lines]


def _known(text: str) -> str:
    for length in (4, 3, 2):  # the longest first: 海南州 before 海南
        if text[:length] in provinces():
            return text[:length]
    return ""


def _written_out(text: str) -> str:
    match = _WRITTEN_OUT.match(text)
    return match[1] if match and not _NO_COUNTY.search(match[1]) else ""
