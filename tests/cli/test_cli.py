"""The command line as people use it: real processes, on the embedded engine, in a folder of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from graph_api.version import VERSION

PROGRAM = Path(sys.executable).parent / "sixchains"


class Office:
    """A folder in which commands are run, with one engine that all of them share."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("SIXCHAINS_")},
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            **variables,
        }

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=self.folder,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def json(self, *arguments: str) -> object:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = Office(tmp_path_factory.mktemp("office"))
    assert place.run("engine", "start").returncode == 0
    loaded = place.run("load", "zhenhai-plan")
    assert loaded.returncode == 0, loaded.stderr
    yield place
    place.run("engine", "stop")


def test_the_version_is_told_without_a_command(office: Office) -> None:
    told = office.run("--version")
    assert (told.returncode, told.stdout) == (0, f"sixchains {VERSION}\n")


def test_help_names_every_command(office: Office) -> None:
    text = office.run("--help").stdout
    for command in [
        "demo",
        "serve",
        "load",
        "unload",
        "ask",
        "search",
        "match",
        "centrality",
        "view",
        "cypher",
        "engine",
        "hash",
        "export",
        "doctor",
    ]:
        assert command in text


def test_help_is_in_the_language_that_was_asked_for(office: Office) -> None:
    assert "装载" in office.run("--help").stdout
    assert "Load a data set" in office.run("--lang", "en", "--help").stdout
    assert "Load a data set" in office.run("--help", LANG="en_GB.UTF-8").stdout


def test_the_operating_inspection_company_comes_before_every_planned_provider(
    office: Office,
) -> None:
    answer = office.json("ask", "providers-of-service", "--service", "检验检测")
    statuses = [row["provider"]["status"] for row in answer["rows"]]  # type: ignore[index]
    names = [row["provider"]["name"] for row in answer["rows"]]  # type: ignore[index]

    assert names[0] == "宁波中机机械零部件检测有限公司"
    assert statuses[0] == "operating"
    planned = [position for position, status in enumerate(statuses) if status == "planned"]
    operating = [position for position, status in enumerate(statuses) if status == "operating"]
    assert planned
    assert max(operating) < min(planned)


def test_a_table_shows_status_and_quotes_in_chinese(office: Office) -> None:
    text = office.run("ask", "providers-of-service", "--service", "检验检测").stdout
    assert "运行" in text
    assert "拟建" in text
    assert "依托单位" in text


def test_loading_again_changes_nothing(office: Office) -> None:
    before = office.run("hash").stdout
    report = office.json("load", "zhenhai-plan")

    assert office.run("hash").stdout == before
    assert report["created"] == report["updated"] == report["removed"] == 0  # type: ignore[index]
    assert report["read"] == (  # type: ignore[index]
        report["entities"] + report["relations"] + report["merged"] + report["rejected"]  # type: ignore[index]
    )


def test_unload_and_load_end_at_the_same_hash(office: Office) -> None:
    before = office.run("hash").stdout
    assert office.run("unload", "zhenhai-plan").returncode == 0
    assert office.run("hash").stdout != before
    assert office.run("unload", "zhenhai-plan").returncode == 3

    office.run("load", "zhenhai-plan")

    assert office.run("hash").stdout == before


def test_a_dry_run_writes_nothing(office: Office) -> None:
    before = office.run("hash").stdout
    done = office.run("load", "zhenhai-plan", "--dry-run")
    assert done.returncode == 0
    assert "试运行" in done.stdout
    assert office.run("hash").stdout == before


@pytest.mark.parametrize("form", ["json", "graphml", "csv"])
def test_export_writes_every_entity(office: Office, form: str) -> None:
    expected = sum(office.json("doctor")["loaded"]["entities"].values())  # type: ignore[index]
    done = office.run("export", f"out-{form}", "--format", form)
    assert done.returncode == 0, done.stderr
    target = office.folder / f"out-{form}"
    if form == "json":
        assert len(json.loads(target.read_bytes())["entities"]) == expected
    elif form == "graphml":
        assert target.read_text("utf-8").count("<node ") == expected
    else:
        assert len((target / "entities.csv").read_text("utf-8-sig").splitlines()) >= expected + 1


