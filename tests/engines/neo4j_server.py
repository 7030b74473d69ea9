"""A real Neo4j without a container: the server's jars from Maven Central, run by the Java at hand.

Provisioned once into `.cache/` of the repository; each server has a home of its own.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j

CACHE = Path(__file__).parents[2] / ".cache"
START_SECONDS = 120
OPENED = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sixchains</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{0}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{0}</version></dependency>
  </dependencies>
</project>
"""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of Neo4j, the least Java that runs it, and its main class."""

    version: str
    java: int
    main: str


LTS = Release("5.26.20", 17, "org.neo4j.server.CommunityEntryPoint")
CURRENT = Release("2026.09.0", 21, "org.neo4j.server.Neo4jCommunity")


@dataclass(frozen=True, slots=True)
class Login:
    """Where a running server is and how to log in."""

    url: str
    user: str
    password: str

    @property
    def variables(self) -> dict[str, str]:
        return {
            "SIXCHAINS_DATABASE_URL": self.url,
            "SIXCHAINS_DATABASE_USER": self.user,
            "SIXCHAINS_DATABASE_PASSWORD": self.password,
        }


@contextmanager
def running(release: Release, home: Path) -> Iterator[tuple[Login, subprocess.Popen[bytes]]]:
    """A server of this release in an empty home, stopped at the end of the block."""
    port = free_port()
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(
        f"server.bolt.listen_address=127.0.0.1:{port}\n"
        f"server.bolt.advertised_address=127.0.0.1:{port}\n"
        "server.http.enabled=false\n"
        "server.memory.heap.initial_size=256m\n"
        "server.memory.heap.max_size=768m\n"
        "server.memory.pagecache.size=64m\n"
        "dbms.usage_report.enabled=false\n",
        encoding="utf-8",
    )
    command = [
        str(java(release.java)),
        "-Xmx768m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",  # short-lived: compiling for speed costs more than it saves
        *OPENED,
        "-cp",
        f"{jars(release)}/*",
        release.main,
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
    ]
    with (home / "console.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_until_started(server, home)
        yield Login(f"bolt://127.0.0.1:{port}", "neo4j", first_login(port)), server
    finally:
        server.kill()  # its home is thrown away: there is nothing to close in order
        server.wait(30)


def jars(release: Release) -> Path:
    """The folder with the jars of a release, fetched where it is missing."""
    folder = CACHE / f"neo4j-{release.version}"
    if (folder / "complete").exists():
        return folder / "lib"
    maven = shutil.which("mvn")
    assert maven, "Maven is needed to provision Neo4j for the tests: run make system"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pom.xml").write_text(POM.format(release.version), encoding="utf-8")
    subprocess.run(
        [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"],
        cwd=folder,
        check=True,
        timeout=600,
        stdin=subprocess.DEVNULL,
    )
    (folder / "complete").touch()
    return folder / "lib"


def java(least: int) -> Path:
    """The oldest Java on this machine that is new enough."""
    homes = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    homes += sorted(Path("/usr/lib/jvm").glob("*")) if Path("/usr/lib/jvm").exists() else []
    programs = [home / "bin" / "java" for home in homes]
    on_path = shutil.which("java")
    programs += [Path(on_path)] if on_path else []
    found = sorted((java_version(program), program) for program in programs if program.exists())
    fitting = [program for number, program in found if number >= least]
    assert fitting, f"Java {least} or later is needed for this Neo4j; found: {found}"
    return fitting[0]


def java_version(program: Path) -> int:
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    match = re.search(r'version "(\d+)', done.stderr)
    return int(match.group(1)) if match else 0


def wait_until_started(server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    log = home / "logs" / "neo4j.log"
    while not (log.exists() and "Started." in log.read_text("utf-8", errors="replace")):
        console = (home / "console.log").read_text("utf-8", errors="replace")
        assert server.poll() is None, f"Neo4j ended while it started: {console[-2000:]}"
        assert time.monotonic() < deadline, f"Neo4j did not start: {console[-2000:]}"
        time.sleep(0.1)


def first_login(port: int) -> str:
    """Change the first password and return the new one."""
    password = secrets.token_urlsafe(12)
    url = f"bolt://127.0.0.1:{port}"
    with (
        neo4j.GraphDatabase.driver(url, auth=("neo4j", "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=password).consume()
    return password


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
