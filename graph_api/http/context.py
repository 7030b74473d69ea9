"""What the routes need: one object, made with the application and handed to each request."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from graph_api.http.door import CypherDoor
from graph_api.http.reconciling.names import Names
from graph_api.http.rendering import Pages
from graph_api.http.snapshots import Renewed, Snapshots
from graph_api.questions import Question
from graph_api.settings import Settings
from graph_api.store import Graph


@dataclass(frozen=True, slots=True)
class Context:
    """The settings, the graph and what is kept in memory of it."""

    settings: Settings
    graph: Graph
    questions: dict[str, Question]
    snapshots: Snapshots
    door: CypherDoor
    pages: Pages
    names: Renewed[Names]


async def context_of(request: Request) -> Context:
    """The context of the application that serves this request."""
    context: Context = request.app.state.context
    return context


ContextDep = Annotated[Context, Depends(context_of)]
