"""A tariff by key says what every answer pays that land can have; where a condition leaves an answer out, none is asked of it.

Land of a class without a tariff would be told that its tariff is not published, which is another thing than that it pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from calculator.domain.farm import ECO_REGIONS, OF_PLACE
from calculator.domain.place_fact import LIST, YES_NO, FactKind
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.densities import DENSITIES
from calculator.eligibility.conditions.shares import OF_LAND
from calculator.eligibility.conditions.totals import OF_PLACES
from calculator.registry.checks.conditions.words_of_land import WORDS
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_Finding = tuple[int, Text, Text]
#: The keys of a figure; of a range one end stands for both.
_KEYED = ("values", "lows")


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Payments that are keyed and have no keys, and answers that have no tariff."""
    listed = draft.codelists.get(LIST)
    facts = {code: record.cells for code, record in listed.records.items()} if listed else {}
    for file in draft.schemes:
        for payment in file.row.rows("payments"):
            for finding in _one_for_all(payment):
                yield RuleProblem(file.file, *finding)
            key = payment.maybe_text("keyed_by")
            if key is None or payment.text("kind") in ("activity", "class_premium"):
                continue
            closed = _closed(key, facts)
            for finding in _payment(payment, key, closed, _answers(key, closed, file.row, payment)):
                yield RuleProblem(file.file, *finding)


def _closed(key: str, facts: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """What land can answer, each of which the payment is for unless it says otherwise; nothing where it need not be for all."""
    fact = facts.get(key.removeprefix(OF_PLACE)) if key.startswith(OF_PLACE) else None
    if fact is None:
        return ECO_REGIONS if key == "eco_region" else ()
    return tuple(YES_NO) if fact["kind"] == FactKind.YES_NO else tuple(fact["classes"].split())


def _answers(key: str, closed: tuple[str, ...], scheme: Row, payment: Row) -> tuple[str, ...]:
    """Those for which the payment is; nothing where conditions say that in another way, or nothing says it.

    Of an open list (soils, crops) these are the ones that a condition names.
    """
    territory, known = scheme.row("territory"), closed or None
    if key == "eco_region" and territory is not None and territory.texts("eco_regions"):
        known = tuple(region for region in closed if region in territory.texts("eco_regions"))
    for condition in (*scheme.rows("conditions"), *payment.rows("conditions")):
        if key not in (condition.maybe_text("path"), condition.maybe_text("attribute")):
            if any(key in (c.maybe_text("path"), c.maybe_text("attribute")) for c in condition.walk()):
                return ()
        else:
            asked = condition.texts("one_of")
            known = asked if known is None else tuple(answer for answer in known if answer in asked)
    return known or ()


def _payment(payment: Row, key: str, closed: tuple[str, ...], answers: tuple[str, ...]) -> Iterator[_Finding]:
    figures = [
        (name, row, way)
        for name, rows in payment.lists_by_key("figures").items()
        for row in rows
        for way in _KEYED
        if way in row
    ]
    valued = [row for rows in payment.lists_by_key("figures").values() for row in rows if "value" in row]
    if valued and not figures:
        yield payment.at("keyed_by"), _no_keys(key), _GIVE_KEYS
    for name, row, way in figures:
        given = row.numbers(way)
        # A key that is none is told by itself; what it was meant for is then no answer without a tariff.
        words = closed or WORDS.get(key, ())
        for answer in answers if not words or given.keys() <= {*words} else ():
            if answer not in given:
                yield row.at(way), _no_tariff(name, key, answer), _SAY_SO


def _one_for_all(payment: Row) -> Iterator[_Finding]:
    """Figures with keys that are read for all land of the farm together: there is no one place that would pick."""
    asked = [
        c for top in payment.rows("conditions") for c in top.walk() if c.text("kind", "") in _OF_ALL_LAND
    ]
    named = {below.maybe_text("figure") for c in asked for below in c.walk()}
    for name, rows in payment.lists_by_key("figures").items():
        for row in rows if name in named or name in _SHARED else ():
            way = next((way for way in _KEYED if way in row), None)
            if way is not None:
                yield row.at(way), _together(name), _ONE_VALUE


_OF_ALL_LAND = (*OF_LAND, *OF_PLACES, *DENSITIES)
#: Figures of a payment that all its pieces share.
_SHARED = ("max_quantity", "extra_share", "min_amount", "free", "free_share")


def _together(name: str) -> Text:
    return Text(
        nl=f"`{name}` geldt voor al het land samen, en heeft sleutels",
        en=f"`{name}` holds for all land together, and has keys",
    )


_ONE_VALUE = Text(
    nl="geef één waarde (`value`); per klasse is het een betaling per klasse",
    en="give one value (`value`); by class it is a payment per class",
)


def _no_keys(key: str) -> Text:
    return Text(
        nl=f"`{key}` kiest hier niets: geen getal heeft sleutels",
        en=f"`{key}` picks nothing here: no figure has keys",
    )


_GIVE_KEYS = Text(
    nl="geef een waarde per sleutel (values: {..}), of laat `keyed_by` weg",
    en="give a value per key (values: {..}), or leave `keyed_by` out",
)


def _no_tariff(name: str, key: str, answer: str) -> Text:
    return Text(
        nl=f"`{name}` zegt niet wat `{answer}` van `{key}` krijgt",
        en=f"`{name}` does not say what `{answer}` of `{key}` gets",
    )


_SAY_SO = Text(
    nl="geef het bedrag (0 als het niets is), of zeg met een voorwaarde welke antwoorden meedoen (one_of)",
    en="give the amount (0 where it is nothing), or say with a condition which answers take part (one_of)",
)
