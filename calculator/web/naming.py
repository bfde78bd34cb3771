"""What a code is called, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext

from calculator.domain.rulebook import Rulebook


def codes(rulebook: Rulebook, codelist: str, language: str) -> list[tuple[str, str]]:
    """Code and name of every row of a list, in the list's own order."""
    return [(code, entry.name[language]) for code, entry in rulebook.codelists.get(codelist, {}).items()]


def names(rulebook: Rulebook, language: str) -> dict[str, str]:
    """The names of all schemes by id, of all payments by ``scheme#payment``, and of all limits and legal bases by theirs.

    Versions are ordered by date, so the newest one speaks.
    """
    # Aid of which nobody says who gave it is told by its legal basis.
    found = dict(codes(rulebook, "legal_bases", language))
    for scheme in rulebook.schemes:
        found[scheme.id] = scheme.name[language]
        found.update({f"{scheme.id}#{p.id}": p.name[language] for p in scheme.payments})
    found.update({limit.id: limit.name[language] for limit in rulebook.limits})
    return found


def ground(name: str) -> str:
    """A parcel or element as it stands in a sentence: files of others number parcels, and a bare number reads as an amount."""
    return str(gettext("nr. %(number)s", number=name)) if name.isdecimal() else name
