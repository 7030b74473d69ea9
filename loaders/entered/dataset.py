"""The journal as a data set: loaded, unloaded and rebuilt as any other."""

from collections.abc import Iterator
from pathlib import Path

from graph_api.domain import NotFoundError, Record
from loaders.dataset import Dataset, Inputs
from loaders.entered.journal import read_entries
from loaders.entered.records import DATASET, SOURCE, records_of
from loaders.entered.state import standings

TITLE = "Needs and offers that people entered"
TITLE_ZH = "人工录入的需求与服务项"


def entered_dataset(journal: Path) -> tuple[Dataset, Inputs]:
    """The data set that the journal states, and its file.

    Raises NotFoundError where nothing was entered yet.
    """
    if not journal.is_file():
        raise NotFoundError(
            f"there is no {journal.name} in {journal.parent}, so nothing was entered yet; "
            "enter a need in the console or with POST /v1/needs"
        )

    def records() -> Iterator[Record]:
        yield from records_of(standings(read_entries(journal)).values())

    dataset = Dataset(DATASET, TITLE, TITLE_ZH, (SOURCE,), records)
    return dataset, Inputs({"journal": (journal,)}, DATASET)
