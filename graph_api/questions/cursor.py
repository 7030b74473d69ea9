"""A place in a list of tokens, and the small steps of a reader."""

from graph_api.domain import BadInputError, ForbiddenStatementError
from graph_api.questions.tokens import Token, TokenKind

MAX_DEPTH = 60
MAX_STEPS = 200_000
"""A bound on the work of reading: a pattern may be read twice where it looks like an expression."""


class Cursor:
    """Reads a list of tokens from the first to the last."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0
        self._steps = 0

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self._tokens[self._position]

    @property
    def ended(self) -> bool:
        """Whether every token has been taken."""
        return self.token.kind is TokenKind.END

    def ahead(self, count: int = 1) -> Token:
        """The token that stands `count` after the next one, or the END token."""
        return self._tokens[min(self._position + count, len(self._tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token. Raises ForbiddenStatementError when the statement costs too much."""
        token = self.token
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise ForbiddenStatementError(
                "the statement is too involved to be checked: simplify it"
            )
        if not self.ended:
            self._position += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these symbols or words (in capitals)."""
        token = self.token
        return token.kind in {TokenKind.WORD, TokenKind.SYMBOL} and token.upper in texts

    def take(self, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if self.at(*texts):
            self.advance()
            return True
        return False

    def expect(self, text: str) -> None:
        """Take this token. Raises BadInputError that names the place where it is missing."""
        if not self.take(text):
            raise self.unexpected(f"{text} is missing")

    def unexpected(self, what: str) -> BadInputError:
        """The error for a token that cannot stand where it stands."""
        found = repr(self.token.text) if self.token.text else "the end"
        return BadInputError(
            f"the statement cannot be read at {self.token.place}: {what} before {found}"
        )

    def deeper(self) -> None:
        """Note that brackets open. Raises ForbiddenStatementError when they are nested too deeply."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ForbiddenStatementError("the statement is nested too deeply: simplify it")

    def shallower(self) -> None:
        """Note that brackets close."""
        self._depth -= 1

    def name(self) -> str:
        """Take a name: a word or a name in backticks."""
        if self.token.kind not in {TokenKind.WORD, TokenKind.QUOTED_NAME}:
            raise self.unexpected("a name is missing")
        return self.advance().upper
