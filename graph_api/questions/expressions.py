"""Reads the expressions of Cypher 5. It recognises and builds nothing.

Whatever it does not know it refuses, so that a new part of an engine is closed until somebody opens
it here.
"""

from graph_api.domain import BadInputError, ForbiddenStatementError
from graph_api.questions.cursor import MAX_STEPS
from graph_api.questions.functions import FUNCTIONS
from graph_api.questions.patterns import SHORTEST, PatternReader
from graph_api.questions.tokens import Token, TokenKind

_WORD_OPERATORS = frozenset({"AND", "OR", "XOR", "IN", "CONTAINS"})
_SYMBOL_OPERATORS = frozenset(
    {"=", "<>", "<", ">", "<=", ">=", "=~", "+", "-", "*", "/", "%", "^", "||"}
)
_PREFIXES = frozenset({"NOT", "+", "-"})
_QUANTIFIERS = frozenset({"ALL", "ANY", "NONE", "SINGLE"})
_SUBQUERIES = frozenset({"EXISTS", "COUNT", "COLLECT"})


class ExpressionReader(PatternReader):
    """Recognises expressions and patterns. `StatementReader` adds the clauses."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self._lists = 0

    def query(self) -> None:
        """Read the statement in a subquery."""
        raise NotImplementedError

    def expressions(self) -> None:
        """Read expressions with commas between them."""
        self.expression()
        while self.take(","):
            self.expression()

    def expression(self) -> None:
        """Read an expression. Precedence does not matter to a reader that builds nothing."""
        self.deeper()
        self._operand()
        while self._operator():
            self._operand()
        self.shallower()

    def _operator(self) -> bool:
        token = self.token
        if token.kind is TokenKind.SYMBOL and token.text in _SYMBOL_OPERATORS:
            self.advance()
            return True
        if token.kind is TokenKind.WORD and token.upper in _WORD_OPERATORS:
            self.advance()
            return True
        if self.at("STARTS", "ENDS") and self.ahead().upper == "WITH":
            self.advance()
            self.advance()
            return True
        return False

    def _operand(self) -> None:
        while self.token.kind in {TokenKind.WORD, TokenKind.SYMBOL} and self.at(*_PREFIXES):
            self.advance()
        self._atom()
        while self._postfix():
            pass

    def _atom(self) -> None:
        token = self.token
        if token.kind in {TokenKind.STRING, TokenKind.NUMBER, TokenKind.PARAMETER}:
            self.advance()
        elif self.at("("):
            self._parenthesis()
        elif self.at("["):
            self._list()
        elif self.at("{"):
            self.properties()
        elif token.kind is TokenKind.WORD and self.at("CASE") and self.ahead().text not in ".,)":
            self._case()
        elif token.kind is TokenKind.WORD and self.ahead().text in {"(", "{", "."}:
            self._named()
        else:
            self.name()

    def _named(self) -> None:
        """Read a subquery, a function with its arguments, or a variable."""
        word, following = self.token.upper, self.ahead().text
        if word in _SUBQUERIES and following == "{":
            self.advance()
            self._subquery()
        elif word in SHORTEST and following == "(":
            self.pattern()
        elif word in _QUANTIFIERS and following == "(":
            self.advance()
            self._quantifier()
        elif word == "REDUCE" and following == "(":
            self.advance()
            self._reduce()
        elif self._is_call():
            self._call()
        else:
            self.name()

    def _is_call(self) -> bool:
        """Whether names joined by dots lead to an opening bracket."""
        step = 0
        while self.ahead(step).kind is TokenKind.WORD and self.ahead(step + 1).text == ".":
            step += 2
        return self.ahead(step).kind is TokenKind.WORD and self.ahead(step + 1).text == "("

    def _call(self) -> None:
        place = self.token.place
        parts = [self.name()]
        while self.take("."):
            parts.append(self.name())
        function = ".".join(parts)
        if function not in FUNCTIONS:
            raise ForbiddenStatementError(
                f"the function {function.lower()} at {place} is not allowed: "
                f"use the functions of plain Cypher that compute from their arguments"
            )
        self.expect("(")
        self.take("DISTINCT")
        if function == "EXISTS" and self._looks_like_pattern():
            self.pattern()
        elif not self.at("*", ")"):
            self.expressions()
        else:
            self.take("*")
        self.expect(")")

    def _quantifier(self) -> None:
        self.expect("(")
        self.name()
        self.expect("IN")
        self.expression()
        if self.take("WHERE"):
            self.expression()
        self.expect(")")

    def _reduce(self) -> None:
        self.expect("(")
        self.name()
        self.expect("=")
        self.expression()
        self.expect(",")
        self.name()
        self.expect("IN")
        self.expression()
        self.expect("|")
        self.expression()
        self.expect(")")

    def _case(self) -> None:
        self.expect("CASE")
        if not self.at("WHEN"):
            self.expression()
        while self.take("WHEN"):
            self.expressions()
            self.expect("THEN")
            self.expression()
        if self.take("ELSE"):
            self.expression()
        self.expect("END")

    def _subquery(self) -> None:
        """Read `{ pattern [WHERE …] }` or `{ statement }`."""
        self.expect("{")
        if self.at("(") or self.ahead().text == "=" or self.token.upper in SHORTEST:
            self.patterns()
            if self.take("WHERE"):
                self.expression()
        else:
            self.query()
        self.expect("}")

    def properties(self) -> None:
        """Read `{key: value, …}`."""
        self.expect("{")
        if not self.at("}"):
            self._entry()
            while self.take(","):
                self._entry()
        self.expect("}")

    def _entry(self) -> None:
        self.name()
        self.expect(":")
        self.expression()

    def _projection(self) -> None:
        """Read the braces of `node {.name, .*, key: value, variable}`."""
        self.expect("{")
        while not self.at("}"):
            if self.take("."):
                if not self.take("*"):
                    self.name()
            else:
                self.name()
                if self.take(":"):
                    self.expression()
            if not self.take(","):
                break
        self.expect("}")

    def _list(self) -> None:
        """Read a list, `[x IN list WHERE … | …]` or `[(a)-->(b) WHERE … | …]`."""
        self.expect("[")
        self._lists += 1
        if self._looks_like_pattern() or (
            self.ahead().text == "=" and self.ahead(2).text == "("  # [p = (a)-->(b) | …]
        ):
            self.pattern()
            self._filter_and_value()
        elif self._names_an_item():
            self.name()
            self.expect("IN")
            self.expression()
            self._filter_and_value()
        elif not self.at("]"):
            self.expressions()
        self._lists -= 1
        self.expect("]")

    def _names_an_item(self) -> bool:
        """Whether `[x IN …` begins a comprehension; `[x IN list]` is read the same way."""
        return (
            self.token.kind in {TokenKind.WORD, TokenKind.QUOTED_NAME}
            and self.ahead().kind is TokenKind.WORD
            and self.ahead().upper == "IN"
        )

    def _filter_and_value(self) -> None:
        if self.take("WHERE"):
            self.expression()
        if self.take("|"):
            self.expression()
        while self.take(","):
            self.expression()

    def _parenthesis(self) -> None:
        """Read `(expression)` or a pattern that stands as a condition."""
        if self._looks_like_pattern():
            before, depth, lists = self._position, self._depth, self._lists
            try:
                self.pattern()
            except ForbiddenStatementError:
                raise
            except BadInputError:
                self._position, self._depth, self._lists = before, depth, lists
            else:
                return
        self.expect("(")
        self.expression()
        self.expect(")")

    def _looks_like_pattern(self) -> bool:
        """Whether a bracket is closed and followed by `--`, `<-` or `-[…]-`."""
        if not self.at("("):
            return False
        step = self._after_bracket(0, "(", ")")
        first, second = self.ahead(step).text, self.ahead(step + 1).text
        if (first, second) in {("-", "-"), ("<", "-")}:
            return True
        if (first, second) == ("-", "["):
            return self.ahead(self._after_bracket(step + 1, "[", "]")).text == "-"
        return False

    def _after_bracket(self, step: int, opening: str, closing: str) -> int:
        level = 0
        while True:
            token = self.ahead(step)
            self._steps += 1
            step += 1
            if token.kind is TokenKind.SYMBOL:
                level += (token.text == opening) - (token.text == closing)
            if level == 0 or token.kind is TokenKind.END or self._steps > MAX_STEPS:
                return step

    def _postfix(self) -> bool:
        if self.take("."):
            self.name()
        elif self.take("["):
            if not self.at(".."):
                self.expression()
            if self.take("..") and not self.at("]"):
                self.expression()
            self.expect("]")
        elif self.at("{"):
            self._projection()
        elif self.take(":"):
            # in a list, | begins the value of a comprehension: write `x:A OR x:B` there
            self.labels("&", ":") if self._lists else self.labels("|", "&", ":")
        elif self.at("IS"):
            self._is()
        else:
            return False
        return True

    def _is(self) -> None:
        self.expect("IS")
        self.take("NOT")
        if not self.take("NULL"):
            raise self.unexpected("NULL is missing")
