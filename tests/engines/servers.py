"""The servers that tests run on: each is real and started when first asked for."""

from contextlib import ExitStack
from pathlib import Path

from graph_api.settings import Settings, read_settings
from graph_api.store import Graph, engine, open_graph
from tests.engines.neo4j_server import CURRENT, LTS, Login, running


class Engines:
    """Servers by name, started when first asked for. Each holds one graph, which tests change."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._settings: dict[str, Settings] = {}
        self._graphs: dict[str, Graph] = {}
        self._logins: dict[str, Login] = {}

    def settings(self, name: str) -> Settings:
        """Settings that lead to the server."""
        if name not in self._settings:
            self._settings[name] = self._start(name)
        return self._settings[name]

    def graph(self, name: str) -> Graph:
        """The open graph of the server."""
        if name not in self._graphs:
            self._graphs[name] = self._stack.enter_context(open_graph(self.settings(name)))
        return self._graphs[name]

    def variables(self, name: str) -> dict[str, str]:
        """Variables of the environment that lead another process to the server."""
        settings = self.settings(name)
        if name in self._logins:
            return self._logins[name].variables
        return {"SIXCHAINS_DATA_FOLDER": str(settings.data_folder)}

    def _start(self, name: str) -> Settings:
        place = self._folder / name
        if name.startswith("arcadedb"):
            settings = read_settings(data_folder=place, heap_megabytes=512)
            self._stack.callback(engine.stop, settings)
            return settings
        release = CURRENT if name.startswith("neo4j-2026") else LTS
        login, _ = self._stack.enter_context(running(release, place))
        self._logins[name] = login
        return read_settings(
            database_url=login.url, database_user=login.user, database_password=login.password
        )
