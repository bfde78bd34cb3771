"""What a farmer or adviser reads when a field is wrong: each pair is what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calculator.domain.months import in_full
from calculator.domain.scheme import Text

Words = tuple[Text, Text]

_KINDS = {
    "object": Text("een object ({…})", "an object ({…})"),
    "list": Text("een lijst ([…])", "a list ([…])"),
    "text": Text("een tekst", "a text"),
    "number": Text("een getal", "a number"),
    "whole": Text("een geheel getal", "a whole number"),
    "day": Text("een datum", "a date"),
    "flag": Text("ja of nee", "yes or no"),
}


def shown(value: object) -> str:
    """The value as it may be quoted in a message: short, and without anything that breaks a line."""
    text = (
        value
        if isinstance(value, str)
        else type(value).__name__
        if isinstance(value, dict | list)
        else str(value)
    )
    clean = "".join(c if c.isprintable() else "?" for c in text[:61])
    return clean[:60] + "…" if len(clean) > 60 else clean


def wrong_kind(value: object, kind: str) -> Words:
    """A value of another kind than the field holds."""
    asked = _KINDS[kind]
    given = (
        _KINDS["object"] if isinstance(value, dict) else _KINDS["list"] if isinstance(value, list) else None
    )
    nl, en = (given.nl, given.en) if given else (shown(value), shown(value))
    return (
        Text(f"Hier hoort {asked.nl}, niet {nl}.", f"This must be {asked.en}, not {en}."),
        Text("Kijk in het voorbeeldprofiel hoe het hoort.", "See the example profile for how it is written."),
    )


def unknown_key(key: str, near: str | None, allowed: Sequence[str]) -> Words:
    """A key that this object does not have."""
    if near is not None:
        remedy = Text(f'Bedoelt u "{near}"?', f'Did you mean "{near}"?')
    elif allowed:
        some = ", ".join(allowed)
        remedy = Text(f"Laat de sleutel weg; bekend zijn: {some}.", f"Leave the key out; known are: {some}.")
    else:
        remedy = Text("Laat de sleutel weg.", "Leave the key out.")
    return Text(f'Onbekende sleutel "{shown(key)}".', f'Unknown key "{shown(key)}".'), remedy


def apart(one: str, other: str) -> Words:
    """Two places that share no ground."""
    here, there = shown(one), shown(other)
    return (
        Text(f'"{here}" en "{there}" hebben geen grond gemeen.', f'"{here}" and "{there}" share no ground.'),
        Text(
            "Kijk welke van de twee klopt, of laat er een weg: dan telt hij als onbekend.",
            "See which of the two is right, or leave one out: it then counts as unknown.",
        ),
    )


def missing(key: str) -> Words:
    """A key that must be there."""
    return (
        Text(f'"{key}" ontbreekt.', f'"{key}" is missing.'),
        Text(
            f'Vul "{key}" in; zonder kan er niet worden gerekend.',
            f'Fill in "{key}"; nothing can be computed without.',
        ),
    )


def unknown_code(value: object, what: Text, near: str | None, where: str) -> Words:
    """A code that is not in its list; ``where`` is where the list can be found."""
    if near is not None:
        remedy = Text(
            f'Bedoelt u "{near}"? Alle codes: {where}.', f'Did you mean "{near}"? All codes: {where}.'
        )
    else:
        remedy = Text(f"Kies een code uit {where}.", f"Choose a code from {where}.")
    return (
        Text(f'Er is geen {what.nl} "{shown(value)}".', f'There is no {what.en} "{shown(value)}".'),
        remedy,
    )


def not_one_of(value: object, options: Sequence[str], near: str | None) -> Words:
    """A word outside a short closed list."""
    some = ", ".join(options)
    hint_nl, hint_en = (f'Bedoelt u "{near}"? ', f'Did you mean "{near}"? ') if near else ("", "")
    return (
        Text(f'"{shown(value)}" kan hier niet.', f'"{shown(value)}" is not possible here.'),
        Text(f"{hint_nl}Kies uit: {some}.", f"{hint_en}Choose from: {some}."),
    )


def bad_number(value: object, reading: str | None) -> Words:
    """No number in machine form; ``reading`` is what was probably meant."""
    example = reading or "1234.56"
    return (
        Text(
            f'"{shown(value)}" is geen getal in machinevorm.',
            f'"{shown(value)}" is not a number in machine form.',
        ),
        Text(
            f'Schrijf een punt voor de decimalen en geen duizendtallen of exponent, zoals "{example}".',
            f'Write a point for the decimals and no thousands sign or exponent, such as "{example}".',
        ),
    )


def too_small(value: object, low: str, unit: str, *, above: bool) -> Words:
    """A number below its bound; ``above`` when the bound itself is too small as well."""
    nl, en = ("meer dan", "more than") if above else ("minstens", "at least")
    where = f"{low} {unit}".strip()
    return (
        Text(
            f"{shown(value)} kan niet: het moet {nl} {where} zijn.",
            f"{shown(value)} cannot be: it must be {en} {where}.",
        ),
        Text(
            "Vul de werkelijke waarde in, of laat weg wat onbekend is.",
            "Fill in the real value, or leave out what is unknown.",
        ),
    )


def too_large(value: object, high: str, unit: str, why: Text | None) -> Words:
    """A number above its bound, with the reason of the bound."""
    where = f"{high} {unit}".strip()
    return (
        Text(
            f"{shown(value)} is meer dan de grens van {where}.",
            f"{shown(value)} is more than the bound of {where}.",
        ),
        why or Text("Controleer het getal en de eenheid.", "Check the number and its unit."),
    )


def too_precise(value: object, places: int, unit: str) -> Words:
    """More decimals than the unit has."""
    per = f" {unit}" if unit else ""
    if places == 0:
        return (
            Text(f"{shown(value)} is geen geheel getal.", f"{shown(value)} is not a whole number."),
            Text("Rond af op een geheel getal.", "Round it to a whole number."),
        )
    square = unit == "ha"
    return (
        Text(
            f"{shown(value)}{per} heeft meer dan {places} decimalen.",
            f"{shown(value)}{per} has more than {places} decimals.",
        ),
        Text(
            f"Rond af op {places} decimalen" + (" (een vierkante meter)." if square else "."),
            f"Round it to {places} decimals" + (" (one square metre)." if square else "."),
        ),
    )


def bad_day(value: object) -> Words:
    """Not a date."""
    return (
        Text(f'"{shown(value)}" is geen datum.', f'"{shown(value)}" is not a date.'),
        Text('Schrijf jaar-maand-dag, zoals "2026-05-15".', 'Write year-month-day, such as "2026-05-15".'),
    )


def bad_month_day(value: object) -> Words:
    """Not a day of the year."""
    return (
        Text(f'"{shown(value)}" is geen dag van het jaar.', f'"{shown(value)}" is not a day of the year.'),
        Text('Schrijf maand-dag, zoals "10-01".', 'Write month-day, such as "10-01".'),
    )


def day_outside(value: date, first: date, last: date) -> Words:
    """A date that no rule reaches."""
    said, since, until = in_full(value), in_full(first), in_full(last)
    return (
        Text(f"{said.nl} valt buiten elke regel.", f"{said.en} lies outside every rule."),
        Text(
            f"Geef een datum van {since.nl} tot en met {until.nl}.",
            f"Give a date from {since.en} to {until.en} inclusive.",
        ),
    )


def bad_text(value: object, most: int) -> Words:
    """A text that is empty, too long or holds signs that cannot be printed."""
    return (
        Text(
            f'"{shown(value)}" is leeg, te lang of bevat onzichtbare tekens.',
            f'"{shown(value)}" is empty, too long or holds invisible signs.',
        ),
        Text(
            f"Schrijf 1 tot {most} gewone tekens, zonder spaties aan het begin of eind.",
            f"Write 1 to {most} ordinary signs, with no space at the start or the end.",
        ),
    )


def too_many(count: int, most: int, what: Text) -> Words:
    """A list longer than any farm needs."""
    return (
        Text(
            f"{count} {what.nl} is meer dan de grens van {most}.",
            f"{count} {what.en} is more than the bound of {most}.",
        ),
        Text("Splits het bedrijf of voeg gelijke regels samen.", "Split the farm or merge equal entries."),
    )


def not_a_year(key: object) -> Words:
    """A key that should be a year."""
    return (
        Text(f'"{shown(key)}" is geen jaartal.', f'"{shown(key)}" is not a year.'),
        Text('Gebruik een jaar als sleutel, zoals "2024".', 'Use a year as the key, such as "2024".'),
    )