WRONG: list[tuple[str, list[str], dict[str, str], int]] = [
    ("an unknown id", ["ask", "sources-of", "--entity", "zhenhai-plan:nothing"], {}, 3),
    ("an unknown name", ["ask", "providers-for-firm", "--firm", "火星紧固件"], {}, 3),
    ("a name that fits several", ["ask", "sources-of", "--entity", "共性技术研发平台"], {}, 4),
    ("an unknown question", ["ask", "who-knows"], {}, 2),
    ("a missing parameter", ["ask", "providers-of-service"], {}, 2),
    ("a limit out of range", ["ask", "complexes", "--limit", "0"], {}, 2),
    ("a limit that is no number", ["ask", "complexes", "--limit", "NaN"], {}, 2),
    ("an unknown data set", ["load", "moon"], {}, 3),
    ("a write", ["cypher", "MATCH (n) DETACH DELETE n"], {}, 7),
    ("half a statement", ["cypher", "MATCH (n RETURN n"], {}, 2),
    ("bad JSON", ["cypher", "RETURN 1", "--parameters", "{"], {}, 2),
    ("JSON with NaN", ["cypher", "RETURN $x", "--parameters", '{"x": NaN}'], {}, 2),
    ("an unknown measure", ["centrality", "--measure", "fame"], {}, 2),
    ("an unknown format", ["export", "x", "--format", "docx"], {}, 2),
    ("a target that cannot be written", ["export", "/proc/nothing/x"], {}, 8),
    ("a bad port", ["serve", "--port", "99999"], {}, 2),
    ("a bad port in the environment", ["doctor"], {"SIXCHAINS_PORT": "x"}, 2),
    ("an unknown setting", ["hash"], {"SIXCHAINS_HEAP_MEGABYTES": "1"}, 2),
    ("an address that is none", ["hash"], {"SIXCHAINS_DATABASE_URL": "ftp://x"}, 2),
    ("a server that is not there", ["hash"], {"SIXCHAINS_DATABASE_URL": "bolt://127.0.0.1:9"}, 5),
    ("a data folder that is a file", ["hash"], {"SIXCHAINS_DATA_FOLDER": "/dev/null"}, 8),
    ("an address on the network without --open", ["serve", "--host", "0.0.0.0"], {}, 8),  # noqa: S104
    ("a language that is not spoken", ["--lang", "xx", "doctor"], {}, 2),
    ("a lone surrogate", ["search", "x\udcff"], {}, 2),
    ("nothing to match", ["match"], {}, 2),
]


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [case[1:] for case in WRONG],
    ids=[case[0] for case in WRONG],
)
def test_a_wrong_input_is_one_sentence_and_an_exit_code(
    office: Office, arguments: list[str], variables: dict[str, str], code: int
) -> None:
    done = office.run(*arguments, **variables)

    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 2_000


def test_a_port_that_is_taken_is_named(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = office.run("serve", "--port", str(port))
    assert done.returncode == 8
    assert str(port) in done.stderr


def test_a_demo_serves_the_plan_and_leaves_no_process_behind(
    tmp_path: Path, free_port: int
) -> None:
    office = Office(tmp_path)
    for _ in range(2):  # the second one finds everything in place
        demo = subprocess.Popen(
            [str(PROGRAM), "demo", "--no-browser", "--port", str(free_port)],
            cwd=tmp_path,
            env=office.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            health = wait_until_ready(f"http://127.0.0.1:{free_port}/v1/health/ready")
            assert health.status_code == 200
            page = httpx2.get(f"http://127.0.0.1:{free_port}/", timeout=10)
            assert "绿色石化产业创新服务综合体" in page.text
        finally:
            demo.send_signal(signal.SIGINT)
            printed, _ = demo.communicate(timeout=30)
        assert "Traceback" not in printed
        assert str(free_port) in printed
        wait_until_gone(tmp_path)


def wait_until_ready(address: str, seconds: float = 60) -> httpx2.Response:
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = httpx2.get(address, timeout=5)
        except httpx2.TransportError:
            answer = None
        if answer is not None and answer.is_success:
            return answer
        assert time.monotonic() < deadline, "the server did not come up"
        time.sleep(0.2)


def wait_until_gone(folder: Path, seconds: float = 20) -> None:
    """Until no process is left that was started for this folder or in it."""
    deadline = time.monotonic() + seconds
    while left := processes_of(folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.2)


def processes_of(folder: Path) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            place = (process / "cwd").readlink()
        except (OSError, ValueError):
            continue
        if str(folder) in command or place.is_relative_to(folder):
            found.append(command)
    return found
