"""What a difference between the pages given and the pages that belong there means, in words."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.statements.checking import visible
from calculator.statements.checking.compare import page_of, part_of
from calculator.statements.checking.verdict import Finding, Part

_ABOUT = {
    Part.DRAWING: Text(
        "De tekening van de bladzijde is niet wat de berekening geeft.",
        "The drawing of the page is not what the calculation gives.",
    ),
    Part.PAGES: Text(
        "Er zijn bladzijden toegevoegd, weggelaten of verwisseld.", "Pages were added, left out or exchanged."
    ),
    Part.ANNOTATIONS: Text(
        "Over de bladzijden ligt een aantekening, stempel of formulierveld die er niet bij hoort.",
        "A note, stamp or form field that does not belong there lies over the pages.",
    ),
    Part.ACTIONS: Text(
        "Het bestand bevat een opdracht of script; een beloningsoverzicht heeft die nooit.",
        "The file holds an action or script; a reward statement never does.",
    ),
    Part.LAYERS: Text(
        "Het bestand bevat lagen die aan of uit kunnen; een beloningsoverzicht heeft die nooit.",
        "The file holds layers that can be switched; a reward statement never does.",
    ),
    Part.ATTACHMENTS: Text("De bijlagen zijn veranderd.", "The attachments were changed."),
    Part.METADATA: Text(
        "De gegevens over het bestand (titel, datum, maker) zijn veranderd.",
        "The data about the file (title, date, maker) was changed.",
    ),
    Part.STRUCTURE: Text("De opbouw van het bestand is veranderd.", "The structure of the file was changed."),
}


def page_findings(path: str, given: bytes, ours: bytes) -> tuple[Finding, ...]:
    """What differs at a path in the object graph; where words differ, which words."""
    part, page = part_of(path), page_of(path)
    place = f"p. {page}" if page is not None else path
    words = tuple(_words(given, ours)) if part in (Part.DRAWING, Part.STRUCTURE) else ()
    about = _ABOUT.get(part, _ABOUT[Part.STRUCTURE])
    return words or (Finding(part, place, about),)


def _words(given: bytes, ours: bytes) -> list[Finding]:
    try:
        theirs = visible.pages_text(given)
    except visible.UnseenError:
        # Too broken to open for reading: that it differs is known already, only the words are not.
        return []
    found = []
    for number, (one, other) in enumerate(zip(theirs, visible.pages_text(ours), strict=False), 1):
        if one != other:
            wrong, right = visible.first_other_words(one, other)
            message = Text(
                f"Op bladzijde {number} staat ‘{wrong}’ waar ‘{right}’ hoort.",
                f"Page {number} says ‘{wrong}’ where ‘{right}’ belongs.",
            )
            found.append(Finding(Part.TEXT, f"p. {number}", message))
    return found
