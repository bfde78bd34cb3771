"""The published JSON Schemas: as files of their own, and inside the OpenAPI description."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Response
from flask_smorest import Blueprint
from werkzeug.exceptions import NotFound

from calculator import resources
from calculator.web.api import describe

FOLDER = Path(__file__).resolve().parents[1] / "schemas"

#: The name in the address, and the name in the OpenAPI description.
NAMES = {
    "farm-profile": "FarmProfile",
    "award": "Award",
    "problem": "Problem",
    "schemes": "Schemes",
    "scheme": "Scheme",
    "matrix": "Matrix",
    "unknown-pairs": "UnknownPairs",
}
#: The schemas of rule files, for the editors of whoever keeps rules: name in the address, file in ``rules/schema``.
EDITORS = {
    "scheme-file": "scheme.schema.json",
    "limit-file": "limit.schema.json",
    "case-file": "case.schema.json",
}

Json = dict[str, object]


def blueprint() -> object:
    """The routes of this module."""
    made = Blueprint("schemas", __name__, url_prefix="/api/v1", description="JSON Schemas.")
    documented = made.doc(
        operationId="getSchema",
        summary="A JSON Schema",
        responses={
            "200": {"description": "The schema.", "content": {"application/schema+json": {}}},
            "404": describe.problem("There is no such schema."),
        },
    )
    made.route("/schemas/<name>", methods=["GET"])(documented(schema))
    return made


def schema(name: str) -> Response:
    """The file as it stands."""
    if name in EDITORS:
        file = resources.rules_dir() / "schema" / EDITORS[name]
    elif name in NAMES:
        file = FOLDER / f"{name}.schema.json"
    else:
        raise NotFound
    return Response(file.read_bytes(), content_type="application/schema+json; charset=utf-8")


@lru_cache(maxsize=len(NAMES))
def load(name: str) -> Json:
    """One schema as data; it is shared, so nobody may change it."""
    return cast("Json", json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8")))


def components() -> dict[str, Json]:
    """The schemas and their definitions under the names that OpenAPI refers to."""
    found: dict[str, Json] = {}
    for name, component in NAMES.items():
        whole = cast("Json", _moved(load(name), component))
        for inner, definition in cast("dict[str, Json]", whole.pop("$defs", {})).items():
            found[component + inner] = definition
        for key in ("$schema", "$id"):
            whole.pop(key, None)
        found[component] = whole
    return found


def _moved(value: object, component: str) -> object:
    """A copy in which references to ``#/$defs/x`` point at the component they become."""
    if isinstance(value, dict):
        return {
            key: inner.replace("#/$defs/", f"#/components/schemas/{component}")
            if key == "$ref" and isinstance(inner, str)
            else _moved(inner, component)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_moved(inner, component) for inner in value]
    return value
