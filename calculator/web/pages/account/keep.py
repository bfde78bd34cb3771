"""From a result without an account to a farm that is kept."""

from __future__ import annotations

from typing import cast

from flask import redirect, request
from werkzeug.wrappers import Response as Answer

from calculator.services.account import kept_farms
from calculator.services.profile.parse import parse
from calculator.web import identity
from calculator.web.addresses import page_url
from calculator.web.pages.account.sign_in_form import sign_in_form
from calculator.web.pages.farm import form, saving
from calculator.web.wiring import wired


def keep() -> Answer:
    """Keep the profile of the result page; whoever is not signed in first does that, with the profile in the form.

    The result of a farm that is kept already saves that farm.
    """
    if identity.visitor() is None:
        return sign_in_form()
    draft = request.form.get("draft", "")
    filled = form.recall(draft) if draft else None
    if filled is not None and filled.kept is not None:
        return saving.save(filled, form.shape())
    return redirect(kept_address(request.form.get("document", ""), draft), 303)


def kept_address(document: str, draft: str = "") -> str:
    """The page of the farm that the text became; raises InputProblems where it is no profile.

    The form it came from is about that farm from now on, so that keeping it once more makes no second one.
    """
    wiring = wired()
    made = kept_farms.keep(wiring.database, identity.asker(), profile(document), identity.moment())
    filled = form.recall(draft) if draft else None
    if filled is not None:
        filled.document = parse(document)
        filled.kept = form.Kept(made.public_id, made.revision)
        form.remember(filled)
    return page_url("my_farm", farm_id=made.public_id)


def profile(text: str) -> dict[str, object]:
    """A profile that can be computed with; raises InputProblems."""
    services = wired().services
    document = parse(text)
    services.read(document, services.rulebook())
    # What ``read`` accepts is an object.
    return cast("dict[str, object]", document)
