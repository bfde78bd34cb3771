"""The rules for people: search, one page per scheme with every figure and its source, and the limits."""

from __future__ import annotations

from dataclasses import asdict

from werkzeug.exceptions import NotFound

from calculator.services.award import applying
from calculator.services.catalogue import listing as catalogue
from calculator.web.language import language
from calculator.web.pages.catalogue import asked
from calculator.web.pages.catalogue.same_for_all import Shown, same_for_all
from calculator.web.views.choices import crops, measures, payers, places
from calculator.web.views.scheme import by_layer, by_payment, figures, outcomes
from calculator.web.wiring import wired


@same_for_all
def listing() -> Shown:
    """Every scheme in force, searched by words, measure, payer, place and crop."""
    (on, wrong_day), (search, wrong_search) = asked.day(), asked.search()
    rulebook, lang = wired().services.rulebook(), language()
    shown = catalogue.schemes(rulebook, on, lang, search)
    problems = (*wrong_day, *wrong_search)
    values = {
        "groups": by_layer(shown),
        "count": len(shown),
        "total": len(rulebook.schemes_on(on)),
        "search": asdict(search),
        "narrowed": search.asks,
        "measures": measures(rulebook, on, lang),
        "payers": payers(rulebook, on, lang),
        "places": places(rulebook, lang),
        "crops": crops(rulebook, lang),
        "on": on.isoformat(),
        "problems": problems,
    }
    return Shown("schemes.html", values, 422 if problems else 200)


@same_for_all
def one(scheme_id: str) -> Shown:
    """One scheme on a day, as recorded on another where that is asked; else its other versions are shown."""
    (on, wrong_day), (rulebook, recorded, wrong_recorded) = asked.day(), asked.recorded()
    problems = (*wrong_day, *wrong_recorded)
    found = catalogue.scheme(rulebook, scheme_id, on, language())
    versions = catalogue.versions(rulebook, scheme_id)
    told = recorded.isoformat() if recorded else ""
    if not versions and not (recorded and catalogue.versions(wired().services.rulebook(), scheme_id)):
        raise NotFound
    if found is None:
        absent = {"id": scheme_id, "on": on.isoformat(), "versions": versions, "recorded": told}
        return Shown("scheme_absent.html", absent, 404)
    values = {
        "scheme": found,
        "applying": applying.of_scheme(scheme_id, "", rulebook, on, language()),
        "recorded": told,
        "payments": by_payment(found),
        "outcomes": outcomes(found),
        "problems": problems,
    }
    return Shown("scheme.html", values, 422 if problems else 200)


@same_for_all
def limits() -> Shown:
    """The legal limits with their figures."""
    on, problems = asked.day()
    found = catalogue.limits(wired().services.rulebook(), on, language())
    shown = [(limit, figures(limit)) for limit in found]
    values = {"limits": shown, "on": on.isoformat(), "problems": problems}
    return Shown("limits.html", values, 422 if problems else 200)
