"""A part of the real data, cut at run time into a folder that loads in seconds. No row of it is kept here."""

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

DATA = Path(__file__).parents[3] / "shared" / "data"
LOADED = (
    "zhenhai-plan",
    "reference",
    "registry-zhejiang",
    "chainkg",
    "ickg25",
    "nsfc",
    "h2020",
    "rd-keyproj",
)
"""The data sets of the part, in the order in which they are loaded."""

PRODUCTS = ("汽车", "紧固件")
"""Of these the makers are kept, and what they are made from to the third step."""

NAMES = frozenset({"比亚迪", "华为", "清华大学", "TCL", "TCL华星"})
"""Of these all that the news say is kept."""

SINCE = "2017-08-01"
"""Calls with a deadline from then on are kept."""

Row = dict[str, str]


def rows(path: str) -> Iterator[Row]:
    """The rows of a file of the data, read by the standard library alone."""
    file = DATA / path
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def cut(folder: Path) -> Path:
    """Write the part into the folder, laid out as the whole is; returns the folder."""
    of_zhejiang = ("33",)
    inputs = upstream_of(PRODUCTS, steps=3)
    makers = {row["company"] for row in rows("chainkg/cp.csv.gz") if row["product"] in inputs}
    codes = {code[:6] for code in makers}
    chinese = {
        row["projectID"] for row in rows("h2020/participations.csv.gz") if row["country"] == "CN"
    }
    kept: dict[str, Callable[[Row], bool]] = {
        "reference/gbt2260-provinces.csv": lambda _: True,
        "reference/gbt2260-cities.csv": lambda row: row["provinceCode"] in of_zhejiang,
        "reference/gbt2260-areas.csv": lambda row: row["provinceCode"] in of_zhejiang,
        "reference/gbt4754-2017.csv": lambda row: row["level"] in "12",
        "reference/moe-universities-2017.csv": lambda row: "大学" in row["学校名称"],
        "registry-zhejiang/zhenhai.csv": lambda _: True,
        "chainkg/company.csv": lambda row: row["code"][:6] in codes,
        "chainkg/industry.csv": lambda row: len(row["code"]) == len("110000"),
        "chainkg/product.csv.gz": lambda row: row["name"] in inputs,
        "chainkg/cp.csv.gz": lambda row: row["product"] in inputs,
        "chainkg/pp.csv.gz": lambda row: (
            row["from_product"] in inputs and row["to_product"] in inputs
        ),
        "chainkg/ci.csv": lambda row: row["company"] in makers,
        "chainkg/ii_code.csv": lambda _: True,
        "chainkg/ii_name.csv": lambda row: "汽车" in row["industry"],
        "ickg25/train.csv.gz": lambda row: bool(NAMES & {row["head"], row["tail"]}),
        "nsfc/projects.csv.gz": lambda row: row["依托单位"] in {"宁波大学", "北京科技大学"},
        "nsfc/calls.csv.gz": lambda row: row["截止时间"] >= SINCE,
        "h2020/participations.csv.gz": lambda row: row["projectID"] in chinese,
        "rd-keyproj/projects.csv": lambda _: True,
    }
    for path, keeps in kept.items():
        _write(folder / path.removesuffix(".gz"), filter(keeps, rows(path)))
    return folder


def upstream_of(products: tuple[str, ...], steps: int) -> dict[str, int]:
    """The products that these are made from, and these, with the number of steps to the nearest."""
    edges: dict[str, set[str]] = {}
    for row in rows("chainkg/pp.csv.gz"):
        if row["rel"] == "上游材料":
            edges.setdefault(row["from_product"], set()).add(row["to_product"])
    found = dict.fromkeys(products, 0)
    for step in range(1, steps + 1):
        for product in [one for one, at in found.items() if at == step - 1]:
            for one in edges.get(product, ()):
                found.setdefault(one, step)
    return found


def _write(file: Path, kept: Iterator[Row]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    first = next(kept)
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, list(first))
        table.writeheader()
        table.writerow(first)
        table.writerows(kept)
