"""The profile as a task list: each part on a page of its own, saved with every step and while somebody fills it in.

Without script a part is saved by its button; with it also after each change. What is filled in stays in the draft of this
browser, and of a kept farm it is saved there too as soon as the whole profile is right.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import cast

from flask import Response, redirect, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from calculator.services.errors import CannotComplete, InputProblems
from calculator.web import computed, drafting
from calculator.web.addresses import page_url
from calculator.web.forms import bulk, document, fields, sections
from calculator.web.forms import tree as trees
from calculator.web.forms.sections import Part
from calculator.web.forms.shape import Group
from calculator.web.forms.tree import Tree, is_index
from calculator.web.language import language
from calculator.web.pages.farm import form, mending, parts_saving, saving
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.security import SCRIPTED
from calculator.web.views import todo
from calculator.web.wiring import wired

#: Buttons under the table of parcels.
_MANY = ("bulk", "drop", "bundle", "unbundle")


@dataclass(frozen=True, slots=True)
class Task:
    """A part in the list: how much of it is filled in, what is wrong with it, and what is not known there."""

    part: Part
    title: str
    count: int
    none: bool
    wrong: int
    unknown: tuple[todo.Answer, ...]


def tasks(draft_id: str) -> Answer:
    """The list of parts; with ``?cost=1`` also what each unknown answer could bring."""
    filled, shape = form.recall(draft_id), form.shape()
    if filled is None:
        return form.gone()
    if request.method == "POST":
        return _finish(filled, shape)
    profile = form.read(filled, shape)
    answers = _unknown(filled, profile) if profile is not None and request.args.get("cost") else ()
    found = []
    for part in sections.PARTS:
        here = tuple(a for a in answers if a.facts and sections.part_of(a.facts[0].pointer) is part)
        wrong = sum(sections.part_of(problem.pointer) is part for problem in filled.problems)
        none = sections.says_none(filled.tree, part)
        found.append(Task(part, sections.title(part), sections.count(filled.tree, part), none, wrong, here))
    answer = html(
        "tasks.html", form=filled, tasks=found, ready=profile is not None, cost="cost" in request.args
    )
    return drafting.private(answer)


def part(draft_id: str, part: str) -> Answer:
    """One part: GET shows it, POST saves it and does what the button says."""
    chosen = sections.BY_NAME.get(part)
    if chosen is None:
        raise NotFound
    filled, shape = form.recall(draft_id), form.shape()
    if filled is None:
        return form.gone()
    if request.method == "POST":
        return _posted(filled, chosen, shape)
    if filled.checked:
        _look(filled, shape)
    return _show(filled, chosen, shape)


def parcel(draft_id: str, number: str) -> Answer:
    """One parcel with everything that can be said of it; ``number`` counts from one."""
    filled, shape = form.recall(draft_id), form.shape()
    if filled is None:
        return form.gone()
    index = int(number) - 1 if is_index(number) else -1
    rows = cast("list[Tree]", filled.tree.get("parcels") or [])
    if not 0 <= index < len(rows):
        raise NotFound
    chosen = sections.BY_NAME["parcels"]
    if request.method == "POST":
        return _posted(filled, chosen, shape, index)
    if filled.checked:
        _look(filled, shape)
    return _show(filled, chosen, shape, index)


def _look(filled: Filled, shape: Group) -> None:
    """See what is wrong; a row that was just added stays, though nothing is written in it yet."""
    tree = copy.deepcopy(filled.tree)
    form.read(filled, shape)
    filled.tree = tree
    form.spare_new(filled)


def _posted(filled: Filled, part: Part, shape: Group, index: int | None = None) -> Answer:
    if not drafting.same_site():
        raise CSRFError
    written = request.form.get("written", language())
    filled.tree = document.translated(filled.tree, shape, filled.written or written, written)
    filled.written = written
    kind, _, pointer = request.form.get("action", "save").partition(":")
    if kind not in _MANY:
        _take(filled, part, shape, index)
    filled.document, filled.focus = None, ""
    if kind == "auto":
        return drafting.attach(parts_saving.automatic(filled, shape))
    if kind == "add":
        filled.focus = trees.add_row(filled.tree, pointer, shape) or pointer
    elif kind == "remove":
        trees.remove_row(filled.tree, pointer, shape)
    elif kind in _MANY:
        return drafting.attach(_changed_many(filled, kind, pointer, shape))
    else:
        return drafting.attach(_saved(filled, part, shape, index))
    form.remember(filled)
    return drafting.attach(redirect(_address(filled, part, index, pointer), 303))


def _take(filled: Filled, part: Part, shape: Group, index: int | None) -> None:
    """Put what was sent into the form: this part, or of the parcels only the one."""
    sent = trees.read(request.form.to_dict(flat=False), Group({key: shape.fields[key] for key in part.keys}))
    if index is None and part.name == "parcels":
        # The table holds no fields of parcels, so that nothing of them was sent.
        return
    if index is not None:
        rows = cast("list[Tree]", sent.get("parcels") or [])
        if rows:
            cast("list[Tree]", filled.tree["parcels"])[index] = rows[0]
        return
    filled.tree = sections.merged(filled.tree, sent, part, shape)


def _address(filled: Filled, part: Part, index: int | None, pointer: str) -> str:
    if part.name == "parcels" and pointer == "/parcels":
        # A new parcel opens on its own page.
        return page_url(
            "farm_parcel", draft_id=filled.draft, number=str(len(cast("list[Tree]", filled.tree["parcels"])))
        )
    if index is not None and pointer.count("/") > 2:
        return page_url("farm_parcel", draft_id=filled.draft, number=str(index + 1))
    return page_url("farm_part", draft_id=filled.draft, part=part.name)


def _changed_many(filled: Filled, kind: str, pointer: str, shape: Group) -> Answer:
    picked = request.form.getlist("pick")
    if "every" in request.form:
        picked = [str(at) for at in range(len(cast("list[Tree]", filled.tree.get("parcels") or [])))]
    if kind == "bundle":
        done = bulk.save_bundle(filled.tree, picked, request.form.get("/bulk/bundle", "").strip()[:60])
        return to_parcels(filled, shape, 0, bundled="yes" if done else "no")
    if kind == "unbundle":
        bulk.drop_bundle(filled.tree, pointer)
        return to_parcels(filled, shape, 0, bundled="gone")
    if kind == "drop":
        changed = bulk.delete(filled.tree, picked)
    else:
        changed = bulk.apply(filled.tree, picked, {name: value[:80] for name, value in request.form.items()})
    return to_parcels(filled, shape, changed)


def to_parcels(filled: Filled, shape: Group, changed: int, bundled: str = "") -> Answer:
    """Keep what was changed on many parcels, and go back to the table, which says how it went."""
    kept, _told = parts_saving.keep(filled, shape)
    more = {} if kept else {"kept": "no"}
    if bundled:
        more["bundled"] = bundled
    where = page_url("farm_part", draft_id=filled.draft, part="parcels", changed=changed, **more)
    return redirect(where, 303)


def _saved(filled: Filled, part: Part, shape: Group, index: int | None) -> Answer:
    """Show the part again where something in it is wrong; else save, and go back to the list."""
    form.read(filled, shape)
    where = "/" if index is None else f"/parcels/{index}/"
    here = [
        p
        for p in filled.problems
        if sections.part_of(p.pointer) is part and f"{p.pointer}/".startswith(where)
    ]
    form.remember(filled)
    if here:
        filled.problems = tuple(here)
        return _show(filled, part, shape, index)
    if filled.kept and not filled.problems:
        answer = saving.save(filled, shape)
        if answer.status_code != 303:
            return answer
    if index is not None:
        return redirect(page_url("farm_part", draft_id=filled.draft, part="parcels"), 303)
    return redirect(page_url("farm_tasks", draft_id=filled.draft), 303)


def _finish(filled: Filled, shape: Group) -> Answer:
    """The buttons under the list: compute, or save a kept farm; with what is wrong shown where it can be mended."""
    if not drafting.same_site():
        raise CSRFError
    if request.form.get("action") == "save" and filled.kept:
        return saving.save(filled, shape)
    filled.checked = True
    if form.read(filled, shape) is not None and form.asked(filled) is not None:
        return redirect(page_url("result", draft_id=form.remember(filled)), 303)
    form.remember(filled)
    return redirect(page_url("farm_draft", draft_id=filled.draft), 303)


def _unknown(filled: Filled, profile: dict[str, object]) -> tuple[todo.Answer, ...]:
    """What is not known in the profile, and what it could bring; nothing where no award can be made."""
    asked = form.asked(filled)
    if asked is None:
        return ()
    rulebook = wired().services.rulebook()
    try:
        found = computed.award(profile, asked)
    except (InputProblems, CannotComplete):
        # The result page says why; here there is only nothing to add.
        return ()
    return todo.answers(found.award, profile, rulebook, language())


def scripted(answer: Response) -> Response:
    """A private page that may run our own script."""
    answer.headers["Content-Security-Policy"] = SCRIPTED
    return drafting.private(answer)


def _declared(filled: Filled, shape: Group) -> frozenset[str]:
    """The declarations that rules ask for now of this farm."""
    profile = form.read(filled, shape)
    found = _unknown(filled, profile) if profile is not None else ()
    pointers = [fact.pointer for answer in found for fact in answer.facts]
    return frozenset(p.removeprefix("/declared/") for p in pointers if p.startswith("/declared/"))


def _table(filled: Filled, soils: list[fields.Option]) -> dict[str, object]:
    years = fields.crop_years(filled.tree, wired().services.today().year)
    return {
        "named": fields.names_in_table(wired().services.rulebook(), soils, language()),
        "bundles": fields.bundles(filled.tree),
        "crop_choices": [(str(year), str(year)) for year in years],
    }


def _show(filled: Filled, part: Part, shape: Group, index: int | None = None) -> Response:
    values = form.shown(filled, shape, _declared(filled, shape) if part.name == "declared" else frozenset())
    if part.name == "parcels" and index is None:
        values |= _table(
            filled, cast("list[fields.Option]", cast("dict[str, object]", values["lists"])["soils"])
        )
    kept = request.args.get("kept", "") != "no"
    status = 422 if filled.problems else 200
    return scripted(
        html(
            "part.html",
            status,
            part=part,
            title=sections.title(part),
            index=index,
            changed=request.args.get("changed", ""),
            bundled=request.args.get("bundled", ""),
            kept=kept,
            amiss=() if kept and not filled.problems else mending.amiss(filled, shape),
            **values,
        )
    )
