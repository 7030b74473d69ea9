"""What went wrong, as RFC 9457 problem documents: the table of types, and one document per error.

The `type` of a problem is a relative address that this server answers with its explanation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_api.domain import (
    AmbiguousNameError,
    BadInputError,
    BusyError,
    DatabaseUnavailableError,
    EnvironmentFaultError,
    ForbiddenStatementError,
    LimitExceededError,
    NotFoundError,
    SixChainsError,
)
from loaders.entered.entering import ChangedMeanwhileError, NotAllowedError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""What a 503 tells the caller to wait: the engine is back within seconds where it can be."""

CHALLENGE = 'Bearer realm="six-chains"'
"""What a 401 asks for (RFC 6750)."""


class BodyTooLargeError(SixChainsError):
    """The body of the request is larger than the server reads."""

    exit_code = 6
    status = 413
    title = "The body is too large"


class SlowBodyError(SixChainsError):
    """The body of the request did not arrive in time."""

    exit_code = 6
    status = 408
    title = "The body did not arrive"


class DoorClosedError(SixChainsError):
    """Statements from outside are not taken, because the database would let them write."""

    exit_code = 8
    status = 503
    title = "This door is closed"


class NoTokenError(SixChainsError):
    """A write without a token, or with one that is unknown, removed or expired."""

    exit_code = 7
    status = 401
    title = "A token is needed"
    title_zh = "需要令牌"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its status, its title and what a caller can do about it."""

    slug: str
    status: int
    title: str
    zh: str
    explanation: str
    explanation_zh: str

    @property
    def address(self) -> str:
        """The relative address that names the type and explains it."""
        return f"/problems/{self.slug}"


PROBLEMS: dict[str, ProblemType] = {
    problem.slug: problem
    for problem in (
        ProblemType(
            "bad-input",
            BadInputError.status,
            BadInputError.title,
            BadInputError.title_zh,
            "A parameter or the body breaks a rule; `detail` names it, and `errors` lists every fault found.",
            "某个参数不符合要求，请按提示修改后重试。",
        ),
        ProblemType(
            "not-found",
            NotFoundError.status,
            NotFoundError.title,
            NotFoundError.title_zh,
            "There is no such address, entity, question or complex; `detail` names what is near.",
            "没有这个页面、实体或问题，请检查名称，或用搜索查找。",
        ),
        ProblemType(
            "method-not-allowed",
            405,
            "The method is not allowed",
            "不支持的请求方法",
            "The address exists, but not for this method; the header `Allow` says which it takes.",
            "该地址不支持这种请求方法。",
        ),
        ProblemType(
            "ambiguous-name",
            AmbiguousNameError.status,
            AmbiguousNameError.title,
            AmbiguousNameError.title_zh,
            "Ask again with the `id` of one of the `candidates`.",
            "请从下列候选中选择一个。",
        ),
        ProblemType(
            "body-too-large",
            413,
            "The body is too large",
            "请求体过大",
            "Send less in one request; the limit stands in `detail`.",
            "请减少一次提交的内容。",
        ),
        ProblemType(
            "slow-body",
            408,
            "The body did not arrive",
            "请求体未能及时到达",
            "Send the whole body without long pauses.",
            "请重新提交。",
        ),
        ProblemType(
            "limit",
            LimitExceededError.status,
            LimitExceededError.title,
            LimitExceededError.title_zh,
            "The answer would take too long or be too large; narrow the question.",
            "查询耗时过长或结果过大，请缩小范围。",
        ),
        ProblemType(
            "forbidden-statement",
            ForbiddenStatementError.status,
            ForbiddenStatementError.title,
            ForbiddenStatementError.title_zh,
            "Only statements that read are taken; `detail` names the part that is refused.",
            "只接受只读语句。",
        ),
        ProblemType(
            "database-unavailable",
            DatabaseUnavailableError.status,
            DatabaseUnavailableError.title,
            DatabaseUnavailableError.title_zh,
            "Wait as long as `Retry-After` says, then ask again; /v1/health/ready tells when it is back.",
            "数据库暂时没有响应，请稍候重试。",
        ),
        ProblemType(
            "busy",
            BusyError.status,
            BusyError.title,
            BusyError.title_zh,
            "As many statements run as may, or a load has the right to write; ask again after `Retry-After`.",
            "同时运行的查询已达上限，或正在装载数据，请稍候重试。",
        ),
        ProblemType(
            "door-closed",
            503,
            "This door is closed",
            "该入口已关闭",
            "The database did not refuse a write at this door, so it stays closed: set a reader's login.",
            "数据库没有拒绝写入测试，因此该入口保持关闭。",
        ),
        ProblemType(
            "machine",
            EnvironmentFaultError.status,
            EnvironmentFaultError.title,
            EnvironmentFaultError.title_zh,
            "The machine on which the server runs lacks something; `detail` says what.",
            "服务器所在机器缺少必要条件。",
        ),
        ProblemType(
            "token-needed",
            NoTokenError.status,
            NoTokenError.title,
            NoTokenError.title_zh,
            "Send `Authorization: Bearer TOKEN`; a steward makes one with: sixchains token add NAME --role broker.",
            "写入需要令牌；由管理员用 sixchains token add 生成。",
        ),
        ProblemType(
            "not-allowed",
            NotAllowedError.status,
            NotAllowedError.title,
            NotAllowedError.title_zh,
            "The role of the token, or the place of the request, does not allow this; `detail` says which.",
            "当前角色或访问方式不允许这样做，请联系管理员。",
        ),
        ProblemType(
            "changed-meanwhile",
            ChangedMeanwhileError.status,
            ChangedMeanwhileError.title,
            ChangedMeanwhileError.title_zh,
            "Read the record again: its `ETag` is the version to send as `If-Match`.",
            "请重新打开该记录，确认最新内容后再修改。",
        ),
        ProblemType(
            "refused",
            400,
            "The request was refused",
            "请求被拒绝",
            "The request is not one that this server understands; `detail` says why.",
            "服务器无法理解该请求。",
        ),
        ProblemType(
            "fault",
            500,
            "The server failed",
            "服务器内部错误",
            "A fault of this program; report it with the `request_id`, under which the log has more.",
            "程序出现故障，请将请求编号告知管理员。",
        ),
    )
}
_SLUGS: tuple[tuple[type[SixChainsError], str], ...] = (
    (ForbiddenStatementError, "forbidden-statement"),
    (BadInputError, "bad-input"),
    (NotFoundError, "not-found"),
    (AmbiguousNameError, "ambiguous-name"),
    (DatabaseUnavailableError, "database-unavailable"),
    (LimitExceededError, "limit"),
    (BodyTooLargeError, "body-too-large"),
    (SlowBodyError, "slow-body"),
    (BusyError, "busy"),
    (DoorClosedError, "door-closed"),
    (EnvironmentFaultError, "machine"),
    (NoTokenError, "token-needed"),
    (NotAllowedError, "not-allowed"),
    (ChangedMeanwhileError, "changed-meanwhile"),
)
_SLUGS_OF_STATUS = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one request. `extensions` are the members beyond those of RFC 9457."""

    kind: ProblemType
    status: int
    detail: str
    extensions: Mapping[str, Any]
    headers: Mapping[str, str]

    def document(self, instance: str, request_id: str) -> dict[str, Any]:
        """The document as it is sent; `instance` is the path that was asked for."""
        return {
            "type": self.kind.address,
            "title": self.kind.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "request_id": request_id,
            **self.extensions,
        }


