"""Thresholds that nothing reaches: shares above the whole, steps past what a condition allows, sizes that pay nothing, classes
that ask more than all activities together score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
_WHOLE = Decimal(100)
_LEAST = ("fact_at_least", "fact_above")
_MOST = ("fact_at_most", "fact_below")
_LOOK = Text(
    nl="kijk het getal en de eenheid na in de bron", en="look at the number and its unit in the source"
)


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Bounds of one scheme file that no farm, or no piece of land, can be within."""
    percent = _in_percent(draft)
    for file in draft.schemes:
        payments = file.row.rows("payments")
        around = file.row.rows("conditions")
        for holder in (file.row, *payments):
            for condition in (c for top in holder.rows("conditions") for c in top.walk()):
                yield from (RuleProblem(file.file, *found) for found in _past_all(condition, percent))
        for payment in payments:
            asked = (*around, *payment.rows("conditions"))
            for found in (*_tiers(payment, asked, percent), *_too_small(payment, asked)):
                yield RuleProblem(file.file, *found)
            if payment.text("kind") == "class_premium":
                activities = [p for p in payments if p.text("kind") == "activity"]
                yield from (RuleProblem(file.file, *found) for found in _classes(payment, activities))


def _in_percent(draft: Draft) -> frozenset[str]:
    """The paths of facts that are a part of a whole."""
    listed = draft.codelists.get("indicators")
    records = listed.records.values() if listed is not None else ()
    return frozenset(r.cells.get("path", "") for r in records if r.cells.get("unit") == "%")


def _past_all(condition: Row, percent: frozenset[str]) -> Iterator[_Finding]:
    value, kind = condition.maybe_number("value"), condition.maybe_text("kind")
    if value is None or kind not in _LEAST or condition.maybe_text("path") not in percent:
        return
    if value > _WHOLE or (value == _WHOLE and kind == "fact_above"):
        yield condition.at("value"), _of_a_whole(value), _LOOK


def _of_a_whole(value: Decimal) -> Text:
    return Text(
        nl=f"dit feit is een percentage en komt nooit boven de 100: {value} wordt niet gehaald",
        en=f"this fact is a percentage and never passes 100: {value} is not reached",
    )


def _tiers(payment: Row, asked: Sequence[Row], percent: frozenset[str]) -> Iterator[_Finding]:
    path = payment.maybe_text("indicator")
    if path is None:
        return
    about = [c for c in asked if c.maybe_text("path") == path]
    most = min(_values(about, _MOST), default=None)
    least = max(_values(about, _LEAST), default=None)
    for tier in payment.rows("tiers"):
        low, high = tier.maybe_number("at_least"), tier.maybe_number("at_most")
        if low is not None and low > _WHOLE and path in percent:
            yield tier.at("at_least"), _of_a_whole(low), _LOOK
        elif low is not None and most is not None and low > most:
            yield tier.at("at_least"), _past(path, low, most), _LOOK
        elif high is not None and least is not None and high < least:
            yield tier.at("at_most"), _past(path, high, least), _LOOK


def _values(conditions: Sequence[Row], kinds: Sequence[str]) -> Iterator[Decimal]:
    for condition in conditions:
        value = condition.maybe_number("value")
        if value is not None and condition.maybe_text("kind") in kinds:
            yield value


def _past(path: str, step: Decimal, bound: Decimal) -> Text:
    return Text(
        nl=f"een voorwaarde begrenst `{path}` op {bound}: de trede van {step} wordt nooit bereikt",
        en=f"a condition ends `{path}` at {bound}: the tier of {step} is never reached",
    )


def _too_small(payment: Row, asked: Sequence[Row]) -> Iterator[_Finding]:
    """Ground that is at most so much, of a payment that pays nothing below more."""
    most = min(_values(asked, ("quantity_at_most",)), default=None)
    for row in payment.lists_by_key("figures").get("min_quantity", ()):
        least = row.maybe_number("value")
        if most is not None and least is not None and least > most:
            yield (
                row.at("value"),
                Text(
                    nl=f"onder {least} wordt niets betaald, en een voorwaarde laat hoogstens {most} toe",
                    en=f"nothing is paid below {least}, and a condition allows {most} at most",
                ),
                _LOOK,
            )


def _classes(premium: Row, activities: Sequence[Row]) -> Iterator[_Finding]:
    if not activities or any(a.text("unit") != "ha" for a in activities):
        return
    figures, free = premium.lists_by_key("figures"), premium.maybe_text("organic_class")
    for row in figures.get("threshold", ()):
        most, classes = _most(activities, "value", row)[""], row.numbers("values")
        # Not all activities need be in the file for the higher ones.
        name = min(classes, key=classes.__getitem__, default=None)
        if name is not None and name != free and classes[name] > most:
            said = _more_than_all(f"klasse `{name}`", f"class `{name}`", classes[name], most)
            yield row.at("values", name), said, _SCORES
    for row in figures.get("entry", ()):
        scored = _most(activities, "points", row)
        for key, asked in row.numbers("values").items():
            most = scored[key.rpartition(".")[2]]
            if asked > most:
                yield row.at("values", key), _more_than_all(f"`{key}`", f"`{key}`", asked, most), _SCORES


_SCORES = Text(
    nl="kijk de drempel na, of voeg de activiteiten toe die ervoor tellen",
    en="look at the threshold, or add the activities that count for it",
)


def _more_than_all(nl: str, en: str, asked: Decimal, most: Decimal) -> Text:
    return Text(
        nl=f"{nl} vraagt {asked} per hectare, en alle activiteiten samen geven hoogstens {most}",
        en=f"{en} asks {asked} per hectare, and all activities together give {most} at most",
    )


def _most(activities: Sequence[Row], name: str, on: Row) -> Mapping[str, Decimal]:
    """What all activities score at most per hectare on some day of another figure: points by goal, value under no name."""
    period, found = _period(on), defaultdict[str, Decimal](Decimal)
    for activity in activities:
        highest: dict[str, Decimal] = {}
        for row in activity.lists_by_key("figures").get(name, ()):
            if _period(row).overlaps(period):
                for key, score in _scores(row):
                    goal = key if name == "points" else ""
                    highest[goal] = max(score, highest.get(goal, score))
        for goal, score in highest.items():
            found[goal] += score
    return found


def _scores(row: Row) -> Iterator[tuple[str, Decimal]]:
    yield from row.numbers("values").items()
    single = row.maybe_number("value")
    if single is not None:
        yield "", single


def _period(row: Row) -> Period:
    end = row.maybe_day("until")
    return Period(row.day("from"), end if end is not None and end > row.day("from") else None)
