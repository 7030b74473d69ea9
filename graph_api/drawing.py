"""The views of the graph as it is: what the command line writes to a file and the server sends."""

from graph_api.domain import NotFoundError, Subgraph
from graph_api.questions import FOLDER, read_question
from graph_api.store import Graph, neighbours, paths, resolve, sources, whole
from graph_api.store.paths import LONGEST
from viz import Asked, Language, ego, path, six_chains

MOST_RELATIONS = 200
MOST_PATHS = 10
LONGEST_PATH = 4


def draw_six_chains(graph: Graph, lang: Language, subgraph: Subgraph | None = None) -> str:
    """The six lanes by complex of everything, or of a subgraph that was read already."""
    drawn = whole(graph) if subgraph is None else subgraph
    return six_chains(drawn, lang=lang, question=_asked("everything", lang), sources=sources(graph))


def draw_ego(graph: Graph, of: str, lang: Language, *, limit: int = MOST_RELATIONS) -> str:
    """An entity, by id or name, with its first `limit` relations. Raises what `resolve` raises."""
    centre = resolve(graph, of)
    subgraph, total = neighbours(graph, centre.id, limit=limit)
    question = _asked("neighbours", lang, entity=centre.id, limit=limit)
    return ego(
        subgraph, centre.id, total=total, lang=lang, question=question, sources=sources(graph)
    )


def draw_path(
    graph: Graph,
    ends: tuple[str, str],
    lang: Language,
    *,
    longest: int = LONGEST_PATH,
    limit: int = MOST_PATHS,
) -> str:
    """The best paths between two entities, by id or name.

    Raises NotFoundError where no path is that short, and what `resolve` and `paths` raise.
    """
    one, other = (resolve(graph, end) for end in ends)
    subgraph, ranked = paths(graph, one.id, other.id, longest=longest, limit=limit)
    if not ranked:
        raise NotFoundError(
            f"no path of {longest} steps or fewer joins {one.name} and {other.name}; "
            f"allow more steps (at most {LONGEST})"
        )
    question = _asked("path_between", lang, **{"from": one.id, "to": other.id, "limit": limit})
    return path(subgraph, ranked, lang=lang, question=question, sources=sources(graph))


def _asked(name: str, lang: Language, **parameters: object) -> Asked:
    """The question whose answer the view draws, with the arguments that it was drawn for."""
    question = read_question(FOLDER / "network" / f"{name}.cypher")
    given = {parameter.name: parameter.default for parameter in question.parameters}
    title = question.title_zh if lang == "zh" else question.title
    return Asked(question.query, title, {**given, **parameters})
