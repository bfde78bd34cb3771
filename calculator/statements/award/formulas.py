"""A formula of an award as somebody reads it: the engine writes it in signs and codes of its own, the same in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import CLASS_LABELS
from calculator.statements.award.names import UNIT
from calculator.statements.award.voice import Voice

_NUMBER = r"\d+(?:\.\d+)?"
_UNITS = "|".join(sorted(UNIT, key=len, reverse=True))
_PART = re.compile(
    rf"EUR (?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?"
    r"|(?P<euros>EUR (?=\())"
    rf"|(?<= )(?P<unit>{_UNITS})\b"
    r"|(?P<path>[a-z_]+(?:\.\w+)+)"
    r"|(?P<year>\b(?:19|20)\d\d(?=: ))"
    rf"|(?P<number>{_NUMBER})"
    r"|(?P<word>\bmin(?=\()|\bmax(?= EUR)|\bpunten\b|\b(?:brons|zilver|goud)(?=: )| x )"
)
_WORDS = {
    "min": Text("het laagste van ", "the lowest of "),
    "max": Text("elk hoogstens", "each at most"),
    "punten": UNIT["point"],
    " x ": Text(" × ", " × "),
    **CLASS_LABELS,
}
_CONTRACT_YEAR = Text("jaar van het contract", "year of the contract")


def spoken(formula: str, voice: Voice, named: Callable[[str], str]) -> str:
    """``6900 100kg_milk x EUR 5`` as ``6.900 × 100 kg melk × € 5,00``; ``named`` says what a path of the profile is called."""

    def said(found: re.Match[str]) -> str:
        if low := found["low"]:
            high = found["high"]
            return voice.rate(Decimal(low)) + (f"–{voice.rate(Decimal(high))}" if high else "")
        if found["euros"]:
            return "€ "
        if unit := found["unit"]:
            return voice.say(UNIT[unit])
        if path := found["path"]:
            return voice.say(_CONTRACT_YEAR) if path == "contract.year" else named(path)
        if number := found["number"]:
            return voice.number(Decimal(number))
        return found["year"] or voice.say(_WORDS[found["word"]])

    return _PART.sub(said, formula)
