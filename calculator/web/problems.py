"""Errors that say where, what and how to mend it: RFC 9457 for the API, a page with links for people."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import Flask, Response, g, redirect, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, SecurityError

from calculator.domain.scheme import Text
from calculator.domain.statement_life import ImpossibleStep
from calculator.services.account.people import PersonUnknown
from calculator.services.account.rights import FarmUnknown, NotAllowed
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.registry.rulebooks import RulesRefused
from calculator.services.scenario.bench import ScenarioUnknown
from calculator.store import StoreUnavailable
from calculator.web.addresses import without_slash
from calculator.web.language import language
from calculator.web.pages.frame import error_page

PROBLEM_JSON = "application/problem+json"


class MalformedBody(Exception):  # noqa: N818  it says what happened
    """The body is not JSON at all; ``problems`` says where it breaks."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the body is not JSON")


def install(app: Flask) -> None:
    """Answer every error in the form that whoever asked can read."""
    # Registered after flask-smorest, whose own handler writes another shape.
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(InputProblems, input_error)
    app.register_error_handler(MalformedBody, malformed)
    app.register_error_handler(CannotComplete, cannot_complete)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(ImpossibleStep, impossible)
    for absent in (FarmUnknown, PersonUnknown, ScenarioUnknown):
        app.register_error_handler(absent, lambda _: http_error(NotFound()))
    app.register_error_handler(StoreUnavailable, store_unavailable)
    app.register_error_handler(RulesRefused, rules_refused)


def for_machine() -> bool:
    """Whether the request came to the API."""
    return request.path.startswith("/api/") or request.path in ("/healthz", "/readyz", "/metrics")


