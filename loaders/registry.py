"""The data sets that can be loaded by name. A new source is one module of this package and one line here."""

from graph_api.domain import NotFoundError
from loaders import zhenhai_plan
from loaders.pipeline import Dataset

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
    )
}


def dataset_named(name: str) -> Dataset:
    """The data set of this name. Raises NotFoundError that lists those there are."""
    if name not in DATASETS:
        message = f"there is no data set {name!r}; choose one of: {', '.join(sorted(DATASETS))}"
        raise NotFoundError(message)
    return DATASETS[name]
