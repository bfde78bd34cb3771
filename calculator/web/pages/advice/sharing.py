"""Links to a result or statement: made, approved and ended by people who are signed in, opened by whoever holds one.

What a link opens is kept by no browser, no search engine and nobody on the way; the address is sent to no other site.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from calculator.domain.scheme import Text
from calculator.services.advice import sharing
from calculator.services.advice.sharing import Wish
from calculator.services.errors import CannotComplete, InputProblem, InputProblems, by_pointer
from calculator.web import identity, told
from calculator.web.addresses import page_url
from calculator.web.desk import desk
from calculator.web.files import taken
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.views.result import arrange
from calculator.web.wiring import wired

_NOBODY_KEEPS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def links(farm_id: str) -> Answer:
    """The links of a farm; a POST makes one (and shows it, once), approves one, or ends one."""
    if request.method != "POST":
        return _page(farm_id, _wish())
    at, who = desk(), identity.asker()
    kind, _, link = request.form.get("action", "").partition(":")
    try:
        if kind == "make":
            secret = sharing.make(at, who, farm_id, _wish(), language())
            public = wired().settings.public_url.rstrip("/")
            return _page(farm_id, Wish("", "30"), made=public + page_url("shared", secret=secret))
        if kind == "approve":
            sharing.approve(at.database, who, farm_id, link, now=at.now(), today=at.today())
        elif kind == "revoke":
            sharing.revoke(at.database, who, farm_id, link, now=at.now(), today=at.today())
        else:
            return _page(farm_id, _wish())
    except InputProblems as wrong:
        return _page(farm_id, _wish(), wrong.problems)
    except CannotComplete as stop:
        return _page(farm_id, _wish(), (InputProblem("", stop.reason, Text("", "")),))
    # Shown again by its own address, the page does nothing a second time.
    told.tell("farm_shares", kind, farm_id)
    return redirect(page_url("farm_shares", farm_id=farm_id), 303)


def _wish() -> Wish:
    form = request.form
    return Wish(
        form.get("/recipient", ""),
        form.get("/days", "30"),
        form.get("/statement", ""),
        form.get("/years", "1"),
        form.get("once", ""),
    )


def _page(farm_id: str, wish: Wish, problems: tuple[InputProblem, ...] = (), made: str = "") -> Response:
    wiring, now = wired(), identity.moment()
    found = sharing.listed(wiring.database, identity.asker(), farm_id, now=now, today=wiring.services.today())
    return html(
        "farm_shares.html",
        422 if problems else 200,
        farm=found.farm,
        own=found.own,
        links=[(link, link.standing(now)) for link in found.links],
        numbers={kept.public_id: kept.number for kept in found.issued},
        what=[
            ("", gettext("de uitkomst van vandaag, met alle bedragen")),
            *((kept.public_id, gettext("overzicht %(number)s", number=kept.number)) for kept in found.issued),
        ],
        wish=wish,
        days=sharing.DAYS,
        made=made,
        once=sharing.new_form(),
        done="" if problems else told.told("farm_shares", farm_id),
        problems=problems,
        wrong=by_pointer(problems),
    )


def shared(secret: str) -> Answer:
    """What a link shows; one answer for every link that shows nothing."""
    found = _opened(secret)
    if found is None:
        return _private(html("share_gone.html", 404))
    award = None if found.award is None else cast("Mapping[str, object]", found.award[language()])
    view = None if award is None else arrange(award, wired().services.rulebook(), language())
    years = 0 if view is None else len(view.years)
    return _private(
        html(
            "shared.html",
            share=found.share,
            statement=found.statement,
            award=award,
            view=view,
            years=years,
            secret=secret,
        )
    )


def file(secret: str) -> Answer:
    """The statement that a link shows, exactly as it was issued."""
    found = _opened(secret)
    if found is None or found.pdf is None or found.statement is None:
        return _private(html("share_gone.html", 404))
    name = f"{gettext('beloningsoverzicht')}-{found.statement.number}.pdf"
    return _private(taken(found.pdf, name, "application/pdf"))


def _opened(secret: str) -> sharing.Opened | None:
    wiring = wired()
    return sharing.opened(wiring.database, secret, now=identity.moment(), today=wiring.services.today())


def _private(answer: Response) -> Response:
    answer.headers.update(_NOBODY_KEEPS)
    return answer
