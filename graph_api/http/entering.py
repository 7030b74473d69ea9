"""Between the doors and the journal: names become ids, a write goes to the journal and into the graph."""

from dataclasses import dataclass, replace

from graph_api.domain import BusyError, DatabaseUnavailableError, Kind, SixChainsError, Status
from graph_api.http.context import Context
from graph_api.http.writers import log_write
from loaders.entered.entering import Entered, Wanted, Writer, enter, was_asked
from loaders.entered.journal import Action, Journal
from loaders.entered.naming import maker_of
from loaders.entered.settle import is_behind, settle
from loaders.entered.state import Standing, standings
from loaders.identity.known import known_in

OFFERED_STATUSES = (Status.PLANNED, Status.BUILDING, Status.OPERATING, Status.CLOSED)
"""What an offer can be; a class or a rule is none."""

_WAITING = "; what was entered is kept, and the graph follows with the next write or: sixchains load entered"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a write. Where it is not yet `in_graph`, `waiting` says why."""

    entered: Entered
    in_graph: bool
    waiting: str = ""

    @property
    def standing(self) -> Standing:
        """The record as this write left it."""
        return self.entered.standing


def journal_of(context: Context) -> Journal:
    """The journal of the server's data folder."""
    return Journal(context.settings.data_folder)


def write(context: Context, writer: Writer, wanted: Wanted) -> Written:
    """Accept a write and bring it into the graph; its fields are what its body says.

    Raises what `enter` and `maker_of` raise. A graph that cannot be written to now does not undo what
    was accepted, and a request that came before is answered without a look at the graph.
    """
    journal = journal_of(context)
    has_fields = wanted.action in {Action.CREATE, Action.CHANGE}
    if has_fields and not was_asked(journal, writer, wanted):
        make = maker_of(context.graph, wanted.kind, wanted.body)
        wanted = replace(wanted, fields=make)
    entered = enter(journal, writer, wanted)
    waiting = ""
    try:
        missing = settle(context.graph, journal, known_in(context.settings.data_folder))
        if missing:
            waiting = f"the graph has no longer {', '.join(missing)}{_WAITING}"
    except (BusyError, DatabaseUnavailableError) as error:
        waiting = f"{error}{_WAITING}"
    log_write(writer, entered, in_graph=not waiting)
    return Written(entered, not waiting, waiting)


def catch_up(context: Context) -> str:
    """Bring into the graph what was accepted while it could not be written to; why not, or ""."""
    journal = journal_of(context)
    try:
        if journal.entries() and is_behind(context.graph, journal):
            settle(context.graph, journal, known_in(context.settings.data_folder), wait=0)
    except SixChainsError as error:
        return f"{error}{_WAITING}"
    return ""


def entered_of(context: Context, kind: Kind) -> list[Standing]:
    """Every record of the kind that was ever entered, the newest first."""
    found = standings(journal_of(context).entries()).values()
    return sorted((one for one in found if one.kind is kind), key=lambda one: -one.created.number)