def problem(status: int, title: str, detail: str, problems: Iterable[InputProblem] = ()) -> Response:
    """One answer in ``application/problem+json``."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "problems": [
            {"pointer": p.pointer, "message": p.message[language()], "remedy": p.remedy[language()]}
            for p in problems
        ],
    }
    answer = Response(json.dumps(body, ensure_ascii=False), status, content_type=PROBLEM_JSON)
    answer.headers["Content-Language"] = language()
    answer.vary.add("Accept-Language")
    return answer


def http_error(error: HTTPException) -> Response:
    """An error of HTTP itself, such as 404, 405, 413 and 415."""
    status = error.code or 500
    meant = without_slash() if status == 404 and not for_machine() else ""
    if meant:
        return redirect(meant, 301)  # type: ignore[return-value]  # of the same library
    title, detail = explain(status)
    answer = problem(status, title, detail) if for_machine() else _page(status, title, detail)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def input_error(error: InputProblems) -> Response:
    """The input is wrong: 422 with every problem."""
    title, detail = explain(422)
    if for_machine():
        return problem(422, title, detail, error.problems)
    return _page(422, title, detail, error.problems)


def foreign_host(_error: SecurityError) -> Response:
    """The request names a host that is not ours; in words alone, since no address of ours can be built from it."""
    g.visitor = None
    said = "Dit adres is niet van deze dienst. / This address does not belong to this service.\n"
    return Response(said, 400, content_type="text/plain; charset=utf-8")


def forged(_error: CSRFError) -> Response:
    """A form without the token of its session: too old, or sent by another site."""
    title = gettext("Deze pagina is verlopen")
    detail = gettext("Er is niets veranderd. Ga terug, laad de pagina opnieuw en probeer het nog eens.")
    return problem(400, title, detail) if for_machine() else _page(400, title, detail)


def not_allowed(error: NotAllowed) -> Response:
    """Somebody may know of it, but may not do it: 403 with the reason and what to do."""
    reason, remedy = error.reason[language()], error.remedy[language()]
    if for_machine():
        return problem(403, reason, remedy, [InputProblem("", error.reason, error.remedy)])
    return _page(403, reason, remedy)


def impossible(error: ImpossibleStep) -> Response:
    """A statement is not where the step starts: 409 with where it is."""
    reason = error.reason[language()]
    detail = gettext("Laad de pagina opnieuw om te zien hoe het nu staat.")
    return problem(409, reason, detail) if for_machine() else _page(409, reason, detail)


def malformed(error: MalformedBody) -> Response:
    """The body cannot be read: 400 with the place where it breaks."""
    title, detail = explain(400)
    return problem(400, title, detail, error.problems)


def cannot_complete(error: CannotComplete) -> Response:
    """The input is right but has no answer: 422 with the reason."""
    remedy = Text("Verander de gegevens of de opties.", "Change the data or the options.")
    found = [InputProblem("", error.reason, remedy)]
    title = gettext("De berekening kan niet worden afgemaakt")
    if for_machine():
        return problem(422, title, error.reason[language()], found)
    return _page(422, title, error.reason[language()])


def store_unavailable(_error: StoreUnavailable) -> Response:
    """The database does not answer; nothing was lost, and trying again may help."""
    title, detail = explain(503)
    # Who asks cannot be looked up either.
    g.visitor = None
    answer = problem(503, title, detail) if for_machine() else _page(503, title, detail)
    answer.headers["Retry-After"] = "30"
    return answer


def rules_refused(_error: RulesRefused) -> Response:
    """The rules have a problem, so nothing that rests on them is answered; ``/readyz`` names the problems."""
    title = gettext("De regels zijn niet in orde")
    detail = gettext(
        "Er wordt niet gerekend en geen regeling getoond tot de beheerder ze heeft hersteld. "
        "Het ligt niet aan uw gegevens."
    )
    return problem(503, title, detail) if for_machine() else _page(503, title, detail)


def explain(status: int) -> tuple[str, str]:
    """Title and what to do, in the language of the request."""
    known = {
        **_access(),
        400: (
            gettext("Dit verzoek kon niet worden gelezen"),
            gettext("Herstel de aangewezen plaats en stuur het opnieuw."),
        ),
        404: (
            gettext("Niet gevonden"),
            gettext("Hier staat niets. Controleer het adres, of begin op de voorpagina."),
        ),
        405: (gettext("Dat kan hier niet"), gettext("Deze plaats kent alleen de methoden in de kop Allow.")),
        413: (
            gettext("Te groot"),
            gettext(
                "Wat u stuurde is groter dan hier wordt aangenomen. Stuur minder, of laat de geometrie weg."
            ),
        ),
        415: (
            gettext("Verkeerde soort inhoud"),
            gettext("Stuur JSON, met de kop Content-Type: application/json."),
        ),
        422: (
            gettext("De gegevens kloppen nog niet"),
            gettext("Verbeter wat hieronder staat. Er is niets bewaard."),
        ),
        500: (
            gettext("Er ging iets mis bij ons"),
            gettext("Het ligt niet aan uw gegevens. Probeer het later opnieuw."),
        ),
        503: (
            gettext("Even niet bereikbaar"),
            gettext("De database antwoordt niet. Er is niets verloren; probeer het zo opnieuw."),
        ),
    }
    return known.get(
        status, (gettext("Dit lukte niet"), gettext("Probeer het opnieuw, of begin op de voorpagina."))
    )


def _access() -> dict[int, tuple[str, str]]:
    """Errors about who asks, how often, and of which version."""
    return {
        401: (
            gettext("Wie bent u?"),
            gettext("Log in, of stuur een geldige API-sleutel mee in de kop Authorization."),
        ),
        403: (
            gettext("Dit mag u niet zien"),
            gettext("Deze pagina is er voor anderen. Begin op de voorpagina."),
        ),
        412: (
            gettext("Intussen veranderd"),
            gettext("Iemand anders heeft dit bewaard. Haal het opnieuw op en breng uw wijziging daarin aan."),
        ),
        428: (
            gettext("Welke versie wijzigt u?"),
            gettext("Stuur de kop If-Match met de ETag die u kreeg, zodat u niemands werk overschrijft."),
        ),
        429: (
            gettext("Te vaak"),
            gettext("U vraagt meer dan hier per minuut kan. Wacht even en probeer het dan opnieuw."),
        ),
    }


def _page(status: int, title: str, detail: str, problems: Iterable[InputProblem] = ()) -> Response:
    return error_page(status, title, detail, tuple(problems))
