"""What kind of farm it is: our word for what somebody wrote. It is free text, so a word that nobody knows counts as unknown."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.profile.codes import Codes
from calculator.services.profile.words import shown

#: As the farm structure survey and the forms tell farms apart; a rule may ask for another kind.
TYPES = (
    "dairy", "arable", "mixed", "beef", "sheep", "goats", "other_grazing", "pigs", "poultry", "horticulture", "fruit",
    "permanent_crop", "other",
)  # fmt: skip
_DUTCH = {
    "melkvee": "dairy", "melkveehouderij": "dairy", "akkerbouw": "arable", "gemengd": "mixed", "vleesvee": "beef",
    "schapen": "sheep", "geiten": "goats", "overige graasdieren": "other_grazing", "varkens": "pigs", "pluimvee": "poultry",
    "tuinbouw": "horticulture", "blijvende teelt": "permanent_crop", "anders": "other", "overig": "other",
}  # fmt: skip


def known(codes: Codes) -> tuple[str, ...]:
    """Every word that some rule or form knows."""
    return TYPES + tuple(word for word in codes.fact_values("farm.type") if word not in TYPES)


def code(written: str, words: Sequence[str]) -> str | None:
    """Our word for what is written, in Dutch or English and in any case; None where nobody knows it."""
    said = written.strip().casefold()
    return _DUTCH.get(said, said if said in words else None)


def remark(document: object, rulebook: Rulebook) -> Text | None:
    """What to tell of a kind of farm that nobody knows; None where there is nothing to tell."""
    farm = document.get("farm") if isinstance(document, Mapping) else None
    written = farm.get("type") if isinstance(farm, Mapping) else None
    words = known(Codes.of(rulebook))
    if not isinstance(written, str) or code(written, words) is not None:
        return None
    near = difflib.get_close_matches(written.casefold()[:80], (*words, *_DUTCH), 1, 0.6)
    meant_nl, meant_en = (f' Bedoelt u "{near[0]}"?', f' Did you mean "{near[0]}"?') if near else ("", "")
    return Text(
        f'Geen regel kent het bedrijfstype "{shown(written)}"; het telt als onbekend.{meant_nl}',
        f'No rule knows the kind of farm "{shown(written)}"; it counts as unknown.{meant_en}',
    )
