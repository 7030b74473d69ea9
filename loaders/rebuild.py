"""The whole graph made anew from the files of its data sets and what people judged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph_api.domain import BadInputError
from graph_api.store import Graph, clear, counts, hold, loads, note, save_note
from loaders.dataset import Dataset, Inputs
from loaders.entered.dataset import entered_dataset
from loaders.entered.records import DATASET as ENTERED
from loaders.pipeline import Options, load
from loaders.registry import DATASETS, table_dataset
from loaders.report import LoadReport

NOTE = "rebuild"


def rebuild(graph: Graph, options: Options) -> Iterator[LoadReport]:
    """Empty the graph and load each of its data sets from where it was loaded last; yields each report.

    Raises BadInputError, before anything is taken away, for a data set whose files are not known or
    no longer there. One that was interrupted is run again: it keeps a note of what is to be loaded.
    """
    found = {*counts(graph)["datasets"], *note(graph, NOTE).split()}
    names = sorted(
        found, key=lambda name: (name == ENTERED, name)
    )  # it refers to what others state
    chosen = [_again(graph, name) for name in names]
    with hold(graph, "a rebuild", waiting=options.waiting) as lease:
        save_note(graph, NOTE, " ".join(names))
        clear(lease)
    for dataset, inputs in chosen:
        yield load(graph, dataset, inputs, replace(options, strict=False))
    save_note(graph, NOTE, "")


def _again(graph: Graph, name: str) -> tuple[Dataset, Inputs]:
    last = next((one for one in loads(graph) if one.dataset == name), None)
    if last is None:
        raise BadInputError(
            f"it is not known from which files {name} was loaded: load it once more, or unload it"
        )
    paths = [Path(path) for path in last.paths]
    gone = [str(path) for path in paths if not path.exists()]
    if gone:
        raise BadInputError(
            f"{', '.join(gone)} of {name} is no longer there: put it back, or load {name} from where it is"
        )
    if name == ENTERED:
        return entered_dataset(paths[0])
    if name not in DATASETS:
        return table_dataset(paths[0], name)
    return DATASETS[name], DATASETS[name].inputs_of(paths)
