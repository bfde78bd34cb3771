"""The form of a farm: fill it in, see what it is paid. Every step has an address, so that going back shows what was filled in.

Without an account the form is kept, sealed, until the browser closes (``services.drafts``). ``account.farms`` shows the same form
for a farm that is kept; then ``Filled.kept`` says which one.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from calculator.domain.farm import Measure
from calculator.services.award import applying, parcel_matrix, payer_costs, possible_payments, unsaid_places
from calculator.services.award.awards import canonical
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.profile import profiles
from calculator.services.profile.parse import parse
from calculator.store import Examples
from calculator.web import drafting
from calculator.web.addresses import page_url
from calculator.web.forms import labels, quick
from calculator.web.forms import tree as trees
from calculator.web.forms.shape import Group
from calculator.web.forms.tree import Tree
from calculator.web.language import language
from calculator.web.pages.farm import form, mending, plan
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.views import aid_window, todo
from calculator.web.views.result import arrange
from calculator.web.wiring import wired

_EXAMPLE = "example:"
#: How a measure that is only considered stands in a document.
_CANDIDATE = b'"status":"candidate"'


def start() -> Answer:
    """GET shows the form: empty, with an example, or as this browser left it; POST does what the button says."""
    fields = form.shape()
    if request.method == "POST":
        return posted(fields)
    example = request.args.get("example", "")
    return form.show(resumed(_about(example)) or _begin(example, fields), fields)


def draft(draft_id: str) -> Answer:
    """The form that this browser is busy with."""
    fields = form.shape()
    if request.method == "POST":
        return posted(fields, draft_id)
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    if filled.checked:
        _check(filled, fields)
        form.spare_new(filled)
    return form.show(filled, fields)


def result(draft_id: str) -> Answer:
    """What the farm in the form is paid."""
    filled = form.recall(draft_id)
    return form.gone() if filled is None else _result(filled, form.shape())


def posted(shape: Group, draft_id: str = "") -> Answer:
    """Keep what was sent and go on to where the button leads; the form of another site is refused."""
    if not drafting.same_site():
        raise CSRFError
    if request.form.get("action", "").startswith("mode:"):
        return _in_mode(draft_id)
    if request.form.get("action") == "consider":
        return _considered(draft_id, shape)
    filled = _brought(shape) if "document" in request.form else form.sent(shape)
    filled.draft = draft_id
    return drafting.attach(act(filled, shape))


def _in_mode(draft_id: str) -> Answer:
    """The same farm with the measures that are considered to choose from, within what is set; or without them again."""
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    filled.mode = "advise" if request.form["action"] == "mode:advise" else ""
    filled.wish = plan.sent(request.form) if filled.mode else {}
    return redirect(page_url("result", draft_id=form.remember(filled)), 303)


def _considered(draft_id: str, shape: Group) -> Answer:
    """The same farm with measures added to choose from, and the plans that come of them side by side."""
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    document = form.read(filled, shape)
    if document is None:
        return form.show(filled, shape)
    problems = plan.consider(filled, document)
    if problems:
        return _result(filled, shape, problems)
    return redirect(page_url("result", draft_id=form.remember(filled)), 303)


def act(filled: Filled, shape: Group) -> Answer:
    """Do what the pressed button says: add, remove or open a row, show the form, begin anew, or compute."""
    kind, _, pointer = request.form.get("action", "compute").partition(":")
    if kind == "restart":
        drafting.forget(filled.draft or None)
        return redirect(_beginning(filled), 303)
    if kind == "add":
        filled.focus = trees.add_row(filled.tree, pointer, shape) or pointer
    elif kind == "remove":
        trees.remove_row(filled.tree, pointer, shape)
        filled.focus = pointer.rpartition("/")[0]
    elif kind == "open":
        filled.focus = pointer
    elif kind not in ("show", "edit"):
        filled.tree = trees.without_untouched(filled.tree, shape)
        _check(filled, shape)
        filled.checked = True
        if not filled.problems:
            return redirect(page_url("result", draft_id=form.remember(filled)), 303)
    return redirect(page_url("farm_draft", draft_id=form.remember(filled)), 303)


def resumed(about: str) -> Filled | None:
    """The form that this browser left, of those that began at the same place."""
    known = drafting.newest(about)
    filled = form.recall(known) if known else None
    if filled is not None:
        filled.found_again = True
        filled.focus = ""
    return filled


def _check(filled: Filled, shape: Group) -> None:
    document = form.read(filled, shape)
    if document is not None or filled.problems:
        form.asked(filled)


def _begin(example: str, shape: Group) -> Filled:
    today = wired().services.today()
    if not example:
        tree: Tree = {"year": str(today.year), "parcels": [form.blank_parcel()]}
        return Filled(tree, None, today.isoformat())
    farm = Examples(wired().database).get(example)
    if farm is None:
        raise NotFound
    filled = form.from_document(farm.document, shape, today.isoformat())
    filled.about = _about(example)
    return filled


def _about(example: str) -> str:
    return f"{_EXAMPLE}{example}"[:60] if example else ""


def _beginning(filled: Filled) -> str:
    if filled.kept:
        return page_url("edit_farm", farm_id=filled.kept.farm_id)
    if filled.about == quick.ABOUT:
        return page_url("quick")
    example = filled.about.removeprefix(_EXAMPLE)
    return page_url("farm", example=example) if example else page_url("farm")


def _brought(shape: Group) -> Filled:
    """A whole profile instead of fields: from the page of a kept farm, or from a program."""
    document = parse(request.form["document"])
    filled = form.from_document(document, shape, request.form.get("on", ""), request.form.get("years", "1"))
    filled.mode = request.form.get("mode", "")
    if farm := request.form.get("kept", ""):
        filled.kept = form.kept(farm, request.form.get("revision", ""))
    if request.form.get("action") not in ("edit", "show"):
        # Wrong as a whole: there are no fields yet to mend it in.
        form.read(filled, shape)
    return filled


def _unpriced(measure: Measure) -> bool:
    """Whether it is done already at a cost that nobody filled in: choosing measures takes off what is known alone."""
    return not measure.candidate and measure.cost_eur is None


def _result(filled: Filled, shape: Group, problems: Sequence[InputProblem] = ()) -> Response:
    rulebook = wired().services.rulebook()
    document, asked = form.read(filled, shape), form.asked(filled)
    if document is None or asked is None:
        return form.show(filled, shape)
    try:
        found, told = plan.computed(filled, document, asked)
    except InputProblems as wrong:
        filled.problems = wrong.problems
        return form.show(filled, shape)
    except CannotComplete as stop:
        filled.reason = stop.reason[language()]
        return form.show(filled, shape)
    profile = profiles.read(document, rulebook)
    answer = html(
        "result.html",
        422 if problems else 200,
        considering=plan.offered(document, asked.on, labels.spoken(problems)),
        programmes=possible_payments.of(found.award, document, rulebook, asked.on, language()),
        view=arrange(found.award, rulebook, language()),
        award=found.award,
        left=payer_costs.by_payer(found.award, profile, rulebook),
        fillable=any(not m.candidate for place in profile.places for m in place.measures),
        landless=not profile.places,
        unpriced=asked.mode == "advise" and any(_unpriced(m) for p in profile.places for m in p.measures),
        unsaid=unsaid_places.of(found.award, rulebook),
        applications=applying.of_award(found.award, rulebook, asked.on, language()),
        aid_window=aid_window.of,
        todo=todo.of(found.award, document, rulebook, language()),
        form=filled,
        document=canonical(document).decode(),
        on=asked.on.isoformat(),
        years=asked.years,
        mode=asked.mode,
        wishes=_CANDIDATE in canonical(document),
        wish=filled.wish,
        plan_problem=told,
        choice_of=plan.choice_of,
        stacks=parcel_matrix.of(found.award, rulebook, asked.on),
        quick=filled.about == quick.ABOUT,
        place=lambda pointer: mending.address(filled, pointer),
    )
    return drafting.private(answer)
