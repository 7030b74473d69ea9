"""Errors of the driver in our words: what happened, and what to do next."""

from neo4j import exceptions as fault

from graph_api.domain import (
    BadInputError,
    DatabaseUnavailableError,
    ForbiddenStatementError,
    LimitExceededError,
    SixChainsError,
)

_UNREACHABLE = (
    fault.ServiceUnavailable,
    fault.SessionExpired,
    fault.TransientError,
    fault.ConnectionAcquisitionTimeoutError,
    OSError,
)
_LONGEST_TEXT = 300


def translated(error: BaseException, url: str, user: str, seconds: float) -> BaseException:
    """The error as one of ours; one that is ours already, or a fault of this program, stays as it is.

    The order matters: an error that says "timeout" of a connection is no limit on a statement.
    """
    if isinstance(error, SixChainsError):
        return error
    code = getattr(error, "code", None) or ""
    text = " ".join(str(getattr(error, "message", None) or error).split())[:_LONGEST_TEXT]
    if isinstance(error, fault.AuthError) or "Security.Unauthorized" in code:
        return DatabaseUnavailableError(
            f"the database at {url} refuses the login {user!r}; "
            "correct SIXCHAINS_DATABASE_USER and SIXCHAINS_DATABASE_PASSWORD"
        )
    if "DatabaseNotFound" in code:
        return DatabaseUnavailableError(
            f"the server at {url} has no such database: {text}; correct SIXCHAINS_DATABASE_NAME"
        )
    if "TimedOut" in code or "Terminated" in code:
        return too_long(seconds)
    if isinstance(error, _UNREACHABLE):
        return DatabaseUnavailableError(
            f"the database at {url} cannot be reached; see whether it runs, then try again"
        )
    if _is_refusal(error, code, text):
        return ForbiddenStatementError(
            f"the database lets this login only read: {text}; leave out what writes"
        )
    if isinstance(
        error, fault.Neo4jError | fault.DriverError | ValueError | TypeError | ArithmeticError
    ):
        return BadInputError(f"the database does not take the statement: {text}; correct it")
    return error


def too_long(seconds: float) -> LimitExceededError:
    """The error of a statement that took longer than it may."""
    return LimitExceededError(
        f"the statement took more than {seconds:g} s and was stopped; ask for less"
    )


def silent(url: str) -> DatabaseUnavailableError:
    """The error of a server that takes connections, or not even these, and says nothing."""
    return DatabaseUnavailableError(
        f"the database at {url} does not answer; see whether it runs, then try again"
    )


def _is_refusal(error: BaseException, code: str, text: str) -> bool:
    if "Statement.SyntaxError" in code or "Statement.SemanticError" in code:
        return "not allowed to create records" in text
    return (
        isinstance(error, fault.Forbidden)
        or "AccessMode" in code
        or "SecurityException" in text
        or (isinstance(error, fault.Neo4jError) and "not allowed" in text)
        or "in read access mode" in text.lower()
    )
