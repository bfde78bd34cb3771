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
    rf"min\((?P<there>{_NUMBER}); (?P<first>{_NUMBER})\) (?P<counted>{_UNITS})\b"
    rf"| \(EUR (?P<total>{_NUMBER}) < EUR (?P<least>{_NUMBER})\)"
    rf"| \((?P<whole>{_NUMBER}) - (?P<free>{_NUMBER}) (?P<land>{_UNITS})\)"
    rf"|(?P<part>{_NUMBER})/(?P<all>{_NUMBER}) x (?=\()"
    rf"|EUR \((?P<costs>[^()]+)\)"
    rf"|EUR (?P<low>{_NUMBER})(?:-(?P<high>{_NUMBER}))?"
    rf"|(?<= )(?P<unit>{_UNITS})\b"
    r"|(?P<path>[a-z_]+(?:\.\w+)+)"
    r"|(?P<year>\b(?:19|20)\d\d(?=: ))"
    rf"|(?P<number>{_NUMBER})"
    r"|(?P<word>\bmax(?= EUR)|\bpunten\b|\b(?:brons|zilver|goud)(?=: )| x )"
)
_WORDS = {
    "max": Text("elk hoogstens", "each at most"),
    "punten": UNIT["point"],
    " x ": Text(" × ", " × "),
    **CLASS_LABELS,
}
_CONTRACT_YEAR = Text("jaar van het contract", "year of the contract")
_FIRST = Text("de eerste {first} {unit} (van {there})", "the first {first} {unit} (of {there})")
_ALL_OF_FIRST = Text("{there} {unit} (tot ten hoogste {first})", "{there} {unit} (up to {first})")
_TOO_LITTLE = Text(
    " ({total}, minder dan het minimum van {least})", " ({total}, less than the minimum of {least})"
)
_AFTER_FIRST = Text(
    " ({whole} {unit}, waarvan de eerste {free} {unit} niet meetelt)",
    " ({whole} {unit}, of which the first {free} {unit} does not count)",
)
_PART_OF = Text("{part}/{all} van ", "{part}/{all} of ")
_AT_MOST = Text("{sum}, hoogstens {most}", "{sum}, at most {most}")


def spoken(formula: str, voice: Voice, named: Callable[[str], str]) -> str:
    """``6900 100kg_milk x EUR 5`` as ``6.900 × 100 kg melk × € 5,00``; ``named`` says what a path of the profile is called."""
    if capped := _capped(formula):
        before, held, most, after = (spoken(part, voice, named) for part in capped)
        return before + voice.say(_AT_MOST, sum=held, most=most) + after

    def said(found: re.Match[str]) -> str:
        if low := found["low"]:
            high = found["high"]
            return voice.rate(Decimal(low)) + (f"–{voice.rate(Decimal(high))}" if high else "")
        if unit := found["unit"]:
            return voice.say(UNIT[unit])
        if path := found["path"]:
            return voice.say(_CONTRACT_YEAR) if path == "contract.year" else named(path)
        if number := found["number"]:
            return voice.number(Decimal(number))
        return found["year"] or _sentence(found, voice) or voice.say(_WORDS[found["word"]])

    return _PART.sub(said, formula)


def _capped(formula: str) -> tuple[str, str, str, str] | None:
    """What stands before ``min(sum; EUR most)``, the sum, the most, and what comes after it."""
    start = next(
        (m.start() for m in re.finditer(r"\bmin\(", formula) if not _PART.match(formula, m.start())), -1
    )
    if start < 0:
        return None
    deep, cut = 0, 0
    for at in range(start + 3, len(formula)):
        deep += {"(": 1, ")": -1}.get(formula[at], 0)
        if deep == 1 and formula[at] == ";":
            cut = at
        if deep == 0:
            return formula[:start], formula[start + 4 : cut], formula[cut + 2 : at], formula[at + 1 :]
    return None


def _sentence(found: re.Match[str], voice: Voice) -> str | None:
    """What a sum is held to, in words; None of what is a word already."""
    if unit := found["counted"]:
        there, first = Decimal(found["there"]), Decimal(found["first"])
        said = _FIRST if there > first else _ALL_OF_FIRST
        return voice.say(
            said, there=voice.number(there), first=voice.number(first), unit=voice.say(UNIT[unit])
        )
    if total := found["total"]:
        return voice.say(
            _TOO_LITTLE, total=voice.rate(Decimal(total)), least=voice.rate(Decimal(found["least"]))
        )
    if unit := found["land"]:
        whole, free = (voice.number(Decimal(found[name])) for name in ("whole", "free"))
        return voice.say(_AFTER_FIRST, whole=whole, free=free, unit=voice.say(UNIT[unit]))
    if part := found["part"]:
        return voice.say(_PART_OF, part=voice.number(Decimal(part)), all=voice.number(Decimal(found["all"])))
    if costs := found["costs"]:
        return f"({' + '.join(voice.rate(Decimal(each)) for each in costs.split(' + '))})"
    return None
