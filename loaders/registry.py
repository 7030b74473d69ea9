"""The data sets that can be loaded by name. A new source is one module of this package and one line here."""

from collections.abc import Iterator
from pathlib import Path

from graph_api.domain import NotFoundError, Record, Source
from loaders import (
    chainkg,
    h2020,
    ickg25,
    nsfc,
    rd_keyproj,
    reference,
    registry_zhejiang,
    zhenhai_plan,
)
from loaders.dataset import Dataset, Inputs
from loaders.tables import table_dataset as name_of_table
from loaders.tables import table_records

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            name=zhenhai_plan.DATASET,
            title="The plan of Zhenhai District for innovation service complexes, 2020",
            title_zh="镇海区产业创新服务综合体建设实施方案（2020）",
            sources=zhenhai_plan.SOURCES,
            records=zhenhai_plan.records,
        ),
        reference.DATASET,
        registry_zhejiang.DATASET,
        chainkg.DATASET,
        ickg25.DATASET,
        nsfc.DATASET,
        h2020.DATASET,
        rd_keyproj.DATASET,
    )
}


def dataset_named(name: str) -> Dataset:
    """The data set of this name. Raises NotFoundError that lists those there are."""
    if name not in DATASETS:
        message = f"there is no data set {name!r}; choose one of: {', '.join(sorted(DATASETS))}"
        raise NotFoundError(message)
    return DATASETS[name]


def datasets_in(folder: Path) -> tuple[list[tuple[Dataset, Inputs]], list[str]]:
    """The data sets whose files are in a folder, with their files, and the names of the others.

    Raises NotFoundError for a folder that is not there.
    """
    if not folder.is_dir():
        raise NotFoundError(f"there is no folder {folder}; name the one that holds the data sets")
    found: list[tuple[Dataset, Inputs]] = []
    missing: list[str] = []
    for dataset in DATASETS.values():
        try:
            found.append((dataset, dataset.inputs_in(folder)))
        except NotFoundError:
            missing.append(dataset.name)
    return found, missing


def table_dataset(path: Path, name: str | None = None) -> tuple[Dataset, Inputs]:
    """The data set of a workbook or table of the user's own, named after the file unless a name is given.

    Raises NotFoundError where there is no such file.
    """
    if not path.is_file():
        raise NotFoundError(
            f"there is no file {path}; make one with: sixchains template organisations"
        )
    chosen = name or name_of_table(path)

    def records() -> Iterator[Record]:
        return table_records(path, dataset=chosen)

    source = Source(id=chosen, title=path.name)
    dataset = Dataset(chosen, path.name, path.name, (source,), records)
    return dataset, Inputs({"table": (path,)}, chosen)
