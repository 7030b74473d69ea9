"""The shapes of questions and their answers, of Cypher, of the domain's words and of measures."""

from typing import Any

from pydantic import ConfigDict, Field

from graph_api.domain import ChainDefinition, KindDefinition, RelationDefinition, Term
from graph_api.http.models import Shape, TotalShape
from graph_api.questions import Parameter, Question


class ParameterShape(Shape):
    """A parameter of a question, given as a query parameter of the same name."""

    model_config = ConfigDict(title="Parameter")

    name: str
    type: str = Field(examples=["entity:Service"])
    required: bool
    default: str | int | float | bool | None
    description: str

    @classmethod
    def of(cls, parameter: Parameter) -> "ParameterShape":
        """The shape of a parameter."""
        return cls(
            name=parameter.name,
            type=parameter.type_text,
            required=parameter.required,
            default=parameter.default,
            description=parameter.description,
        )


class QuestionShape(Shape):
    """A question that can be asked at `/v1/ask/{name}`."""

    model_config = ConfigDict(title="Question")

    name: str
    group: str
    title: str
    title_zh: str
    notes: str
    parameters: list[ParameterShape]
    columns: list[str]

    @classmethod
    def of(cls, question: Question) -> "QuestionShape":
        """The shape of a question."""
        return cls(
            name=question.command,
            group=question.group,
            title=question.title,
            title_zh=question.title_zh,
            notes=question.notes,
            parameters=[ParameterShape.of(parameter) for parameter in question.parameters],
            columns=list(question.columns),
        )


class QuestionsShape(Shape):
    """Every question."""

    model_config = ConfigDict(title="Questions")

    questions: list[QuestionShape]


class RowsShape(Shape):
    """An answer as rows. A node is `{id, kind, name, status, chain}`, a path its nodes and relations."""

    model_config = ConfigDict(title="Rows")

    columns: list[str]
    rows: list[dict[str, Any]]
    count: int = Field(description="Rows in this answer")
    truncated: bool = Field(description="Whether there are more rows than were asked for")


class AnswerShape(RowsShape):
    """The answer to a question, with the arguments as they were understood."""

    model_config = ConfigDict(title="Answer")

    question: str
    title: str
    title_zh: str
    arguments: dict[str, Any] = Field(
        description="Every argument; names as the id they were taken for"
    )


class StatementIn(Shape):
    """A statement that only reads."""

    model_config = ConfigDict(
        title="Statement of Cypher",
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "query": "MATCH (c:Complex)<-[r:HOSTS]-(o) RETURN c, r, o LIMIT $most",
                    "parameters": {"most": 10},
                }
            ]
        },
    )

    query: str = Field(min_length=1, max_length=20_000)
    parameters: dict[str, Any] = Field(default_factory=dict)


class KindDefinitionShape(Shape):
    """A kind of entity. `chain` is where its entities stand unless a source says otherwise."""

    model_config = ConfigDict(title="Kind")

    kind: str
    zh: str
    en: str
    chain: str | None

    @classmethod
    def of(cls, definition: KindDefinition) -> "KindDefinitionShape":
        """The shape of a kind."""
        return cls(kind=definition.kind, zh=definition.zh, en=definition.en, chain=definition.chain)


class RelationDefinitionShape(Shape):
    """A type of relation: from which kinds it goes to which, and what it means."""

    model_config = ConfigDict(title="Relation type")

    type: str
    zh: str
    meaning: str
    from_kinds: list[str]
    to_kinds: list[str]
    symmetric: bool

    @classmethod
    def of(cls, definition: RelationDefinition) -> "RelationDefinitionShape":
        """The shape of a type."""
        return cls(
            type=definition.type,
            zh=definition.zh,
            meaning=definition.meaning,
            from_kinds=sorted(definition.sources),
            to_kinds=sorted(definition.targets),
            symmetric=definition.symmetric,
        )


class ChainDefinitionShape(Shape):
    """One of the six chains."""

    model_config = ConfigDict(title="Chain")

    chain: str
    zh: str
    en: str
    holds: str

    @classmethod
    def of(cls, definition: ChainDefinition) -> "ChainDefinitionShape":
        """The shape of a chain."""
        return cls(
            chain=definition.chain, zh=definition.zh, en=definition.en, holds=definition.holds
        )


class TermShape(Shape):
    """A value of a vocabulary."""

    model_config = ConfigDict(title="Term")

    value: str
    zh: str
    en: str

    @classmethod
    def of(cls, value: str, term: Term) -> "TermShape":
        """The shape of a term."""
        return cls(value=value, zh=term.zh, en=term.en)


class VocabulariesShape(Shape):
    """How real a thing is, how a relation is meant, and the rungs of the pilot ladder."""

    model_config = ConfigDict(title="Vocabularies")

    statuses: list[TermShape]
    modalities: list[TermShape]
    stages: list[TermShape]


class MeasureShape(Shape):
    """A measure of the collaboration network. `best` says which end gets rank 1."""

    model_config = ConfigDict(title="Measure")

    name: str
    facet: str
    zh: str
    unit: str
    definition: str
    source: str
    best: str


class MeasureRowShape(Shape):
    """The value of a measure for one node; undefined is null."""

    model_config = ConfigDict(title="Value of a measure")

    node: str
    name: str
    kind: str
    value: float | None
    rank: int | None
    percentile: float | None


class CentralityShape(Shape):
    """A measure of every node, best first, with what the network was made from."""

    model_config = ConfigDict(title="Centrality")

    measure: MeasureShape
    method: str
    error_bound: float = Field(description="Bound of the absolute error of each value")
    basis: dict[str, Any] = Field(
        description="Every parameter of the network, and what was counted"
    )
    ties: int
    total: TotalShape
    truncated: bool
    rows: list[MeasureRowShape]
