"""The form of a farm as it stands: the fields, what they started from, what was asked, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Response, request
from flask_babel import gettext, ngettext

from calculator.services import award_options, fact_names
from calculator.services.awards import canonical
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile_parse import parse
from calculator.web import drafting
from calculator.web.forms import document as documents
from calculator.web.forms import labels
from calculator.web.forms import options as lists
from calculator.web.forms import tree as trees
from calculator.web.forms.shape import CROP_YEARS, HERD, Group, with_indicators
from calculator.web.forms.tree import Tree
from calculator.web.language import LANGUAGES, language
from calculator.web.pages.frame import html
from calculator.web.wiring import rows, string, wired

#: How many years a person may ask for on the page.
MOST_YEARS = 10
#: The first fields of ``HERD`` stand on the page; the rest is folded away.
_COMMON = 4


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


def shape() -> Group:
    """Everything the form asks for, under today's rules."""
    rulebook = wired().services.rulebook()
    return with_indicators(list(rulebook.codelists.get("indicators", {})))


def from_document(document: object, shape: Group, on: str, years: str = "1") -> Filled:
    """The form that shows a profile; the profile itself stays as it is until a field changes."""
    fields = documents.from_document(document, shape, language())
    return Filled(fields, document, on, years, document=document, written=language())


def sent(shape: Group) -> Filled:
    """The form as the browser sent it; raises InputProblems where its first document cannot be read any more."""
    carried = request.form.get("base", "")
    filled = Filled(
        tree=trees.read(request.form.to_dict(flat=False), shape),
        base=parse(carried) if carried else None,
        on=request.form.get("/on", ""),
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
        filled.problems += tuple(p for p in wrong.problems if p.pointer not in known)
    return None if filled.problems else document


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
        for name in ("tree", "base", "on", "years", "focus", "document", "checked", "mode", "written")
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
    )
    known = content.get("kept")
    if isinstance(known, list):
        filled.kept = Kept(string(known[0]), int(string(known[1])))
    return filled


def show(filled: Filled, shape: Group) -> Response:
    """The form with what is filled in, and what is wrong with it."""
    rulebook = wired().services.rulebook()
    problems = labels.spoken(filled.problems)
    wrong = bool(problems or filled.reason)
    if _language_of(filled.written) != language():
        filled.tree = documents.translated(filled.tree, shape, filled.written, language())
    answer = html(
        "farm.html",
        422 if wrong else 200,
        form=filled,
        tree=filled.tree,
        base="" if filled.base is None else canonical(filled.base).decode(),
        kept=_carried(filled.base, shape),
        lists=lists.options(rulebook, language()),
        measures=lists.measures(rulebook, language()),
        agreed=lists.contracts(rulebook, language()),
        units=_units(filled.tree),
        crop_years=_crop_years(filled.tree),
        other_animals=_other_animals(filled.tree),
        indicators=lists.indicators(rulebook, language()),
        problems=problems,
        wrong={problem.pointer: problem for problem in reversed(problems)},
        places={
            problem.pointer: fact_names.name(problem.pointer, language(), rulebook, filled.tree)
            for problem in problems
        },
        years_options=_years(),
    )
    return drafting.private(answer)


def _carried(base: object, shape: Group) -> list[str]:
    """The parts of the document that the page does not show but carries along."""
    if not isinstance(base, Mapping):
        return []
    carried = [str(key) for key, value in base.items() if key not in (*shape.fields, "profile") and value]
    return [fact_names.name(key, language()).lower() for key in carried]


def _units(tree: Tree) -> list[tuple[str, str]]:
    """What a contract can be about: the parcels and elements by their own id, and the whole farm."""
    places = [("/parcels", "parcels"), ("/elements", "elements")]
    found = [
        (string(row["id"]), fact_names.name(f"{pointer}/{index}", language(), None, tree))
        for pointer, key in places
        for index, row in enumerate(rows(tree.get(key)))
        if row.get("id")
    ]
    return [*found, ("farm", gettext("Het hele bedrijf"))]


def _crop_years(tree: Tree) -> list[int]:
    """The six years before the one described, newest first."""
    year = string(tree.get("year"))
    described = int(year) if year.isdecimal() and len(year) == 4 else wired().services.today().year
    return [year for year in range(described - 1, described - 7, -1) if year in CROP_YEARS]


def _other_animals(tree: Tree) -> list[tuple[str, str, str]]:
    """Pointer, name and value of the kinds of animals that few farms have."""
    herd = tree.get("herd")
    held = herd if isinstance(herd, Mapping) else {}
    return [
        (f"/herd/{key}", fact_names.name(f"/herd/{key}", language()), string(held.get(key)))
        for key in HERD[_COMMON:]
    ]


def _years() -> list[tuple[str, str]]:
    """From one to ten years, in words."""
    return [(str(count), ngettext("één jaar", "%(num)s jaar", count)) for count in range(1, MOST_YEARS + 1)]
