"""Arguments of a question: from what a person wrote to what the database is given."""

import datetime as dt
import math
from collections.abc import Callable, Mapping

from graph_api.domain import CHAINS, STATUSES, BadInputError, Chain, Status
from graph_api.questions.definitions import (
    LIMIT,
    MAX_LIMIT,
    Argument,
    Parameter,
    ParameterType,
    Question,
)

MAX_ARGUMENT_LENGTH = 1_000
_TRUE = frozenset({"true", "yes", "1", "是"})
_FALSE = frozenset({"false", "no", "0", "否"})
_LARGEST_INTEGER = 2**63 - 1


def arguments_of(question: Question, given: Mapping[str, object]) -> dict[str, Argument]:
    """The value of every parameter, from texts or JSON values; entities stay as they were written.

    A value of None, or an empty text from a form, stands for the default. Raises BadInputError that
    names the parameter, what it takes and an example.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise BadInputError(
                f"{question.command} has no parameter {name[:80]!r}: it takes {', '.join(sorted(known))}"
            )
    return {
        parameter.name: _argument(question, parameter, given.get(parameter.name))
        for parameter in question.parameters
    }


def _argument(question: Question, parameter: Parameter, value: object) -> Argument:
    if value is None or value == "":
        if parameter.required:
            raise BadInputError(f"{question.command} needs {parameter.name}, {takes(parameter)}")
        return parameter.default
    return convert(parameter, value)


def convert(parameter: Parameter, value: object) -> Argument:
    """The value as the type of the parameter. Raises BadInputError that says what it takes."""
    if isinstance(value, str) and not _is_clean(value):
        raise BadInputError(
            f"{parameter.name} holds a control character, a lone surrogate or more than "
            f"{MAX_ARGUMENT_LENGTH} characters: it takes {takes(parameter)}"
        )
    converted = _CONVERTERS[parameter.type](value)
    if converted is None or not _within(parameter, converted):
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."  # noqa: PLR2004 - one line
        raise BadInputError(f"{parameter.name} cannot be {shown}: it takes {takes(parameter)}")
    return converted


def takes(parameter: Parameter) -> str:
    """What a parameter takes, with an example, for a message."""
    if parameter.name == LIMIT:
        return f"a whole number from 1 to {MAX_LIMIT}, such as 50"
    if parameter.kinds:
        return f"an id or a name of {' or '.join(parameter.kinds)}, such as {parameter.example}"
    return f"{_TAKES[parameter.type]}, such as {parameter.example}"


def _within(parameter: Parameter, value: Argument) -> bool:
    return parameter.name != LIMIT or (isinstance(value, int) and 1 <= value <= MAX_LIMIT)


def _is_clean(text: str) -> bool:
    return len(text) <= MAX_ARGUMENT_LENGTH and not any(
        character < " " or "\ud800" <= character <= "\udfff" for character in text
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 19):  # noqa: PLR2004 - 64 bits
            return None
        value = int(text)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and abs(value) <= _LARGEST_INTEGER else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = value.strip().lower() if isinstance(value, str) else ""
    if text in _TRUE | _FALSE:
        return text in _TRUE
    return None


def _date(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        return None


def _chain(value: object) -> str | None:
    names = {definition.zh: str(chain) for chain, definition in CHAINS.items()}
    return _one_of({**names, **{str(chain): str(chain) for chain in Chain}}, value)


def _status(value: object) -> str | None:
    names = {term.zh: str(status) for status, term in STATUSES.items()}
    return _one_of({**names, **{str(status): str(status) for status in Status}}, value)


def _one_of(values: dict[str, str], value: object) -> str | None:
    return values.get(value.strip().lower()) if isinstance(value, str) else None


_CONVERTERS: dict[ParameterType, Callable[[object], Argument]] = {
    ParameterType.STRING: _string,
    ParameterType.INTEGER: _integer,
    ParameterType.NUMBER: _number,
    ParameterType.BOOLEAN: _boolean,
    ParameterType.DATE: _date,
    ParameterType.CHAIN: _chain,
    ParameterType.STATUS: _status,
    ParameterType.ENTITY: _string,
}
_TAKES = {
    ParameterType.STRING: "a text",
    ParameterType.INTEGER: "a whole number",
    ParameterType.NUMBER: "a number",
    ParameterType.BOOLEAN: "true or false",
    ParameterType.DATE: "a date as YYYY-MM-DD",
    ParameterType.CHAIN: f"one of {', '.join(Chain)}",
    ParameterType.STATUS: f"one of {', '.join(Status)}",
    ParameterType.ENTITY: "an id or a name",
}
