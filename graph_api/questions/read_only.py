"""The allow-list: whether a statement does nothing but read.

The statement is read by a grammar of the reading part of Cypher 5; what is not in that grammar is
refused. A parser from a package would have to be trusted to know every clause that an engine adds;
an allow-list has only to know what is let through.
"""

from graph_api.domain import BadInputError, ForbiddenStatementError
from graph_api.questions.expressions import ExpressionReader
from graph_api.questions.tokens import Token, TokenKind, tokens

ALLOWED = (
    "MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, UNION, ORDER BY, SKIP, LIMIT, "
    "CALL of db.index.fulltext.queryNodes or of a reading subquery, EXPLAIN and PROFILE"
)
ALLOWED_PROCEDURES = frozenset({"db.index.fulltext.queryNodes"})
WRITING_WORDS = frozenset(
    {
        "ALTER",
        "CREATE",
        "DELETE",
        "DENY",
        "DETACH",
        "DROP",
        "FOREACH",
        "GRANT",
        "INSERT",
        "MERGE",
        "REMOVE",
        "REVOKE",
        "SET",
    }
)
"""Words that may not stand in a statement at all, but in texts, comments and names in backticks.

The grammar has no place for them as clauses; this second look does not depend on the grammar.
"""


def check_read_only(statement: str) -> None:
    """Let a statement pass that only reads.

    Raises ForbiddenStatementError that says which clause, procedure or function is not allowed and
    what is; BadInputError, of which it is a kind, that says where a statement cannot be read.
    """
    found = tokens(statement)
    _refuse_writing_words(found)
    StatementReader(found).statement()


def _refuse_writing_words(found: list[Token]) -> None:
    for token, following in zip(found, [*found[1:], found[-1]], strict=True):
        if token.kind is not TokenKind.WORD:
            continue
        if token.upper in WRITING_WORDS:
            raise _forbidden(token, f"{token.upper}")
        if token.upper == "LOAD" and following.upper == "CSV":
            raise _forbidden(token, "LOAD CSV")


def _forbidden(token: Token, what: str) -> ForbiddenStatementError:
    return ForbiddenStatementError(
        f"{what} at {token.place} is not allowed: a statement may only read, with {ALLOWED}"
    )


class StatementReader(ExpressionReader):
    """Recognises one statement that only reads."""

    def statement(self) -> None:
        """Read the whole text: one statement, perhaps explained, perhaps closed by a semicolon."""
        if self.ended:
            raise BadInputError("the statement is empty: write one, such as MATCH (n) RETURN n")
        self.take("EXPLAIN", "PROFILE")
        self.query()
        if self.take(";") and not self.ended:
            raise ForbiddenStatementError(
                f"a second statement begins at {self.token.place}: send one at a time"
            )
        if not self.ended:
            raise self._not_a_clause()

    def query(self) -> None:
        """Read parts with UNION between them."""
        self.deeper()
        lists, self._lists = self._lists, 0
        self._single()
        while self.take("UNION"):
            self.take("ALL", "DISTINCT")
            self._single()
        self._lists = lists
        self.shallower()

    def _single(self) -> None:
        called_alone = self.at("CALL") and self.ahead().kind is TokenKind.WORD
        read = 0
        while self._clause():
            read += 1
        if self.take("RETURN"):
            self._projected()
        elif not (read and self.at("}")) and not (read == 1 and called_alone):
            raise self._not_a_clause()

    def _clause(self) -> bool:
        if self.at("MATCH") or (self.at("OPTIONAL") and self.ahead().upper == "MATCH"):
            self.take("OPTIONAL")
            self.expect("MATCH")
            self.patterns()
            self._where()
        elif self.take("WITH"):
            self._projected()
            self._where()
        elif self.take("UNWIND"):
            self.expression()
            self.expect("AS")
            self.name()
        elif self.at("CALL") or (self.at("OPTIONAL") and self.ahead().upper == "CALL"):
            self.take("OPTIONAL")
            self.expect("CALL")
            self._call_clause()
        else:
            return False
        return True

    def _where(self) -> None:
        if self.take("WHERE"):
            self.expression()

    def _projected(self) -> None:
        """Read what RETURN and WITH are followed by."""
        self.take("DISTINCT")
        if self.take("*"):
            if self.take(","):
                self._items()
        else:
            self._items()
        if self.take("ORDER"):
            self.expect("BY")
            self._sort_key()
            while self.take(","):
                self._sort_key()
        if self.take("SKIP", "OFFSET"):
            self.expression()
        if self.take("LIMIT"):
            self.expression()

    def _items(self) -> None:
        self._item()
        while self.take(","):
            self._item()

    def _item(self) -> None:
        self.expression()
        if self.take("AS"):
            self.name()

    def _sort_key(self) -> None:
        self.expression()
        self.take("ASC", "ASCENDING", "DESC", "DESCENDING")

    def _call_clause(self) -> None:
        if self.at("{", "("):
            self._called_subquery()
        else:
            self._called_procedure()

    def _called_subquery(self) -> None:
        if self.take("("):
            while not self.at(")"):
                if not self.take("*"):
                    self.name()
                if not self.take(","):
                    break
            self.expect(")")
        self.expect("{")
        self.query()
        self.expect("}")
        if self.at("IN"):
            raise _forbidden(self.token, "CALL { … } IN TRANSACTIONS")

    def _called_procedure(self) -> None:
        first = self.token
        parts = [self._plain_name()]
        while self.take("."):
            parts.append(self._plain_name())
        procedure = ".".join(parts)
        if procedure not in ALLOWED_PROCEDURES:
            raise _forbidden(first, f"the procedure {procedure}")
        self.expect("(")
        self.expressions()
        self.expect(")")
        if self.take("YIELD"):
            self._yielded()
            self._where()

    def _yielded(self) -> None:
        if self.take("*"):
            return
        while True:
            self.name()
            if self.take("AS"):
                self.name()
            if not self.take(","):
                return

    def _plain_name(self) -> str:
        if self.token.kind is not TokenKind.WORD:
            raise _forbidden(self.token, "a procedure whose name is not plain")
        return self.advance().text

    def _not_a_clause(self) -> BadInputError:
        token = self.token
        if token.kind is TokenKind.WORD:
            return _forbidden(token, token.upper)
        return self.unexpected(f"a clause such as RETURN is missing (allowed are {ALLOWED})")
