"""What a code is called, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext

from calculator.domain.places import MOST_NAMED
from calculator.domain.rulebook import Rulebook
from calculator.domain.sentences import listed
from calculator.web.language import language


def codes(rulebook: Rulebook, codelist: str, spoken: str) -> list[tuple[str, str]]:
    """Code and name of every row of a list, in the list's own order."""
    return [(code, entry.name[spoken]) for code, entry in rulebook.codelists.get(codelist, {}).items()]


def names(rulebook: Rulebook, spoken: str) -> dict[str, str]:
    """The names of all schemes by id, of all payments by ``scheme#payment``, and of all limits and legal bases by theirs.

    Versions are ordered by date, so the newest one speaks.
    """
    # Aid of which nobody says who gave it is told by its legal basis.
    found = dict(codes(rulebook, "legal_bases", spoken))
    for scheme in rulebook.schemes:
        found[scheme.id] = scheme.name[spoken]
        found.update({f"{scheme.id}#{p.id}": p.name[spoken] for p in scheme.payments})
    found.update({limit.id: limit.name[spoken] for limit in rulebook.limits})
    return found


def ground(name: str) -> str:
    """A parcel or element as it stands in a sentence: files of others number parcels, and a bare number reads as an amount."""
    return str(gettext("nr. %(number)s", number=name)) if name.isdecimal() else name


def several(places: Iterable[str]) -> str:
    """Parcels and elements as a sentence names them: of many the first."""
    return listed([ground(place) for place in places], MOST_NAMED)[language()]
