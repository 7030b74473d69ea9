"""What every command needs: the settings, the language, and a graph that is open while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from graph_api.cli.output import STDERR
from graph_api.settings import Settings
from graph_api.store import Graph, open_graph
from loaders.pipeline import Options
from loaders.pipeline import Progress as TellsProgress

PHASES = {
    "read": ("读取", "reading"),
    "compare": ("比较", "comparing"),
    "match": ("比对名称", "matching names"),
    "write": ("写入", "writing"),
    "sweep": ("清理", "sweeping"),
    "index": ("建索引", "indexing"),
}


@dataclass(frozen=True, slots=True)
class Context:
    """The settings in force and what follows from them."""

    settings: Settings

    @property
    def chinese(self) -> bool:
        """Whether people are spoken to in Chinese."""
        return self.settings.language == "zh"

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the settings."""
        return zh if self.chinese else en

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """The graph, open until the block ends; the embedded engine is started where it must be."""
        with open_graph(self.settings) as graph:
            yield graph

    @contextmanager
    def progress(self) -> Iterator[TellsProgress]:
        """A bar on a terminal, silence elsewhere: called with a phase, records done and in all."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(
            *columns, console=STDERR, transient=True, disable=not STDERR.is_terminal
        ) as bar:
            task = bar.add_task("", total=None)

            def tell(phase: str, done: int, total: int | None) -> None:
                zh, en = PHASES.get(phase, (phase, phase))
                bar.update(task, description=self.say(zh, en), completed=done, total=total)

            yield tell

    @contextmanager
    def load_options(self, **fields: Any) -> Iterator[Options]:  # noqa: ANN401 - those of Options
        """How commands load: with a bar, a list of what was rejected, and what is known of names."""
        from loaders.identity.known import known_in

        folder = self.settings.data_folder

        def waiting(purpose: str) -> None:
            STDERR.print(self.say(f"正在等待：{purpose}", f"Waiting for {purpose}"), markup=False)

        with self.progress() as progress:
            yield Options(
                known=known_in(folder),
                progress=progress,
                reports=folder / "reports",
                waiting=waiting,
                **fields,
            )


def json_option(context: Context) -> Any:  # noqa: ANN401 - what typer.Option returns is its own
    """The option `--json` that every command with a table has."""
    return typer.Option("--json", help=context.say("输出 JSON", "Print JSON"))
