"""Writes the pages of docs/ that are made from the code: the domain, the questions, the settings.

`python -m docs.generate` writes them; with `--check` it only says whether they are as the code is.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from pydantic_core import PydanticUndefined

from graph_api.domain import CHAINS, KINDS, MODALITIES, RELATIONS, SERVICES, STAGES, STATUSES, Kind
from graph_api.domain.kinds import ANY_KIND, ORGANISATIONS, PLATFORMS
from graph_api.questions import questions
from graph_api.questions.documentation import markdown
from graph_api.settings import PREFIX, Settings

DOCS = Path(__file__).parent
GENERATED = "<!-- Made by `make docs` from the code; edit the code. -->\n\n"


def pages() -> dict[Path, str]:
    """Every generated page: its path and its whole text."""
    return {
        DOCS / "domain.md": GENERATED + domain_page(),
        DOCS / "questions.md": GENERATED + markdown(questions()),
        DOCS / "settings.md": GENERATED + settings_page(),
    }


def domain_page() -> str:
    """The tables of the words: chains, kinds, relations, vocabularies, services."""
    parts = [
        "# The words\n",
        "What the graph is made of. A node bears the label `Entity` and exactly one kind.\n",
        "## Chains\n",
        _table(
            ("id", "中文", "English", "what stands on it"),
            ((f"`{c.chain}`", c.zh, c.en, c.holds) for c in CHAINS.values()),
        ),
        "## Kinds\n",
        _table(
            ("kind", "中文", "English", "chain"),
            ((f"`{k.kind}`", k.zh, k.en, k.chain or "—") for k in KINDS.values()),
        ),
        "## Relations\n",
        _table(
            ("type", "中文", "from → to", "meaning"),
            (
                (
                    f"`{r.type}`",
                    r.zh,
                    f"{_kinds(r.sources)} {'–' if r.symmetric else '→'} {_kinds(r.targets)}",
                    r.meaning + ("; stored once, lower id first" if r.symmetric else ""),
                )
                for r in RELATIONS.values()
            ),
        ),
        '"organisation" is ' + ", ".join(sorted(ORGANISATIONS)) + ".",
        '"platform" is ' + ", ".join(sorted(PLATFORMS)) + ".\n",
        "## Status of an entity\n",
        "An entity without a status is one whose status no source states.\n",
        _terms(STATUSES),
        "## Modality of a relation\n",
        _terms(MODALITIES),
        "## Stages of the pilot ladder\n",
        _terms(STAGES),
        "## Services, first level\n",
        _table(
            ("id", "中文", "English", "chain", "one of the plan's nine 板块"),
            (
                (f"`{s.id}`", s.zh, s.en, s.chain, "yes" if s.is_section else "no")
                for s in SERVICES.values()
            ),
        ),
    ]
    return "\n".join(parts)


def settings_page() -> str:
    """The table of settings with their defaults."""
    rows = (
        (
            f"`{PREFIX}{name.upper()}`",
            f"`{name}`",
            "" if field.default in (None, PydanticUndefined) else f"`{field.default}`",
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    )
    return "\n".join(
        (
            "# Settings\n",
            "A variable of the environment goes before `sixchains.toml` in the current folder.",
            "`sixchains doctor` prints the values in force; passwords never.\n",
            _table(("variable", "in sixchains.toml", "default", "meaning"), rows),
        )
    )


def _terms(terms: dict) -> str:  # type: ignore[type-arg] # any vocabulary of the domain
    return _table(
        ("id", "中文", "English"), ((f"`{key}`", term.zh, term.en) for key, term in terms.items())
    )


def _kinds(kinds: frozenset[Kind]) -> str:
    if kinds == ANY_KIND:
        return "any"
    names = []
    rest = set(kinds)
    for group, members in (("organisation", ORGANISATIONS), ("platform", PLATFORMS)):
        if members <= rest:
            names.append(group)
            rest -= members
    return ", ".join([*names, *sorted(rest)])


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join(str(value).replace("|", "\\|") for value in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the pages; 1 where a check finds one that is not as the code is."""
    stale = [
        path
        for path, text in pages().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.name} is not as the code is: run make docs\n")
        return int(bool(stale))
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
