"""A relation as a sentence, in both languages; `{a}` is the entity it starts from, `{b}` its end."""

from graph_api.domain import RelationType

_T = RelationType

SENTENCES: dict[RelationType, tuple[str, str]] = {
    _T.PART_OF: ("{a}属于{b}", "{a} is part of {b}"),
    _T.LOCATED_IN: ("{a}位于{b}", "{a} is located in {b}"),
    _T.HOSTS: ("{a}是{b}的依托单位", "{a} is the organisation that {b} relies on"),
    _T.PROMOTES: ("{a}推动{b}", "{a} promotes {b}"),
    _T.CORE_OF: ("{a}是{b}的核心载体", "{a} is a core of {b}"),
    _T.PARTNERS_IN: ("{a}参与{b}", "{a} is a partner in {b}"),
    _T.OPERATES: ("{a}运营{b}", "{a} operates {b}"),
    _T.BUILDS: ("{a}建设或成立{b}", "{a} builds or founds {b}"),
    _T.SUPPORTS: ("{a}支撑或补充{b}", "{a} supports or complements {b}"),
    _T.OFFERS: ("{a}提供{b}", "{a} offers {b}"),
    _T.OF_SERVICE: ("{a}的服务类型是{b}", "{a} is of the service type {b}"),
    _T.ABOUT: ("{a}的主题是{b}", "{a} is about {b}"),
    _T.NEEDS: ("{a}有需求：{b}", "{a} has the need {b}"),
    _T.SERVES: ("{a}服务于{b}", "{a} serves {b}"),
    _T.PRODUCES: ("{a}生产{b}", "{a} produces {b}"),
    _T.UPSTREAM_OF: ("{a}是{b}的上游", "{a} is upstream of {b}"),
    _T.IN_INDUSTRY: ("{a}所属产业是{b}", "{a} is in the industry {b}"),
    _T.SUPPLIES: ("{a}向{b}供给", "{a} supplies {b}"),
    _T.RESEARCHES: ("{a}研究{b}", "{a} does research on {b}"),
    _T.PARTICIPATES_IN: ("{a}参加项目{b}", "{a} takes part in {b}"),
    _T.COLLABORATES_WITH: ("{a}与{b}合作", "{a} collaborates with {b}"),
    _T.HOLDS: ("{a}持有{b}", "{a} holds {b}"),
    _T.INVESTS_IN: ("{a}投资{b}", "{a} invests in {b}"),
    _T.CONTROLS: ("{a}控股{b}", "{a} controls {b}"),
    _T.COMPETES_WITH: ("{a}与{b}竞争", "{a} competes with {b}"),
    _T.WORKS_AT: ("{a}任职于{b}", "{a} works at {b}"),
    _T.FUNDS: ("{a}资助{b}", "{a} funds {b}"),
    _T.PROVIDES: ("{a}提供金融产品{b}", "{a} provides the finance product {b}"),
    _T.HAS_TIER: ("{a}面向的人才层次是{b}", "{a} has talent of the tier {b}"),
    _T.NOMINATES_TO: ("{a}优先推荐申报{b}", "{a} nominates to {b} with priority"),
    _T.ACCREDITED_AS: ("{a}列入{b}", "{a} is listed as {b}"),
    _T.ENTITLES: ("列入{a}可享{b}", "{a} entitles to {b}"),
    _T.GOVERNED_BY: ("{a}适用{b}", "{a} is governed by {b}"),
    _T.REQUIRES: ("{a}要求{b}", "{a} requires {b}"),
    _T.SETS: ("{a}规定{b}", "{a} sets {b}"),
    _T.ISSUED: ("{a}印发或批准{b}", "{a} issued or approved {b}"),
    _T.BASED_ON: ("{a}以{b}为依据", "{a} is based on {b}"),
}


def sentence(relation: RelationType, one: str, other: str, lang: str = "zh") -> str:
    """The relation from `one` to `other` as a sentence in Chinese, or in English for "en"."""
    pattern = SENTENCES[relation][lang == "en"]
    head, _, tail = pattern.partition("{a}")
    return head + one + tail.replace("{b}", other)
