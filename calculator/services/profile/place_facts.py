"""What a parcel or element answers itself: a score, a level, a zone, by the codes of ``place_facts.csv``."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import LIST, NO_UNIT, FactKind, PlaceFact, place_facts
from calculator.domain.scheme import Text
from calculator.services.profile import values, words
from calculator.services.profile.codes import Codes
from calculator.services.profile.values import Bounds, Place

_PLACES = 4
_LANGUAGES = ("nl", "en")
_WHY = Text("Kijk de eenheid na.", "Check the unit.")


def read(place: Place | None, codes: Codes, on: str) -> dict[str, object]:
    """The answers by their path; ``on`` is ``parcel`` or ``element``. What is in no list, or lies elsewhere, is noted."""
    if place is None:
        return {}
    if not isinstance(place.value, dict):
        place.wrong(words.wrong_kind(place.value, "object"))
        return {}
    known, written = place_facts(codes.rulebook), codes.written.get(LIST, {})
    found: dict[str, object] = {}
    for key, value in place.value.items():
        at = place.below(str(key), value)
        code = written.get(str(key).casefold())
        if code is None:
            codes.refuse(at, str(key), LIST)
            continue
        fact = known[OF_PLACE + code]
        if not fact.lies_on(on):
            at.wrong(_elsewhere(fact))
        elif fact.path in found:
            at.wrong(_twice(fact))
        elif value is not None:
            answer = _answer(at, fact)
            if answer is not None:
                found[fact.path] = answer
    return found


def _answer(at: Place, fact: PlaceFact) -> Decimal | bool | str | None:
    if fact.is_number:
        unit, places = (
            "" if fact.unit == NO_UNIT else fact.unit,
            0 if fact.kind is FactKind.WHOLE else _PLACES,
        )
        return values.number(at, Bounds(unit, fact.high, places, low=fact.low, why=_WHY if unit else None))
    if fact.kind is FactKind.YES_NO:
        return values.flag(at)
    named = {name.casefold(): code for code, text in fact.words.items() for name in (text.nl, text.en)}
    said = at.value
    code = named.get(said.casefold()) if isinstance(said, str) and said not in fact.words else None
    if code is None and isinstance(said, str) and said not in fact.words:
        at.wrong(_no_class(said, fact, at.findings.nearest(said, (*fact.words, *named))))
        return None
    return code or values.choice(at, tuple(fact.words))


def _no_class(said: str, fact: PlaceFact, near: str | None) -> words.Words:
    """A word that is no class of it: codes say little, so that each stands with its name."""
    nl, en = (
        ", ".join(f"{code} ({name[language]})" for code, name in fact.words.items())
        for language in _LANGUAGES
    )
    wrong, _ = words.not_one_of(said, (), None)
    hint_nl, hint_en = (f'Bedoelt u "{near}"? ', f'Did you mean "{near}"? ') if near else ("", "")
    return wrong, Text(f"{hint_nl}Kies uit: {nl}.", f"{hint_en}Choose from: {en}.")


def _twice(fact: PlaceFact) -> words.Words:
    return (
        Text(f'"{fact.name.nl}" staat er twee keer.', f'"{fact.name.en}" stands there twice.'),
        Text(
            f"Laat er een weg: de code is {fact.code}, en de naam betekent hetzelfde.",
            f"Leave one out: the code is {fact.code}, and the name means the same.",
        ),
    )


def _elsewhere(fact: PlaceFact) -> words.Words:
    of_parcels = fact.on == "parcel"
    return (
        Text(
            f'"{fact.name.nl}" is een gegeven van een {"perceel" if of_parcels else "landschapselement"}.',
            f'"{fact.name.en}" is a fact of a {"parcel" if of_parcels else "landscape element"}.',
        ),
        Text(
            f"Vul het in bij het {'perceel' if of_parcels else 'element'} zelf.",
            f"Fill it in with the {'parcel' if of_parcels else 'element'} itself.",
        ),
    )
