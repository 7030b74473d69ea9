"""Records in, HTML out: every view is a function that returns one file that opens offline.

A view draws what it is given and asks nothing: a `Subgraph` comes in, one self-contained HTML page
goes out. `VIEWS` lists them; `write` stores a page.
"""

from viz.ego import ego
from viz.layout import Language
from viz.page import Asked, write
from viz.path import PathLike, path
from viz.registry import VIEWS, View
from viz.six_chains import six_chains

__all__ = [
    "VIEWS",
    "Asked",
    "Language",
    "PathLike",
    "View",
    "ego",
    "path",
    "six_chains",
    "write",
]
