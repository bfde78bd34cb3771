"""Two statements of one farm, uploaded and compared; neither is kept."""

from __future__ import annotations

from flask import Response, request

from calculator.services.errors import InputProblems
from calculator.services.profile import fact_names
from calculator.services.statement import later as statement_later
from calculator.statements.outputs.sheets_later import ASKED, CAUSES
from calculator.web.language import language
from calculator.web.pages.frame import html
from calculator.web.wiring import wired

#: What is shown of each list; the command line writes a workbook with everything.
MOST = 30


def answer() -> Response:
    """The form, and after both files were sent what changed above it."""
    if request.method != "POST":
        return html("compare.html", most=MOST)
    request.max_content_length = 2 * wired().settings.most_statement_bytes
    contents = []
    for name in ("old", "new"):
        sent = request.files.get(name)
        contents.append(sent.read() if sent is not None else b"")
        if sent is not None:
            sent.close()
    try:
        found = statement_later.compare(contents[0], contents[1], language())
    except InputProblems as wrong:
        return html("compare.html", 422, problems=wrong.problems, most=MOST)
    return html(
        "compare.html",
        found=found,
        asked={place: word[language()] for place, word in ASKED.items()},
        most=MOST,
        fact_name=lambda place: fact_names.name(place, language(), wired().services.rulebook()),
        causes=[
            (CAUSES[cause][language()], cents)
            for cause, cents in sorted(found.by_cause().items(), key=lambda item: list(CAUSES).index(item[0]))
        ],
        payments=[
            (change, [(CAUSES[cause][language()], cents) for cause, cents in change.by.items()])
            for change in found.payments
            if change.difference
        ],
    )
