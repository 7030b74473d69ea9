"""The watch: what changed among the providers of open needs since somebody looked."""

from graph_api.http.context import Context, ContextDep
from graph_api.http.entering import catch_up, journal_of
from graph_api.http.models_watch import SeenCountShape, SeenIn, WatchedShape
from graph_api.http.routes.entered import WRITE_PROBLEMS
from graph_api.http.routes.routers import plain
from graph_api.http.writers import WriterDep
from loaders.entered.cases import watched_needs
from loaders.entered.watching import Watched, mark_seen, watch

router = plain("watch")


@router.get("/watch", operation_id="watch")
def news_of_needs(context: ContextDep) -> list[WatchedShape]:
    """Each open need with what is new since the last look; one that is met first is watched from now on."""
    return [WatchedShape.of(one) for one in watched_of(context)]


@router.post("/watch/seen", operation_id="see_watched", responses=WRITE_PROBLEMS)
def see_watched(asked: SeenIn, _: WriterDep, context: ContextDep) -> SeenCountShape:
    """Take what is now for what was seen, of one need or of all of them."""
    folder = context.settings.data_folder
    return SeenCountShape(seen=mark_seen(folder, watched_of(context), asked.need))


def watched_of(context: Context) -> tuple[Watched, ...]:
    """The open needs as the newest snapshot has them. Raises DatabaseUnavailableError."""
    catch_up(context)
    held = context.snapshots.current()
    needs = watched_needs(context.graph, held.matching, journal_of(context))
    return watch(held.matching, needs, context.settings.data_folder)
