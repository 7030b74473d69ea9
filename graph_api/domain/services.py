"""The first level of services: the plan's nine 板块 (L20) and three more that its chapters name."""

from dataclasses import dataclass

from graph_api.domain.chains import Chain


@dataclass(frozen=True, slots=True)
class ServiceDefinition:
    """A first-level service. `is_section` says that the plan lists it among the nine 板块 of L20."""

    key: str
    zh: str
    en: str
    chain: Chain
    is_section: bool

    @property
    def id(self) -> str:
        """The id of its entity: `service:testing`."""
        return f"service:{self.key}"


SERVICES: dict[str, ServiceDefinition] = {
    definition.key: definition
    for definition in (
        ServiceDefinition(
            "rd", "技术研发", "research and development", Chain.INNOVATION, is_section=True
        ),
        ServiceDefinition(
            "design", "工业设计", "industrial design", Chain.SERVICE, is_section=True
        ),
        ServiceDefinition(
            "testing", "检验检测", "inspection and testing", Chain.SERVICE, is_section=True
        ),
        ServiceDefinition(
            "standards", "标准信息", "standards information", Chain.SERVICE, is_section=True
        ),
        ServiceDefinition(
            "ip", "知识产权", "intellectual property", Chain.SERVICE, is_section=True
        ),
        ServiceDefinition(
            "transfer", "成果转化", "technology transfer", Chain.SERVICE, is_section=True
        ),
        ServiceDefinition("incubation", "创业孵化", "incubation", Chain.SERVICE, is_section=True),
        ServiceDefinition("training", "人才培育", "talent training", Chain.TALENT, is_section=True),
        ServiceDefinition(
            "finance", "科技金融", "science and technology finance", Chain.FINANCE, is_section=True
        ),
        ServiceDefinition("pilot", "中试", "pilot production", Chain.INNOVATION, is_section=False),
        ServiceDefinition(
            "digital",
            "信息化与供应链",
            "digital and supply chain",
            Chain.INDUSTRY,
            is_section=False,
        ),
        ServiceDefinition(
            "window", "政务窗口", "service window", Chain.GOVERNANCE, is_section=False
        ),
    )
}
