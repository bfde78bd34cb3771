"""The words of OpenAPI that more than one route uses."""

from __future__ import annotations

Json = dict[str, object]

DAY: Json = {
    "name": "on",
    "in": "query",
    "description": "The reference date; today where it is absent.",
    "schema": {"type": "string", "format": "date"},
}
RECORDED: Json = {
    "name": "recorded",
    "in": "query",
    "description": "As the registry said it on that earlier day; what is recorded now where it is absent.",
    "schema": {"type": "string", "format": "date"},
}
YEARS: Json = {
    "name": "years",
    "in": "query",
    "description": "How many years to compute, from the farming year of the reference date on.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 30, "default": 1},
}
MODE: Json = {
    "name": "mode",
    "in": "query",
    "description": "managed: the measures are given; advise: candidate measures may be chosen too.",
    "schema": {"type": "string", "enum": ["managed", "advise"], "default": "managed"},
}
_MEASURES: Json = {"type": "array", "maxItems": 200, "items": {"type": "string"}}
#: What may be set for the plan in mode advise.
WISH: tuple[Json, ...] = (
    {
        "name": "effort",
        "in": "query",
        "description": "advise: the most that new measures may ask, in euros per year (cost and lost income).",
        "schema": {"type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,2})?$"},
    },
    {
        "name": "lock",
        "in": "query",
        "description": "advise: measures that must be in the plan, as CODE or CODE@UNIT; may stand more than once.",
        "schema": _MEASURES,
    },
    {
        "name": "forbid",
        "in": "query",
        "description": "advise: measures that stay out of the plan, as CODE or CODE@UNIT; may stand more than once.",
        "schema": _MEASURES,
    },
)
LANGUAGE: Json = {
    "name": "Accept-Language",
    "in": "header",
    "description": "nl (default) or en.",
    "schema": {"type": "string"},
}


def body(schema: str) -> Json:
    """A JSON request body of a component schema."""
    return sent(reference(schema))


def sent(schema: Json, kind: str = "application/json") -> Json:
    """A request body of a schema that only one route knows."""
    return {"required": True, "content": {kind: {"schema": schema}}}


def answer(description: str, schema: Json) -> Json:
    """An answer in JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def content(answer: Json) -> Json:
    """The kinds of content of an answer."""
    found = answer["content"]
    assert isinstance(found, dict), "every answer here has content"
    return found


def problem(description: str) -> Json:
    """An answer that is an error."""
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    }


def reference(schema: str) -> Json:
    """A reference to a component schema."""
    return {"$ref": f"#/components/schemas/{schema}"}


#: How every call at the bench may be refused, how one about a thing that is there or not, and how one that changes something.
OFTEN_AT_BENCH: dict[str, Json] = {
    "401": problem("Nobody is known to ask."),
    "403": problem("Not at the bench, or the scope of the token does not reach so far."),
    "429": problem("Too often."),
}
ONE_AT_BENCH: dict[str, Json] = {
    **OFTEN_AT_BENCH,
    "404": problem("There is no such thing, as far as whoever asks may know."),
}
FORGED: dict[str, Json] = {
    "400": problem("The body is not JSON, or a session sends no token against forgery.")
}
