"""The import of Neo4j's own admin tool, as `import.sh` of an export calls it, without an installation."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.settings import read_settings
from graph_api.store import Graph, open_graph
from graph_api.store.bulk_repair import repair
from tests.engines.neo4j_server import LTS, OPENED, jars, java, running

MAIN = "org.neo4j.server.startup.Neo4jAdminCommand"


@contextmanager
def imported(export: Path, place: Path) -> Iterator[Graph]:
    """The graph of a server whose database was imported from the export; `place` is an empty folder."""
    run_import(export, place)
    with running(LTS, place / "server") as (login, _):
        settings = read_settings(
            database_url=login.url, database_user=login.user, database_password=login.password
        )
        with open_graph(settings) as graph:
            repair(graph)
            yield graph


def run_import(export: Path, place: Path, *options: str) -> None:
    """Run `import.sh` with a `neo4j-admin` of ours, whose data are `place/server/data`."""
    home, data = place / "tool", place / "server" / "data"
    (home / "bin").mkdir(parents=True)
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(f"server.directories.data={data}\n", "utf-8")
    tool = [str(java(LTS.java)), "-Xmx1g", *OPENED, "-cp", f"{jars(LTS)}/*", MAIN]
    program = home / "bin" / "neo4j-admin"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(tool)} "$@"\n', "utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        [
            "sh",
            export / "import.sh",
            "neo4j",
            "--verbose",
            f"--report-file={place / 'report'}",
            *options,
        ],
        cwd=place,
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
