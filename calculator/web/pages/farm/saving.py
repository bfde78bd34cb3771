"""Saving the form of a kept farm. Whatever stands in the way, what was filled in is shown again, with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, redirect
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, Conflict, Forbidden, NotFound
from werkzeug.wrappers import Response as Answer

from calculator.services.account import kept_farms
from calculator.services.account.kept_farms import Overtaken
from calculator.services.account.rights import FarmUnknown, NotAllowed
from calculator.services.profile import fact_names
from calculator.store.farms.farms import FarmSummary
from calculator.web import drafting, identity
from calculator.web.addresses import page_url
from calculator.web.forms.shape import Group
from calculator.web.language import language
from calculator.web.pages.farm import form
from calculator.web.pages.farm.form import Filled, Notice
from calculator.web.wiring import wired


def save(filled: Filled, shape: Group) -> Answer:
    """Save the farm that the form is about, and forget the form; or show it again with the reason."""
    document = form.read(filled, shape)
    if document is None:
        filled.checked = True
        return redirect(page_url("farm_draft", draft_id=form.remember(filled)), 303)
    wiring, kept = wired(), filled.kept
    assert kept is not None, "only the form of a kept farm is saved"
    now, today = identity.moment(), wiring.services.today()
    try:
        saved = kept_farms.save(
            wiring.database, identity.asker(), kept.farm_id, document, kept.revision, now=now, today=today
        )
    except Overtaken as other:
        return _overtaken(filled, document, other, shape)
    except NotAllowed as refused:
        filled.notice = Notice(refused.reason[language()], f"{refused.remedy[language()]} {_still_here()}")
        return _again(filled, shape, Forbidden.code)
    except FarmUnknown:
        filled.kept = None
        filled.notice = Notice(
            gettext("Dit bedrijf is verwijderd"),
            gettext(
                "Het is hier of op een ander apparaat verwijderd, dus er is niets bewaard. Wat u invulde staat"
                " hieronder nog: bewaar het als nieuw bedrijf, of laat het."
            ),
            as_new=True,
        )
        return _again(filled, shape, NotFound.code)
    _saved(filled, document, saved)
    return redirect(page_url("my_farm", farm_id=kept.farm_id), 303)


def save_as_new(filled: Filled, shape: Group) -> Answer:
    """Keep what is in the form as a farm of its own."""
    document = form.read(filled, shape)
    if document is None:
        filled.checked = True
        return redirect(page_url("farm_draft", draft_id=form.remember(filled)), 303)
    made = kept_farms.keep(wired().database, identity.asker(), document, identity.moment())
    _saved(filled, document, made)
    return redirect(page_url("my_farm", farm_id=made.public_id), 303)


def to_sign_in(filled: Filled) -> Answer:
    """Nobody is signed in any more: sign in first, and find the form as it was."""
    onwards = page_url("farm_draft", draft_id=form.remember(filled))
    return redirect(page_url("sign_in", next=onwards, waiting="1"), 303)


def expired(filled: Filled, shape: Group) -> Answer:
    """The page belongs to a sign-in that is over."""
    filled.notice = Notice(
        gettext("Deze pagina is verlopen"),
        gettext("Er is niets bewaard. Wat u invulde staat hieronder nog: druk nog eens op Bewaren."),
    )
    return _again(filled, shape, BadRequest.code)


def _saved(filled: Filled, document: Mapping[str, object], saved: FarmSummary) -> None:
    """Going back shows the form as it was saved, and about that farm."""
    if filled.draft and drafting.opened(filled.draft) is not None:
        filled.document, filled.kept = document, form.Kept(saved.public_id, saved.revision)
        filled.checked = False
        form.remember(filled)


def _still_here() -> str:
    return str(gettext("Er is niets bewaard. Wat u invulde staat hieronder nog."))


def _overtaken(filled: Filled, document: Mapping[str, object], other: Overtaken, shape: Group) -> Response:
    """Nothing is lost: what was filled in stays in the form, and what differs is named."""
    theirs = other.farm.document
    differs = [key for key in {**theirs, **document} if theirs.get(key) != document.get(key)]
    assert filled.kept is not None, "only a kept farm can be overtaken"
    # The draft stays at the revision it began at: only who saw the other version, and presses again, replaces it.
    form.remember(filled)
    filled.kept = replace(
        filled.kept,
        revision=other.farm.summary.revision,
        overtaken_at=other.farm.summary.changed_at,
        differs=tuple(fact_names.name(key, language()).lower() for key in differs),
    )
    return _shown(filled, shape, Conflict.code)


def _again(filled: Filled, shape: Group, status: int | None) -> Response:
    form.remember(filled)
    return _shown(filled, shape, status)


def _shown(filled: Filled, shape: Group, status: int | None) -> Response:
    answer = form.show(filled, shape)
    answer.status_code = status or answer.status_code
    return answer
