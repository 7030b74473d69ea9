"""The data sets that can be loaded by name. A new source is one module of this package and one line here."""

from pathlib import Path

from graph_api.domain import NotFoundError
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
