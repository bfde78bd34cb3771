"""The map of the parcels: to look at, and to draw an outline on, with the mouse, by keys, or by writing corners down.

The page holds nothing that the table of parcels does not. Without script there is a drawing and the list.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

from flask import Response, redirect, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as Answer

from calculator.services.errors import InputProblem, InputProblems, by_pointer
from calculator.web import drafting
from calculator.web.addresses import page_url
from calculator.web.forms import corners, outlines, parcel_diff, parcel_map
from calculator.web.forms.tree import Tree, is_index
from calculator.web.language import language
from calculator.web.pages.farm import form, parts_saving
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.security import mapped
from calculator.web.views import outline_map
from calculator.web.wiring import string, wired


def answer(draft_id: str) -> Answer:
    """GET shows the map, with ``parcel`` a parcel (from one, or ``new``) to draw; POST keeps what was drawn."""
    filled = form.recall(draft_id)
    if filled is None:
        return form.gone()
    if request.method != "POST":
        return _show(filled, request.args.get("parcel", ""))
    if not drafting.same_site():
        raise CSRFError
    chosen = request.form.get("parcel", "")
    try:
        return _drawn(filled, chosen)
    except InputProblems as wrong:
        # There is no file here: whatever is wrong lies in the corners.
        return _show(filled, chosen, tuple(replace(p, pointer=corners.POINTER) for p in wrong.problems))


def _drawn(filled: Filled, chosen: str) -> Answer:
    parcel = _parcel(filled.tree, chosen)
    name = string(parcel["id"]) if parcel else request.form.get("name", "").strip()[:64]
    file = corners.read(request.form.get("corners", "")[:40_000])
    with wired().services.aside():
        row = parcel_map.drawn(
            json.dumps(file).encode(), name, filled.tree, measured="measured" in request.form
        )
    parcel_diff.apply(filled.tree, [row], [f"changed:{row.id}", f"new:{row.id}"], language())
    filled.document = None
    kept, _told = parts_saving.keep(filled, form.shape())
    said = {} if kept else {"kept": "no"}
    if parcel is None:
        # What else there is to say of a new parcel stands on its own page.
        number = str(len(_parcels(filled.tree)))
        return redirect(page_url("farm_parcel", draft_id=filled.draft, number=number), 303)
    return redirect(page_url("farm_map", draft_id=filled.draft, drawn=row.id, **said), 303)


def _parcels(tree: Tree) -> list[Tree]:
    return cast("list[Tree]", tree.get("parcels") or [])


def _parcel(tree: Tree, chosen: str) -> Tree | None:
    """The parcel with that number, where it has a name to be found by."""
    rows = _parcels(tree)
    index = int(chosen) - 1 if is_index(chosen) else -1
    return rows[index] if 0 <= index < len(rows) and rows[index].get("id") else None


def _show(filled: Filled, chosen: str, problems: tuple[InputProblem, ...] = ()) -> Response:
    parcel = _parcel(filled.tree, chosen)
    held = [(string(p.get("id")), outlines.held(p.get("geometry"))) for p in _parcels(filled.tree)]
    known = corners.shown(outlines.held(parcel.get("geometry"))) if parcel else ""
    answer = html(
        "map.html",
        422 if problems else 200,
        form=filled,
        parcels=_parcels(filled.tree),
        placed={name for name, outline in held if outline},
        picture=outline_map.picture(held),
        data=_data(held, string(parcel["id"]) if parcel else ""),
        chosen=chosen if parcel or chosen == "new" else "",
        parcel=parcel,
        written=request.form.get("corners", known) if problems else known,
        name=request.form.get("name", ""),
        drawn=request.args.get("drawn", ""),
        kept=request.args.get("kept", "") != "no",
        problems=problems,
        wrong=by_pointer(problems),
    )
    answer.headers["Content-Security-Policy"] = mapped(wired().settings.map_tiles)
    return drafting.private(answer)


def _data(held: list[tuple[str, dict[str, object] | None]], editing: str) -> dict[str, object]:
    """What the script draws, and the words that it shows."""
    return {
        "features": [{"id": name, "geometry": outline} for name, outline in held if outline],
        "editing": editing,
        "tiles": f"{wired().settings.map_tiles}/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:3857/{{z}}/{{x}}/{{y}}.png",
        "credit": gettext("Ondergrond: Kadaster, PDOK"),
        "words": {
            "closer": gettext("Dichterbij"),
            "further": gettext("Verder weg"),
            "corner": gettext("Hoek"),
        },
    }
