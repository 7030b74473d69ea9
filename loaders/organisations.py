"""What the name of an organisation says: of which kind it is, and whether it names one at all."""

import re
from functools import lru_cache

from graph_api.domain import Kind

_ENDING = re.compile(r"\s*[（(][^（()）]*[)）]\s*$")
_CHINESE = re.compile("[\u3400-\u9fff]")
_SIMPLIFIED = str.maketrans(
    "學團銀協會聯總廠醫館實驗業廳務證險聯盟產構體製場國處區應運營經銷網電車藥",
    "学团银协会联总厂医馆实验业厅务证险联盟产构体制场国处区应运营经销网电车药",
)

_CHINESE_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.INNOVATION_CENTRE,
        re.compile(r"制造业创新中心$|地共建.*创新中心$|国家(?!.*技术创新中心).*创新中心$"),
    ),
    (
        Kind.ENTERPRISE,
        re.compile(
            r"(?:公司|集团|企业|厂|店|商场|超市|酒楼|合作社|联社|报社|出版社|杂志社|旅行社|会社|供销社"
            r"|银行|商行|支行|分行|营业部|事业部|经营部|俱乐部|工作室|煤矿|油田|农场|林场|电站|码头|机场"
            r"|事务所|交易所|[^社]交所|清算所|制作所|会所|诊所|招待所|夜总会|门诊部|大药房|影院|剧院|养老院|敬老院"
            r"|(?:交易|运营|购物|会展|商业|投资|商务|体验|结算|物流|销售|采购)中心"
            r"|供电局|电力局|铁路局|工程局|航道局|电气化局|投资局)$"
            r"|^(?!.*(?:院|中国|国家)).*(?:管理|咨询)中心$"
            r"|(?:公司|厂|银行|合作社|联社).*(?:办事处|局|部|厅|[^究]所|(?<!研究)中心)$"
            r"|^(?:中建|中铁|中交|国铁|中国铁路|中水|中国水利水电).{1,6}局$"
        ),
    ),
    (
        Kind.ASSOCIATION,
        re.compile(
            r"(?:协会|学会|商会|联合会|促进会|研究会|基金会|联谊会|同业公会|公会|总会|百人会|校友会|分会"
            r"|组委会|专委会|组织委员会|技术委员会|工作委员会|专业委员会|国际委员会|理事会)$"
        ),
    ),
    (Kind.ALLIANCE, re.compile(r"(?:联盟|联合体)$")),
    (
        Kind.GOVERNMENT_BODY,
        re.compile(
            r"(?:政府|国务院|法院|检察院|海关|委员会|管委会|(?<!族)办公室|办事处|局|(?<![餐业展乐歌客])厅|总署"
            r"|国资委|发改委|经信委|卫健委|卫计委|体改委|计委|科委|教委|商务委|科工委|市委|省委|县委|区委"
            r"|部队|军区)$"
            r"|(?:科技|科学技术|教育|工业和信息化|工业和信息|农业|农业农村|财政|商务|卫生|交通运输|交通"
            r"|生态环境|环境保护|水利|自然资源|国土资源|住房和城乡建设|人力资源和社会保障|民政|司法|公安"
            r"|外交|国防|文化|文化和旅游|铁道|工业|应急管理|国内贸易|对外经济贸易|国家安全|宣传)部$"
        ),
    ),
    (
        Kind.UNIVERSITY,
        re.compile(
            r"(?:大学|(?<!科)学院|大学.+学院|学院.+学院|研究生院|研究生部|医学部|专科学校|分校|校区)$"
        ),
    ),
    (
        Kind.INSTITUTE,
        re.compile(
            r"(?:院|所|中心|实验室|研究室|党校|图书馆|博物馆|科技馆|天文台|观测站|试验站|植物园)$"
        ),
    ),
)
"""What ends a Chinese name says what it is; the first rule that fits counts."""

