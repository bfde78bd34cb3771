"""The form of a farm: fill it in, see what it is paid. Without an account it is sent to and fro and nothing is kept.

``my_farms`` shows the same form for a farm that is kept; then ``Filled.kept`` says which one, and as it was when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Response, request
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from calculator.services import award_options
from calculator.services.awards import canonical
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.profile_parse import parse
from calculator.store import Examples
from calculator.web.forms import document as documents
from calculator.web.forms import labels
from calculator.web.forms import options as lists
from calculator.web.forms import tree as trees
from calculator.web.forms.shape import Group, with_indicators
from calculator.web.forms.tree import Tree
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.views.result import arrange
from calculator.web.wiring import wired

#: How many years a person may ask for on the page.
MOST_YEARS = 10


#: How a measure that is only considered stands in a document.
_CANDIDATE = b'"status":"candidate"'


@dataclass(frozen=True, slots=True)
class Kept:
    """Which kept farm the form shows, at which revision; and what somebody else changed meanwhile."""

    farm_id: str
    revision: int
    overtaken_at: datetime | None = None
    differs: tuple[str, ...] = ()


@dataclass(slots=True)
class Filled:
    """The form as it stands: the fields, the document they started from, and what was asked."""

    tree: Tree
    base: object = None
    on: str = ""
    years: str = "1"
    mode: str = ""
    problems: tuple[InputProblem, ...] = ()
    reason: str = ""
    focus: str = ""
    kept: Kept | None = None


def answer() -> Response:
    """GET shows the form, empty or with an example; POST changes rows, goes back to the form, or computes."""
    fields = shape()
    if request.method == "GET":
        return show(_begin(fields), fields)
    if "document" in request.form:
        return _from_document(fields)
    return act(sent(fields), fields)


def sent(shape: Group) -> Filled:
    """The form as the browser sent it; raises InputProblems where its first document cannot be read any more."""
    return Filled(
        tree=trees.read(request.form.to_dict(flat=False), shape),
        base=_base(),
        on=request.form.get("/on", ""),
        years=request.form.get("/years", "1"),
    )


def act(filled: Filled, shape: Group) -> Response:
    """Do what the pressed button says: add or remove a row, show the form, or compute."""
    kind, _, pointer = request.form.get("action", "compute").partition(":")
    if kind == "add":
        filled.focus = trees.add_row(filled.tree, pointer, shape) or pointer
        return show(filled, shape)
    if kind == "remove":
        trees.remove_row(filled.tree, pointer, shape)
        filled.focus = pointer.rpartition("/")[0]
        return show(filled, shape)
    if kind == "show":
        return show(filled, shape)
    return _compute(filled, shape)


def shape() -> Group:
    """Everything the form asks for, under today's rules."""
    rulebook = wired().services.rulebook()
    return with_indicators(list(rulebook.codelists.get("indicators", {})))


def _begin(shape: Group) -> Filled:
    today = wired().services.today()
    example = request.args.get("example")
    if example:
        farm = Examples(wired().database).get(example)
        if farm is None:
            raise NotFound
        return Filled(
            documents.from_document(farm.document, shape, language()), farm.document, today.isoformat(), "1"
        )
    tree: Tree = {"year": str(today.year), "parcels": [{"id": "P1", "measures": [{"code": ""}]}]}
    return Filled(tree, None, today.isoformat(), "1")


def _base() -> object:
    """The document the form started from; one that is not ours any more raises InputProblems."""
    carried = request.form.get("base", "")
    return parse(carried) if carried else None


def _from_document(shape: Group) -> Response:
    """The result page came back with its document: to change it, or to see it in the other language."""
    document = parse(request.form["document"])
    filled = Filled(
        documents.from_document(document, shape, language()),
        document,
        request.form.get("on", ""),
        request.form.get("years", "1"),
        request.form.get("mode", ""),
    )
    return show(filled, shape) if request.form.get("action") == "edit" else _result(document, filled, shape)


def _compute(filled: Filled, shape: Group) -> Response:
    document = read(filled, shape)
    return show(filled, shape) if document is None else _result(document, filled, shape)


def read(filled: Filled, shape: Group) -> dict[str, object] | None:
    """The profile in the fields; None, with every problem in ``filled.problems``, where it is not right yet."""
    filled.tree = cast("Tree", trees.compact(filled.tree, shape))
    document, unread = documents.to_document(filled.tree, filled.base, shape)
    filled.problems = tuple(unread)
    services = wired().services
    try:
        # What the rules say of the rest is told at once, not after the numbers are mended.
        services.read(document, services.rulebook())
    except InputProblems as wrong:
        known = {problem.pointer for problem in unread}
        filled.problems += tuple(p for p in wrong.problems if p.pointer not in known)
    return None if filled.problems else document


def _result(document: object, filled: Filled, shape: Group) -> Response:
    services = wired().services
    rulebook = services.rulebook()
    try:
        asked = award_options.read(
            rulebook,
            on=filled.on or None,
            years=filled.years or None,
            mode=filled.mode or None,
            today=services.today(),
            prefix="/",
        )
        result = services.compute(
            rulebook,
            document,
            on=asked.on,
            years=asked.years,
            mode=asked.mode,
            language=language(),
        )
    except InputProblems as wrong:
        filled.problems = wrong.problems
        return show(filled, shape)
    except CannotComplete as stop:
        filled.reason = stop.reason[language()]
        return show(filled, shape)
    return html(
        "result.html",
        view=arrange(result.award, rulebook, language()),
        award=result.award,
        document=canonical(document).decode(),
        on=asked.on.isoformat(),
        years=asked.years,
        mode=asked.mode,
        wishes=_CANDIDATE in canonical(document),
    )


def show(filled: Filled, shape: Group) -> Response:
    """The form with what is filled in, and what is wrong with it."""
    rulebook = wired().services.rulebook()
    problems = labels.spoken(filled.problems)
    wrong = bool(problems or filled.reason)
    return html(
        "farm.html",
        422 if wrong else 200,
        form=filled,
        tree=filled.tree,
        base="" if filled.base is None else canonical(filled.base).decode(),
        kept=_kept(filled.base, shape),
        lists=lists.options(rulebook, language()),
        measures=lists.measures(rulebook, language()),
        indicators=lists.indicators(rulebook, language()),
        problems=problems,
        wrong={problem.pointer: problem for problem in reversed(problems)},
        places={problem.pointer: labels.place(problem.pointer, filled.tree) for problem in problems},
        years_options=_years(),
    )


def _kept(base: object, shape: Group) -> list[str]:
    """The parts of the document that the page does not show but carries along."""
    if not isinstance(base, dict):
        return []
    words = labels.labels()
    carried = [str(key) for key, value in base.items() if key not in (*shape.fields, "profile") and value]
    return [words.get(key, key).lower() for key in carried]


def _years() -> list[tuple[str, str]]:
    """From one to ten years, in words."""
    return [(str(count), ngettext("één jaar", "%(num)s jaar", count)) for count in range(1, MOST_YEARS + 1)]