def problem_of(error: SixChainsError) -> Problem:
    """The problem that an error of ours is."""
    slug = next((slug for kind, slug in _SLUGS if isinstance(error, kind)), "fault")
    kind = PROBLEMS[slug]
    extensions: dict[str, Any] = {}
    if isinstance(error, AmbiguousNameError):
        extensions["candidates"] = error.candidates
    headers = {503: {"retry-after": str(RETRY_SECONDS)}, 401: {"www-authenticate": CHALLENGE}}
    return Problem(kind, kind.status, str(error), extensions, headers.get(kind.status, {}))


def problem_of_status(status: int, detail: str, headers: Mapping[str, str] | None) -> Problem:
    """The problem of an answer that the framework itself refuses with."""
    kind = PROBLEMS[_SLUGS_OF_STATUS.get(status, "refused")]
    return Problem(kind, status, detail, {}, dict(headers or {}))


def problem_of_validation(faults: Sequence[Mapping[str, Any]]) -> Problem:
    """The problem of parameters or a body that pydantic refused: where, and what is wrong there."""
    errors = [
        {"where": _place(fault.get("loc", ())), "message": str(fault.get("msg", "is not valid"))}
        for fault in faults
    ]
    first = errors[0] if errors else {"where": "request", "message": "is not valid"}
    more = f" ({len(errors) - 1} more in `errors`)" if len(errors) > 1 else ""
    detail = f"{first['where']}: {first['message']}{more}"
    return Problem(PROBLEMS["bad-input"], 422, detail, {"errors": errors}, {})


def fault() -> Problem:
    """The problem of an error that nobody foresaw; what it was stays in the log."""
    return Problem(
        PROBLEMS["fault"],
        500,
        "the server failed to answer; the log has the reason under the request_id",
        {},
        {},
    )


def _place(location: Sequence[object]) -> str:
    """Where a fault is, readable and safe: `query.limit`, `body.needs.0.text`."""
    text = ".".join(str(part) for part in location) or "request"
    return text.encode("utf-8", "replace").decode()[:200]
