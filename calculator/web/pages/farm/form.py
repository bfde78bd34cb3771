"""The form of a farm as it stands: the fields, what they started from, what was asked, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import cast

from flask import Response, request
from flask_babel import ngettext

from calculator.services.award import options as award_options
from calculator.services.award.awards import canonical
from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.services.profile import fact_names
from calculator.services.profile.parse import parse
from calculator.web import drafting
from calculator.web.forms import document as documents
from calculator.web.forms import fields, folded, labels, numbers, own_facts
from calculator.web.forms import options as lists
from calculator.web.forms import tree as trees
from calculator.web.forms.shape import Group, asking
from calculator.web.forms.tree import Tree
from calculator.web.language import LANGUAGES, language
from calculator.web.pages.frame import html
from calculator.web.wiring import string, wired

#: How many years a person may ask for on the page.
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """Which kept farm the form shows, at which revision; and what somebody else changed meanwhile."""

    farm_id: str
    revision: int
    overtaken_at: datetime | None = None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Why nothing was saved, and what to do; ``as_new`` offers to keep the fields as a new farm."""

    title: str
    text: str
    as_new: bool = False


@dataclass(slots=True)
class Filled:
    """The form as it stands: the fields, the document they started from, and what was asked.

    ``document`` is there while nobody changed a field of it. ``about`` says where the form began (``DraftRow``);
    ``written`` is the language that the fields were written in.
    """

    tree: Tree
    base: object = None
    on: str = ""
    years: str = "1"
    mode: str = ""
    problems: tuple[InputProblem, ...] = ()
    reason: str = ""
    focus: str = ""
    kept: Kept | None = None
    document: object = None
    about: str = ""
    draft: str = ""
    checked: bool = False
    found_again: bool = False
    notice: Notice | None = None
    written: str = ""
    #: What is set for a plan: ``effort`` as an amount, ``lock`` and ``forbid`` as measures on places (``wishes.Typed``).
    wish: dict[str, object] = field(default_factory=dict)
    #: Parcels of a file that were read, until somebody says which of them to take over.
    incoming: list[object] = field(default_factory=list)
    #: Which file that was (``file``), and what to know of it (``parcel_map.Found.remarks``).
    incoming_from: dict[str, object] = field(default_factory=dict)


def shape() -> Group:
    """Everything the form asks for, under today's rules."""
    rulebook = wired().services.rulebook()
    of_places = {what: own_facts.leaves(rulebook, what) for what in ("parcel", "element")}
    listed = list(rulebook.codelists.get("indicators", {}))
    return asking(listed, fact_names.declared(rulebook), of_places)


def from_document(document: object, shape: Group, on: str, years: str = "1") -> Filled:
    """The form that shows a profile; the profile itself stays as it is until a field changes."""
    tree = documents.from_document(document, shape, language())
    return Filled(tree, document, on, years, document=document, written=language())


def sent(shape: Group) -> Filled:
    """The form as the browser sent it; raises InputProblems where its first document cannot be read any more."""
    carried = request.form.get("base", "")
    filled = Filled(
        tree=trees.read(request.form.to_dict(flat=False), shape),
        base=parse(carried) if carried else None,
        on=numbers.sent_day(request.form.get("/on", "")),
        years=request.form.get("/years", "1"),
        about=request.form.get("about", "")[:60],
        written=_language_of(request.form.get("written", "")),
    )
    farm, revision = request.form.get("kept", ""), request.form.get("revision", "")
    if farm:
        filled.kept = kept(farm, revision)
    return filled


def _language_of(said: str) -> str:
    return said if said in LANGUAGES else language()


def kept(farm_id: str, revision: str) -> Kept:
    """Which farm the form says it shows; a revision that is no number is none that was ever saved."""
    return Kept(farm_id[:32], int(revision) if revision.isdecimal() and len(revision) < 10 else 0)


#: How much there is of an element or a measure.
_SIZES = frozenset({"area_ha", "length_m", "count", "area_m2"})


def read(filled: Filled, shape: Group) -> dict[str, object] | None:
    """The profile in the fields; None, with every problem in ``filled.problems``, where it is not right yet."""
    services = wired().services
    if filled.document is not None:
        services.read(filled.document, services.rulebook())
        return cast("dict[str, object]", filled.document)
    filled.tree = cast("Tree", trees.compact(filled.tree, shape))
    document, unread = documents.to_document(filled.tree, filled.base, shape, _language_of(filled.written))
    filled.problems = tuple(unread)
    try:
        # What the rules say of the rest is told at once, not after the numbers are mended.
        services.read(document, services.rulebook())
    except InputProblems as wrong:
        known = {problem.pointer for problem in unread}
        # A size that could not be read was left out; that it is missing is no second thing to mend.
        known |= {row for row, _, key in (at.rpartition("/") for at in known) if key in _SIZES}
        filled.problems += tuple(p for p in wrong.problems if p.pointer not in known)
    return None if filled.problems else document


