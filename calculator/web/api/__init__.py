"""The API and its OpenAPI description. Only what is sent to ``/farms``, ``/statements`` and ``/batches`` is kept."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from calculator import __version__
from calculator.web.api import awards, batches, farms, health, registry, schemas, statements

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
    for name, scheme in _SECURITY.items():
        api.spec.components.security_scheme(name, scheme)
    for name, schema in schemas.components().items():
        api.spec.components.schema(name, schema)
    for module in (health, awards, farms, statements, batches, registry, schemas):
        api.register_blueprint(module.blueprint())
