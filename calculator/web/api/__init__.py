"""The API and its OpenAPI description. Only what is sent under an account is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apispec import BasePlugin
from flask import Flask
from flask_smorest import Api

from calculator import __version__
from calculator.web.api import (
    awards,
    batches,
    describe,
    farms,
    health,
    populations,
    registry,
    scenarios,
    schemas,
    statements,
)

TITLE = "Stapelwijzer"

_SECURITY: dict[str, dict[str, str]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token, made on the account page; it has scopes and an end.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-stapelwijzer",
        "description": "A browser that is signed in; what changes something also needs X-CSRFToken.",
    },
}


class EverywhereAlike(BasePlugin):
    """What any route may answer stands at each of them, and nothing stands there that none answers."""

    def operation_helper(
        self, path: str | None = None, operations: Mapping[str, Any] | None = None, **_more: Any
    ) -> None:
        for operation in (operations or {}).values():
            answers = operation.setdefault("responses", {})
            answers.pop("default", None)
            answers.setdefault("422", describe.problem("The address holds the sign NUL."))
            if path != "/healthz":
                answers.setdefault("503", describe.problem("Too busy, or the database is away: try again."))
            if path and path.startswith("/api/"):
                answers.setdefault("429", describe.problem("Too often."))


def install(app: Flask) -> None:
    """Register every route of the API and describe it at ``/api/v1/openapi.json``."""
    app.config.update(
        API_TITLE=TITLE,
        API_VERSION=__version__ or "0",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app)
    api.spec.plugins.append(EverywhereAlike())
    for name, scheme in _SECURITY.items():
        api.spec.components.security_scheme(name, scheme)
    for name, schema in schemas.components().items():
        api.spec.components.schema(name, schema)
    for module in (health, awards, farms, statements, batches, scenarios, populations, registry, schemas):
        api.register_blueprint(module.blueprint())
