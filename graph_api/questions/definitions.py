"""What a question is: a title, parameters, columns and a statement."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from graph_api.domain import Kind

Argument: TypeAlias = str | int | float | bool | None
"""The value of a parameter as it goes to the database; an entity goes as its id."""

LIMIT = "limit"
MAX_LIMIT = 10_000


class ParameterType(StrEnum):
    """What a parameter takes."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CHAIN = "chain"
    STATUS = "status"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question. `kinds` are those an entity may have; none given means any."""

    name: str
    type: ParameterType
    kinds: tuple[Kind, ...]
    required: bool
    default: Argument
    description: str

    @property
    def type_text(self) -> str:
        """The type as it is written in a file: `entity:Product|Technology`."""
        return f"{self.type}:{'|'.join(self.kinds)}" if self.kinds else str(self.type)

    @property
    def example(self) -> str:
        """A value that it takes, for messages, forms and documentation."""
        if self.kinds:
            return _ENTITY_EXAMPLES.get(self.kinds[0], _EXAMPLES[self.type])
        return _EXAMPLES[self.type]


_EXAMPLES = {
    ParameterType.STRING: "检测",
    ParameterType.INTEGER: "50",
    ParameterType.NUMBER: "0.5",
    ParameterType.BOOLEAN: "true",
    ParameterType.DATE: "2020-06-03",
    ParameterType.CHAIN: "政务链",
    ParameterType.STATUS: "运行",
    ParameterType.ENTITY: "中科院宁波材料所",
}
_ENTITY_EXAMPLES = {
    Kind.SERVICE: "检验检测",
    Kind.COMPLEX: "绿色石化产业创新服务综合体",
    Kind.ENTERPRISE: "金鼎紧固件",
    Kind.TECHNOLOGY: "铁氧体材料",
    Kind.PRODUCT: "聚丁烯-1",
    Kind.INDUSTRY: "紧固件",
    Kind.REGION: "镇海区",
    Kind.ZONE: "宁波石化经济技术开发区",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question as its file states it. `group` is the folder and `name` the file's name."""

    name: str
    group: str
    title: str
    title_zh: str
    notes: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    query: str

    @property
    def command(self) -> str:
        """The name as it is written on the command line: `providers-of-service`."""
        return self.name.replace("_", "-")