def spare_new(filled: Filled) -> None:
    """Say nothing yet of a row that was just added: nobody had the time to fill it in."""
    new = filled.focus
    if new:
        filled.problems = tuple(p for p in filled.problems if not f"{p.pointer}/".startswith(f"{new}/"))


def asked(filled: Filled) -> award_options.Options | None:
    """The day and the years; None, with what is wrong in ``filled.problems``."""
    services = wired().services
    try:
        return award_options.read(
            services.rulebook(),
            on=filled.on or None,
            years=filled.years or None,
            mode=filled.mode or None,
            today=services.today(),
            prefix="/",
        )
    except InputProblems as wrong:
        filled.problems += wrong.problems
        return None


def remember(filled: Filled) -> str:
    """Keep the form for this browser; answers its id, which is in ``filled.draft`` too."""
    content: dict[str, object] = {
        name: getattr(filled, name)
        for name in (
            "tree",
            "base",
            "on",
            "years",
            "focus",
            "document",
            "checked",
            "mode",
            "written",
            "wish",
            "incoming",
            "incoming_from",
        )
    }
    content["about"] = filled.about
    if filled.kept:
        content["kept"] = [filled.kept.farm_id, filled.kept.revision]
    where = filled.kept.farm_id if filled.kept else filled.about
    filled.draft = drafting.keep(filled.draft or None, where, content)
    return filled.draft


def recall(public_id: str) -> Filled | None:
    """The form that this browser was busy with."""
    content = drafting.opened(public_id)
    if content is None:
        return None
    filled = Filled(
        cast("Tree", content["tree"]),
        content["base"],
        string(content["on"]),
        string(content["years"]),
        string(content["mode"]),
        focus=string(content["focus"]),
        document=content["document"],
        about=string(content["about"]),
        draft=public_id,
        checked=bool(content["checked"]),
        written=string(content.get("written")),
        wish=cast("dict[str, object]", content.get("wish") or {}),
        incoming=cast("list[object]", content.get("incoming") or []),
        incoming_from=cast("dict[str, object]", content.get("incoming_from") or {}),
    )
    known = content.get("kept")
    if isinstance(known, list):
        filled.kept = Kept(string(known[0]), int(string(known[1])))
    return filled


def show(filled: Filled, shape: Group) -> Response:
    """The whole form on one page, with what is filled in and what is wrong with it."""
    wrong = bool(filled.problems or filled.reason)
    if not filled.kept and not filled.tree.get("parcels"):
        # A farm begins with land; what stays empty here is dropped again.
        filled.tree["parcels"] = [blank_parcel()]
    base = "" if filled.base is None else canonical(filled.base).decode()
    kept = _carried(filled.base, shape)
    values = shown(filled, shape)
    return drafting.private(
        html(
            "farm.html", 422 if wrong else 200, base=base, kept=kept, years_options=years_options(), **values
        )
    )


def shown(filled: Filled, shape: Group, asked: frozenset[str] = frozenset()) -> dict[str, object]:
    """What every page with fields needs; ``asked`` are declarations that are asked for now."""
    services, said = wired().services, language()
    rulebook = services.rulebook()
    problems = labels.from_top(labels.spoken(filled.problems))
    if _language_of(filled.written) != said:
        filled.tree = documents.translated(filled.tree, shape, filled.written, said)
        filled.written = said
    listed, measures = lists.options(rulebook, said), lists.measures(rulebook, said)
    return {
        "form": filled,
        "tree": filled.tree,
        "lists": listed,
        "measures": measures,
        "measure_names": dict(chain.from_iterable(group for _, group in measures["land"])),
        "agreed": lists.contracts(rulebook, said),
        "units": fields.units(filled.tree, said),
        "crop_years": fields.crop_years(filled.tree, services.today().year),
        "other_animals": fields.other_animals(filled.tree, said),
        "declarations": fields.declarations(filled.tree, rulebook, said, asked),
        "indicators": lists.indicators(rulebook, said),
        "own_facts": own_facts.fields(rulebook, filled.tree, said),
        "problems": problems,
        "wrong": by_pointer(problems),
        "folded": folded.folded(filled.tree, [filled.focus, *(p.pointer for p in problems)]),
        "carried": folded.carried,
        "places": {p.pointer: fact_names.name(p.pointer, said, rulebook, filled.tree) for p in problems},
    }


def blank_parcel() -> Tree:
    """A parcel with room for a measure, in which nobody wrote yet."""
    return {"id": "P1", "measures": [{"code": ""}]}


def gone() -> Response:
    """The draft is no longer there, or never was this browser's."""
    return html("draft_gone.html", 404)


def _carried(base: object, shape: Group) -> list[str]:
    """The parts of the document that the page does not show but carries along."""
    if not isinstance(base, Mapping):
        return []
    carried = [str(key) for key, value in base.items() if key not in (*shape.fields, "profile") and value]
    return [fact_names.name(key, language()).lower() for key in carried]


def years_options() -> list[tuple[str, str]]:
    """From one to ten years, in words."""
    return [(str(count), ngettext("één jaar", "%(num)s jaar", count)) for count in range(1, MOST_YEARS + 1)]