_LATIN_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.ENTERPRISE,
        re.compile(
            r"\b(?:ltd|limited|llc|llp|inc|incorporated|corp|corporation|co|company|plc|group|holdings?"
            r"|gmbh|mbh|haftung|kg|ag|sa|srl|spa|sas|sasu|sarl|sl|slu|sociedad limitada|bv|nv|oy|oyj|ab"
            r"|aps|kft|zrt|doo|sro|ood|eood|lda|sp zoo|zoo|uab|ou|sia)$"
        ),
    ),
    (
        Kind.ASSOCIATION,
        re.compile(
            r"\b(?:ass?ocia\w*|society|societas|federa\w*|\w*verein\w*|\w*verband\w*|vereniging|union|unie"
            r"|foundation|funda\w*|fondation|fondazione|stichting|chamber\w*|aisbl|asbl|vzw"
            r"|drustvo|udruzenje|stowarzyszenie|dernegi|tarsulat|liitto|syllogos)\b|\b(?:ev|e v|ry|forum)$"
        ),
    ),
    (
        Kind.UNIVERSITY,
        re.compile(
            r"\b(?:universi\w*|univerzit\w*|uniwersytet\w*|hochschule|hogeschool|yliopisto|college"
            r"|politecnico|polytech\w*|politechnika|egyetem)\b"
        ),
    ),
    (
        Kind.GOVERNMENT_BODY,
        re.compile(
            r"\b(?:minist\w*|municip\w*|government|city of|comune|commune|ayuntamiento|gemeente"
            r"|landeshauptstadt|prefecture|county council|city council)\b"
        ),
    ),
    (
        Kind.INSTITUTE,
        re.compile(
            r"\b(?:\w*institu\w*|instytut\w*|research (?:inst|cent|coun|org)\w*|\w*forschung\w*|laborator(?:y|io|ium)"
            r"|cent(?:re|er|ro|rum)"
            r"|hospital\w*|academy of sciences|akademi\w*|fraunhofer|observator\w*|museum)\b"
        ),
    ),
)
"""The same for names in Latin letters, where a legal form at the end comes first."""

_ROLES = (
    "厂商|供应商|运营商|制造商|服务商|集成商|经销商|代理商|分销商|零售商|贸易商|承包商|开发商|提供商|品牌商"
    "|采购商|渠道商|批发商|厂家|商家|客户|用户|消费者|合作伙伴|行业伙伴|合作方|投资者|投资人|从业者|农户"
    "|车企|药企|央企|国企|民企|房企|酒企|主机厂|整车厂|代工厂|晶圆厂|龙头"
)
"""What somebody is to others: never the name of one."""

