"""Who may write: the bearer of a token over the API, the user of this machine in the console."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

import structlog
from fastapi import Depends, Request

from graph_api.domain import BadInputError
from graph_api.http.context import Context, ContextDep
from graph_api.http.middleware import is_loopback
from graph_api.http.problems import NoTokenError
from loaders.entered.entering import Entered, NotAllowedError, Writer, user_of_this_machine
from loaders.entered.tokens import token_of

LONGEST_TOKEN = 200
MOST_FIELDS = 100


def bearer(request: Request, context: ContextDep) -> Writer:
    """The writer whose token the request bears. Raises NoTokenError."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoTokenError(
            "a write needs a token: send the header Authorization: Bearer TOKEN; "
            "one is made with: sixchains token add NAME --role broker"
        )
    token = token_of(
        context.settings.data_folder, secret.strip()[:LONGEST_TOKEN], datetime.now(UTC)
    )
    if token is None:
        raise NoTokenError(
            "this token is unknown, was removed, or is expired: ask a steward for another"
        )
    return Writer(token.name, token.role)


WriterDep = Annotated[Writer, Depends(bearer)]


def console_writes(context: Context) -> bool:
    """Whether the console may write: where nobody but this machine can reach it, its user may.

    With other names allowed, something passes requests of others on to it.
    """
    return is_loopback(context.settings.host) and not context.settings.allowed_hosts


def local_writer(request: Request, context: Context) -> Writer:
    """The user of this machine, who sent a form of the console.

    A page of another site can let a browser send a form here, but not in our name: the browser says
    whose form it is. Raises NotAllowedError for such a form, and where the console may not write.
    """
    if not console_writes(context):
        raise NotAllowedError(
            "the console of a server that others can reach does not write: use the API with a token"
        )
    if not is_ours(request):
        raise NotAllowedError("the form was not sent by a page of this console: open it here again")
    return user_of_this_machine()


def is_ours(request: Request) -> bool:
    """Whether a browser says that a page of this server sent the request, and from this machine."""
    sender = request.client.host if request.client else ""
    if not is_loopback(sender):
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return site == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host", "")


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form that a browser sent; one name may stand several times."""

    fields: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """What was filled into the fields of this name."""
        texts = (value.replace("\r\n", "\n").strip() for key, value in self.fields if key == name)
        return tuple(text for text in texts if text)

    def text(self, name: str) -> str:
        """What was filled into the first field of this name, "" where nothing was."""
        return next(iter(self.all(name)), "")


async def form_of(request: Request) -> Form:
    """The form that was sent. Raises BadInputError for another body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise BadInputError(
            f"a form is sent as application/x-www-form-urlencoded, not {kind[:80]!r}"
        )
    try:
        text = (await request.body()).decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadInputError("the form is not UTF-8, or has too many fields") from error
    return Form(tuple(pairs))


FormDep = Annotated[Form, Depends(form_of)]


def log_write(writer: Writer, done: Entered, *, in_graph: bool) -> None:
    """One line for each write: who did what to which record, and when. Never the token."""
    entry = done.standing.changed
    structlog.get_logger("sixchains.http").info(
        "entered",
        who=writer.name,
        role=str(writer.role),
        action=str(entry.action),
        record=entry.id,
        entry=entry.number,
        at=entry.at,
        repeated=done.repeated,
        in_graph=in_graph,
    )
