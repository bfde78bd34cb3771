"""The API and its OpenAPI description. Nothing that is sent in is kept."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from calculator import __version__
from calculator.web.api import awards, health, registry, schemas

TITLE = "Stapelwijzer"


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
    for name, schema in schemas.components().items():
        api.spec.components.schema(name, schema)
    for module in (health, awards, registry, schemas):
        api.register_blueprint(module.blueprint())
