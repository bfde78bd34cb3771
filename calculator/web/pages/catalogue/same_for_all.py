"""Pages that say the same to everybody: what stands in them is made once, and only the frame around it for each visitor.

What such a page says follows from the rules, the language, the day and its address. Nothing of a person or farm is in it,
so that it may be held in memory; what was not asked for longest goes first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import ParamSpec

from flask import Flask, Response, current_app, render_template, request
from markupsafe import Markup

from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: So many signs of pages are held by a process; a large page has 150 thousand.
MOST = 8_000_000
EXTENSION = "stapelwijzer-same-for-all"
_BARE, _BETWEEN = "parts/bare.html", "\0"

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, by the names that its template knows; ``problems`` are those of its address."""

    template: str
    values: Mapping[str, object]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Made:
    """Title and content of a page."""

    title: Markup
    content: Markup


class Held:
    """The pages that were made, those of longest ago first."""

    def __init__(self, most: int = MOST) -> None:
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock, self._most, self._signs = Lock(), most, 0

    def get(self, key: Hashable) -> Made | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def put(self, key: Hashable, made: Made) -> None:
        with self._lock:
            if key in self._made:
                return
            self._made[key] = made
            self._signs += len(made.content)
            while self._signs > self._most and len(self._made) > 1:
                _, oldest = self._made.popitem(last=False)
                self._signs -= len(oldest.content)


def install(app: Flask) -> None:
    """Give an application a memory of its own."""
    app.extensions[EXTENSION] = Held()
    app.jinja_env.globals["around"] = "layout.html"


def same_for_all(view: Callable[P, Shown]) -> Callable[P, Response]:
    """A view that says what its page shows becomes one that answers with the page."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Response:
        services = wired().services
        held: Held = current_app.extensions[EXTENSION]
        asked = tuple(sorted(request.args.items(multi=True)))
        key = (request.path, asked, language(), services.today(), services.rulebook().digest)
        made, status = held.get(key), 200
        if made is None:
            shown = view(*args, **kwargs)
            made, status = _make(shown), shown.status
            if status == 200:
                held.put(key, made)
        return html("parts/made.html", status, title=made.title, content=made.content)

    return answered


def _make(shown: Shown) -> Made:
    # The texts are those of a template, which escaped what stands in them.
    said = render_template(shown.template, **{**shown.values, "around": _BARE})
    title, _, content = said.partition(_BETWEEN)
    return Made(Markup(title), Markup(content))  # noqa: S704
