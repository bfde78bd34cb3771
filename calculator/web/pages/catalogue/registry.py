"""The state of the registry for everyone: how far it reaches, what is out of date, and what changes between two days."""

from __future__ import annotations

from flask import Response

from calculator.domain.period import same_day_in
from calculator.registry.words import diff
from calculator.services.catalogue import counted_farms, unknown_pairs, unknown_sample
from calculator.services.catalogue import state as registry_state
from calculator.services.catalogue import unknown as catalogue_unknown
from calculator.web import identity
from calculator.web.language import language
from calculator.web.pages.catalogue import asked
from calculator.web.pages.catalogue.same_for_all import Shown, same_for_all
from calculator.web.pages.frame import html
from calculator.web.views.changes import by_subject
from calculator.web.wiring import wired


@same_for_all
def coverage() -> Shown:
    """Province by layer, payer by payer, and what is missing."""
    on, problems = asked.day()
    found = registry_state.coverage_data(wired().services.rulebook(), on, language())
    values = {"coverage": found, "on": on.isoformat(), "problems": problems}
    return Shown("coverage.html", values, 422 if problems else 200)


@same_for_all
def stale() -> Shown:
    """What ended without a successor, and what nobody looked at for a year."""
    on, problems = asked.day()
    found = registry_state.stale_data(wired().services.rulebook(), registry_state.looks(), on, language())
    values = {
        "ended": [entry for entry in found if entry["why"] == "ended"],
        "unchecked": [entry for entry in found if entry["why"] != "ended"],
        "on": on.isoformat(),
        "problems": problems,
    }
    return Shown("stale.html", values, 422 if problems else 200)


def unknown() -> Response:
    """What nobody has published, and how many farms' answers hang on each pair."""
    on, problems = asked.day()
    wiring = wired()
    rulebook = wiring.services.rulebook()
    farms = counted_farms.counted(wiring.database, identity.visitor())
    counted = unknown_pairs.count(rulebook, farms, on)
    sample = unknown_sample.sample(rulebook, on)
    found = catalogue_unknown.data(rulebook, on, unknown_pairs.with_sample(counted, sample), language())
    said = {key: text[language()] for key, text in unknown_sample.words(sample.farms).items()}
    shown = {"unknown": found, "sample": said, "on": on.isoformat(), "problems": problems}
    return html("unknown.html", 422 if problems else 200, **shown)


@same_for_all
def changes() -> Shown:
    """What changes between two days, in plain words, and for whom."""
    today = wired().services.today()
    (before, wrong_before), (after, wrong_after) = (
        asked.day("before", same_day_in(today.year - 1, today)),
        asked.day("after"),
    )
    problems = (*wrong_before, *wrong_after)
    found = diff.changes(wired().services.rulebook(), before, after)
    values = {
        "subjects": by_subject(found, language()),
        "count": len(found),
        "before": before.isoformat(),
        "after": after.isoformat(),
        "problems": problems,
    }
    return Shown("changes.html", values, 422 if problems else 200)
