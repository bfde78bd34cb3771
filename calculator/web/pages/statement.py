"""The statement as PDF, computed again from the profile that the result page carries; nothing is kept."""

from __future__ import annotations

import re

from flask import Response, request

from calculator.services import award_options
from calculator.services.profile_parse import parse
from calculator.web.language import language
from calculator.web.wiring import wired


def download() -> Response:
    """Raises InputProblems where the profile or an option is not what a result page sends."""
    services = wired().services
    rulebook = services.rulebook()
    asked = award_options.read(
        rulebook,
        on=request.form.get("on") or None,
        years=request.form.get("years") or None,
        mode=None,
        today=services.today(),
        prefix="?",
    )
    document = parse(request.form.get("document", ""))
    result = services.compute(
        rulebook,
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        language=language(),
    )
    content = services.render(result, document, language=language(), issued_on=services.today())
    answer = Response(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(document)}"'
    return answer


def _file_name(document: object) -> str:
    farm = document.get("farm") if isinstance(document, dict) else None
    name = str(farm.get("name", "")) if isinstance(farm, dict) else ""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    kind = "reward-statement" if language() == "en" else "beloningsoverzicht"
    return f"{kind}-{plain}.pdf" if plain else f"{kind}.pdf"
