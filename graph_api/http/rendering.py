"""Pages for people: templates, the words they use, and what a page is allowed to load."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

import viz
from graph_api.domain import (
    CHAINS,
    KINDS,
    MODALITIES,
    RELATIONS,
    STAGES,
    STATUSES,
    Chain,
    Kind,
    Modality,
    RelationType,
    Stage,
    Status,
)
from graph_api.domain.status import UNKNOWN_STATUS
from graph_api.http.problems import Problem
from graph_api.questions.labels import (
    BASES,
    COLUMNS,
    COLUMNS_EN,
    GAPS,
    GROUPS,
    PARAMETERS,
    PROPERTIES,
    VALUES,
)
from graph_api.settings import Settings
from graph_api.version import VERSION

_VIZ = Path(viz.__file__).parent
TEMPLATES = _VIZ / "templates" / "console"
STATIC = _VIZ / "static" / "console"

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; connect-src 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Nothing inline and nothing from elsewhere: a text that slips into a page as markup can do nothing."""

LANGUAGES = ("zh", "en")


class Pages:
    """Renders the templates of the console."""

    def __init__(self, settings: Settings) -> None:
        self._language = settings.language
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            CHAINS=CHAINS, KINDS=KINDS, STATUSES=STATUSES, version=VERSION
        )

    def language(self, request: Request) -> str:
        """The language of a page: the parameter `lang`, else that of the settings."""
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self._language

    def words(self, request: Request) -> "Words":
        """The words of the page that a request asks for."""
        return Words(self.language(request), switched=self._language)

    def render(
        self, request: Request, template: str, /, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A page in the language of the request."""
        words = self.words(request)
        html = self._environment.get_template(template).render(
            **words.functions(), path=request.url.path, query=request.query_params, **values
        )
        headers = {"content-security-policy": PAGE_POLICY, "cache-control": "no-cache"}
        return HTMLResponse(html, status, headers)


class Words:
    """The words of one page in one language."""

    def __init__(self, language: str, switched: str) -> None:
        self.language = language
        self._explicit = language != switched

    def functions(self) -> dict[str, Any]:
        """What the templates call."""
        found: dict[str, Any] = {
            function.__name__: function
            for function in (
                self.say,
                self.link,
                self.entity_link,
                self.kind,
                self.kinds,
                self.chain,
                self.status,
                self.modality,
                self.stage,
                self.relation,
                self.column,
                self.group,
                self.gap,
                self.parameter,
                self.basis,
                self.value,
            )
        }
        return found | {"lang": self.language, "shape": shape_of}

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the page."""
        return zh if self.language == "zh" else en

    def link(self, path: str, **parameters: object) -> str:
        """An address of this server, with the language kept where it was chosen; `lang=None` leaves it out."""
        given = {name: value for name, value in parameters.items() if value not in {None, ""}}
        if self._explicit and "lang" not in parameters:
            given["lang"] = self.language
        text = quote(path, safe="/:")
        return f"{text}?{urlencode(given, doseq=True)}" if given else text

    def entity_link(self, entity_id: str) -> str:
        """The page of an entity."""
        return self.link(f"/entities/{entity_id}")

    def kind(self, kind: str) -> str:
        """A kind, as people say it."""
        return self.say(KINDS[Kind(kind)].zh, KINDS[Kind(kind)].en)

    def kinds(self, kinds: Collection[str]) -> str:
        """Kinds, as people say them, in one line."""
        return self.say("、", ", ").join(self.kind(one) for one in kinds)

    def chain(self, chain: str) -> str:
        """A chain, as people say it."""
        return self.say(CHAINS[Chain(chain)].zh, CHAINS[Chain(chain)].en)

    def status(self, status: str | None) -> str:
        """A status, or that none is stated."""
        term = STATUSES[Status(status)] if status else UNKNOWN_STATUS
        return self.say(term.zh, term.en.partition(":")[0])

    def modality(self, modality: str) -> str:
        """How a relation is meant."""
        term = MODALITIES[Modality(modality)]
        return self.say(term.zh, term.en)

    def stage(self, stage: str) -> str:
        """A rung of the pilot ladder."""
        return self.say(STAGES[Stage(stage)].zh, STAGES[Stage(stage)].en)

    def relation(self, name: str) -> str:
        """A type of relation."""
        english = name.replace("_", " ").lower()
        return self.say(RELATIONS[RelationType(name)].zh, english)

    def column(self, name: str) -> str:
        """The heading of a column of an answer."""
        plain = name.replace("_", " ")
        zh = COLUMNS.get(name) or PROPERTIES.get(name, plain)
        return self.say(zh, COLUMNS_EN.get(name, plain))

    def group(self, name: str) -> str:
        """A group of questions."""
        return self.say(*GROUPS.get(name, (name, name)))

    def gap(self, name: str) -> str:
        """A sort of gap of a complex."""
        return self.say(*GAPS.get(name, (name, name)))

    def parameter(self, name: str) -> str:
        """A parameter of a question, as the label of its field."""
        plain = name.replace("_", " ")
        return self.say(PARAMETERS.get(name, COLUMNS.get(name, plain)), plain)

    def basis(self, basis: str) -> str:
        """Why an entity stands on its chain."""
        return self.say(*BASES[basis])

    def value(self, text: str, under: str = "") -> str:
        """A value that is a word of ours, in the language of the page; any other as it is.

        `under` is the column it stands in: `service` is a chain under `chain` and else a service.
        """
        if under == "gap":
            return self.gap(text)
        if under != "chain" and text in VALUES:
            return self.say(VALUES[text], text)
        for known in (STATUSES, MODALITIES, STAGES):
            for word, term in known.items():
                if text == word:
                    return self.say(term.zh, term.en.partition(":")[0])
        if text in set(Chain):
            return self.chain(text)
        if text in set(Kind):
            return self.kind(text)
        if text in set(RelationType):
            return self.relation(text)
        return text


def shape_of(value: object) -> str:
    """What a value of a row is, for the template that shows it."""
    match value:
        case None | [] | () | "":
            return "nothing"
        case bool():
            return "yes-no"
        case {"nodes": _, "relations": _}:
            return "path"
        case {"id": _, "kind": _, "name": _}:
            return "node"
        case {"type": _, "from": _, "to": _}:
            return "relation"
        case Mapping():
            return "map"
        case list() | tuple():
            return "list"
        case int() | float():
            return "number"
        case _:
            return "text"


def problem_page(request: Request, problem: Problem, document: Mapping[str, Any]) -> HTMLResponse:
    """A problem as a page for a browser."""
    pages: Pages = request.app.state.context.pages
    response = pages.render(
        request, "problem.html", problem.status, problem=problem.kind, document=document
    )
    response.headers.update(problem.headers)
    return response
