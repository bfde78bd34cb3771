"""Whether a statement still says what the rules give: upload it, or type its check code, and it is computed again."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.wiring import Verdict, wired


def answer() -> Response:
    """Both forms, and after one was sent the verdict above them."""
    if request.method != "POST":
        return html("check.html")
    wiring = wired()
    request.max_content_length = wiring.settings.most_statement_bytes
    try:
        sent = request.files.get("statement")
    except RequestEntityTooLarge:
        most = wiring.settings.most_statement_bytes // 1_000_000
        too_large = gettext(
            "Dit bestand is groter dan een beloningsoverzicht kan zijn (%(most)s MB) en is niet gelezen.",
            most=most,
        )
        return html("check.html", 413, problem=too_large)
    code = request.form.get("code", "").strip()
    if sent is None or not sent.filename:
        if code:
            return _verdict(wiring.services.verify_code(code, wiring.database))
        if "code" in request.form:
            return html("check.html", 422, code_problem=gettext("Vul eerst de controlecode in."))
        return html("check.html", 422, problem=gettext("Kies eerst een bestand."))
    content = sent.read()
    sent.close()
    if not content.startswith(b"%PDF-"):
        return html(
            "check.html", 422, problem=gettext("Dit bestand is geen PDF. Kies het beloningsoverzicht zelf.")
        )
    return _verdict(wiring.services.verify(content))


def _verdict(verdict: Verdict) -> Response:
    return html(
        "check.html",
        tone=_tone(verdict),
        heading=_heading(verdict),
        state=verdict.state,
        text=verdict.text[language()],
    )


def _tone(verdict: Verdict) -> str:
    if verdict.ok:
        return "ok"
    return "warning" if verdict.state in ("unknown", "recomputed_in_part", "genuine") else "error"


def _heading(verdict: Verdict) -> str:
    if verdict.state in ("genuine", "genuine_rules_changed") and not verdict.ok:
        return str(gettext("Het overzicht klopte, maar geldt niet meer"))
    headings = {
        "genuine": gettext("Het overzicht klopt"),
        "genuine_rules_changed": gettext("Het overzicht klopt; sindsdien zijn regels veranderd"),
        "recomputed_in_part": gettext("Het overzicht is deels nagerekend"),
        "rules_not_published": gettext("Het overzicht rust op regels die hier nooit zijn gepubliceerd"),
        "unknown": gettext("Hierover valt niets te zeggen"),
    }
    return str(headings.get(verdict.state, gettext("Het overzicht klopt niet")))
