"""The open questions of an award as JSON data."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.claim import OpenQuestion
from calculator.domain.money import eur
from calculator.services.award.names import Json, Names


def to_json(questions: Iterable[OpenQuestion], names: Names) -> list[Json]:
    """The open questions; one that is asked in several years is put into words once."""
    found: list[Json] = []
    said: dict[tuple[object, ...], tuple[Json, list[str], tuple[str, ...]]] = {}
    for question in questions:
        year, could_pay = question.year, question.could_pay_cents
        both = names.both(question.scheme, question.payment, year)
        # What is missing is the same object in every year; what names the payment is kept with the rules.
        key = (id(both), question.place, id(question.missing), id(question.paths), could_pay)
        known = said.get(key)
        if known is None:
            entry: Json = {
                **both,
                "unit": question.place,
                "year": year,
                "missing": None,
                "paths": None,
                "could_pay_up_to_eur": None if could_pay is None else eur(could_pay),
            }
            known = said[key] = (entry, names.missed(question), question.paths)
        entry, missing, paths = known
        entry = entry.copy()
        entry["year"], entry["missing"], entry["paths"] = year, missing.copy(), list(paths)
        found.append(entry)
    return found
