"""Which engines and versions are supported: named at the start, before anything else goes wrong."""

import re
from importlib.metadata import version

from graph_api.domain import DatabaseUnavailableError
from graph_api.settings import Settings

SUPPORTED = "Neo4j 5.26 LTS, 2025.x or 2026.x"
CALENDAR_VERSIONS = (2025, 2027)
LTS = (5, 26)


def check_version(name: str, number: str, settings: Settings) -> tuple[str, str]:
    """The engine and its version, as `("neo4j", "5.26.20")`.

    `name` and `number` are what the server says of itself. The embedded engine is the one of its
    wheel, whatever it answers over Bolt. Raises DatabaseUnavailableError for one not supported.
    """
    if settings.database_url is None:
        return "arcadedb", version("arcadedb-embedded")
    numbers = tuple(int(part) for part in re.findall(r"\d+", number)[:2])
    supported = numbers[:2] == LTS or (
        numbers and CALENDAR_VERSIONS[0] <= numbers[0] < CALENDAR_VERSIONS[1]
    )
    if name != "Neo4j" or not supported or "compatible" in number:  # with Neo4j, so another one
        raise DatabaseUnavailableError(
            f"{settings.database_url} is {name} {number}, which is not supported; use {SUPPORTED}"
        )
    return "neo4j", number
