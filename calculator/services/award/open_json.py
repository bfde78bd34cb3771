"""The open questions of an award as JSON data."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.claim import OpenQuestion
from calculator.domain.money import eur
from calculator.services.award.names import Json, Names


def to_json(questions: Iterable[OpenQuestion], names: Names) -> list[Json]:
    """The open questions; one that is asked in several years is put into words once, and its lists are shared by these."""
    found: list[Json] = []
    said: dict[tuple[object, ...], Json] = {}
    asked = names.asked
    for question in questions:
        place, year = question.place, question.year
        both = asked.get((question.scheme, question.payment, year))
        if both is None:
            both = names.both(question.scheme, question.payment, year)
        # What is missing is the same object in every year; what names the payment is kept with the rules.
        key = (id(both), place, id(question.missing), id(question.paths), question.could_pay_cents)
        entry = said.get(key)
        if entry is None:
            could_pay = question.could_pay_cents
            entry = said[key] = {
                **both,
                "unit": place,
                "year": year,
                "missing": names.missed(question),
                "paths": list(question.paths),
                "could_pay_up_to_eur": None if could_pay is None else eur(could_pay),
            }
        found.append({**entry, "year": year})
    return found
