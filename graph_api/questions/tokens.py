"""Cypher cut into tokens, so that nobody has to guess what stands in a literal and what does not.

Where two engines could cut a text differently, the text is refused: an escape that an engine resolves
before it reads the statement, a comment that one engine ends earlier than another, an invisible
character between two words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from graph_api.domain import BadInputError

MAX_STATEMENT_LENGTH = 20_000


class TokenKind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTED_NAME = auto()
    STRING = auto()
    NUMBER = auto()
    PARAMETER = auto()
    SYMBOL = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `text` as written, `upper` for comparing words, and where it starts (from 1)."""

    kind: TokenKind
    text: str
    upper: str
    line: int
    column: int

    @property
    def place(self) -> str:
        """Where the token stands, for a message."""
        return f"line {self.line}, column {self.column}"


_PARTS = re.compile(
    r"""
    (?P<space>   [ \t\r\n\u00a0\u3000]+ )
  | (?P<line>    //[^\n]* )
  | (?P<block>   /\*.*?\*/ )
  | (?P<string>  '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
  | (?P<quoted>  `(?:[^`]|``)+` )
  | (?P<parameter> \$ (?: \w+ | `[^`]+` ) )
  | (?P<number>  0[xX][0-9a-fA-F]+ | 0o[0-7]+
               | (?: \d+ (?: \.(?!\.)\d+ )? | \.\d+ ) (?: [eE][+-]?\d+ )? )
  | (?P<word>    [^\W\d]\w* )
  | (?P<symbol>  <> | <= | >= | =~ | \.\. | \|\| | /(?!\*) | \*(?!/) | [-+%^=<>()\[\]{},:;.|&!] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\[uU]")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ODD_LINE_ENDS = re.compile("\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_KINDS = {
    "string": TokenKind.STRING,
    "quoted": TokenKind.QUOTED_NAME,
    "parameter": TokenKind.PARAMETER,
    "number": TokenKind.NUMBER,
    "word": TokenKind.WORD,
    "symbol": TokenKind.SYMBOL,
}
_ENGLISH_LAST = 0x7F


def tokens(statement: str) -> list[Token]:
    """The tokens of a statement, comments left out, with an END token at the end.

    Raises BadInputError that names the place for a text that is too long, that ends inside a
    literal or a comment, or that two engines could read differently.
    """
    if len(statement) > MAX_STATEMENT_LENGTH:
        message = (
            f"the statement has {len(statement)} characters: shorten it to {MAX_STATEMENT_LENGTH}"
        )
        raise BadInputError(message)
    return list(_cut(statement))


def _cut(statement: str) -> Iterator[Token]:
    position, line, start_of_line = 0, 1, 0
    while position < len(statement):
        place = f"line {line}, column {position - start_of_line + 1}"
        found = _PARTS.match(statement, position)
        if found is None:
            raise BadInputError(_unreadable(statement, position, place))
        name, text = str(found.lastgroup), found.group()
        _check(name, text, place)
        if name in {"number", "parameter"} and _continues(statement, found.end()):
            raise BadInputError(f"{text!r} runs into a word at {place}: put a space between them")
        if name in _KINDS:
            upper = unicodedata.normalize("NFKC", text).upper() if name == "word" else text
            column = position - start_of_line + 1
            yield Token(_KINDS[name], text, upper, line, column)
        line += text.count("\n")
        if "\n" in text:
            start_of_line = position + text.rindex("\n") + 1
        position = found.end()
    yield Token(TokenKind.END, "", "", line, position - start_of_line + 1)


def _continues(statement: str, position: int) -> bool:
    return position < len(statement) and re.match(r"[\w$]", statement[position]) is not None


def _check(name: str, text: str, place: str) -> None:
    """Refuse what an engine may resolve before it cuts: escapes, odd line ends, nested comments."""
    if _CONTROL.search(text):
        raise BadInputError(f"a control character stands at {place}: take it out")
    if name in {"line", "block"}:
        if _ODD_LINE_ENDS.search(text.removesuffix("\r")):
            raise BadInputError(f"the comment at {place} holds an unusual line end: take it out")
        if _ESCAPE.search(text) or (name == "block" and "/*" in text[2:]):
            raise BadInputError(
                f"the comment at {place} holds an escape or another comment: take it out"
            )
    if name == "string":
        _check_escapes(text, place)
    if name in {"quoted", "parameter"} and "\\" in text:
        raise BadInputError(f"the name at {place} holds a backslash: take it out")


def _check_escapes(text: str, place: str) -> None:
    """Let a Unicode escape pass only where it cannot become a quote, a backslash or a line end."""
    for found in _ESCAPE.finditer(text):
        code = _UNICODE.match(text, found.start())
        if code is None or int(code.group(1), 16) <= _ENGLISH_LAST:
            raise BadInputError(
                f"the text at {place} holds the escape {text[found.start() : found.start() + 6]!r}: "
                f"write the character itself"
            )


def _unreadable(statement: str, position: int, place: str) -> str:
    character = statement[position]
    if character in "'\"`":
        return f"the text or name that begins at {place} does not end: close it with {character}"
    if statement.startswith("/*", position):
        return f"the comment that begins at {place} does not end: close it with */"
    return f"the character {character!r} at {place} cannot stand there: take it out"
