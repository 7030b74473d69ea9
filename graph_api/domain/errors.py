"""The one small hierarchy of errors. A message says what happened, to which record, and what to do next."""


class SixChainsError(Exception):
    """Anything this project refuses or fails to do, said in one sentence for a person.

    `exit_code` is the status of the command line, `status` the HTTP status of the same error, and the
    titles say what kind of error it is; the message itself is English.
    """

    exit_code = 1
    status = 500
    title = "The request failed"
    title_zh = "请求失败"


class BadInputError(SixChainsError):
    """What came from outside breaks a rule: a value, a record, a file, a statement."""

    exit_code = 2
    status = 422
    title = "The input is not valid"
    title_zh = "输入有误"


class NotFoundError(SixChainsError):
    """An id, a name, a question, a dataset or a view that does not exist."""

    exit_code = 3
    status = 404
    title = "Not found"
    title_zh = "没有找到"


class AmbiguousNameError(SixChainsError):
    """A name that fits several entities.

    `candidates` holds one mapping `{id, name, kind}` for each of them.
    """

    exit_code = 4
    status = 409
    title = "The name fits several entities"
    title_zh = "名称对应多个实体"

    def __init__(self, message: str, candidates: list[dict[str, str]]) -> None:
        super().__init__(message)
        self.candidates = candidates


class DatabaseUnavailableError(SixChainsError):
    """The database does not answer, refuses the login, or is of a version that is not supported."""

    exit_code = 5
    status = 503
    title = "The database is not available"
    title_zh = "数据库暂不可用"


class LimitExceededError(SixChainsError):
    """A limit on time, rows or size stopped the work."""

    exit_code = 6
    status = 422
    title = "A limit was reached"
    title_zh = "达到限制"


class ForbiddenStatementError(BadInputError):
    """A Cypher statement that does more than read."""

    exit_code = 7
    status = 403
    title = "The statement is not allowed"
    title_zh = "语句不被允许"


class EnvironmentFaultError(SixChainsError):
    """The machine refuses: a folder is not writable, a port is taken, a part is not installed."""

    exit_code = 8
    status = 503
    title = "This machine cannot do that"
    title_zh = "本机无法完成"


class BusyError(SixChainsError):
    """Somebody else does what only one may do at a time, or as many as may do it already."""

    exit_code = 9
    status = 503
    title = "The server is busy"
    title_zh = "服务繁忙"
