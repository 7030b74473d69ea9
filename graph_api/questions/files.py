"""Reads the question files: a header of comments and one statement that only reads."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from graph_api.domain import BadInputError, Kind, NotFoundError
from graph_api.questions.arguments import convert
from graph_api.questions.definitions import LIMIT, Argument, Parameter, ParameterType, Question
from graph_api.questions.read_only import check_read_only
from graph_api.questions.tokens import TokenKind, tokens

FOLDER = Path(__file__).parents[2] / "cypher"
"""The folder of the question files: beside the package in the repository and where it is installed."""

SUFFIX = ".cypher"

_CHINESE = re.compile("[\u4e00-\u9fff]")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PARAMETER = re.compile(
    r"""@param\s+(?P<name>\S+)\s+(?P<type>\S+)
        (?:\s+=\s*(?P<default>"[^"]*"|\S+))?
        (?:\s+(?P<description>.*))?""",
    re.VERBOSE,
)


def questions(folder: Path = FOLDER) -> dict[str, Question]:
    """Every question of the folder, by its name, in the order of groups and names.

    Raises BadInputError that names the file and the line for a file that is not of the form that
    docs/questions.md describes or that does more than read, and for a folder without questions.
    """
    found: dict[str, Question] = {}
    for path in sorted(folder.glob(f"*/*{SUFFIX}")):
        question = read_question(path)
        if question.name in found:
            raise _fault(path, 1, f"another group has a question {question.name!r} too: rename one")
        found[question.name] = question
    if not found:
        raise BadInputError(
            f"no question files stand in {folder}: expected {folder / 'group' / ('name' + SUFFIX)}"
        )
    return found


def find_question(known: dict[str, Question], name: str) -> Question:
    """The question of this name, written with - or _. Raises NotFoundError with the nearest names."""
    wanted = name.strip().lower().replace("-", "_")
    if wanted in known:
        return known[wanted]
    near = ", ".join(get_close_matches(wanted, known, n=3, cutoff=0.5))
    raise NotFoundError(
        f"there is no question {name[:80]!r}: "
        + (f"did you mean {near}?" if near else "list them with `sixchains ask`")
    )


def read_question(path: Path) -> Question:
    """The question in one file. Raises BadInputError that names the file and the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise _fault(path, 1, "the file is not UTF-8: save it as UTF-8") from None
    if _NAME.fullmatch(path.stem) is None:
        raise _fault(path, 1, "name the file in lower case with _ between words")
    header = _header(lines)
    if len(header) < 2 or not header[0] or _CHINESE.search(header[1]) is None:  # noqa: PLR2004 - two titles
        raise _fault(path, 1, "begin with two lines of // : the title and the title in Chinese")
    return Question(
        name=path.stem,
        group=path.parent.name,
        title=header[0],
        title_zh=header[1],
        notes="\n".join(line for line in header[2:] if not line.startswith("@")).strip(),
        parameters=_parameters(path, header),
        columns=_columns(path, header),
        query=_query(path, lines, header),
    )


def _header(lines: list[str]) -> list[str]:
    header = []
    for line in lines:
        if not line.startswith("//"):
            break
        header.append(line.removeprefix("//").strip())
    return header


def _parameters(path: Path, header: list[str]) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for number, line in enumerate(header, start=1):
        if line.startswith("@param"):
            parameter = _parameter(path, number, line)
            if parameter.name in found:
                raise _fault(path, number, f"the parameter {parameter.name} is declared twice")
            found[parameter.name] = parameter
        elif line.startswith("@") and not line.startswith("@returns "):
            raise _fault(path, number, f"{line.split()[0]} is unknown: use @param or @returns")
    limit = found.get(LIMIT)
    if limit is None or limit.type is not ParameterType.INTEGER or limit.default is None:
        raise _fault(path, len(header), "every question declares `@param limit integer = 50`")
    return tuple(found.values())


def _parameter(path: Path, number: int, line: str) -> Parameter:
    parts = _PARAMETER.fullmatch(line)
    if parts is None or _NAME.fullmatch(parts["name"]) is None:
        raise _fault(path, number, "write `@param name type [= default] description`")
    written, _, kinds_text = parts["type"].partition(":")
    if written not in set(ParameterType) or (kinds_text and written != ParameterType.ENTITY):
        allowed = ", ".join(ParameterType)
        raise _fault(path, number, f"the type {parts['type']} is unknown: use one of {allowed}")
    kind_names = kinds_text.split("|") if kinds_text else []
    unknown = [name for name in kind_names if name not in set(Kind)]
    if unknown:
        raise _fault(path, number, f"there is no kind {unknown[0]}: see docs/domain.md")
    blank = Parameter(
        name=parts["name"],
        type=ParameterType(written),
        kinds=tuple(Kind(name) for name in kind_names),
        required=parts["default"] is None,
        default=None,
        description=parts["description"] or "",
    )
    if blank.required:
        return blank
    return Parameter(
        name=blank.name,
        type=blank.type,
        kinds=blank.kinds,
        required=False,
        default=_default(path, number, blank, parts["default"]),
        description=blank.description,
    )


def _default(path: Path, number: int, parameter: Parameter, text: str) -> Argument:
    if text == "null":
        return None
    try:
        return convert(parameter, text.strip('"'))
    except BadInputError as error:
        raise _fault(path, number, f"the default does not fit: {error}") from None


def _columns(path: Path, header: list[str]) -> tuple[str, ...]:
    for number, line in enumerate(header, start=1):
        if line.startswith("@returns "):
            columns = tuple(name.strip() for name in line.removeprefix("@returns ").split(","))
            if any(_NAME.fullmatch(name) is None for name in columns):
                raise _fault(path, number, "write `@returns one, two` with lower-case names")
            if len(set(columns)) != len(columns):
                raise _fault(path, number, "a column is named twice")
            return columns
    raise _fault(path, len(header), "say what comes back: `@returns one, two`")


def _query(path: Path, lines: list[str], header: list[str]) -> str:
    query = "\n".join(lines[len(header) :]).strip()
    first = len(header) + 1
    in_place = "\n" * len(header) + query  # so that a message names the line of the file
    try:
        check_read_only(in_place)
        used = {
            token.text.removeprefix("$")
            for token in tokens(in_place)
            if token.kind is TokenKind.PARAMETER
        }
    except BadInputError as error:
        raise _fault(path, first, str(error)) from None
    declared = set(_declared(header))
    if used != declared:
        names = ", ".join(sorted(used ^ declared))
        raise _fault(path, first, f"declared with @param and used in the statement differ: {names}")
    if "ORDER BY" not in query or f"LIMIT ${LIMIT}" not in query:
        raise _fault(path, first, f"end the statement with ORDER BY … LIMIT ${LIMIT}")
    return query


def _declared(header: list[str]) -> Iterator[str]:
    for line in header:
        if line.startswith("@param"):
            yield line.split()[1]


def _fault(path: Path, line: int, what: str) -> BadInputError:
    return BadInputError(f"{path.parent.name}/{path.name}, line {line}: {what}")
