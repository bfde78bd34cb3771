"""Which pages there are, in both languages and for whom, and what every page shows around its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from calculator.services.account.rights import Role
from calculator.services.errors import InputProblem
from calculator.web.addresses import asked_again, current_page, field_id, page_url, switch_url
from calculator.web.identity import only
from calculator.web.language import LANGUAGES, language, other_language
from calculator.web.security import FORGERY, SCRIPTED

#: Who may see a page: everybody, or people who are signed in, of any role or of some.
PUBLIC = frozenset({"public"})
SIGNED_IN: frozenset[Role] = frozenset(Role)

#: A page with a form: shown, and sent back.
BOTH = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, its address in Dutch and in English, what answers, and to whom.

    ``forgery`` says when a POST needs a token: ``always``, ``signed in`` (the page keeps nothing for others), or ``never``
    (it keeps nothing at all). What may be done with a farm is not said here but in ``services.rights``.
    """

    name: str
    nl: str
    en: str
    view: Callable[..., Answer]
    methods: tuple[str, ...] = ("GET",)
    roles: frozenset[Role] | frozenset[str] = PUBLIC
    forgery: Literal["always", "signed in", "never"] = "always"


def install(app: Flask, pages: tuple[Page, ...]) -> None:
    """Register every page once per language."""
    for page in pages:
        view = page.view if page.roles == PUBLIC else only(cast("frozenset[Role]", page.roles))(page.view)
        for code, rule in zip(LANGUAGES, (page.nl, page.en), strict=True):
            app.add_url_rule(rule, f"{page.name}:{code}", view, methods=list(page.methods))
    app.extensions[FORGERY] = {page.name: page.forgery for page in pages}
    app.jinja_env.globals.update(
        page_url=page_url,
        asked_again=asked_again,
        static_url=static_url,
        switch_url=switch_url,
        current_page=current_page,
        lang=language,
        other_lang=other_language,
        field_id=field_id,
    )


def static_url(name: str) -> str:
    """The address of a file of ours, with a part that changes when the file does."""
    return url_for("static", filename=name, v=_mark(str(current_app.static_folder), name))


@lru_cache(maxsize=64)
def _mark(folder: str, name: str) -> str:
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]


def html(template: str, status: int = 200, **values: object) -> Response:
    """A page."""
    answer = make_response(render_template(template, **values), status)
    answer.headers["Content-Language"] = language()
    return answer


def watched(answer: Response, *, busy: bool) -> Response:
    """A page that asks by itself how far something is, for as long as that is under way; after that all of it is read anew."""
    if busy:
        answer.headers["Content-Security-Policy"] = SCRIPTED
    elif request.headers.get("HX-Request"):
        answer.headers["HX-Refresh"] = "true"
    return answer


def error_page(status: int, title: str, detail: str, problems: tuple[InputProblem, ...] = ()) -> Response:
    """What went wrong, as a page."""
    return html("error.html", status, title=title, detail=detail, problems=problems)
