"""The award as PDF or as data, computed again from the profile that the result page carries; nothing is kept."""

from __future__ import annotations

import re
from typing import cast

from flask import Response, request
from werkzeug.exceptions import NotFound

from calculator.domain.rulebook import Rulebook
from calculator.services.award import awards
from calculator.services.award import options as award_options
from calculator.services.award.wishes import Typed
from calculator.services.profile.parse import parse
from calculator.services.statement import outputs as statement_outputs
from calculator.web.files import taken
from calculator.web.language import language
from calculator.web.wiring import AwardResult, wired

#: Two of the forms are the same kind of file.
_MACHINE_CSV = "csv-machine"


def download() -> Response:
    """The PDF; raises InputProblems where the profile or an option is not what a result page sends."""
    services = wired().services
    result, document, _ = _computed()
    content = services.render(result, document, language=language(), issued_on=services.today())
    return taken(content, f"{_file_name(document)}.pdf", "application/pdf")


def outputs() -> Response:
    """A workbook, a table, data or a calendar of the same award, in the form that the button names."""
    asked = request.form.get("form", "")
    form = "csv" if asked == _MACHINE_CSV else asked
    if form not in statement_outputs.MEDIA:
        raise NotFound
    result, document, rulebook = _computed()
    content = statement_outputs.render(
        cast("awards.AwardResult", result),
        document,
        rulebook,
        form=form,
        language=language(),
        made_on=wired().services.today(),
        csv_form="machine" if asked == _MACHINE_CSV else "people",
    )
    # A second file of one name takes the place of the first, or is called (1).
    name = _file_name(document) + ("-machine" if asked == _MACHINE_CSV else "")
    return taken(content, f"{name}.{form}", statement_outputs.MEDIA[form])


def _computed() -> tuple[AwardResult, object, Rulebook]:
    services = wired().services
    rulebook = services.rulebook()
    asked = award_options.read(
        rulebook,
        on=request.form.get("on") or None,
        years=request.form.get("years") or None,
        mode=request.form.get("mode") or None,
        today=services.today(),
        prefix="?",
        wish=Typed(
            request.form.get("effort") or None,
            request.form.getlist("lock"),
            request.form.getlist("forbid"),
            "?",
        ),
    )
    document = parse(request.form.get("document", ""))
    result = services.compute(
        rulebook,
        document,
        on=asked.on,
        years=asked.years,
        mode=asked.mode,
        language=language(),
        wish=asked.wish,
    )
    return result, document, rulebook


def _file_name(document: object) -> str:
    farm = document.get("farm") if isinstance(document, dict) else None
    name = str(farm.get("name", "")) if isinstance(farm, dict) else ""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    kind = "reward-statement" if language() == "en" else "beloningsoverzicht"
    return f"{kind}-{plain}" if plain else kind
