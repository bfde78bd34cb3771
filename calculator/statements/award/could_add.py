"""What an open payment could add to the total: what it could pay, less what is paid of it already.

A class premium that waits for open activities stands among the open payments with all that its highest class would pay, while a
lower class is paid. After the end of its legal basis nothing adds to the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from calculator.statements.award.reading import Obj, cents, items, objects, text


def could_add(award: Obj, entry: Obj) -> int | None:
    """Cents that an entry of ``open`` could add, None where nobody knows; an entry may stand for several years."""
    if entry.get("continuation"):
        return 0
    most = cents(entry, "could_pay_up_to_eur")
    if most is None or not _premium(award, entry):
        return most
    years = {str(year) for year in items(entry, "years") or (entry.get("year"),)}
    paid = sum(_amounts(award, entry, years, "lines"))
    after = sum(_amounts(award, entry, years, "continuation"))
    if after and len(years) == 1:
        return 0
    return max(0, most - paid - after)


def together(award: Obj, entries: Iterable[Obj]) -> int | None:
    """Cents that entries for several years and places could add; one of them unknown makes the whole unknown."""
    most = [could_add(award, entry) for entry in entries]
    known = [amount for amount in most if amount is not None]
    return sum(known) if len(known) == len(most) else None


def ended(entries: Iterable[Obj]) -> list[int]:
    """The years of entries of ``open`` that come after the end of their legal basis."""
    years = (items(entry, "years") or (entry.get("year"),) for entry in entries if entry.get("continuation"))
    return sorted({int(str(year)) for each in years for year in each})


def _premium(award: Obj, entry: Obj) -> bool:
    """Whether it is the premium of a class, not one of the pairs of payments of which nobody knows whether they go together."""
    classes = {text(found, "scheme") for found in objects(award, "classes")}
    between = any(str(path).startswith("relation:") for path in items(entry, "paths"))
    return text(entry, "scheme") in classes and text(entry, "unit") == "farm" and not between


def _amounts(award: Obj, entry: Obj, years: set[str], key: str) -> Iterator[int]:
    of = (text(entry, "scheme"), text(entry, "payment"))
    for year in objects(award, "years"):
        if str(year.get("year")) in years:
            for line in objects(year, key):
                if (text(line, "scheme"), text(line, "payment")) == of:
                    yield cents(line, "amount_eur") or 0
