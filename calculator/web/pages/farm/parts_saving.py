"""Saving a part by itself, while somebody fills it in: always in the draft, and in the kept farm as soon as all is right."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext

from calculator.services.account import kept_farms
from calculator.services.account.kept_farms import Overtaken
from calculator.services.account.rights import FarmUnknown, NotAllowed
from calculator.web import drafting, identity
from calculator.web.forms.shape import Group
from calculator.web.pages.farm import form
from calculator.web.pages.farm.form import Filled
from calculator.web.pages.frame import html
from calculator.web.security import token_is_good
from calculator.web.wiring import wired


def automatic(filled: Filled, shape: Group) -> Response:
    """What became of a change that was sent by itself, as a piece of the page."""
    return drafting.private(html("saved.html", text=keep(filled, shape)[1]))


def keep(filled: Filled, shape: Group) -> tuple[bool, str]:
    """Keep a change: always here, and in the farm where that is possible now; whether all is kept, and in words."""
    form.remember(filled)
    profile = form.read(filled, shape)
    if profile is None:
        return False, (
            gettext("Uw invoer staat hier klaar. Iets klopt nog niet; u ziet het als u op Bewaren drukt.")
        )
    if filled.kept is None:
        return True, gettext("Uw invoer staat hier klaar.")
    if identity.visitor() is None or not token_is_good():
        return False, (
            gettext("Uw invoer staat hier klaar, maar u bent niet meer ingelogd. Druk op Bewaren.")
        )
    wiring = wired()
    try:
        saved = kept_farms.save(
            wiring.database,
            identity.asker(),
            filled.kept.farm_id,
            profile,
            filled.kept.revision,
            now=identity.moment(),
            today=wiring.services.today(),
        )
    except Overtaken:
        return False, (
            gettext(
                "Dit bedrijf is intussen ergens anders bewaard. Druk op Bewaren om te zien wat verschilt."
            )
        )
    except (NotAllowed, FarmUnknown):
        return False, (
            gettext(
                "Uw invoer staat hier klaar, maar kan niet worden bewaard. Druk op Bewaren om te zien waarom."
            )
        )
    filled.kept = form.Kept(saved.public_id, saved.revision)
    form.remember(filled)
    return True, gettext("Bewaard in uw bedrijf (versie %(number)s).", number=saved.revision)