_TYPES = "公司|机构|品牌|工厂|制造厂|平台|基金|母基金|门店|团队|单位|部门|组织|券商|合作社|政府|俱乐部|超市"
_WHERE = "国内外|国内|国外|海外|本土|本地|当地|属地|地方|全球"
_TRADES = (
    "其他|其它|相关|各大|各类|各地|若干|部分|众多|大型|中型|小型|中小型|中小|小微|头部|一线|知名|著名|传统"
    "|新锐|新兴|初创|创新|创业|高新技术|高科技|科技|专精特新|龙头|核心|优质|重点|骨干|专业|第三方|主流|上游"
    "|下游|上下游|产业链|供应链|配套|关联|合营|联营|合资|外资|民营|国有|国资|全资|控股|参股|上市|投资|金融"
    "|保险|证券|商业|城市|农村|互联网|科研|研究|研发|技术|软件|数据|人工智能|机器人|无人机|芯片|半导体|电子商务"
    "|电商|电网|电力|发电|能源|新能源|储能|光伏|汽车|设备|医药|医疗|口腔|健康|食品|农业|餐饮|外卖|旅游|影视"
    "|游戏|电竞|足球|教育|培训|咨询|中介|代理|经纪|支付|物流|快递|外贸|港口|加工|制造|生产|家电|检测|认证|评估"
    "|消费品|公募|私募|对冲|产业|的"
)
_PLACES = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|深圳|广州|杭州|宁波|南京|武汉|成都"
)
_COUNT = "(?:.*[0-9]+[余多]?|.*地区[数多几]|[数多几])(?:家|所|只)"
_FEW = (
    "农业|制帽|钢铁|科技|快递|民营|光伏|储能|化工|硅片|小微|汽车|被投|电网|国资|药械|龙头|链主|家电|硅料|中央|合营"
    "|风电|国高|军工|阀门|中外|金融|发电|电信|能源|卤味|外资|合资|国有|重点|相关|部分|配套|上游|下游|本地|当地|中小"
    "|大型|民企|私营|骨干|初创|创业|创新|高新|规上|出口|外贸|医药|制药|食品|纺织|服装|建筑|物流|电商|海外|国内|外国"
)
"""What stands before 企业 in two characters without naming one; 紫江企业 and 万业企业 are firms."""
_GENERIC = re.compile(
    rf".*(?:{_ROLES})"
    rf"|(?!.*[省市县镇乡])(?:.{{3,}}(?<!合伙)|{_PLACES}|{_FEW}|)企业"
    r"|.*(?<!某)某(?!某).*"
    rf"|{_COUNT}.*(?:企业|机构|银行|公司|基金|院校|{_TYPES})"
    rf"|(?:{_WHERE})?(?:{_TRADES})*(?:{_TYPES})"
    rf"|(?:{_PLACES}|{_WHERE}|全资|控股|境外|境内)*[分子孙]公司"
    r"|(?:公司|企业|银行|机构|客户|集团|大学|医院)[a-z甲乙丙丁]|[a-z甲乙丙丁](?:公司|企业|银行|机构|客户)"
    r"|(?:银行|(?:大型)?商业银行|股份制银行|国有大行|城商行|农商行|村镇银行|医院|三甲医院|学校|大学|高校|学院"
    r"|(?:计算机|设计|商|信息|机械)学院|研究院|研究所|科研院所|院所|委员会|管委会|协会|商会|集团|公司总部|总部"
    r"|其[他它]|无|不详|未知|暂无|待定|同上|本公司|我司|本单位|自筹|个人|自然人|股东|市场|公众|社会)"
    r"|n/?a|none|null|nan|unknown|others?|customers?|suppliers?|clients?|partners?|distributors?"
)
_NAMED = frozenset({"中华企业", "统一企业"})
"""Firms that are called so: 600675 in Shanghai, 1216 in Taipei."""


@lru_cache(maxsize=65_536)
def kind_of_name(name: str, default: Kind = Kind.ENTERPRISE) -> Kind:
    """The kind of the organisation that is called so, by what ends its name; `default` where nothing does.

    公司, 集团, 厂, 银行, 合作社 … make an Enterprise, be it of a university or an institute; then 协会,
    学会, 商会, 基金会 an Association, 联盟 an Alliance, 政府, 委员会, 局, 厅, 部 (of the state) a
    GovernmentBody, 大学, 学院 a University, and 院, 所, 中心, 医院, 实验室 an Institute; 制造业创新中心
    is an InnovationCentre. An addition in brackets at the end is left out. A bank is an Enterprise: what
    it is in, makes and trades is said of enterprises, and the lists of listed firms hold it as one.
    Names in Latin letters go by their legal form and by such words in several European languages.
    """
    plain = _ENDING.sub("", name.strip()) or name.strip()
    if _CHINESE.search(plain):
        text, rules = plain.translate(_SIMPLIFIED), _CHINESE_RULES
    else:
        text = " ".join(re.sub(r"[.,]", "", plain.casefold()).split())
        rules = _LATIN_RULES
    return next((kind for kind, pattern in rules if pattern.search(text)), default)


@lru_cache(maxsize=65_536)
def is_generic(name: str) -> bool:
    """Whether the words name nobody in particular: 经销商, 美国客户, 某企业, 18家企业, 公司D, 其他.

    A role at the end (供应商, 客户, 车企) and 企业 without a place are enough; 公司, 机构, 品牌 … count
    where only words of place, size and trade stand before them.
    """
    text = "".join(name.split()).casefold().translate(_SIMPLIFIED)
    if text in _NAMED:
        return False
    return _GENERIC.fullmatch(text) is not None
