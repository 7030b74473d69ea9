"""The views by name, for a command line or a page that lists them."""

from collections.abc import Callable
from dataclasses import dataclass

from viz.ego import ego
from viz.path import path
from viz.six_chains import six_chains


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what people call it, what it shows, and the function that makes it."""

    name: str
    zh: str
    en: str
    shows: str
    make: Callable[..., str]


VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View(
            "six_chains",
            "六链全景",
            "Six chains",
            "six lanes by complex, gaps included",
            six_chains,
        ),
        View("ego", "实体关系", "One entity", "an entity and its neighbours by relation", ego),
        View("path", "对接路径", "Paths", "how one entity reaches another, step by step", path),
    )
}
