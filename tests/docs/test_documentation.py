"""The documentation is true: its commands run, its generated pages are as the code is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
EMBEDDED_PAGES = ("quick-start.md", "engines.md", "loading.md", "matching.md", "backup.md")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def commands(page: Path) -> list[str]:
    """The command lines of a page: what follows `$ ` in its console blocks."""
    return [
        line.removeprefix("$ ")
        for block in BLOCK.findall(page.read_text("utf-8"))
        for line in block.splitlines()
        if line.startswith("$ ")
    ]


def run_as_a_reader_would(lines: list[str], folder: Path, **variables: str) -> str:
    """Run the lines in one shell, in an empty folder, and give back what they printed."""
    programs = Path(sys.executable).parent
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SIXCHAINS_")},
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "COLUMNS": "300",  # no name is broken over two lines
        **variables,
    }
    script = "\n".join(line for line in lines if not line.startswith("export PATH"))
    done = subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("name", EMBEDDED_PAGES)
def test_every_command_of_the_page_runs(name: str, tmp_path: Path, free_port: int) -> None:
    lines = [line.replace(":8700", f":{free_port}") for line in commands(ROOT / "docs" / name)]

    run_as_a_reader_would(lines, tmp_path, SIXCHAINS_PORT=str(free_port))

    assert len(lines) >= 3


def test_every_command_of_the_neo4j_page_runs_on_a_real_server(
    tmp_path: Path, neo4j_login: dict[str, str]
) -> None:
    lines = [line for line in commands(ROOT / "docs" / "neo4j.md") if not line.startswith("export")]

    printed = run_as_a_reader_would(lines, tmp_path, **neo4j_login)

    assert "宁波中机机械零部件检测有限公司" in printed


def test_no_page_with_commands_is_left_out() -> None:
    tried = {*EMBEDDED_PAGES, "neo4j.md"}
    assert {page.name for page in PAGES if commands(page)} <= tried | {"performance.md"}


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = (ROOT / "Makefile").read_text("utf-8")
    for command in ("make demo", "make test"):
        assert f"    {command}\n" in text
        assert f"\n{command.removeprefix('make ')}:" in targets
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_generated_pages_are_as_the_code_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_records_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
