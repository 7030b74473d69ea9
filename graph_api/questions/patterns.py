"""Reads the patterns of Cypher 5: nodes, relations, paths of bounded length."""

from graph_api.domain import ForbiddenStatementError
from graph_api.questions.cursor import Cursor
from graph_api.questions.tokens import TokenKind

MAX_PATH_LENGTH = 6
SHORTEST = frozenset({"SHORTESTPATH", "ALLSHORTESTPATHS"})


class PatternReader(Cursor):
    """Recognises patterns; what stands inside their braces is read by the readers built on it."""

    def expression(self) -> None:
        """Read an expression."""
        raise NotImplementedError

    def properties(self) -> None:
        """Read a map in braces."""
        raise NotImplementedError

    def patterns(self) -> None:
        """Read patterns with commas between them."""
        self.pattern()
        while self.take(","):
            self.pattern()

    def pattern(self) -> None:
        """Read a path, with a name or without, in shortestPath() or not."""
        if self.ahead().text == "=":
            self.name()
            self.expect("=")
        if self.take(*SHORTEST):
            self.expect("(")
            self._chain()
            self.expect(")")
        else:
            self._chain()

    def _chain(self) -> None:
        self._part()
        while self.at("-", "<", "("):
            if not self.at("("):
                self._relation()
            self._part()

    def _part(self) -> None:
        """Read a node, or a path in brackets with a quantifier."""
        if self.at("(") and self.ahead().text == "(":
            self.expect("(")
            self.deeper()
            self.pattern()
            if self.take("WHERE"):
                self.expression()
            self.shallower()
            self.expect(")")
            self._quantity()
            return
        self.expect("(")
        self._inside(")")

    def _inside(self, closing: str) -> None:
        """Read what may stand in a node or a relation: name, labels, length, properties, condition."""
        named = self.token.kind in {TokenKind.WORD, TokenKind.QUOTED_NAME}
        if named and not (self.at("WHERE") and self.ahead().text not in {":", closing, "{"}):
            self.name()
        if self.take(":"):
            self.labels("|", "&", ":")
        if closing == "]" and self.at("*"):
            self._length()
        if self.at("{"):
            self.properties()
        elif self.token.kind is TokenKind.PARAMETER:
            self.advance()
        if self.take("WHERE"):
            self.expression()
        self.expect(closing)

    def _relation(self) -> None:
        self.take("<")
        self.expect("-")
        if self.take("["):
            self._inside("]")
        self.expect("-")
        self.take(">")
        if self.at("{", "+", "*"):
            self._quantity()

    def _length(self) -> None:
        """Read `*2`, `*1..3`, `*..3` of a relation."""
        place = self.token.place
        self.expect("*")
        bound = self._number()
        if self.take(".."):
            bound = self._number()
        self._check_bound(bound, place)

    def _quantity(self) -> None:
        """Read `{2}` or `{1,3}` after a path or a relation."""
        place = self.token.place
        if self.take("+", "*"):
            self._check_bound(None, place)
        self.expect("{")
        bound = self._number()
        if self.take(","):
            bound = self._number()
        self.expect("}")
        self._check_bound(bound, place)

    def _number(self) -> int | None:
        if self.token.kind is not TokenKind.NUMBER:
            return None
        text = self.advance().text
        return int(text) if text.isascii() and text.isdecimal() else None

    def _check_bound(self, bound: int | None, place: str) -> None:
        if bound is None or bound > MAX_PATH_LENGTH:
            raise ForbiddenStatementError(
                f"the path of variable length at {place} must have an upper bound of at most "
                f"{MAX_PATH_LENGTH}, such as *1..{MAX_PATH_LENGTH}"
            )

    def labels(self, *separators: str) -> None:
        """Read labels or types: `A`, `A:B`, `A|B`, `A&!B`, `(A|B)`, `%`."""
        self._label()
        while self.take(*separators):
            self.take(":")
            self._label()

    def _label(self) -> None:
        while self.take("!"):
            pass
        if self.take("("):
            self.deeper()
            self.labels("|", "&", ":")
            self.shallower()
            self.expect(")")
        elif not self.take("%"):
            self.name()
