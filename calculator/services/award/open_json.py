"""The open questions of an award as JSON data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter

from calculator.domain.claim import OpenQuestion
from calculator.domain.money import eur
from calculator.services.award.names import Json, Names

#: So many questions are told one by one; of more the same is told once for all of its years, of more still for all places.
MOST = 5_000
_PAYER = attrgetter("scheme", "payment", "year")
_MISSING, _PATHS, _REST = attrgetter("missing"), attrgetter("paths"), attrgetter("place", "could_pay_cents")


def to_json(questions: Iterable[OpenQuestion], names: Names, on: date) -> list[Json]:
    """The open questions, in a bounded number where the same is asked in many years and places: then ``years`` and ``units`` say
    all that one stands for, and what it could pay is what all of these could. Years after the end of a legal basis stand apart.

    ``on`` is the day that is read, in each year.
    """
    found = _one_by_one(questions, names, on)
    for apart in (("unit",), ()):
        if len(found) > MOST:
            found = _together(found, apart)
    return found


def over_years(questions: Iterable[OpenQuestion], names: Names, on: date) -> list[Json]:
    """The open questions, what is asked of one place once for all its ``years``."""
    return [_all_of([each]) for each in _together(_one_by_one(questions, names, on), ("unit",))]


def _together(entries: Iterable[Json], apart: tuple[str, ...]) -> list[Json]:
    """Entries that ask the same of the same payment as one, those that differ in one of ``apart`` still by themselves."""
    same: dict[tuple[object, ...], list[Json]] = {}
    for entry in entries:
        key = (
            entry["scheme"],
            entry["payment"],
            entry["continuation"],
            repr((entry["missing"], entry["paths"])),
            *(entry[name] for name in apart),
        )
        same.setdefault(key, []).append(entry)
    return [_all_of(each) if len(each) > 1 else each[0] for each in same.values()]


def _all_of(entries: list[Json]) -> Json:
    amounts = [entry["could_pay_up_to_eur"] for entry in entries]
    known = [Decimal(str(amount)) for amount in amounts if amount is not None]
    years = {year for entry in entries for year in listed(entry, "years", "year")}
    return {
        **entries[0],
        "years": sorted(years, key=str),
        "units": list(dict.fromkeys(unit for entry in entries for unit in listed(entry, "units", "unit"))),
        "could_pay_up_to_eur": str(sum(known)) if len(known) == len(amounts) else None,
    }


def listed(entry: Mapping[str, object], every: str, one: str) -> list[object]:
    """The years or places of an open question, which may stand for several; None for what an older award does not tell."""
    found = entry.get(every)
    return list(found) if isinstance(found, list) else [entry.get(one)]


def _one_by_one(questions: Iterable[OpenQuestion], names: Names, on: date) -> list[Json]:
    """One that is asked in several years is put into words once, and its lists are shared by these."""
    found: list[Json] = []
    said: dict[tuple[object, ...], Json] = {}
    for question, both, key, continued in _known_by(tuple(questions), names, on):
        entry = said.get(key)
        if entry is None:
            could_pay = question.could_pay_cents
            entry = said[key] = {
                **both,
                "unit": question.place,
                "year": question.year,
                "continuation": False,
                "missing": names.missed(question),
                "paths": list(question.paths),
                "could_pay_up_to_eur": None if could_pay is None else eur(could_pay),
            }
        told = entry.copy()
        told["year"] = question.year
        told["continuation"] = continued
        found.append(told)
    return found


def _known_by(
    questions: tuple[OpenQuestion, ...], names: Names, on: date
) -> Iterable[tuple[OpenQuestion, Json, tuple[object, ...], bool]]:
    """Each question with what names its payment, what is the same in all years in which the same is asked, and whether the legal
    basis has ended.

    Read of all at once, since there are hundreds. What is missing is the same object in every year; what names the payment is
    kept with the rules.
    """
    asked = list(map(_PAYER, questions))
    named = [names.asked.get(payer) or names.both(*payer) for payer in asked]
    missing, paths = map(id, map(_MISSING, questions)), map(id, map(_PATHS, questions))
    keys = zip(map(id, named), missing, paths, map(_REST, questions), strict=True)
    continued = {payer: names.continues(payer, on) for payer in dict.fromkeys(asked)}
    return zip(questions, named, keys, map(continued.__getitem__, asked), strict=True)
