"""Whether a statement still says what the rules give: upload it, and it is computed again from the data inside it."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext

from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.wiring import wired


def answer() -> Response:
    """The form, and after an upload the verdict above it."""
    if request.method == "GET":
        return html("check.html")
    wiring = wired()
    request.max_content_length = wiring.settings.most_statement_bytes
    sent = request.files.get("statement")
    if sent is None or not sent.filename:
        return html("check.html", 422, problem=gettext("Kies eerst een bestand."))
    content = sent.read()
    sent.close()
    if not content.startswith(b"%PDF-"):
        return html(
            "check.html", 422, problem=gettext("Dit bestand is geen PDF. Kies het beloningsoverzicht zelf.")
        )
    verdict = wiring.services.verify(content)
    return html("check.html", ok=verdict.ok, state=verdict.state, text=verdict.text[language()])
