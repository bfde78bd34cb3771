"""A class premium says of each class what it asks and what it pays, and who reaches more is never paid less.

Uitvoeringsregeling GLB 2023, article 27(4): a class of a higher average value pays more. A threshold of bronze above that of
silver is a slip of the pen that nobody would see in the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from calculator.domain.farm import ECO_REGIONS
from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem, nearest
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Classes that are not named, or whose thresholds and amounts run against each other."""
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            if payment.text("kind") == "class_premium":
                for finding in (*_premium(payment), *_regions(payment)):
                    yield RuleProblem(file.file, *finding)


def _premium(payment: Row) -> Iterator[_Finding]:
    figures = payment.lists_by_key("figures")
    for name in ("threshold", "rate"):
        for row in figures.get(name, ()):
            if "value" in row or "low" in row:
                yield _without_classes(row, name)
    for threshold in figures.get("threshold", ()):
        for rate in figures.get("rate", ()):
            if _paid(rate) and threshold.numbers("values") and _period(rate).overlaps(_period(threshold)):
                yield from _together(threshold, rate)


def _regions(payment: Row) -> Iterator[_Finding]:
    """Land lies in no other region, so that what is asked there would be asked of nobody."""
    for row in payment.lists_by_key("figures").get("entry", ()):
        for key in row.numbers("values"):
            region, _, goal = key.rpartition(".")
            if region not in ECO_REGIONS:
                yield (
                    row.at("values", key),
                    Text(
                        nl=f"`{key}`: er is geen eco-regio `{region}`"
                        if region
                        else f"`{key}` noemt geen eco-regio",
                        en=f"`{key}`: there is no eco region `{region}`"
                        if region
                        else f"`{key}` names no eco region",
                    ),
                    Text(
                        nl=f"schrijf per regio een doel: {', '.join(f'{r}.{goal}' for r in ECO_REGIONS)}",
                        en=f"write a goal per region: {', '.join(f'{r}.{goal}' for r in ECO_REGIONS)}",
                    ),
                )


def _without_classes(row: Row, name: str) -> _Finding:
    return (
        row.line,
        Text(nl=f"`{name}` noemt geen klassen", en=f"`{name}` names no classes"),
        Text(
            nl="geef een waarde per klasse: values: {brons: 60, goud: 200}",
            en="give a value per class: values: {brons: 60, goud: 200}",
        ),
    )


def _paid(rate: Row) -> dict[str, Decimal]:
    return {**rate.numbers("values"), **rate.numbers("lows")}


def _together(threshold: Row, rate: Row) -> Iterator[_Finding]:
    """What is wrong with thresholds and amounts that hold at the same time."""
    asked, paid = threshold.numbers("values"), _paid(rate)
    where = "values" if "values" in rate else "lows"
    for name in sorted(paid.keys() - asked.keys()):
        yield (
            rate.at(where, name),
            Text(nl=f"klasse `{name}` heeft geen drempel", en=f"class `{name}` has no threshold"),
            nearest(name, asked),
        )
    for name in sorted(asked.keys() - paid.keys()):
        yield (
            threshold.at("values", name),
            Text(nl=f"klasse `{name}` heeft geen bedrag", en=f"class `{name}` has no amount"),
            nearest(name, paid),
        )
    for low, high in permutations(sorted(asked.keys() & paid.keys()), 2):
        if asked[low] > asked[high] and paid[low] < paid[high]:
            yield (
                threshold.at("values", low),
                Text(
                    nl=f"`{low}` vraagt meer waarde ({asked[low]}) dan `{high}` ({asked[high]}) en betaalt minder",
                    en=f"`{low}` asks more value ({asked[low]}) than `{high}` ({asked[high]}) and pays less",
                ),
                Text(
                    nl="verwissel de drempels of de bedragen, naar wat de bron zegt",
                    en="swap the thresholds or the amounts, as the source has them",
                ),
            )


def _period(row: Row) -> Period:
    end = row.maybe_day("until")
    return Period(row.day("from"), end if end is not None and end > row.day("from") else None)
