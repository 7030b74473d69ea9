"""The tree reads as the design says, and nothing stands in it that must not."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 400
CODE = {".py", ".js", ".css", ".html", ".cypher"}
ASKED_FOR = (
    "graph_api/domain graph_api/store graph_api/questions graph_api/matching graph_api/centrality "
    "graph_api/http graph_api/cli loaders/zhenhai_plan cypher viz/templates viz/static tests "
    "benchmarks docs/decisions pyproject.toml README.md CONTRIBUTING.md CHANGELOG.md LICENSE"
)
UNWANTED = {
    "a path of one machine": re.compile(r"(?<![\w.])/(work|root|home)/\w"),
    "an address of a package registry": re.compile(r"(pypi|npmjs|maven)\.(org|com)/|--index-url"),
    "a conflict marker": re.compile(r"^(<{7}|>{7})", re.MULTILINE),
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        try:
            found[path] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("place", ASKED_FOR.split())
def test_what_the_layout_names_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(text.splitlines())
        for path, text in texts().items()
        if path.suffix in CODE
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("name", UNWANTED)
def test_nothing_unwanted_is_committed(name: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path, text in texts().items()
        if path != Path(__file__) and UNWANTED[name].search(text)
    ]
    assert found == []
