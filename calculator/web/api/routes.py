"""Routes that answer whoever signed in or holds a token, each described as it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_smorest import Blueprint

from calculator.web.api.describe import Json
from calculator.web.identity import known


def add(
    made: Blueprint, method: str, path: str, view: Callable[..., object], operation: str, summary: str,
    responses: Mapping[str, object], body: Json | None = None, *, parameters: Sequence[Json] = (),
) -> None:  # fmt: skip
    """One of them; ``body`` is what a request sends."""
    about: Json = {"operationId": operation, "summary": summary, "responses": responses}
    if parameters:
        about["parameters"] = list(parameters)
    if body is not None:
        about["requestBody"] = body
    documented = made.doc(**about, security=[{"token": []}, {"session": []}])
    made.route(path, methods=[method], endpoint=operation)(documented(known(view)))
