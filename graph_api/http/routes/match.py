"""Matching: who can supply which service to which firm, and why not somebody else."""

from typing import Any

from fastapi.responses import Response

from graph_api.domain import SixChainsError
from graph_api.http.answers import Json
from graph_api.http.context import ContextDep
from graph_api.http.models_matching import (
    AlgorithmShape,
    ExplainIn,
    ExplanationShape,
    MatchedShape,
    MatchesShape,
    MatchIn,
    plain_result,
)
from graph_api.http.problems import problem_of
from graph_api.http.routes.routers import plain
from graph_api.matching import algorithms as describe
from graph_api.matching import explain_pair, match
from graph_api.store import resolve

router = plain("matching")

UNANSWERED: dict[str, Any] = MatchedShape().model_dump()
"""The answer to a need that could not be answered, without the problem."""


@router.post("/match", operation_id="match", response_model=MatchesShape)
def match_needs(asked: MatchIn, context: ContextDep) -> Json:
    """Providers for up to 100 needs, each with reasons whose contributions sum to its score.

    A need that cannot be understood has a `problem` in its place and the others are answered; when
    that is true of every need, the request itself fails with the problem of the first.
    """
    held = context.snapshots.current()
    answers: list[dict[str, Any]] = []
    failures: list[SixChainsError] = []
    for position, one in enumerate(asked.needs):
        try:
            result = match(held.matching, one.need(), asked.limit, weights=asked.weights)
        except SixChainsError as error:
            failures.append(error)
            document = problem_of(error).document(f"/v1/match#/needs/{position}", "")
            answers.append({**UNANSWERED, "problem": document})
        else:
            answers.append(plain_result(result))
    if len(failures) == len(asked.needs):
        raise failures[0]
    return Json({"answers": answers})


@router.post("/match/explain", operation_id="explain_match")
def explain(asked: ExplainIn, context: ContextDep) -> ExplanationShape:
    """Why a provider stands where it does for a need, or which gate stopped it."""
    provider = resolve(context.graph, asked.provider).id
    held = context.snapshots.current()
    return ExplanationShape.of(
        explain_pair(held.matching, asked.need.need(), provider, asked.limit, weights=asked.weights)
    )


@router.get("/algorithms", operation_id="algorithms")
async def algorithms(response: Response) -> list[AlgorithmShape]:
    """Every gate and every part of the score, with its weight in points and its explanation."""
    response.headers["cache-control"] = "no-cache"
    return [AlgorithmShape.of(description) for description in describe()]
